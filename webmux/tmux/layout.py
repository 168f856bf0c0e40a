"""Where windows and panes lie: the order of windows, splits, zoom, the active pane. By window id only.

Without the id of a pane the active one is meant, whichever that is by then. All raise what `Tmux` raises, and
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
LAYOUTS = ("even-horizontal", "even-vertical", "main-horizontal", "main-vertical", "tiled")


def move_window(tmux: Tmux, window_id: str, index: int, session_id: str | None = None) -> tuple[Window, ...]:
    """Put a window of a session where the one with this index is; those between move up by one place.

    Without a session it is the first one that has the window. The indexes stay the same, and so does the
    current window of the session and of every other session of its group, which has the same order.

    Returns:
        The windows of the session as they lie now.

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
    """Has the session and its group show again what they show now.

    A session keeps its current place when windows swap theirs, so the window in it would change.
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


def _swaps(session_id: str, order: list[str], at: int, wanted: int) -> list[Command]:
    step = 1 if wanted > at else -1
    moved = order[at]
    passed = [order[place] for place in range(at + step, wanted + step, step)] if wanted != at else []
    return [
        ("swap-window", "-d", "-s", f"{session_id}:{moved}", "-t", f"{session_id}:{one}") for one in passed
    ]


def split_window(tmux: Tmux, window_id: str, direction: str) -> str:
    """Another pane beside the active one or below it, in the same folder; it becomes the active one.

    Returns:
        Its id, `%n`.

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
    """Have the active pane fill its window, or have all be seen again."""
    tmux.run(("resize-pane", "-Z", "-t", names.check_window_id(window_id)))


def select_pane(tmux: Tmux, window_id: str, direction: str) -> None:
    """Make the pane on that side of the active one the active one; tmux goes round at the edge."""
    tmux.run(("select-pane", SIDES[direction], "-t", names.check_window_id(window_id)))


def go_to_pane(tmux: Tmux, window_id: str, pane_id: str) -> None:
    """Make this pane the active one of its window; a zoomed window shows all of its panes again.

    Raises:
        PaneNotFound: it is not in that window.
    """
    _on_pane(tmux, window_id, pane_id, "select-pane")


def resize_pane(tmux: Tmux, window_id: str, direction: str, cells: int, pane_id: str | None = None) -> None:
    """Move a border of a pane, of the active one without an id, by so many cells as far as there is room.

    tmux moves the border on the right or below; of the last pane in its row or column the other one.

    Raises:
        PaneNotFound: it is not in that window.
    """
    _on_pane(tmux, window_id, pane_id, "resize-pane", SIDES[direction], str(cells))


def select_layout(tmux: Tmux, window_id: str, layout: str) -> None:
    """Arrange the panes of a window as one of `LAYOUTS` says; with `EVEN` only their sizes change."""
    target = ("-t", names.check_window_id(window_id))
    tmux.run(("select-layout", *target, "-E") if layout == EVEN else ("select-layout", *target, layout))


def kill_pane(tmux: Tmux, window_id: str, pane_id: str | None = None) -> None:
    """End a pane, the active one without an id; the last pane ends its window.

    Raises:
        PaneNotFound: it is not in that window, perhaps as it has ended already.
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
        raise PaneNotFound(pane_id) from error  # it ended in between
