"""What recent output shows of a terminal that tmux does not report: pen, charsets, half a character. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from webmux.mirror.rows import Pen

TAIL_BYTES = 16384
"""So much output is looked at. Programs that use colours reset them more often."""
CHARACTER_MAX_BYTES = 4
"""Of UTF-8."""

_TOKEN = re.compile(
    rb"\x1b\[(?P<sgr>[0-9;:]*)m|(?P<reset>\x1bc|\x1b\[!p)|(?P<restore>\x1b8|\x1b\[\?[0-9;]*(?:47|104[79])[0-9;]*l)"
    rb"|\x1b(?P<set>[()])(?P<charset>[0-9A-Za-z])|(?P<shift>[\x0e\x0f])"
)


@dataclass(frozen=True, slots=True)
class Unreported:
    """What tmux does not report of a terminal.

    `pen` are the parameters of SGR in force, and `knows_pen` is whether the output shows them. `drawing`
    chooses line drawing if it is in use. `cut` is the beginning of an unfinished character. `modes` are
    sequences for a terminal that was reset.
    """

    pen: bytes = b""
    knows_pen: bool = False
    drawing: bytes = b""
    cut: bytes = b""
    modes: bytes = b""


def read_tail(tail: bytes, pen_before: bytes | None = None) -> Unreported:
    """Read it from the last output, at whose end the terminal is; `pen_before` is its pen at the start."""
    pen = Pen(pen_before or b"")
    knows_pen = pen_before is not None
    charsets = {b"(": b"B", b")": b"B"}
    shifted = b""
    for match in _TOKEN.finditer(tail):
        kind = match.lastgroup
        if kind == "sgr":
            knows_pen = pen.apply(match["sgr"]) or knows_pen
        elif kind == "charset":
            charsets[match["set"]] = match["charset"]
        elif kind == "shift":
            shifted = match["shift"] if match["shift"] == b"\x0e" else b""
        elif kind == "reset":
            pen, knows_pen, shifted, charsets = Pen(), True, b"", {b"(": b"B", b")": b"B"}
        else:  # the program's own saved state
            knows_pen = False
    drawing = b"".join(b"\x1b" + g + b"0" for g, charset in charsets.items() if charset == b"0")
    return Unreported(pen.parameters() if knows_pen else b"", knows_pen, drawing + shifted)


def lacks_head(tail: bytes) -> bool:
    """Whether all the output that is known may be the rest of one character, finished or not."""
    return len(tail) < CHARACTER_MAX_BYTES and all(byte & 0xC0 == 0x80 for byte in tail)


def cut_character(tail: bytes) -> bytes:
    """The first bytes of a UTF-8 character that is not finished; `b""` if none is."""
    for length in range(1, min(3, len(tail)) + 1):
        byte = tail[-length]
        if byte & 0xC0 == 0x80:
            continue
        needed = 4 if byte >= 0xF0 else 3 if byte >= 0xE0 else 2 if byte >= 0xC0 else 1
        return tail[-length:] if needed > length else b""
    return b""
