"""How another process reports a change of the database: it replaces a file, which the kernel reports."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from gevent.event import Event as Flag

from webmux.store.state_dir import StateDir
from webmux.supervise import Nursery
from webmux.watching import watching

FILE = "changed"


class Changes:
    """Reports changes of one state directory from one process to another."""

    def __init__(self, state: StateDir) -> None:
        self._state = state
        self._reported = Flag()
        self._nursery = Nursery("changes")

    def announce(self) -> None:
        """Report that the database has changed."""
        self._state.replace(FILE, secrets.token_hex(8))

    def follow(self, listener: Callable[[], None]) -> None:
        """Call `listener` now and after each report, in a greenlet of its own."""
        self._nursery.spawn("follow", self._follow, listener)

    def stop(self) -> None:
        """Stop following. Safe to call twice."""
        self._nursery.stop()

    def _follow(self, listener: Callable[[], None]) -> None:
        with watching(self._state.path / FILE, self._reported.set):
            while True:
                self._reported.clear()
                listener()
                self._reported.wait()
