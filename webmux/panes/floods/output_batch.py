"""Joins the output of one pane into fewer frames while it is fast; a key's echo never waits.

The rules are those of `hub/batch.py`, which waits in a read. Here the output comes by itself.
"""

from __future__ import annotations

import math

from webmux.hub.batch import ECHO_CHANCE_S, QUIET_MAX_BYTES, QUIET_MAX_FRAMES


class OutputBatch:
    """Output that is not published yet. Times are those of one clock, in seconds. Never switches."""

    def __init__(self, timeout_s: float) -> None:
        self.timeout_s = timeout_s
        self.size_bytes = 0
        self._parts: list[bytes] = []
        self._last_at = -math.inf
        self._key_at = -math.inf
        self._bytes = 0
        self._frames = 0

    def on_key(self, now: float) -> None:
        """Somebody typed: the next output is not gathered."""
        self._key_at = now

    def add(self, data: bytes, now: float) -> bool:
        """Add output; True if all must be taken now, False if it may wait for `timeout_s`."""
        if now - self._last_at > self.timeout_s:
            self._bytes = self._frames = 0  # there was a pause
        is_flooding = self._bytes > QUIET_MAX_BYTES or self._frames >= QUIET_MAX_FRAMES
        self._last_at = now
        self._bytes += len(data)
        self._frames += 1
        self._parts.append(data)
        self.size_bytes += len(data)
        return not is_flooding or now - self._key_at < ECHO_CHANCE_S

    def take(self) -> bytes:
        """All output that waits."""
        data = self._parts[0] if len(self._parts) == 1 else b"".join(self._parts)
        self._parts.clear()
        self.size_bytes = 0
        return data
