"""How another process says that it changed the database: a file that is replaced, which the kernel tells."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable

import gevent
from gevent.event import Event as Flag

from webmux.auth.state import StateDir
from webmux.supervise import Nursery

FILE = "changed"
ROUND_S = 0.001


class Changes:
    """What was changed in one state directory, told from one process to another."""

    def __init__(self, state: StateDir) -> None:
        self._state = state
        self._told = Flag()
        self._nursery = Nursery("changes")

    def announce(self) -> None:
        """Something in the database is different now."""
        self._state.replace(FILE, secrets.token_hex(8))

    def follow(self, listener: Callable[[], None]) -> None:
        """Have `listener` called after each announcement from now on, in a greenlet of its own."""
        self._nursery.spawn("follow", self._follow, listener)

    def stop(self) -> None:
        """Follow no more. Safe to call twice."""
        self._nursery.stop()

    def _follow(self, listener: Callable[[], None]) -> None:
        watcher = gevent.get_hub().loop.stat(os.fspath(self._state.path / FILE), 0.0)
        try:
            watcher.start(self._told.set)
            # After a fork libev begins its watches anew in the next round, and tells nothing of before.
            gevent.sleep(ROUND_S)
            while True:
                self._told.clear()
                listener()
                self._told.wait()
        finally:
            watcher.stop()
            watcher.close()
