"""Arranges windows and panes: the order of windows, splits, zoom, the active pane. By window id only.

Without a pane id a function uses the active pane at that moment. All raise what `Tmux` raises, and
WindowNotFound.
"""

from __future__ import annotations

from webmux.errors import BadField, PaneNotFound, TmuxCommandFailed
from webmux.model import Window
from webmux.tmux import names
from webmux.tmux.control.quoting import Command
from webmux.tmux.server import Tmux

SPLITS = {"right": "-h", "down": "-v"}
SIDES = {"left": "-L", "right": "-R", "up": "-U", "down": "-D"}
EVEN = "even"


def move_window(tmux: Tmux, window_id: str, index: int, session_id: str | None = None) -> tuple[Window, ...]:
    """Move a window of a session to this index; the windows between move by one place.

    Without a session it is the first one that has the window. The indexes stay the same, and so does the
    current window of each session of the group, which has the same order.

    Returns:
        The windows of the session in their new order.

    Raises:
        BadField: no window of the session has that index, `bad_range`.
    """
    session_id = tmux.window(window_id, session_id).session_id
    windows = tmux.list_windows(session_id)
    order = [one.id for one in windows]
    places = [at for at, one in enumerate(windows) if one.index == index]
    if not places:
        raise BadField("index", f"no window of the session has index {index}", code="bad_range")
    commands = _swaps(session_id, order, order.index(window_id), places[0])
    if commands:
        tmux.run(*commands, *_same_current(tmux, session_id))
    return tmux.list_windows(session_id)


def _same_current(tmux: Tmux, session_id: str) -> list[Command]:
    """Commands after which the session and its group show the same windows as now.

    The current place of a session stays when windows swap places, so its current window would change.
    """
    grouped = "#{session_id} #{window_id} #{session_group}"
    rows = [
        line.split(" ", 2)
        for line in tmux.run(("list-windows", "-a", "-f", "#{window_active}", "-F", grouped)).splitlines()
    ]
    groups = {row[0]: row[2] for row in rows}
    group = groups[session_id]
    return [
        ("select-window", "-t", f"{row[0]}:{row[1]}")
        for row in rows
        if row[0] == session_id or (group and row[2] == group)
    ]


def _swaps(session_id: str, order: list[str], at: int, to: int) -> list[Command]:
    step = 1 if to > at else -1
    moved = order[at]
    passed = [order[place] for place in range(at + step, to + step, step)] if to != at else []
    return [
        ("swap-window", "-d", "-s", f"{session_id}:{moved}", "-t", f"{session_id}:{one}") for one in passed
    ]


def split_window(tmux: Tmux, window_id: str, direction: str) -> str:
    """Add a pane right of or below the active one, in the same folder, make it active, and return its id.

    Raises:
        BadField: there is no room for it, `no_room`.
    """
    target = names.check_window_id(window_id)
    words = ["split-window", SPLITS[direction], "-t", target, "-c", "#{pane_current_path}"]
    try:
        return tmux.run((*words, "-P", "-F", "#{pane_id}")).strip()
    except TmuxCommandFailed as error:
        if "no space" not in error.stderr:
            raise
        raise BadField("direction", "there is no room for another pane", code="no_room") from error


def zoom_pane(tmux: Tmux, window_id: str) -> None:
    """Make the active pane fill its window, or show all panes again."""
    tmux.run(("resize-pane", "-Z", "-t", names.check_window_id(window_id)))


def select_pane(tmux: Tmux, window_id: str, direction: str) -> None:
    """Activate the pane on that side of the active one; tmux wraps around at the edge."""
    tmux.run(("select-pane", SIDES[direction], "-t", names.check_window_id(window_id)))


def go_to_pane(tmux: Tmux, window_id: str, pane_id: str) -> None:
    """Activate this pane; a zoomed window shows all of its panes again.

    Raises:
        PaneNotFound: it is not in that window.
    """
    _on_pane(tmux, window_id, pane_id, "select-pane")


def resize_pane(tmux: Tmux, window_id: str, direction: str, cells: int, pane_id: str | None = None) -> None:
    """Move a border of a pane by this many cells, or as far as there is room.

    tmux moves the right or lower border; for the last pane in a row or column it moves the opposite one.

    Raises:
        PaneNotFound: it is not in that window.
    """
    _on_pane(tmux, window_id, pane_id, "resize-pane", SIDES[direction], str(cells))


def select_layout(tmux: Tmux, window_id: str, layout: str) -> None:
    """Arrange the panes of a window by one of tmux's layouts; with `EVEN` only their sizes change."""
    target = ("-t", names.check_window_id(window_id))
    tmux.run(("select-layout", *target, "-E") if layout == EVEN else ("select-layout", *target, layout))


def kill_pane(tmux: Tmux, window_id: str, pane_id: str | None = None) -> None:
    """End a pane; the last pane ends its window.

    Raises:
        PaneNotFound: it is not in that window, or has ended already.
    """
    _on_pane(tmux, window_id, pane_id, "kill-pane")


def _on_pane(tmux: Tmux, window_id: str, pane_id: str | None, command: str, *words: str) -> None:
    target = names.check_window_id(window_id)
    if pane_id is not None:
        target = names.check_pane_id(pane_id)
        if pane_id not in tmux.run(("list-panes", "-t", window_id, "-F", "#{pane_id}")).split():
            raise PaneNotFound(pane_id)
    try:
        # tmux takes the number of cells after everything else.
        tmux.run((command, *words[:1], "-t", target, *words[1:]))
    except TmuxCommandFailed as error:
        if pane_id is None or "can't find pane" not in error.stderr:
            raise
        raise PaneNotFound(pane_id) from error  # it ended after the check
