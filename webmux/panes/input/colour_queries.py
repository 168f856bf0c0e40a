"""Queries for colours in the output of programs (OSC 4, 10 and 11), and their answers. Pure.

A query is `ESC ] 11 ; ? ST`, or for colours of the palette `ESC ] 4 ; 1 ; ? ST`. The answer has the same
form with a colour, as xterm sends it. Source: input.c of tmux 3.3a to 3.7c, `input_osc_*`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from webmux.errors import BadField

TEXT_MAX_BYTES = 512
PANES_MAX = 256
FOREGROUND, BACKGROUND = 256, 257
"""Colours beside the 256 of the palette."""
_SEQUENCE = re.compile(
    rb"\x1b\](10|11|4|104|110|111)(?:;([^\x00-\x1f\x7f]{0,%d}))?(\x07|\x1b\\)" % TEXT_MAX_BYTES
)
_PARTIAL = re.compile(rb"\x1b(?:\](?:[0-9]{1,3}(?:;[^\x00-\x1f\x7f]{0,%d}\x1b?)?)?)?\Z" % TEXT_MAX_BYTES)
_PARTIAL_MAX_BYTES = TEXT_MAX_BYTES + 8
_NUMBER = re.compile(rb"[0-9]{1,3}")
_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_LEVELS = (0, 95, 135, 175, 215, 255)

Rgb = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class ColourQuery:
    """A program asks for one colour; `end` is how it ends its sequences."""

    colour: int
    end: bytes

    def answer(self, rgb: Rgb) -> bytes:
        """The bytes that the program expects."""
        name = {FOREGROUND: "10", BACKGROUND: "11"}.get(self.colour, f"4;{self.colour}")
        value = "/".join(f"{level:02x}{level:02x}" for level in rgb)
        return f"\x1b]{name};rgb:{value}".encode() + self.end


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of a terminal. `palette` are the first 16, or none."""

    foreground: Rgb
    background: Rgb
    palette: tuple[Rgb, ...] = ()

    def colour(self, number: int) -> Rgb | None:
        """A colour of the palette, or one of the two beside it; None if it is not known."""
        if number in (FOREGROUND, BACKGROUND):
            return self.foreground if number == FOREGROUND else self.background
        if number < 16:
            return self.palette[number] if number < len(self.palette) else None
        if number >= 232:
            level = 8 + 10 * (number - 232)
            return level, level, level
        cube = number - 16
        return _LEVELS[cube // 36], _LEVELS[cube // 6 % 6], _LEVELS[cube % 6]


def parse_theme(fields: dict[str, Any]) -> Theme:
    """A theme from `foreground`, `background` and `palette`, each colour as `#rrggbb`.

    Raises:
        BadField: one of them is missing or has another form.
    """
    palette = fields.get("palette", [])
    if not isinstance(palette, list) or len(palette) not in (0, 16):
        raise BadField("palette", "must have 16 colours, or none")
    return Theme(
        _rgb("foreground", fields.get("foreground")),
        _rgb("background", fields.get("background")),
        tuple(_rgb("palette", colour) for colour in palette),
    )


def _rgb(field: str, value: object) -> Rgb:
    if not isinstance(value, str) or not _HEX.fullmatch(value):
        raise BadField(field, "must be a colour such as #1d2021")
    red, green, blue = bytes.fromhex(value[1:])
    return red, green, blue


class ColourScan:
    """Feed it the output of every pane. It knows which colours a program has set: tmux answers with those."""

    def __init__(self) -> None:
        self._partial: dict[int, bytes] = {}
        self._own: dict[int, set[int]] = {}

    def feed(self, pane: int, data: bytes) -> list[ColourQuery]:
        """The queries that this output completes, without those that tmux answers from the program's colours.

        Cost: for output without OSC, two searches for two bytes.
        """
        if pane in self._partial:
            data = self._partial.pop(pane) + data
        elif b"\x1b]" not in data and not data.endswith(b"\x1b"):
            return []
        queries = [query for match in _SEQUENCE.finditer(data) for query in self._take(pane, match)]
        partial = _PARTIAL.search(data, max(0, len(data) - _PARTIAL_MAX_BYTES))
        if partial is not None and len(self._partial) < PANES_MAX:
            self._partial[pane] = partial[0]
        return queries

    def forget(self, pane: int) -> None:
        """The pane is gone."""
        self._partial.pop(pane, None)
        self._own.pop(pane, None)

    def _take(self, pane: int, match: re.Match[bytes]) -> Iterator[ColourQuery]:
        number, text, end = match[1], match[2] or b"", match[3]
        own = self._own.setdefault(pane, set())
        if number in (b"10", b"11"):
            pairs = [(FOREGROUND if number == b"10" else BACKGROUND, text)]
        elif number == b"4":
            words = text.split(b";")
            pairs = [
                (int(index), value)
                for index, value in zip(words[::2], words[1::2], strict=False)
                if _NUMBER.fullmatch(index) and int(index) < FOREGROUND
            ]
        else:
            self._reset(own, number, text)
            return
        for colour, value in pairs:
            if value != b"?":
                own.add(colour)
            elif colour not in own:
                yield ColourQuery(colour, end)

    def _reset(self, own: set[int], number: bytes, text: bytes) -> None:
        if number != b"104":
            own.discard(FOREGROUND if number == b"110" else BACKGROUND)
        elif not text:
            own -= {colour for colour in own if colour < FOREGROUND}
        else:
            own -= {int(word) for word in text.split(b";") if _NUMBER.fullmatch(word)}
