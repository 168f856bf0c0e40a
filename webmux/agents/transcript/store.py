"""The lines of one transcript, bounded in bytes. Pure."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from itertools import islice

BYTES_MAX = 512 * 1024
"""For one pane: about 5,000 rows."""
ROW_COST_BYTES = 64
"""What Python needs for each row besides its text."""
ROW_MAX_BYTES = 4096
"""Longer rows lose their colours, then their end: `shortened`."""


class TranscriptStore:
    """Lines, oldest first; the oldest are dropped beyond `BYTES_MAX`. None is a gap.

    The number of a line is its place in `lines`, plus `dropped`: it never changes.
    """

    def __init__(self, bytes_max: int = BYTES_MAX) -> None:
        self.dropped = 0
        self.bytes = 0
        self._bytes_max = bytes_max
        self._lines: deque[bytes | None] = deque()

    def __len__(self) -> int:
        return len(self._lines)

    def add(self, lines: Iterable[bytes]) -> None:
        """Append lines."""
        for line in lines:
            self._append(line)
        self.trim(self._bytes_max)

    def add_gap(self) -> None:
        """Append a sign that lines may be missing here, unless there is one already."""
        if self._lines and self._lines[-1] is not None:
            self._append(None)

    def trim(self, bytes_max: int) -> None:
        """Drop the oldest lines until the others fit."""
        while self._lines and self.bytes > bytes_max:
            self.bytes -= cost(self._lines.popleft())
            self.dropped += 1

    def lines(self, first: int, count: int) -> list[bytes | None]:
        """At most `count` lines from this place on."""
        return list(islice(self._lines, max(0, first), max(0, first) + max(0, count)))

    def _append(self, line: bytes | None) -> None:
        self._lines.append(line)
        self.bytes += cost(line)


def cost(line: bytes | None) -> int:
    """How many bytes a line counts."""
    return ROW_COST_BYTES + (0 if line is None else len(line))


def shortened(styled: bytes, plain: str) -> tuple[bytes, str]:
    """A row and its text, each with at most `ROW_MAX_BYTES`, or characters."""
    plain = plain[:ROW_MAX_BYTES]
    if len(styled) > ROW_MAX_BYTES:
        styled = plain.encode("utf-8", "replace")[:ROW_MAX_BYTES].decode("utf-8", "ignore").encode()
    return styled, plain
