"""Makes each row of a capture independent of the row above. Pure.

`capture-pane -e` prints attributes only where they change, also across the ends of lines, and line drawing in
the old alternate character set (grid.c, grid_string_cells). A mirror sends single rows, so each row begins
with the attributes that it inherits. Invisible blanks at the end, which only some versions of tmux print, are
removed.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from functools import lru_cache

from webmux.mirror.tabs import columns, expand_tabs

_TOKEN = re.compile(
    rb"\x1b\[(?P<sgr>[0-9;:]*)m"
    rb"|\x1b\](?P<link>8;[^\x1b\x07]*)(?:\x1b\\|\x07)"
    rb"|(?P<charset>[\x0e\x0f])"
    rb"|(?P<text>[^\x00-\x1f\x7f]+)"
    rb"|(?P<other>\x1b\][^\x1b\x07]*(?:\x1b\\|\x07)|\x1b\[[0-?]*[ -/]*[@-~]|.)",
    re.DOTALL,
)
_NO_LINK = b"8;;"

# VT100 special graphics, 0x60 to 0x7e (xterm ctlseqs, "Designate G0 Character Set", 0).
_DRAWING = dict(zip(range(0x60, 0x7F), "◆▒␉␌␍␊°±␤␋┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·", strict=True))

# SGR numbers that undo others of their kind.
_ENDS = {
    b"22": (b"1", b"2"),
    b"23": (b"3",),
    b"24": (b"4",),
    b"25": (b"5", b"6"),
    b"27": (b"7",),
    b"28": (b"8",),
    b"29": (b"9",),
    b"39": (b"fg",),
    b"49": (b"bg",),
    b"55": (b"53",),
    b"59": (b"us",),
}
_COLOURS = {b"38": b"fg", b"48": b"bg", b"58": b"us"}
_ON_BLANKS = frozenset((b"bg", b"4", b"7", b"9", b"53"))
"""Background, underline, inverse, strike-through and overline are visible on blanks."""

CACHED_ROWS = 4096
"""A row that was seen before, as most are, costs one look-up."""
SHORT_BYTES, LONG_BYTES = 512, 16 * 1024
CACHED_LONG_ROWS = 256
"""Of rows longer than `SHORT_BYTES`; those above `LONG_BYTES` are not cached. Programs choose how many there
are: all that is cached has at most 20 MB, and 2 MB as most programs draw."""


def standing_alone(row: bytes, pen: bytes) -> tuple[bytes, bytes]:
    """Make a row of a capture independent of the rows above it.

    `pen` is the state after the row above, `b""` for the first. The result expects default attributes and may
    leave others. It contains only printable text, SGR and hyperlinks.

    Returns:
        The row, and the pen after it for the next call.
    """
    size = len(row) + len(pen)
    if size > LONG_BYTES:
        return _made_alone(row, pen)
    return _short_alone(row, pen) if size <= SHORT_BYTES else _long_alone(row, pen)


def _made_alone(row: bytes, pen: bytes) -> tuple[bytes, bytes]:
    state = Pen(pen)
    out = [state.written()]
    for match in _TOKEN.finditer(row):
        kind = match.lastgroup
        if kind == "text":
            out.append(_drawn(match["text"]) if state.drawing else match["text"])
        elif kind == "sgr":
            state.apply(match["sgr"])
            out.append(match[0])
        elif kind == "link":
            state.link = b"" if match["link"] == _NO_LINK else match["link"]
            out.append(b"\x1b]%s\x1b\\" % match["link"])
        elif kind == "charset":
            state.drawing = match["charset"] == b"\x0e"
    if state.link:
        out.append(b"\x1b]8;;\x1b\\")
    return b"".join(out), state.saved()


_short_alone = lru_cache(maxsize=CACHED_ROWS)(_made_alone)
_long_alone = lru_cache(maxsize=CACHED_LONG_ROWS)(_made_alone)


def standing_alone_all(
    rows: Iterable[bytes], cols: int, whole: Container[int] = (), cursor: tuple[int, int] = (0, -1)
) -> list[bytes]:
    """All rows of a capture of a pane with `cols` columns, independent of each other.

    Blanks at the ends are removed, except before the cursor, as in a prompt, and in rows at the places
    `whole`, which continue in the next row.
    """
    out = []
    pen = b""
    for place, row in enumerate(rows):
        drawn, pen = standing_alone(expand_tabs(row, cols), pen)
        if place not in whole:
            blank = len(drawn)
            drawn = _without_blanks(drawn, pen)
            blank -= len(drawn)
            if blank and place == cursor[1]:
                drawn += b" " * min(blank, cursor[0] - columns(drawn))
        out.append(drawn)
    return out


def _without_blanks(row: bytes, pen: bytes) -> bytes:
    """A row without the blanks at its end, if `pen`, which wrote them, has no attribute visible on blanks."""
    return row.rstrip(b" ") if row.endswith(b" ") and not _shows_on_blanks(pen) else row


@lru_cache(maxsize=256)
def _shows_on_blanks(pen: bytes) -> bool:
    return Pen(pen).shows_on_blanks()


def _drawn(text: bytes) -> bytes:
    return text.decode("utf-8", "replace").translate(_DRAWING).encode()


class Pen:
    """The attributes in force, in the order they were set; saved as bytes between rows."""

    def __init__(self, saved: bytes = b"") -> None:
        self._set: dict[bytes, bytes] = {}
        self.drawing = saved.startswith(b"\x0e")
        sgr, _, self.link = saved.removeprefix(b"\x0e").partition(b"\n")
        if sgr:
            self.apply(sgr)

    def saved(self) -> bytes:
        return (
            (b"\x0e" if self.drawing else b"") + self.parameters() + (b"\n" + self.link if self.link else b"")
        )

    def shows_on_blanks(self) -> bool:
        return not _ON_BLANKS.isdisjoint(self._set)

    def written(self) -> bytes:
        sgr = self.parameters()
        return (b"\x1b[%sm" % sgr if sgr else b"") + (b"\x1b]%s\x1b\\" % self.link if self.link else b"")

    def parameters(self) -> bytes:
        """The parameters of one SGR that sets all of them."""
        return b";".join(self._set.values())

    def apply(self, numbers: bytes) -> bool:
        """Follow an SGR with these parameters; whether it reset everything that was set before it."""
        was_reset = False
        for kind, words in _attributes(numbers):
            if kind in (b"", b"0"):
                self._set.clear()
                was_reset = True
            elif kind in _ENDS:
                for ended in _ENDS[kind]:
                    self._set.pop(ended, None)
            elif kind == b"4" and words == b"4:0":
                self._set.pop(kind, None)
            else:
                self._set[kind] = words
        return was_reset


def _attributes(numbers: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Pairs of an attribute (`fg`, `bg` or `us` for a colour, else its number) and its parameters."""
    words = numbers.split(b";")
    at = 0
    while at < len(words):
        word = words[at]
        head = word.partition(b":")[0]
        length = 1
        if word in _COLOURS:
            length = {b"5": 3, b"2": 5}.get(words[at + 1] if at + 1 < len(words) else b"", 2)
        yield _place(head), b";".join(words[at : at + length])
        at += length


def _place(number: bytes) -> bytes:
    if number in _COLOURS:
        return _COLOURS[number]
    value = int(number or b"0")
    if 30 <= value <= 37 or 90 <= value <= 97:
        return b"fg"
    if 40 <= value <= 47 or 100 <= value <= 107:
        return b"bg"
    return b"%d" % value
