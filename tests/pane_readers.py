"""Viewers of a pane hub without a socket: what they received, and whether that is what tmux has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.screens import drawn_all
from tests.support import eventually
from webmux.events import Output
from webmux.hub.ring import Cursor
from webmux.panes.pane_events import SCREEN, PaneSnapshot
from webmux.panes.pane_hub import PaneHub
from webmux.tmux.server import Tmux

SCROLLBACK = 1000


class Reader:
    """Reads a hub at once, or not while it is `stalled`; `received` is what its terminal got."""

    def __init__(self, hub: PaneHub, scrollback: int = SCROLLBACK) -> None:
        self.focused = self.shown = True
        self.snapshot_bytes = 0
        self.stalled = False
        self.is_acked = True
        self.received = bytearray()
        self.output = bytearray()
        self.snapshots: list[PaneSnapshot] = []
        self.gone = False
        self.position = 0
        self._hub = hub
        self._cursor: Cursor | None = None
        self._screen: PaneSnapshot | None = None
        hub.join(self, scrollback=scrollback)

    def on_published(self) -> None:
        if self.stalled or self._cursor is None:
            return
        if self._hub.ring.overtaken(self._cursor):
            self._cursor = self._screen = None
            self._hub.fence_for(self)
            return
        while self._cursor is not None:
            room = 1 << 20 if self._screen is None else self._screen.offset - self.position
            event = self._hub.ring.read(self._cursor, room)
            if not isinstance(event, Output):
                break
            self.received += event.data
            self.output += event.data
            self.position = event.end
        if self._screen is not None and self._screen.offset == self.position:
            self.received += self._screen.data
            self._screen = None

    def on_snapshot(self, snapshot: PaneSnapshot) -> None:
        self.snapshots.append(snapshot)
        if snapshot.kind == SCREEN and self._cursor is not None:
            if snapshot.offset >= self.position:
                self._screen = snapshot
        else:
            self.received += snapshot.data
            self.position = snapshot.offset
            self._cursor = self._hub.ring.cursor_at(snapshot.offset)
            self._screen = None
        self.on_published()

    def on_gone(self) -> None:
        self.gone = True

    def frame_acked(self) -> bool:
        return self.is_acked

    def resume(self) -> None:
        """Read again."""
        self.stalled = False
        self.is_acked = True
        self.on_published()


def truths(tmux: Tmux, panes: Sequence[str], scrollback: int = SCROLLBACK) -> list[dict[str, Any]]:
    """What tmux has in each pane, drawn on a terminal that is as high as history and screen together."""
    form = "#{pane_width} #{pane_height} #{history_size} #{cursor_x} #{cursor_y} #{pane_tabs}"
    facts = [tmux.run(("display-message", "-p", "-t", pane, form)).split() for pane in panes]
    found, streams = [], []
    for pane, words in zip(panes, facts, strict=True):
        cols, rows, history, x, y = map(int, words[:5])
        # Since 3.6 a capture has tabs where a program printed them.
        stops = words[5].split(",") if words[5:] else []
        tabs = "\x1b[3g" + "".join(f"\x1b[{int(stop) + 1}G\x1bH" for stop in stops) + "\r"
        above = min(scrollback, history)
        captured = tmux.run(("capture-pane", "-peN", "-S", str(-above), "-t", pane))
        captured = captured.removesuffix("\n").replace("\n", "\r\n")
        streams.append(f"\x1b)0\x1b[?7l{tabs}{captured}".encode())
        found.append({"above": above, "cols": cols, "rows": rows, "cursor": (x, y)})
    height = max(each["above"] + each["rows"] for each in found)
    for each, screen in zip(found, drawn_all(streams, found[0]["cols"], height), strict=True):
        end = each["above"] + each["rows"]
        each |= {"lines": trimmed(screen["lines"][:end]), "styles": screen["styles"][:end]}
    return found


def faults_of(got: dict[str, Any], expected: dict[str, Any], *, history: bool = True) -> list[str]:
    """What a terminal shows otherwise than tmux: the first difference of each kind."""
    above, cols = expected["above"], expected["cols"]
    pairs = [
        ("rows", trimmed(got["lines"]), expected["lines"][above:]),
        ("styles", got["styles"], expected["styles"][above:]),
        ("cursor", [min(got["x"], cols), got["y"]], list(expected["cursor"])),
    ]
    if history:
        pairs.append(("history", trimmed(got["history"]), expected["lines"][:above]))
        pairs.append(("styles above", got["historyStyles"], expected["styles"][:above]))
    return [f"{what}: {_difference(is_, want)}" for what, is_, want in pairs if is_ != want]


def _difference(got: list[Any], expected: list[Any]) -> str:
    lengths = "" if len(got) == len(expected) else f" ({len(got)} rows, tmux {len(expected)})"
    for place, (one, other) in enumerate(zip(got, expected, strict=False)):
        if one != other:
            return f"row {place}: {one!r}, tmux {other!r}{lengths}"
    return lengths


def compare(tmux: Tmux, readers: dict[str, list[Reader]], scrollback: int = SCROLLBACK) -> list[str]:
    """What the readers of each pane show otherwise than tmux; empty if nothing."""
    expected = truths(tmux, list(readers), scrollback)
    streams = [bytes(reader.received) for each in readers.values() for reader in each]
    size = expected[0]["cols"], expected[0]["rows"]
    screens = iter(drawn_all(streams, *size, scrollback=scrollback))
    return [
        f"{pane} reader {number}: {fault}"
        for (pane, each), wanted in zip(readers.items(), expected, strict=True)
        for number, _ in enumerate(each)
        for fault in faults_of(next(screens), wanted)
    ]


def trimmed(lines: list[str]) -> list[str]:
    """tmux prints blanks for cells at the end that were written and erased."""
    return [line.rstrip(" ") for line in lines]


def eventually_same(tmux: Tmux, readers: dict[str, list[Reader]], timeout_s: float = 5.0) -> None:
    """Wait until all readers of each pane show what tmux has."""
    faults: list[str] = ["not compared"]

    def same() -> bool:
        faults[:] = compare(tmux, readers)
        return not faults

    try:
        eventually(same, timeout_s, 0.1)
    except AssertionError as error:
        raise AssertionError("\n".join(faults[:20])) from error
