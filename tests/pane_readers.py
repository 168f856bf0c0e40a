"""Viewers of a pane hub without a socket: what they received, and whether that is what tmux has."""

from __future__ import annotations

from typing import Any

from tests.screens import drawn_all
from tests.support import eventually
from webmux.events import Output
from webmux.hub.ring import Cursor
from webmux.panes.pane_events import SCREEN, PaneSnapshot
from webmux.panes.pane_hub import PaneHub

SCROLLBACK = 1000


class Reader:
    """Reads a hub at once, or not while it is `stalled`; `received` is what its terminal got."""

    def __init__(self, hub: PaneHub, scrollback: int = SCROLLBACK) -> None:
        self.focused = self.shown = True
        self.stalled = False
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
        return True

    def resume(self) -> None:
        """Read again."""
        self.stalled = False
        self.on_published()


def truth(server: Any, pane: str, scrollback: int = SCROLLBACK) -> dict[str, Any]:
    """What tmux has, drawn on a terminal that is as high as history and screen together."""
    form = "#{pane_width} #{pane_height} #{history_size} #{cursor_x} #{cursor_y}"
    cols, rows, history, x, y = map(int, server.run("display-message", "-p", "-t", pane, form).split())
    above = min(scrollback, history)
    captured = server.run("capture-pane", "-peN", "-S", str(-above), "-t", pane)
    data = b"\x1b)0\x1b[?7l" + captured.removesuffix("\n").replace("\n", "\r\n").encode()
    [screen] = drawn_all([data], cols, above + rows)
    return {**screen, "above": above, "cols": cols, "rows": rows, "cursor": (x, y)}


def compare(server: Any, pane: str, readers: list[Reader], scrollback: int = SCROLLBACK) -> list[str]:
    """What each reader shows otherwise than tmux: `rows`, `history`, `cursor`, `styles`; empty if nothing."""
    expected = truth(server, pane, scrollback)
    above, cols, rows = expected["above"], expected["cols"], expected["rows"]
    faults = []
    lines = _trimmed(expected["lines"])
    streams = [bytes(reader.received) for reader in readers]
    for number, got in enumerate(drawn_all(streams, cols, rows, scrollback=scrollback)):
        shown = {
            "rows": _trimmed(got["lines"]) == lines[above:],
            "history": _trimmed(got["history"]) == lines[:above],
            "cursor": (min(got["x"], cols), got["y"]) == expected["cursor"],
            "styles": got["historyStyles"] + got["styles"] == expected["styles"],
        }
        faults += [f"reader {number}: {name}" for name, is_same in shown.items() if not is_same]
    return faults


def _trimmed(lines: list[str]) -> list[str]:
    """tmux prints blanks for cells at the end that were written and erased."""
    return [line.rstrip(" ") for line in lines]


def eventually_same(server: Any, pane: str, readers: list[Reader], timeout_s: float = 5.0) -> None:
    """Wait until all readers show what tmux has."""
    faults: list[str] = ["not compared"]

    def same() -> bool:
        faults[:] = compare(server, pane, readers)
        return not faults

    try:
        eventually(same, timeout_s, 0.1)
    except AssertionError as error:
        raise AssertionError(", ".join(faults)) from error
