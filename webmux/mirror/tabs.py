"""Tabs in captured rows, as the blanks they stand for. Pure.

From tmux 3.6 on a tab that was printed over empty cells is one cell of the screen, as wide as it
reached, and a capture has the tab itself (input.c, grid_set_tab).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

TAB_COLS = 8
"""Where programs move tab stops, the blanks are as many as with those that every terminal starts with."""
_PIECE = re.compile(
    rb"(?P<tab>\t)|(?P<escape>\x1b\][^\x1b\x07]*(?:\x1b\\|\x07)|\x1b\[[0-?]*[ -/]*[@-~]|[\x00-\x1f\x7f])"
    rb"|(?P<text>[^\x00-\x1f\x7f]+)"
)


def expand_tabs(line: bytes, cols: int) -> bytes:
    """A row of a pane of `cols` columns, or several of its rows joined, with blanks for tabs."""
    if b"\t" not in line:
        return line
    out: list[bytes] = []
    column = 0
    for match in _PIECE.finditer(line):
        piece = match[0]
        if match.lastgroup == "tab":
            within = column % cols
            stop = min((within // TAB_COLS + 1) * TAB_COLS, cols - 1)
            piece = b" " * max(0, stop - within)
            column += len(piece)
        elif match.lastgroup == "text":
            column += _columns(piece)
        out.append(piece)
    return b"".join(out)


def columns(line: bytes) -> int:
    """How many columns a row without tabs takes; escapes take none."""
    return sum(_columns(match[0]) for match in _PIECE.finditer(line) if match.lastgroup == "text")


def _columns(text: bytes) -> int:
    return len(text) if text.isascii() else sum(map(_width, text.decode("utf-8", "replace")))


@lru_cache(maxsize=4096)
def _width(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1
