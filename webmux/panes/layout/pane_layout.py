"""The windows and panes of one session as tmux lists them: the command, its rows, what changed. Pure.

Every text is quoted: blanks have a backslash before them, and line breaks are replaced. So a name or a title,
which any program can choose, cannot look like another field or another row.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from webmux.tmux.control.quoting import Command
from webmux.tmux.state import titles
from webmux.tmux.state.formats import quoted

TEXT_MAX_BYTES = 4096
"""A longer text is left out by tmux, so that a title of 1 MB does not come with each list."""
NAME_MAX_CHARS = 120
PATH_MAX_CHARS = 1024
BORDERS = ("off", "top", "bottom")


def bounded_text(variable: str) -> str:
    """The format of a text: quoted, without line breaks, and empty if it is longer than `TEXT_MAX_BYTES`."""
    return f"#{{?#{{e|>:#{{n:{variable}}},{TEXT_MAX_BYTES}}},,{quoted(variable)}}}"


_NUMBERS = (
    "#{window_id} #{pane_id} #{window_index} #{window_width} #{window_height}"
    " #{pane_left} #{pane_top} #{pane_width} #{pane_height}"
    " #{window_active}#{window_zoomed_flag}#{pane_active}#{pane_dead}#{?pane_synchronized,1,0}"
    " #{pane-border-status} #{window-size} #{status} #{window_layout}"
    " #{pane_dead_status}:#{pane_dead_signal}:#{pane_mode}"
)
_TEXTS = ("window_name", "pane_title", "pane_current_command", "pane_current_path")
LIST_FORMAT = " ".join((_NUMBERS, *map(bounded_text, _TEXTS), "#{pane_pid}"))
_TEXT = r"((?:\\.|[^\\ ])*)"
_ROW = re.compile(
    r"@(\d+) %(\d+) (\d+) (\d+) (\d+) (\d+) (\d+) (\d+) (\d+) ([01])([01])([01])([01])([01])"
    rf" (\w*) (\w*) (\w*) (\S*) (\d*):(\d*):([\w-]*) {_TEXT} {_TEXT} {_TEXT} {_TEXT}(?: (\d*))?",
    re.DOTALL,
)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_HIDDEN = ("Cc", "Cs", "Zl", "Zp")
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that change the order in which others are shown."""


@dataclass(frozen=True, slots=True)
class PaneState:
    """One pane. `left` and `top` are its place in the window, in cells, without its borders.

    In a zoomed window the place and size of the panes that are not shown are those after the zoom.
    `exit` is the status of a dead pane; if a signal ended it, tmux 3.3 and newer give its number as `signal`.
    """

    pane: int
    left: int
    top: int
    cols: int
    rows: int
    active: bool
    dead: bool
    exit: int | None
    signal: int | None
    mode: str
    sync: bool
    title: str
    command: str
    path: str
    pid: int = 0
    """The process that tmux started in it. It tells a pane that started again, however soon that ended."""

    def fields(self) -> dict[str, Any]:
        """The pane in JSON, for viewers."""
        return {name: getattr(self, name) for name in self.__slots__ if name != "pid"}


@dataclass(frozen=True, slots=True)
class WindowState:
    """One window with its panes, in tmux's order. `border` is where it shows the titles of its panes.

    `layout` is tmux's notation, also while the window is zoomed. `manual`: no client sets its size.
    """

    id: str
    index: int
    name: str
    active: bool
    zoomed: bool
    cols: int
    rows: int
    border: str
    manual: bool
    layout: str
    panes: tuple[PaneState, ...]

    def fields(self) -> dict[str, Any]:
        """The window in JSON, with its panes."""
        names = ("id", "index", "name", "active", "zoomed", "cols", "rows", "border")
        return {**{name: getattr(self, name) for name in names}, "panes": [p.fields() for p in self.panes]}

    def pane(self, number: int) -> PaneState | None:
        """The pane with this number, if the window has it."""
        return next((pane for pane in self.panes if pane.pane == number), None)

    def visible_panes(self) -> list[PaneState]:
        """The panes that tmux shows, the active one first; of a zoomed window that one alone."""
        visible = [pane for pane in self.panes if pane.active or not self.zoomed]
        return sorted(visible, key=lambda pane: not pane.active)


@dataclass(frozen=True, slots=True)
class SessionLayout:
    """All windows of a session, by index. `status_rows` is the height of tmux's status line in a terminal.

    `seq` counts the changes: a layout with a higher number is newer.
    """

    windows: tuple[WindowState, ...] = ()
    status_rows: int = 1
    seq: int = field(default=0, compare=False)

    @property
    def current(self) -> WindowState | None:
        """The window that the session shows."""
        for window in self.windows:
            if window.active:
                return window
        return None

    def window(self, window_id: str) -> WindowState | None:
        """The window with this id, `@3`, if the session has it."""
        return next((window for window in self.windows if window.id == window_id), None)

    def first_window(self, window_id: str) -> WindowState | None:
        """What a viewer sees first: the current window, or the one with this id unless that is `""`."""
        return self.window(window_id) if window_id else self.current

    def window_of(self, pane: int) -> WindowState | None:
        """The window that has this pane now."""
        return next((window for window in self.windows if window.pane(pane) is not None), None)

    def seen(self, window_id: str, pane: int) -> PaneState | None:
        """This pane, if it is in one of the windows of `only(window_id)`."""
        for window in self.windows:
            if not window_id or window.id == window_id:
                for state in window.panes:
                    if state.pane == pane:
                        return state
        return None

    def only(self, window_id: str) -> SessionLayout:
        """The same with this window alone, or with all of them for `""`."""
        if not window_id:
            return self
        return replace(self, windows=tuple(window for window in self.windows if window.id == window_id))

    def panes(self) -> set[int]:
        """The numbers of all panes."""
        return {pane.pane for window in self.windows for pane in window.panes}

    def processes(self) -> set[int]:
        """The processes of the panes whose program has not ended."""
        return {pane.pid for window in self.windows for pane in window.panes if not pane.dead}

    def pane_of(self, pid: int) -> int | None:
        """The pane whose program has this process and has not ended."""
        panes = (pane for window in self.windows for pane in window.panes if not pane.dead)
        return next((pane.pane for pane in panes if pane.pid == pid), None)


@dataclass(frozen=True, slots=True)
class LayoutChange:
    """What differs from the layout before: windows as they are now, and what the session no longer has."""

    windows: tuple[WindowState, ...] = ()
    gone_windows: tuple[str, ...] = ()
    gone_panes: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.windows or self.gone_windows or self.gone_panes)


def list_command(session_id: str) -> Command:
    """The command whose lines `parse_layout_rows` reads. `session_id` is tmux's `$1`."""
    return ("list-panes", "-s", "-t", f"{session_id}:", "-F", LIST_FORMAT)


def parse_layout_rows(lines: Sequence[bytes]) -> SessionLayout:
    """Read the lines of `list_command`; one that is no row is left out.

    A window that the session has twice counts once, at its lower index.
    """
    found: dict[str, dict[int, PaneState]] = {}
    firsts: dict[str, re.Match[str]] = {}
    actives: set[str] = set()
    status_rows = 1
    for line in lines:
        match = _ROW.fullmatch(line.decode("utf-8", "replace"))
        if match is None:
            continue
        window_id = f"@{match[1]}"
        firsts.setdefault(window_id, match)
        if match[10] == "1":
            actives.add(window_id)
        pane = _pane(match)
        found.setdefault(window_id, {}).setdefault(pane.pane, pane)
        status_rows = _status_rows(match[17])
    windows = [
        _window(firsts[window_id], tuple(panes.values()), active=window_id in actives)
        for window_id, panes in found.items()
    ]
    return SessionLayout(tuple(sorted(windows, key=lambda window: window.index)), status_rows)


def changes(before: SessionLayout, now: SessionLayout) -> LayoutChange:
    """What differs between two layouts. A pane that moved to another window is not gone."""
    known = {window.id: window for window in before.windows}
    gone_windows = known.keys() - {window.id for window in now.windows}
    return LayoutChange(
        tuple(window for window in now.windows if known.get(window.id) != window),
        tuple(sorted(gone_windows)),
        tuple(sorted(before.panes() - now.panes())),
    )


def resized_panes(before: SessionLayout, now: SessionLayout) -> dict[int, PaneState]:
    """The panes that have another size now, or are new."""
    sizes: Mapping[int, tuple[int, int]] = {p.pane: (p.cols, p.rows) for p in _all_panes(before)}
    return {p.pane: p for p in _all_panes(now) if sizes.get(p.pane) != (p.cols, p.rows)}


def restarted_panes(before: SessionLayout, now: SessionLayout) -> list[int]:
    """The panes with a program of their own again: tmux has cleared their screen without any output."""
    known = {pane.pane: pane for pane in _all_panes(before)}
    both = ((known[pane.pane], pane) for pane in _all_panes(now) if pane.pane in known)
    return [now.pane for was, now in both if was.pid != now.pid or (was.dead and not now.dead)]


def ended_panes(before: SessionLayout, now: SessionLayout) -> list[int]:
    """The panes whose program has ended since then, and that stay."""
    dead = {(pane.pane, pane.pid) for pane in _all_panes(before) if pane.dead}
    known = {pane.pane for pane in _all_panes(before)}
    return [
        pane.pane
        for pane in _all_panes(now)
        if pane.dead and pane.pane in known and (pane.pane, pane.pid) not in dead
    ]


def _all_panes(layout: SessionLayout) -> Iterable[PaneState]:
    return (pane for window in layout.windows for pane in window.panes)


def _window(row: re.Match[str], panes: tuple[PaneState, ...], *, active: bool) -> WindowState:
    return WindowState(
        id=f"@{row[1]}",
        index=int(row[3]),
        name=_shown(row[22], NAME_MAX_CHARS),
        active=active,
        zoomed=row[11] == "1",
        cols=int(row[4]),
        rows=int(row[5]),
        border=row[15] if row[15] in BORDERS else "off",
        manual=row[16] == "manual",
        layout=row[18],
        panes=panes,
    )


def _pane(row: re.Match[str]) -> PaneState:
    command = _shown(row[24], NAME_MAX_CHARS)
    return PaneState(
        pane=int(row[2]),
        left=int(row[6]),
        top=int(row[7]),
        cols=int(row[8]),
        rows=int(row[9]),
        active=row[12] == "1",
        dead=row[13] == "1",
        exit=int(row[19]) if row[19] else None,
        signal=int(row[20]) if row[20] else None,
        mode=row[21],
        sync=row[14] == "1",
        title=titles.meaningful(_ESCAPED.sub(r"\1", row[23]), command),
        command=command,
        path=_shown(row[25], PATH_MAX_CHARS),
        pid=int(row[26] or 0),
    )


def _status_rows(status: str) -> int:
    """How many rows of a terminal the value of tmux's option `status` takes."""
    return int(status) if status.isdigit() else int(status != "off")


def _shown(text: str, most: int) -> str:
    """A quoted text without its quotes, without control characters, and not longer than this."""
    plain = _ESCAPED.sub(r"\1", text)
    return "".join(c for c in plain if unicodedata.category(c) not in _HIDDEN and c not in _BIDI)[:most]
