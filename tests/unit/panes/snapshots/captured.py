"""Captures of a small pane."""

from __future__ import annotations

from typing import Any

from webmux.panes.snapshots.screen_capture import Rows, ScreenCapture
from webmux.panes.snapshots.terminal_state import TerminalState

COLS, ROWS = 10, 4


def capture(
    *rows: str,
    wraps: tuple[int, ...] = (),
    above: int = 0,
    primary: tuple[str, ...] = (),
    pending: bytes = b"",
    **state: Any,
) -> ScreenCapture:
    """A capture of 10x4 with these rows, of which the first `above` are history."""
    values = {"region": (0, ROWS - 1), "tabs": (8,), "x": 0, "y": 0, "history": above, **state}
    made = TerminalState("1-1", "$0", "@0", "%5", 0, limit=2000, cols=COLS, rows=ROWS, **values)
    return ScreenCapture(made, rows_of(rows, wraps), above, rows_of(primary), pending)


def rows_of(rows: tuple[str, ...], wraps: tuple[int, ...] = ()) -> Rows:
    """Rows of which those at the places `wraps` continue in the next one."""
    return Rows(tuple(row.encode() for row in rows), tuple(place in wraps for place in range(len(rows))))
