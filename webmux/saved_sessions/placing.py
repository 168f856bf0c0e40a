"""In which order and at which places the windows and panes of a saved session are made. Pure."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Sequence

from webmux.errors import BadField
from webmux.saved_sessions.saved_set import SavedWindow
from webmux.tmux import names
from webmux.tmux.layout_text import Layout, parse_layout

COLS_MAX, ROWS_MAX = 2000, 1000
"""A larger layout becomes `tiled`: tmux froze with a window of 20000x20000."""
_ESCAPED = re.compile(r"\\([\\$])")


def is_plain_folder(folder: str) -> bool:
    with contextlib.suppress(BadField):
        return names.check_cwd(folder) == folder
    return False


def unescaped(name: str) -> str:
    r"""A name as it was given to tmux, which stores `\` as `\\`, and before 3.5 `$` as `\$` (vis(3))."""
    return _ESCAPED.sub(r"\1", name)


def first_number(window: SavedWindow) -> int:
    return min((pane.number for pane in window.panes if pane.number is not None), default=0)


def order_of(window: SavedWindow) -> list[int]:
    """The places of the panes in the order to make them: in that of their old ids, if those are known.

    In a new server they then get the same ids, if none was closed before.
    """
    places = range(len(window.panes))
    numbers = [pane.number for pane in window.panes]
    if None in numbers:
        return list(places)
    return sorted(places, key=lambda place: numbers[place] or 0)


def layout_of(window: SavedWindow) -> Layout | None:
    """The saved layout, if it is in tmux's notation and fits the panes."""
    try:
        layout = parse_layout(window.layout)
    except ValueError:
        return None
    fits = len(layout.panes) == len(window.panes) and layout.cols <= COLS_MAX and layout.rows <= ROWS_MAX
    return layout if fits else None


def layout_text(layout: str) -> str:
    try:
        return parse_layout(layout).text
    except ValueError:
        return ""


def indexes_of(windows: Sequence[SavedWindow], base: int) -> list[int]:
    """The index of each window: the saved one, else the next free one."""
    taken = {window.index for window in windows if window.index is not None}
    free, indexes, used = base, [], set[int]()
    for window in windows:
        index = window.index
        if index is None or index in used:
            while free in taken or free in used:
                free += 1
            index = free
        used.add(index)
        indexes.append(index)
    return indexes
