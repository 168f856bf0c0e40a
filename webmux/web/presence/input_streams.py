"""The input streams of all pages, also of those that are away for a while."""

from __future__ import annotations

import time
from collections import Counter, OrderedDict
from typing import NamedTuple

from webmux.hub.input_stream import InputStream

AWAY_MAX_S = 24 * 3600.0
"""A phone that slept for a night comes back to its stream. What is forgotten makes the page ask its user."""
AWAY_MAX = 4096
AWAY_PER_USER_MAX = 256
"""A stream is a few hundred bytes; each load of a page makes one."""


class StreamKey(NamedTuple):
    """Nobody else's page gets a stream by knowing its id."""

    whose: str
    id: str


class InputStreams:
    """All streams of one server process, which alone knows how far each was taken. Never switches."""

    def __init__(self) -> None:
        self._here: dict[StreamKey, InputStream] = {}
        self._away: OrderedDict[StreamKey, tuple[float, InputStream]] = OrderedDict()
        self._away_of: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._here) + len(self._away)

    def arrive(self, key: StreamKey, place: tuple[str, str]) -> tuple[InputStream, bool]:
        """The stream of a connection that comes, and whether it was known, in this place.

        Its `holder` is still the connection that had it before.
        """
        self._forget_old()
        stream = self._here.get(key)
        if stream is None and key in self._away:
            stream = self._forget(key)
        known = stream is not None and not stream.is_lost and stream.place == place
        if stream is None or not known:
            holder = None if stream is None else stream.holder
            stream = InputStream(place)
            stream.holder = holder
        self._here[key] = stream
        return stream, known

    def leave(self, key: StreamKey, stream: InputStream) -> None:
        """The last connection of a stream has ended; it is kept for a while, unless it was lost."""
        stream.holder = None
        if self._here.get(key) is not stream:
            return
        del self._here[key]
        if stream.is_lost:
            return
        self._away[key] = (time.monotonic(), stream)
        self._away_of[key.whose] += 1
        if self._away_of[key.whose] > AWAY_PER_USER_MAX:
            self._forget(next(one for one in self._away if one.whose == key.whose))
        elif len(self._away) > AWAY_MAX:
            self._forget(next(iter(self._away)))

    def _forget_old(self) -> None:
        oldest = time.monotonic() - AWAY_MAX_S
        while self._away:
            key, (left_at, _) = next(iter(self._away.items()))
            if left_at > oldest:
                return
            self._forget(key)

    def _forget(self, key: StreamKey) -> InputStream:
        _, stream = self._away.pop(key)
        self._away_of[key.whose] -= 1
        if not self._away_of[key.whose]:
            del self._away_of[key.whose]
        return stream
