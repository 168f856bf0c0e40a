"""Finds the pen of a fence that fell into coloured text, by the colour of what was printed next. Pure.

tmux does not report the pen. But the first character after the fence was drawn with it, or with it and the
attributes that were set in between. To set those twice changes nothing, so its look will do as the pen.
"""

from __future__ import annotations

import re

from webmux.mirror.rows import Pen
from webmux.mirror.tabs import columns
from webmux.panes.snapshots.screen_capture import ScreenCapture

LOOK_BYTES = 256
RESET = (-1, -1)
"""In place of a cell: the pen was reset before anything was drawn, so it does not matter."""

_STEP = re.compile(
    rb"\x1b\[(?P<sgr>[0-9;:]*)m|(?P<move>[\r\n])|(?P<text>[\x20-\x7e\x80-\xff])"
    rb"|[\x00\x07\x0e\x0f]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[\?(?:25|2004|1004|2026)[hl]"
)
_PIECE = re.compile(
    rb"\x1b\[(?P<sgr>[0-9;:]*)m|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|[\x0e\x0f]|(?P<text>[^\x00-\x1f\x7f]+)"
)


def first_cell(capture: ScreenCapture, output: bytes) -> tuple[int, int] | None:
    """Column and row, from the top of the captured screen, of the first character in the output after it.

    `RESET` if the pen does not matter; None if there is no character yet or its place cannot be known. A row
    beyond the screen is below it: as many rows have moved into the history.
    """
    state = capture.state
    flows = not state.alternate and state.region == (0, state.rows - 1)
    x, y = state.x, state.y
    at = 0
    while not capture.pending and (step := _STEP.match(output, at)):
        at = step.end()
        if step.lastgroup == "sgr" and Pen().apply(step["sgr"]):
            return RESET
        if step.lastgroup == "move":
            x, y = (0, y) if step["move"] == b"\r" else (x, y + 1)
        elif step.lastgroup == "text":
            if not flows:
                return None  # it may have been drawn over since
            return (0, y + 1) if x >= state.cols else (x, y)
    return None


def pen_at(row: bytes, column: int) -> bytes | None:
    """The parameters of SGR of one cell of a row that expects default attributes; None if it has no such."""
    pen = Pen()
    at = 0
    for piece in _PIECE.finditer(row):
        if piece.lastgroup == "sgr":
            pen.apply(piece["sgr"])
        elif piece.lastgroup == "text":
            at += columns(piece["text"])
            if at > column:
                return pen.parameters()
    return None
