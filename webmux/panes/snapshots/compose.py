"""Bytes that draw a captured pane on a terminal, xterm.js or any other. Pure.

A row that continues in the next one is followed by it without a line break, so that the terminal knows that
they are one line: it copies them as one, and wraps them again at another width. All other rows are drawn
without automatic wrapping, so a character that is wider in the browser than in tmux spoils one row only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from webmux.mirror.history import plain_text
from webmux.mirror.rows import standing_alone_all
from webmux.mirror.tabs import columns
from webmux.panes.snapshots.output_tail import Unreported
from webmux.panes.snapshots.screen_capture import Rows, ScreenCapture
from webmux.panes.snapshots.terminal_state import TerminalState

_MOUSE_PROTOCOL, _MOUSE_ENCODING = 1000, 1006
"""Turning one of each off turns all of them off in xterm.js."""


NOTHING_KNOWN = Unreported()

SCREEN_FOLLOWS = b"\x1b[?7l\x1b[?7l"
"""Stands in a full snapshot before the first row of the screen, and changes nothing. A page whose user has
scrolled back draws what follows over its screen, and so keeps its scrollback."""


@dataclass(frozen=True, slots=True)
class DrawnRows:
    """Rows as bytes that expect default attributes, and for each whether it continues in the next one."""

    rows: tuple[bytes, ...] = ()
    wraps: tuple[bool, ...] = ()

    @classmethod
    def of(cls, rows: Rows, cols: int, cursor: tuple[int, int] = (0, -1)) -> DrawnRows:
        """Rows of a capture; blanks before the `cursor` are drawn."""
        whole = frozenset(place for place, wraps in enumerate(rows.wraps) if wraps)
        drawn = standing_alone_all(rows.styled, cols, whole, cursor)
        return cls(tuple(drawn), rows.wraps)

    def __add__(self, other: DrawnRows) -> DrawnRows:
        return DrawnRows(self.rows + other.rows, self.wraps + other.wraps)

    def part(self, first: int, end: int | None = None) -> DrawnRows:
        """The rows from `first` up to `end`."""
        return DrawnRows(self.rows[first:end], self.wraps[first:end])


def full(capture: ScreenCapture, history: DrawnRows, unreported: Unreported = NOTHING_KNOWN) -> bytes:
    """A reset, these rows of history, and the screen. `history` ends with the row above the screen."""
    state = capture.state
    screen = history + _primary(capture)
    head = b"\x1bc\x1b[?7l" + _flowing(screen, state.cols, before_row=len(history.rows))
    return head + _alternate(capture) + _state(capture, unreported, after_reset=True)


def screen(capture: ScreenCapture, unreported: Unreported = NOTHING_KNOWN) -> bytes:
    """The screen over whatever the terminal shows, without a reset: its scrollback stays.

    Modes that this tmux does not report stay as they are.
    """
    start = b"\x18\x1b[?1047l\x1b[r\x1b[?6l\x1b[4l\x0f\x1b(B\x1b[m\x1b[?7l"
    drawn = _in_place(_primary(capture), capture.state)
    return start + drawn + _alternate(capture) + _state(capture, unreported, after_reset=False)


def _visible(capture: ScreenCapture) -> DrawnRows:
    """The rows of the shown screen."""
    state = capture.state
    cursor = (state.x, state.y + capture.above)
    drawn = DrawnRows.of(capture.rows, state.cols, cursor).part(capture.above, capture.above + state.rows)
    return _filled(drawn, state.rows)


def _primary(capture: ScreenCapture) -> DrawnRows:
    if not capture.state.alternate:
        return _visible(capture)
    return _filled(DrawnRows.of(capture.primary, capture.state.cols), capture.state.rows)


def _filled(drawn: DrawnRows, count: int) -> DrawnRows:
    missing = count - len(drawn.rows)
    return drawn + DrawnRows((b"",) * missing, (False,) * missing)


def _alternate(capture: ScreenCapture) -> bytes:
    state = capture.state
    if not state.alternate:
        return b""
    x, y = (min(at, most - 1) for at, most in zip(state.saved, (state.cols, state.rows), strict=True))
    enter = b"\x1b[m\x1b[%d;%dH\x1b[?1049h\x1b[H\x1b[?7l" % (y + 1, x + 1)
    return enter + _flowing(_visible(capture), state.cols)


def _flowing(drawn: DrawnRows, cols: int, before_row: int = -1) -> bytes:
    """Rows below each other from the place of the cursor, which scroll the terminal if there are more.

    `SCREEN_FOLLOWS` stands before the row `before_row`.
    """
    out: list[bytes] = []
    continues = False
    for place, row in enumerate(drawn.rows):
        mark = SCREEN_FOLLOWS if place == before_row else b""
        if continues:
            # A new line gets the background of the character that begins it.
            out.append(mark)
            out += (
                b"\x1b[m\x1b[?7h",
                _begun(row),
                b"\x1b[m\x1b[K\x1b[?7l" if columns(row) < cols else b"\x1b[?7l",
            )
        else:
            out += (b"\x1b[m\r\n" if place else b"\x1b[m", mark, row)
        continues = _is_full(drawn, place, cols, out)
    return b"".join(out)


def _begun(row: bytes) -> bytes:
    """A row that continues the one above. Only a character begins it, and blanks were removed."""
    return row if columns(row) else row + b" "


def _is_full(drawn: DrawnRows, place: int, cols: int, out: list[bytes]) -> bool:
    """Whether the next row continues this one; a row that ends too early is filled up."""
    if not drawn.wraps[place] or place + 1 >= len(drawn.rows):
        return False
    missing = cols - columns(drawn.rows[place])
    if missing > 1 or (missing == 1 and _first_width(drawn.rows[place + 1]) < 2):
        out.append(b" " * missing)
    return True


def _first_width(row: bytes) -> int:
    """The width of the first character of a row."""
    return columns(plain_text(row).decode("utf-8", "replace")[:1].encode())


def _in_place(drawn: DrawnRows, state: TerminalState) -> bytes:
    """Rows over those of the terminal, from its first row, without scrolling.

    The first row is not erased before: it may continue the last one of the scrollback, which this would end.
    """
    out: list[bytes] = [b"\x1b[2;1H\x1b[J"] if state.rows > 1 else []
    continues = False
    for place, row in enumerate(drawn.rows):
        if continues:
            out += (b"\x1b[m\x1b[?7h", _begun(row), b"\x1b[?7l")
        elif place:
            out += (b"\x1b[%d;1H\x1b[m" % (place + 1), row) if row else ()
        else:
            out += (b"\x1b[H", row, b"\x1b[m\x1b[K" if columns(row) < state.cols else b"")
        continues = _is_full(drawn, place, state.cols, out)
    return b"".join(out)


def _state(capture: ScreenCapture, unreported: Unreported, *, after_reset: bool) -> bytes:
    """Everything but the rows: tab stops, region, cursor, modes, pen, and what the program has begun."""
    state = capture.state
    out = [b"\x1b[m"]
    if state.tabs != state.default_tabs or not after_reset:
        out.append(b"\x1b[3g" + b"".join(b"\x1b[1;%dH\x1bH" % (tab + 1) for tab in state.tabs))
    if state.region != (0, state.rows - 1):
        out.append(b"\x1b[%d;%dr" % (state.region[0] + 1, state.region[1] + 1))
    out += (_cursor(capture), b"\x1b[?7h" if state.wrap else b"\x1b[?7l")
    out += modes(state, after_reset=after_reset)
    if after_reset:
        out.append(unreported.modes)
    if unreported.pen:
        out.append(b"\x1b[%sm" % unreported.pen)
    return b"".join((*out, unreported.drawing, capture.pending, unreported.cut))


def _cursor(capture: ScreenCapture) -> bytes:
    state = capture.state
    top = state.region[0] if state.origin else 0
    origin = b"\x1b[?6h" if state.origin else b""
    row = max(0, state.y - top) + 1
    if state.x < state.cols:
        return origin + b"\x1b[%d;%dH" % (row, state.x + 1)
    # The next character wraps: only a terminal that has just written its last column knows that.
    last = DrawnRows.of(capture.rows, state.cols, (state.cols, state.y + capture.above))
    place = capture.above + state.y
    text = last.rows[place] if place < len(last.rows) else b""
    return origin + b"\x1b[%d;1H" % row + text + b" " * (state.cols - columns(text)) + b"\x1b[m"


def modes(state: TerminalState, *, after_reset: bool = False) -> list[bytes]:
    """Sequences that set the modes of a terminal; those of a reset terminal are left out `after_reset`."""
    switches: Sequence[tuple[bool, bytes, bytes]] = (
        (state.insert, b"\x1b[4h", b"\x1b[4l"),
        (state.cursor_keys, b"\x1b[?1h", b"\x1b[?1l"),
        (state.keypad, b"\x1b=", b"\x1b>"),
        (not state.visible, b"\x1b[?25l", b"\x1b[?25h"),
    )
    out = [on if is_on else off for is_on, on, off in switches if is_on or not after_reset]
    if not after_reset:
        out += [b"\x1b[?%dl" % mode for mode in (_MOUSE_PROTOCOL, _MOUSE_ENCODING)]
    out += [b"\x1b[?%dh" % mode for mode in state.mouse]
    if state.bracketed is not None and (state.bracketed or not after_reset):
        out.append(b"\x1b[?2004h" if state.bracketed else b"\x1b[?2004l")
    if state.cursor_style:
        out.append(b"\x1b[%d q" % state.cursor_style)
    return out
