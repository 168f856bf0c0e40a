"""Work that may come in thousands, begun one at a time, so that what is urgent never stands behind it.

gevent runs everything that is ready before it looks at sockets again. A thousand requests that are ready at
once would all be answered before the next key of a viewer is read; here one is, then the key, then another.
"""

from __future__ import annotations

from collections import deque
from contextlib import suppress

import gevent
from gevent.event import Event as Flag

from webmux.supervise import Nursery


class Turns:
    """A queue, first come first served."""

    def __init__(self, name: str) -> None:
        self._waiting: deque[Flag] = deque()
        self._nursery = Nursery(name)
        self._caller: gevent.Greenlet[..., None] | None = None

    def __len__(self) -> int:
        return len(self._waiting)

    def wait(self, turn: Flag | None = None) -> None:
        """Return when it is the caller's turn, or `turn` is set by somebody. Switches: always."""
        turn = turn or Flag()
        self._waiting.append(turn)
        if self._caller is None or self._caller.dead:
            self._caller = self._nursery.spawn("turns", self._call)
        try:
            turn.wait()
        finally:
            with suppress(ValueError):
                self._waiting.remove(turn)

    def _call(self) -> None:
        while self._waiting:
            self._waiting.popleft().set()
            gevent.sleep(0)
