"""Counts what happened in the last minute, for each key, in bounded memory."""

from __future__ import annotations

import math
import time
from collections import OrderedDict, deque
from collections.abc import Callable

MINUTE_S = 60.0
KEYS_MAX = 20_000
"""Some megabytes; the key that was not counted for the longest time is forgotten."""


class Recent:
    """Events of the last minute by key. Never switches."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, keys_max: int = KEYS_MAX) -> None:
        self._clock = clock
        self._keys_max = keys_max
        self._times: OrderedDict[str, deque[float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._times)

    def add(self, key: str) -> None:
        """Count one."""
        self._times.setdefault(key, deque()).append(self._clock())
        self._times.move_to_end(key)
        if len(self._times) > self._keys_max:
            self._times.popitem(last=False)

    def take_back(self, key: str) -> None:
        """Count one less."""
        times = self._times.get(key)
        if times:
            times.pop()

    def count(self, key: str) -> int:
        """How many there were in the last minute."""
        times = self._times.get(key)
        if times is None:
            return 0
        while times and times[0] <= self._clock() - MINUTE_S:
            times.popleft()
        if not times:
            del self._times[key]
        return len(times)

    def free_in_s(self, key: str) -> int:
        """Seconds until the oldest event no longer counts, at least one."""
        times = self._times.get(key)
        return max(1, math.ceil(times[0] + MINUTE_S - self._clock())) if times else 1
