"""Counts of what somebody may do so many times in a minute."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable

WINDOW_S = 60.0
KEYS_MAX = 10_000
"""Old windows are dropped when there are more keys, so that invented addresses cannot fill the memory."""


class MinuteCounts:
    """Counts by key, in windows of a minute that begin with the first of each. Switches: never."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._counts: dict[Hashable, tuple[float, int]] = {}
        """The end of the window, and the count in it."""

    def hit(self, key: Hashable, most: int) -> float:
        """Count one if there are fewer than `most`; returns 0, or the seconds until the next window."""
        now = self._clock()
        end, count = self._counts.get(key, (0.0, 0))
        if now >= end:
            end, count = now + WINDOW_S, 0
            self._make_room(now)
        if count >= most:
            return end - now
        self._counts[key] = end, count + 1
        return 0.0

    def _make_room(self, now: float) -> None:
        if len(self._counts) < KEYS_MAX:
            return
        self._counts = {key: found for key, found in self._counts.items() if found[0] > now}
        while len(self._counts) >= KEYS_MAX:
            del self._counts[next(iter(self._counts))]
