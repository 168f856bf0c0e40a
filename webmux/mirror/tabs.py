"""Replaces tabs in captured rows by blanks. Pure.

Since tmux 3.6 a tab that was printed over empty cells is one wide cell of the screen, and a capture contains
the tab (input.c, grid_set_tab).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

TAB_COLS = 8
"""The default tab stops; a capture does not show whether a program moved them."""
_PIECE = re.compile(
    rb"(?P<tab>\t)|(?P<escape>\x1b\][^\x1b\x07]*(?:\x1b\\|\x07)|\x1b\[[0-?]*[ -/]*[@-~]|[\x00-\x1f\x7f])"
    rb"|(?P<text>[^\x00-\x1f\x7f]+)"
)


def expand_tabs(line: bytes, cols: int, stops: Sequence[int] | None = None) -> bytes:
    """One row, or joined rows, of a pane with `cols` columns, with blanks for tabs.

    `stops` are the columns of its tab stops if they are not the default ones.
    """
    if b"\t" not in line:
        return line
    stops = range(TAB_COLS, cols, TAB_COLS) if stops is None else stops
    out: list[bytes] = []
    column = 0
    for match in _PIECE.finditer(line):
        piece = match[0]
        if match.lastgroup == "tab":
            within = column % cols
            stop = next((stop for stop in stops if stop > within), cols - 1)
            piece = b" " * max(0, stop - within)
            column += len(piece)
        elif match.lastgroup == "text":
            column += _columns(piece)
        out.append(piece)
    return b"".join(out)


def columns(line: bytes) -> int:
    """The width of a row without tabs; escape sequences have none."""
    return sum(_columns(match[0]) for match in _PIECE.finditer(line) if match.lastgroup == "text")


def _columns(text: bytes) -> int:
    return len(text) if text.isascii() else sum(map(_width, text.decode("utf-8", "replace")))


@lru_cache(maxsize=4096)
def _width(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1
