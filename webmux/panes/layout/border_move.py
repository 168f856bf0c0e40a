"""Moves the border of a pane where resize-pane of tmux cannot. Pure.

resize-pane takes the nearest row around a pane. In `{[{A,B},C],D}` it moves the left border of B, and by C
the border before D. If C is a row as well, no pane remains by which it moves that border (tmux#4381;
layout.c, layout_resize_pane_to). Then a whole layout does it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from webmux.tmux.layout_text import parse_layout, with_checksum

_CELL = re.compile(r"(\d+)x(\d+),\d+,\d+(?:,(\d+)(?!x))?")
_CLOSES = {"{": "}", "[": "]"}
_ROW, _COLUMN = "{", "["


@dataclass(slots=True)
class _Cell:
    """A pane, or cells from left to right (`{`) or from top to bottom (`[`). `size` is columns and rows."""

    size: list[int]
    pane: str = ""
    opens: str = ""
    cells: list[_Cell] = field(default_factory=list)


COLS, ROWS = 0, 1


def moved_border(layout: str, pane: int, along: int, by: int, *, least_rows: int = 1) -> str | None:
    """The layout after a border of a pane moved by so many cells, as far as there is room.

    `along` is `COLS` for the right border and `ROWS` for the lower one.

    Returns:
        None if resize-pane moves the same border, or the pane has none there: it ends at the window's edge.

    Raises:
        ValueError: the layout is not in tmux's notation, or has no such pane.

    `least_rows` is 2 if tmux shows titles on borders, else 1.
    """
    parse_layout(layout)
    root = _read(layout.partition(",")[2])
    opens = (_ROW, _COLUMN)[along]
    nearest = found = None
    chain = _chain(root, str(pane))
    for parent, at in reversed(chain):
        if parent.opens == opens:
            nearest = nearest or parent
            if at + 1 < len(parent.cells):
                found = (parent, at)
                break
    if found is None or found[0] is nearest:
        return None
    parent, at = found
    before, after = parent.cells[at], parent.cells[at + 1]
    least = (1, least_rows)
    by = max(-_room(before, along, least), min(_room(after, along, least), by))
    _grow(before, along, by, least)
    _grow(after, along, -by, least)
    return with_checksum(_written(root, 0, 0))


def _read(text: str) -> _Cell:
    at = 0

    def cell() -> _Cell:
        nonlocal at
        match = _CELL.match(text, at)
        assert match is not None  # parse_layout has checked it
        at = match.end()
        found = _Cell([int(match[1]), int(match[2])], match[3] or "")
        if text[at : at + 1] in _CLOSES:
            found.opens = text[at]
            while text[at] != _CLOSES[found.opens]:
                at += 1
                found.cells.append(cell())
            at += 1
        return found

    return cell()


def _chain(root: _Cell, pane: str) -> list[tuple[_Cell, int]]:
    """The cells around a pane from the outermost, each with the place of the next one in it."""
    if root.pane == pane and not root.cells:
        return []
    for at, cell in enumerate(root.cells):
        try:
            return [(root, at), *_chain(cell, pane)]
        except ValueError:
            continue
    raise ValueError(f"the layout has no pane {pane}")


def _least(cell: _Cell, along: int, least: tuple[int, int]) -> int:
    """The smallest size that the panes in a cell leave it."""
    if not cell.cells:
        return least[along]
    sizes = [_least(one, along, least) for one in cell.cells]
    return sum(sizes) + len(sizes) - 1 if _is_along(cell, along) else max(sizes)


def _room(cell: _Cell, along: int, least: tuple[int, int]) -> int:
    return max(0, cell.size[along] - _least(cell, along, least))


def _is_along(cell: _Cell, along: int) -> bool:
    return cell.opens == (_ROW, _COLUMN)[along]


def _grow(cell: _Cell, along: int, by: int, least: tuple[int, int]) -> None:
    """Make a cell larger, or smaller; its cells change in turn by one (layout.c, layout_resize_adjust)."""
    cell.size[along] += by
    if not _is_along(cell, along):
        for one in cell.cells:
            _grow(one, along, by, least)
        return
    step = 1 if by > 0 else -1
    shares = [0] * len(cell.cells)
    rooms = [_room(one, along, least) for one in cell.cells]
    while by:
        for at, room in enumerate(rooms):
            if by and (step > 0 or room + shares[at] > 0):
                shares[at] += step
                by -= step
    for one, share in zip(cell.cells, shares, strict=True):
        _grow(one, along, share, least)


def _written(cell: _Cell, left: int, top: int) -> str:
    head = f"{cell.size[0]}x{cell.size[1]},{left},{top}"
    if not cell.cells:
        return f"{head},{cell.pane}" if cell.pane else head
    parts = []
    for one in cell.cells:
        parts.append(_written(one, left, top))
        if cell.opens == _ROW:
            left += one.size[0] + 1
        else:
            top += one.size[1] + 1
    return f"{head}{cell.opens}{','.join(parts)}{_CLOSES[cell.opens]}"
