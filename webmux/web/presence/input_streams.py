"""The input streams of all pages, including pages that are disconnected for a while."""

from __future__ import annotations

import time
from collections import Counter, OrderedDict
from typing import NamedTuple

from webmux.hub.input_stream import InputStream

DISCONNECTED_MAX_S = 24 * 3600.0
"""A phone that slept for a night continues its stream. If it was deleted, the page asks its user."""
DISCONNECTED_MAX = 4096
DISCONNECTED_PER_USER_MAX = 256
"""A stream is a few hundred bytes; each load of a page makes one."""


class StreamKey(NamedTuple):
    """With the user in the key, no page of another user gets a stream by its id."""

    whose: str
    id: str


class InputStreams:
    """All streams of this process, the only one that knows what each has accepted. Never switches."""

    def __init__(self) -> None:
        self._connected: dict[StreamKey, InputStream] = {}
        self._disconnected: OrderedDict[StreamKey, tuple[float, InputStream]] = OrderedDict()
        self._disconnected_of: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._connected) + len(self._disconnected)

    def arrive(self, key: StreamKey, place: tuple[str, str]) -> tuple[InputStream, bool]:
        """The stream of a new connection, and whether it was known, in this place.

        Its `holder` is still the connection that had it before.
        """
        self._forget_old()
        stream = self._connected.get(key)
        if stream is None and key in self._disconnected:
            stream = self._forget(key)
        known = stream is not None and not stream.is_lost and stream.place == place
        if stream is None or not known:
            holder = None if stream is None else stream.holder
            stream = InputStream(place)
            stream.holder = holder
        self._connected[key] = stream
        return stream, known

    def leave(self, key: StreamKey, stream: InputStream) -> None:
        """The last connection of a stream has ended; the stream is stored for a while, unless it was lost."""
        stream.holder = None
        if self._connected.get(key) is not stream:
            return
        del self._connected[key]
        if stream.is_lost:
            return
        self._disconnected[key] = (time.monotonic(), stream)
        self._disconnected_of[key.whose] += 1
        if self._disconnected_of[key.whose] > DISCONNECTED_PER_USER_MAX:
            self._forget(next(one for one in self._disconnected if one.whose == key.whose))
        elif len(self._disconnected) > DISCONNECTED_MAX:
            self._forget(next(iter(self._disconnected)))

    def _forget_old(self) -> None:
        oldest = time.monotonic() - DISCONNECTED_MAX_S
        while self._disconnected:
            key, (left_at, _) = next(iter(self._disconnected.items()))
            if left_at > oldest:
                return
            self._forget(key)

    def _forget(self, key: StreamKey) -> InputStream:
        _, stream = self._disconnected.pop(key)
        self._disconnected_of[key.whose] -= 1
        if not self._disconnected_of[key.whose]:
            del self._disconnected_of[key.whose]
        return stream
