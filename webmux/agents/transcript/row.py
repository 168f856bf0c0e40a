"""One row of a captured screen. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

WORDS_MIN = 3
"""A row with fewer letters and digits, such as the border of a box, does not show that rows moved."""

_WORD = re.compile(r"[^\W_]")


class Row:
    """A row of a screen: `plain` is its text without blanks at its end, `styled` has its colours too.

    `stored` becomes True when the transcript has this row, so that it gets it once.
    """

    __slots__ = ("informative", "plain", "stored", "styled")

    def __init__(self, plain: str, styled: bytes | None = None) -> None:
        self.plain = plain.rstrip()
        self.styled = self.plain.encode() if styled is None else styled
        self.informative = len(_WORD.findall(self.plain)) >= WORDS_MIN
        self.stored = False

    def again(self) -> Row:
        """The same row on a later screen, which is not stored yet. Cost: a tenth of a new one."""
        row = Row.__new__(Row)
        row.plain, row.styled, row.informative, row.stored = self.plain, self.styled, self.informative, False
        return row


Rows = Sequence[Row]


def alike(one: str, other: str) -> int:
    """How many characters two rows share at their beginning and their end."""
    most = min(len(one), len(other))
    front = next((at for at in range(most) if one[at] != other[at]), most)
    rest = most - front
    back = next((at for at in range(rest) if one[-1 - at] != other[-1 - at]), rest)
    return front + back
