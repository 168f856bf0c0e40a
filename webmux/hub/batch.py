"""Adaptive batching: sends bytes at once after a quiet moment, and joins reads during a flood."""

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
"""Output up to this without a pause is not a flood: a keystroke's echo, a status line, a prompt."""

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
        """Whether the last frame was part of a flood, so that reading it may not have switched."""
        self._source = source
        self._limits = limits
        self._counts = counts
        self._clock = clock
        self._last_at = 0.0
        self._bytes = 0
        self._frames = 0
        self._key_at = -math.inf

    def on_key(self) -> None:
        """A key was typed: no output is gathered for `ECHO_CHANCE_S`. Never switches."""
        self._key_at = self._clock()

    def next(self) -> bytes:
        """Wait for output and return the bytes of one frame.

        Returns:
            1 to `read_chunk_bytes` bytes. After a quiet moment these are from one read. Soon after another
            frame they are from up to `batch_max_reads` reads that do not wait. In a flood these reads also
            wait, up to `batch_timeout_s` together.

        Raises:
            SourceClosed: the source ended and all its output was returned.
        """
        data = self._source.read(self._limits.read_chunk_bytes)
        self._counts.reads += 1
        now = self._clock()
        if now - self._last_at > self._limits.batch_timeout_s:
            self._bytes = self._frames = 0  # there was a pause
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
        """Add the output that is available, or that arrives before the deadline."""
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
                break  # the next read raises it again, after these bytes were sent
            if not more:
                break
            parts.append(more)
            missing -= len(more)
        self._counts.reads += len(parts) - 1
        return b"".join(parts)
