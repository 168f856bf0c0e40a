"""A queue for work that may come in thousands: one piece begins at a time, so that urgent work fits between.

gevent runs everything that is ready before it looks at sockets again. A thousand ready requests would all
be answered before the next key of a user is read. With the queue one request is answered, then the key is
read, then the next request is answered.
"""

from __future__ import annotations

from collections import deque
from contextlib import suppress

import gevent
from gevent.event import Event as Flag

from webmux.supervise import Nursery


class FairQueue:
    """First come, first served."""

    def __init__(self, name: str) -> None:
        self._waiting: deque[Flag] = deque()
        self._nursery = Nursery(name)
        self._caller: gevent.Greenlet[..., None] | None = None

    def __len__(self) -> int:
        return len(self._waiting)

    def wait(self, called: Flag | None = None) -> None:
        """Return when the caller is next, or when `called` is set. Switches: always."""
        called = called or Flag()
        self._waiting.append(called)
        if self._caller is None or self._caller.dead:
            self._caller = self._nursery.spawn("queue", self._call)
        try:
            called.wait()
        finally:
            with suppress(ValueError):
                self._waiting.remove(called)

    def _call(self) -> None:
        while self._waiting:
            self._waiting.popleft().set()
            gevent.sleep(0)
