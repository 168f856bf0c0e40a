"""Rows of a capture by their numbers, and marks that find rows again after their numbers changed."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from webmux.errors import BadField
from webmux.mirror.panes import PaneFacts
from webmux.mirror.tabs import expand_tabs

MARK_ROWS = 16
"""Rows of a mark. This many rarely occur twice in a history."""
SHORT_BYTES = 40
_MARK = re.compile(r"(\d{1,10})-(\d{1,10})-(\d{1,2})-([0-9a-f]{8})")
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Captured:
    """Lines of a capture, the first of them being row `row`."""

    row: int
    lines: list[bytes]

    def cut(self, rows: Sequence[_T], row: int, count: int, facts: PaneFacts) -> list[_T]:
        """Of `rows`, one item for each line, those of `count` rows from `row` on; fewer at the end."""
        # Beyond the end tmux repeats the last row.
        end = min(row + count, facts.size) - self.row
        return list(rows[max(0, row - self.row) : max(0, end)])


@dataclass(frozen=True, slots=True)
class Span:
    """The rows `first` to `last` to capture, or the `last` ones; `flags` are those of `capture-pane`."""

    flags: str
    first: int | None
    last: int

    def lines(self, history: int, slack: int) -> Sequence[str]:
        """Options for tmux, with `slack` rows above in case there are more rows above the screen by then."""
        if self.first is None:
            return "-S", str(-self.last), "-E", "-"
        return "-S", str(self.first - slack - history), "-E", str(self.last - history)

    def captured(self, facts: PaneFacts, lines: list[bytes], above: int) -> Captured:
        """The captured rows, which begin with `above` surplus rows."""
        first = facts.history - self.last if self.first is None else self.first - above
        return Captured(max(0, first), lines)


@dataclass(frozen=True, slots=True)
class Mark:
    """Identifies some rows of history: width of the pane, first row, count, and a checksum of their text."""

    cols: int
    row: int
    count: int
    checksum: str

    @classmethod
    def parse(cls, text: str) -> Mark:
        """Read a mark that `__str__` wrote.

        Raises:
            BadField: it is not such a mark.
        """
        match = _MARK.fullmatch(text)
        if match is None or not 1 <= int(match[3]) <= MARK_ROWS:
            raise BadField("mark", "must be a mark that was sent with rows", code="bad_mark")
        return cls(int(match[1]), int(match[2]), int(match[3]), match[4])

    @classmethod
    def of(cls, facts: PaneFacts, row: int, plain: Sequence[bytes]) -> Mark | None:
        """A mark of the most distinct of these rows; None if none of them is history, which never changes."""
        rows = compared(plain[: max(0, facts.history - row)], facts)
        if not rows:
            return None
        starts = range(0, max(1, len(rows) - MARK_ROWS + 1), MARK_ROWS)
        best = max(starts, key=lambda start: _distinctness(rows[start : start + MARK_ROWS]))
        chosen = rows[best : best + MARK_ROWS]
        return cls(facts.cols, row + best, len(chosen), _checksum(chosen))

    def __str__(self) -> str:
        return f"{self.cols}-{self.row}-{self.count}-{self.checksum}"

    def span(self, moved: int) -> Span:
        """The rows to capture for `holds`."""
        first = max(0, self.row - moved)
        return Span("N", first, first + self.count - 1)

    def holds(self, facts: PaneFacts, text: Captured, moved: int) -> bool:
        """Whether `text` has the marked rows, after they moved by this many."""
        first = self.row - moved
        there = first >= 0 and first + self.count <= facts.history
        rows = text.cut(text.lines, first, self.count, facts)
        return there and self.places(compared(rows, facts)) == [0]

    def places(self, rows: Sequence[bytes]) -> list[int]:
        """The places in `rows`, made by `compared`, at which the marked rows begin."""
        starts = range(len(rows) - self.count + 1)
        return [at for at in starts if _checksum(rows[at : at + self.count]) == self.checksum]


def compared(rows: Sequence[bytes], facts: PaneFacts) -> list[bytes]:
    """Plain rows in the form that marks compare: the same for every tmux, without blanks at the end."""
    return [expand_tabs(line, facts.cols).rstrip(b" ") for line in rows]


def _distinctness(rows: Sequence[bytes]) -> tuple[bool, int]:
    """How good a mark these rows are: short ones do not wrap at another width, and all should differ."""
    different = len(set(rows))
    return different > len(rows) // 2 and max(map(len, rows)) <= SHORT_BYTES, different


def _checksum(rows: Sequence[bytes]) -> str:
    return format(zlib.crc32(b"\n".join(rows)), "08x")
