"""Adaptive batching: bytes after a quiet moment leave at once, a flood is joined."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from webmux.errors import SourceClosed
from webmux.hub.counts import Counts
from webmux.hub.limits import HubLimits
from webmux.source import Source

QUIET_MAX_BYTES = 4096
QUIET_MAX_FRAMES = 8
"""Up to so much without a pause is no flood: a keystroke's echo, a status line, a prompt."""

ECHO_CHANCE_S = 0.01
"""For so long after a key nothing is gathered, so that its echo leaves with the read that brought it.

Most echoes take 5 ms or less. If this were longer, a user who types into a flood would have 3,000 frames a
second sent to every viewer.
"""


class Batcher:
    """Reads a source frame by frame. A keystroke's echo never waits for a timer."""

    def __init__(
        self,
        source: Source,
        limits: HubLimits,
        counts: Counts,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.flooding = False
        """Whether the last frame is part of a flood, so that its read may not have had to wait."""
        self._source = source
        self._limits = limits
        self._counts = counts
        self._clock = clock
        self._last_at = 0.0
        self._bytes = 0
        self._frames = 0
        self._key_at = -math.inf

    def on_key(self) -> None:
        """Somebody typed: output is not gathered until the echo had its chance. Never switches."""
        self._key_at = self._clock()

    def next(self) -> bytes:
        """Wait for output and return what belongs into one frame.

        Returns:
            1 to `read_chunk_bytes` bytes. After a quiet moment what one read gave; soon after
            another frame whatever is there as well, at most `batch_max_reads` reads of it; in a
            flood also what comes within `batch_timeout_s`.

        Raises:
            SourceClosed: the source ended and everything it gave has been returned.
        """
        data = self._source.read(self._limits.read_chunk_bytes)
        self._counts.reads += 1
        now = self._clock()
        if now - self._last_at > self._limits.batch_timeout_s:
            self._bytes = self._frames = 0  # a pause lies before
        self.flooding = self._bytes > QUIET_MAX_BYTES or self._frames >= QUIET_MAX_FRAMES
        if self.flooding:
            data = self._gather(data, now + self._limits.batch_timeout_s)
        elif self._frames:
            data = self._gather(data, None)
        self._last_at = self._clock()
        self._bytes += len(data)
        self._frames += 1
        self._counts.frames += 1
        return data

    def _gather(self, first: bytes, deadline: float | None) -> bytes:
        """Add what is there, or what comes before the deadline."""
        parts = [first]
        missing = self._limits.read_chunk_bytes - len(first)
        wait_s = 0.0
        while missing > 0 and len(parts) < self._limits.batch_max_reads:
            if deadline is not None:
                now = self._clock()
                wait_s = 0.0 if now - self._key_at < ECHO_CHANCE_S else max(0.0, deadline - now)
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
