"""The screen of a pane as rules see it: rows without colours, frames and blanks at both ends. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

ROWS_MAX = 200
"""Of a higher screen only the lowest rows are read."""
ROW_MAX_CHARS = 240
"""The rest of a wider row is not read."""
_FRAME = " \t│┃║\xa0"
"""Programs draw boxes around questions: what is in the box is the row."""


class AgentScreen(NamedTuple):
    """Made by `agent_screen`. `cursor_row` is a position in `rows`, or -1 if the cursor is not in them."""

    rows: tuple[str, ...]
    cursor_row: int = -1
    alternate: bool = False


def agent_screen(rows: Sequence[str], cursor_row: int = -1, *, alternate: bool = False) -> AgentScreen:
    """The screen in captured rows. Empty rows at its end are left out, except one with the cursor.

    Cost: 0.1 ms for 100 rows.
    """
    end = len(rows)
    while end > 0 and end - 1 != cursor_row and not rows[end - 1].strip(_FRAME):
        end -= 1
    first = max(0, end - ROWS_MAX)
    shown = tuple(row[:ROW_MAX_CHARS].strip(_FRAME) for row in rows[first:end])
    at = cursor_row - first
    return AgentScreen(shown, at if 0 <= at < len(shown) else -1, alternate)
