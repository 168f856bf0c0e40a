"""The ring of a pane, which has room for an image: a viewer that misses a part of one has none of it."""

from __future__ import annotations

from webmux.hub.ring import Ring

WHOLE_MAX_BYTES = 8 * 1024 * 1024
"""The longest part that is kept whole."""


class PaneRing(Ring):
    """A ring that can grow for a while. Offsets are those of the output."""

    def __init__(self, capacity_bytes: int) -> None:
        super().__init__(capacity_bytes)
        self._default = capacity_bytes
        self._start = self._end = -1

    @property
    def has_grown(self) -> bool:
        """Whether it may take more memory than usual."""
        return self._capacity > self._default

    @property
    def whole_end(self) -> int:
        """Where the part that is kept whole ends for now; -1 if there is none."""
        return self._end

    def keep_whole(self, start: int, end: int) -> None:
        """The output from `start` to `end` belongs together, also with a part before it that ends there."""
        if start != self._end:
            self._start = start
        self._end = end
        whole = min(end - self._start, WHOLE_MAX_BYTES)
        self._capacity = self._default + whole + whole // 8  # for the overhead of frames

    def shrink(self) -> None:
        """Take no more memory than usual."""
        self._capacity = self._default
        self._start = self._end = -1
        self._evict_over()

    def backlog_bytes(self, position: int) -> int:
        """How much output is behind `position`, apart from what is kept whole."""
        if self._end < 0:
            return self.end_offset - position
        end = min(self._end, self._start + WHOLE_MAX_BYTES)
        whole = max(0, end - max(self._start, position))
        return self.end_offset - position - whole
