"""The screen of a window, and the bytes that turn one screen into the next. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from webmux.mirror.rows import standing_alone_all
from webmux.model import COLS_MAX, COLS_MIN, ROWS_MAX, ROWS_MIN, Size

_RIGHT, _LEFT, _DOWN, _UP = 1, 2, 4, 8
_BORDER = {
    _RIGHT | _LEFT: "─",
    _DOWN | _UP: "│",
    _RIGHT | _DOWN: "┌",
    _LEFT | _DOWN: "┐",
    _RIGHT | _UP: "└",
    _LEFT | _UP: "┘",
    _RIGHT | _DOWN | _UP: "├",
    _LEFT | _DOWN | _UP: "┤",
    _RIGHT | _LEFT | _DOWN: "┬",
    _RIGHT | _LEFT | _UP: "┴",
    _RIGHT | _LEFT | _DOWN | _UP: "┼",
    _RIGHT: "─",
    _LEFT: "─",
    _DOWN: "│",
    _UP: "│",
    0: " ",
}
_ACTIVE = b"\x1b[32m"
"""tmux's default `pane-active-border-style`."""

TITLE_MAX_CHARS = 256


@dataclass(frozen=True, slots=True)
class Pane:
    """One pane of a window and its position; columns and rows count from 0.

    `modes` are the numbers of the private modes (DECSET) that its program set.
    """

    id: str
    left: int
    top: int
    cols: int
    rows: int
    active: bool = True
    cursor: tuple[int, int] = (0, 0)
    cursor_visible: bool = True
    scrolled: int = 0
    modes: frozenset[int] = frozenset()
    keypad: bool = False
    title: str = ""


@dataclass(frozen=True, slots=True)
class Screen:
    """What a window shows. A row is the bytes that draw it from its first column."""

    size: Size
    rows: tuple[bytes, ...]
    cursor: tuple[int, int]
    cursor_visible: bool
    modes: frozenset[int]
    keypad: bool
    title: str


def compose(cols: int, rows: int, panes: Sequence[tuple[Pane, Sequence[bytes]]]) -> Screen:
    """The screen of a window of this size from its visible panes, with borders between them.

    A window larger than `Size` allows is cut. At least one pane must be active.
    """
    size = Size(max(COLS_MIN, min(COLS_MAX, cols)), max(ROWS_MIN, min(ROWS_MAX, rows)))
    active = next((pane for pane, _ in panes if pane.active), panes[0][0])
    alone = len(panes) == 1 and (active.left, active.top, active.cols, active.rows) == (0, 0, cols, rows)
    drawn = _lone_rows(*panes[0], size) if alone else _shared_rows(size, panes)
    x, y = active.left + active.cursor[0], active.top + active.cursor[1]
    return Screen(
        size,
        drawn,
        (min(x, size.cols - 1), min(y, size.rows - 1)),
        active.cursor_visible and y < size.rows,
        active.modes if alone else active.modes - MOUSE_MODES,
        active.keypad,
        active.title,
    )


MOUSE_MODES = frozenset((1000, 1002, 1003, 1005, 1006))
"""Mouse positions count from the corner of a pane, so several panes in one window get no mouse."""


def _lone_rows(pane: Pane, captured: Sequence[bytes], size: Size) -> tuple[bytes, ...]:
    return tuple(_pane_rows(pane, captured[: size.rows])) + (b"",) * (size.rows - len(captured))


def _pane_rows(pane: Pane, captured: Sequence[bytes]) -> list[bytes]:
    return standing_alone_all(captured, pane.cols, cursor=pane.cursor)


def _shared_rows(size: Size, panes: Sequence[tuple[Pane, Sequence[bytes]]]) -> tuple[bytes, ...]:
    parts: list[list[tuple[int, bytes]]] = [[] for _ in range(size.rows)]
    for pane, captured in panes:
        for y, drawn in enumerate(_pane_rows(pane, captured[: pane.rows])):
            if drawn and pane.top + y < size.rows:
                parts[pane.top + y].append((pane.left, drawn))
    for y, x, text in _borders(size, tuple((p.left, p.top, p.cols, p.rows, p.active) for p, _ in panes)):
        parts[y].append((x, text))
    return tuple(b"".join(b"\x1b[m\x1b[%dG%s" % (x + 1, drawn) for x, drawn in sorted(row)) for row in parts)


_Place = tuple[int, int, int, int, bool]
"""Left, top, columns, rows of a pane, and whether it is the active one."""


@lru_cache(maxsize=64)
def _borders(size: Size, places: tuple[_Place, ...]) -> tuple[tuple[int, int, bytes], ...]:
    """Row, column and bytes of each run of border cells of one colour: the cells that no pane covers."""
    free = [bytearray(b"\1" * size.cols) for _ in range(size.rows)]
    for left, top, cols, rows, _ in places:
        right = min(left + cols, size.cols)
        for row in free[top : top + rows]:
            row[left:right] = bytes(right - left)
    active = [place for place in places if place[4]]
    runs: list[tuple[int, int, bytes]] = []
    before = (-1, -1, False)
    for y, row in enumerate(free):
        for x in (x for x in range(size.cols) if row[x]):
            green = any(_owns(place, x, y, alone=len(places) == 2) for place in active)
            cell = _border_cell(free, size, x, y)
            if before == (y, x - 1, green):
                runs[-1] = (*runs[-1][:2], runs[-1][2] + cell)
            else:
                runs.append((y, x, _ACTIVE + cell if green else cell))
            before = (y, x, green)
    return tuple(runs)


def _border_cell(free: list[bytearray], size: Size, x: int, y: int) -> bytes:
    arms = 0
    arms |= _RIGHT if x + 1 < size.cols and free[y][x + 1] else 0
    arms |= _LEFT if x > 0 and free[y][x - 1] else 0
    arms |= _DOWN if y + 1 < size.rows and free[y + 1][x] else 0
    arms |= _UP if y > 0 and free[y - 1][x] else 0
    return _BORDER[arms].encode()


def _owns(place: _Place, x: int, y: int, *, alone: bool) -> bool:
    """Whether a border cell shows that this pane is active; between two panes half of the border does.

    Source: `screen_redraw_pane_border` of tmux 3.3a with `pane-border-indicators colour`.
    """
    left, top, cols, rows, _ = place
    if not alone:
        return left - 1 <= x <= left + cols and top - 1 <= y <= top + rows
    if x in (left - 1, left + cols):
        return y > rows // 2 if left else y <= rows // 2
    return x > cols // 2 if top else x <= cols // 2


def paint(screen: Screen) -> bytes:
    """Bytes that draw the screen on a terminal of its size with any content."""
    rows = b"".join(_row(y, row) for y, row in enumerate(screen.rows) if row)
    head = b"\x1b[?7l" + _modes(frozenset(), screen.modes) + _keypad(screen.keypad) + _title(screen.title)
    return head + b"\x1b[m\x1b[2J" + rows + _cursor(screen)


def changes(before: Screen | None, now: Screen) -> bytes:
    """Bytes that turn `before` into `now`: `b""` if they are equal, the whole screen for another size."""
    if before is None or before.size != now.size:
        ended = b"" if before is None else _modes(before.modes, frozenset())
        return ended + paint(now)
    if before == now:
        return b""
    out = [_row(y, row) for y, (old, row) in enumerate(zip(before.rows, now.rows, strict=True)) if old != row]
    out.append(_modes(before.modes, now.modes))
    if before.keypad != now.keypad:
        out.append(_keypad(now.keypad))
    if before.title != now.title:
        out.append(_title(now.title))
    return b"".join(out) + _cursor(now)


def _row(y: int, row: bytes) -> bytes:
    return b"\x1b[%dH\x1b[m\x1b[2K%s" % (y + 1, row)


def _cursor(screen: Screen) -> bytes:
    x, y = screen.cursor
    return b"\x1b[m\x1b[%d;%dH\x1b[?25%c" % (y + 1, x + 1, b"h" if screen.cursor_visible else b"l")


def _modes(before: frozenset[int], now: frozenset[int]) -> bytes:
    # Resets before sets: in xterm.js any `?100xl` turns the mouse off.
    off = b"".join(b"\x1b[?%dl" % mode for mode in sorted(before - now))
    return off + b"".join(b"\x1b[?%dh" % mode for mode in sorted(now if off else now - before))


def _keypad(application: bool) -> bytes:
    return b"\x1b=" if application else b"\x1b>"


def _title(title: str) -> bytes:
    printable = "".join(char for char in title if char.isprintable())[:TITLE_MAX_CHARS]
    return b"\x1b]2;%s\x1b\\" % printable.encode("utf-8", "replace")
