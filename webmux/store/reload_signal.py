"""How another process says that it changed the database: a file that is replaced, which the kernel tells."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from gevent.event import Event as Flag

from webmux.store.state_dir import StateDir
from webmux.supervise import Nursery
from webmux.watching import watching

FILE = "changed"


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
        with watching(self._state.path / FILE, self._told.set):
            while True:
                self._told.clear()
                listener()
                self._told.wait()
