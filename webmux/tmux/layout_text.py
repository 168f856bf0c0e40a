"""Reads and writes tmux's notation of a layout, as `#{window_layout}` prints it. Pure.

`f1d5,80x24,0,0{40x24,0,0,1,39x24,41,0,2}` has a checksum, then a cell: its size, its place, and either a pane
number or the cells in it, from left to right in braces, from top to bottom in brackets. Source: tmux,
layout-custom.c.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LAYOUT_MAX_CHARS = 64 * 1024
DEPTH_MAX = 64
"""tmux reads cells within cells by recursion, and so could exhaust its stack."""
SIDE_MAX = 10_000
"""tmux's own limit of a window, in columns or rows."""
NAMED_LAYOUTS = ("even-horizontal", "even-vertical", "main-horizontal", "main-vertical", "tiled")
"""Layouts that every supported tmux has, by the names that select-layout takes."""
_CELL = re.compile(r"(\d{1,5})x(\d{1,5}),(\d{1,5}),(\d{1,5})")
_NUMBER = re.compile(r",(\d{1,10})(?!x)(?=[,\]}]|$)")
_CLOSES = {"{": "}", "[": "]"}


@dataclass(frozen=True, slots=True)
class Layout:
    """`cols` and `rows` of the window; `panes` are the pane numbers in order, -1 where none is given."""

    cols: int
    rows: int
    panes: tuple[int, ...]
    text: str
    """The notation without pane numbers, which differ after panes were made again."""


def checksum(text: str) -> str:
    """The four hexadecimal digits for a layout without its checksum."""
    total = 0
    for byte in text.encode():
        total = ((total >> 1) + ((total & 1) << 15) + byte) & 0xFFFF
    return f"{total:04x}"


def with_checksum(text: str) -> str:
    """`Layout.text`, or any layout without its checksum, as tmux accepts it."""
    return f"{checksum(text)},{text}"


def parse_layout(text: str) -> Layout:
    """The layout in tmux's notation.

    Raises:
        ValueError: it is not one, its checksum is wrong, or its cells do not fill their cell. tmux refuses
            such a layout as well.
    """
    if len(text) > LAYOUT_MAX_CHARS:
        raise ValueError("the layout is too long")
    given, _, body = text.partition(",")
    if not body.isascii() or given != checksum(body):
        raise ValueError("the layout has a wrong checksum")
    reader = _Reader(body)
    cols, rows = reader.cell(0)
    if reader.at != len(body):
        raise ValueError("the layout has more than one cell")
    return Layout(cols, rows, tuple(reader.panes), "".join(reader.parts))


class _Reader:
    """Reads one cell after the other and notes the panes."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.at = 0
        self.panes: list[int] = []
        self.parts: list[str] = []

    def cell(self, depth: int) -> tuple[int, int]:
        """Read one cell with all in it; returns its size."""
        found = _CELL.match(self._text, self.at)
        if found is None or depth > DEPTH_MAX:
            raise ValueError("the layout has a cell without a size, or too many within each other")
        cols, rows = int(found[1]), int(found[2])
        if not (1 <= cols <= SIDE_MAX and 1 <= rows <= SIDE_MAX):
            raise ValueError("the layout has a cell of an impossible size")
        self.parts.append(found[0])
        self.at = found.end()
        opens = self._text[self.at : self.at + 1]
        if opens in _CLOSES:
            self._cells(opens, (cols, rows), depth)
        else:
            number = _NUMBER.match(self._text, self.at)
            self.panes.append(int(number[1]) if number else -1)
            self.at = number.end() if number else self.at
        return cols, rows

    def _cells(self, opens: str, size: tuple[int, int], depth: int) -> None:
        self.at += 1
        self.parts.append(opens)
        sizes = [self.cell(depth + 1)]
        while self._text[self.at : self.at + 1] == ",":
            self.at += 1
            self.parts.append(",")
            sizes.append(self.cell(depth + 1))
        if self._text[self.at : self.at + 1] != _CLOSES[opens]:
            raise ValueError("the layout has a bracket that does not close")
        self.at += 1
        self.parts.append(_CLOSES[opens])
        along = 0 if opens == "{" else 1
        filled = sum(one[along] + 1 for one in sizes) - 1
        if filled != size[along] or any(one[1 - along] != size[1 - along] for one in sizes):
            raise ValueError("the layout has cells that do not fill theirs")
