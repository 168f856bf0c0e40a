"""Adaptive batching: bytes after a quiet moment leave at once, a flood is joined."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from webmux.errors import SourceClosed
from webmux.hub.counts import Counts
from webmux.source import Source

if TYPE_CHECKING:
    from webmux.hub.hub import HubLimits

QUIET_MAX_BYTES = 4096
"""Up to this much within one batch time still counts as quiet: a keystroke's echo, a status line."""


class Batcher:
    """Reads a source frame by frame. A keystroke's echo never waits for a timer."""

    def __init__(
        self,
        source: Source,
        limits: HubLimits,
        counts: Counts,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.quiet = True
        """Whether the last frame came after a quiet moment, so that its read had to wait."""
        self._source = source
        self._limits = limits
        self._counts = counts
        self._clock = clock
        self._since = 0.0
        self._recent_bytes = 0

    def next(self) -> bytes:
        """Wait for output and return what belongs into one frame.

        Returns:
            1 to `read_chunk_bytes` bytes. Under load: everything that came within
            `batch_timeout_s` of the first byte or in `batch_max_reads` reads, whichever ends first.

        Raises:
            SourceClosed: the source ended and everything it gave has been returned.
        """
        data = self._source.read(self._limits.read_chunk_bytes)
        self._counts.reads += 1
        now = self._clock()
        self.quiet = now - self._since > self._limits.batch_timeout_s
        if self.quiet:
            self._since = now
            self._recent_bytes = 0
        elif self._recent_bytes > QUIET_MAX_BYTES:
            data = self._gather(data, now + self._limits.batch_timeout_s)
            self._since = self._clock()
            self._recent_bytes = 0
        self._recent_bytes += len(data)
        self._counts.frames += 1
        return data

    def _gather(self, first: bytes, deadline: float) -> bytes:
        parts = [first]
        missing = self._limits.read_chunk_bytes - len(first)
        while missing > 0 and len(parts) < self._limits.batch_max_reads:
            wait_s = deadline - self._clock()
            if wait_s <= 0:
                break
            try:
                more = self._source.read(missing, wait_s)
            except SourceClosed:
                break  # raised again by the next read, after these bytes went out
            if not more:
                break
            parts.append(more)
            missing -= len(more)
        self._counts.reads += len(parts) - 1
        return b"".join(parts)
