"""How many columns tmux gives each character, in the form that browsers receive.

That depends on the binary of tmux, its libc and its options, so no table of ours is right for all of them:
`measured` asks tmux. `#{w:...}` measures with the function that the grid uses (format-draw.c, format_width;
utf8.c, utf8_width). How characters join into one cell follows from the version, see `Traits.joining`.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass

from webmux.tmux.version import traits

Ask = Callable[[str], str]
"""Expands a format of tmux: `display-message -p`."""

END = 0x110000
FIRST = 0xA0
BLOCK = 64
BATCH = 1024
"""Characters in one question to tmux."""
_WHERE = ((0x80, 0xD800), (0xE000, 0x40000), (0xE0000, 0xE1000), (0xF0000, 0xFFF80), (0x100000, 0x10FF80))
"""Ranges to measure. The other planes are empty, and their characters one column wide."""
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_RUNS = re.compile(r"[0-9a-z. ]*")


@dataclass(frozen=True)
class Widths:
    """The columns of all characters, and how tmux joins them into cells.

    `rules` is the first version that joins in the same way. `vsWide`: U+FE0F makes a character two columns
    wide. `zero` and `wide` are the runs of code points of 0 and 2 columns. A run is the gap before it and,
    if longer than 1, a point and its length, in base 36.
    """

    rules: str
    vsWide: bool  # noqa: N815  the name on the wire
    zero: str
    wide: str

    @property
    def fields(self) -> dict[str, object]:
        """What a browser receives; `id` is a checksum of the rest."""
        own = asdict(self)
        return {"id": hashlib.sha256(json.dumps(own).encode()).hexdigest()[:12], **own}

    @classmethod
    def parse(cls, fields: object) -> Widths:
        """Widths that were stored as `fields`.

        Raises:
            ValueError: these are not fields of widths.
        """
        match fields:
            case {"rules": str(rules), "vsWide": bool(vs_wide), "zero": str(zero), "wide": str(wide)}:
                if re.fullmatch(r"3\.[0-9]", rules) and _RUNS.fullmatch(zero) and _RUNS.fullmatch(wide):
                    return cls(rules, vs_wide, zero, wide)
        raise ValueError("not the fields of widths")


def measured(version: str, ask: Ask, known: Callable[[int], bool] | None = None) -> Widths:
    """Ask a tmux of this version for the widths of all characters.

    `known` returns whether a character may be measured. tmux 3.3 never returns from `#{w:}` of a character
    that its libc does not know, and does not print such a character either.

    Raises:
        ValueError: the answer is not a list of widths.

    Cost: about 600 questions, 90 ms of tmux in all.
    """
    table = bytearray(b"\1" * END)
    blocks = [at for first, end in _WHERE for at in range(first, end, BLOCK)]
    if known is None:
        unclear = [at for at, total in _sums(ask, blocks) if not _settled(table, at, total)]
        for at, widths in _singles(ask, unclear):
            table[at : at + BLOCK] = widths
    else:
        codes = [code for at in blocks for code in range(at, at + BLOCK) if known(code)]
        for some in _batches(codes, BATCH):
            for code, width in zip(some, _each(ask, some), strict=True):
                table[code] = width
    table[:FIRST] = b"\1" * FIRST
    rules = traits(version).joining
    vs_wide = rules >= "3.4"
    if rules >= "3.6":
        vs_wide = ask("#{variation-selector-always-wide}").strip() != "0"
    return _widths(version, bytes(table), vs_wide=vs_wide)


def assumed(version: str) -> Widths:
    """The widths that a tmux of this version most likely has, if it cannot be asked."""
    table = bytearray(b"\1" * END)
    for code in range(FIRST, 0x40000):
        character = chr(code)
        if unicodedata.category(character) in ("Mn", "Me", "Cf") and code != 0xAD:
            table[code] = 0
        elif unicodedata.east_asian_width(character) in "WF":
            table[code] = 2
    table[0xE0100:0xE01F0] = bytes(0xF0)
    return _widths(version, bytes(table), vs_wide=traits(version).joining >= "3.4")


def _widths(version: str, table: bytes, *, vs_wide: bool) -> Widths:
    return Widths(traits(version).joining, vs_wide, _runs(table, 0), _runs(table, 2))


def _sums(ask: Ask, blocks: Sequence[int]) -> Iterator[tuple[int, int]]:
    for some in _batches(blocks, BATCH // BLOCK):
        asked = " ".join(_width_format("".join(map(chr, range(at, at + BLOCK)))) for at in some)
        yield from zip(some, map(int, ask(asked).split()), strict=True)


def _singles(ask: Ask, blocks: Sequence[int]) -> Iterator[tuple[int, bytes]]:
    for some in _batches(blocks, BATCH // BLOCK):
        widths = _each(ask, [code for at in some for code in range(at, at + BLOCK)])
        for number, at in enumerate(some):
            yield at, widths[number * BLOCK : (number + 1) * BLOCK]


def _each(ask: Ask, codes: Sequence[int]) -> bytes:
    answer = ask("".join(_width_format(chr(code)) for code in codes)).strip()
    if not re.fullmatch(f"[012]{{{len(codes)}}}", answer):
        raise ValueError(f"tmux measured {len(codes)} characters as {answer[:80]!r}")
    return answer.encode().translate(bytes.maketrans(b"012", b"\0\1\2"))


def _settled(table: bytearray, at: int, total: int) -> bool:
    """Whether the sum of a block determines each of its widths; then they are written to the table."""
    if total in (0, 2 * BLOCK):
        table[at : at + BLOCK] = bytes([total // BLOCK]) * BLOCK
        return True
    # All are 1, or there are as many 2 as 0. Unassigned and private characters are all 1.
    kinds = {unicodedata.category(chr(code)) for code in range(at, at + BLOCK)}
    return total == BLOCK and kinds <= {"Cn", "Co"}


def _width_format(text: str) -> str:
    return "#{w:#{l:" + text + "}}"


def _batches(items: Sequence[int], size: int) -> Iterable[Sequence[int]]:
    return (items[at : at + size] for at in range(0, len(items), size))


def _runs(table: bytes, width: int) -> str:
    parts = []
    before = 0
    for run in re.finditer(b"[%b]+" % bytes([width]), table):
        length = run.end() - run.start()
        parts.append(_base36(run.start() - before) + (f".{_base36(length)}" if length > 1 else ""))
        before = run.end()
    return " ".join(parts)


def _base36(number: int) -> str:
    digits = ""
    while number or not digits:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits
