"""Password hashes are computed one at a time, from bounded queues, so that nobody can occupy the machine.

Each takes a tenth of a second and 64 MiB. Each account has a queue of its own: guesses at one account, or
at names that nobody has, do not stand before another. A device that logged in before has its own as well.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from gevent.lock import BoundedSemaphore

from webmux.errors import NotLoggedIn, TooMany

QUEUE_MAX = 4
"""Comparisons of one account that wait; more are refused."""
NOBODYS_MAX = 4
"""Comparisons for names that nobody has; more only wait as long."""
HASH_S = 0.1
RETRY_AFTER_S = 2
WRONG = "the name or the password is wrong"
T = TypeVar("T")


@dataclass(slots=True)
class _Queue:
    """Those that wait for the same account, and the one whose turn it is."""

    turn: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(1))
    waiting: int = 0


class HashingQueue:
    """Runs comparisons: one at a time for known devices, strangers, and names that nobody has."""

    def __init__(self, sleep: Callable[[float], object]) -> None:
        self._sleep = sleep
        self._queues: dict[str, _Queue] = {}
        self._known, self._strangers, self._nobodys = (BoundedSemaphore(1) for _ in range(3))
        self._nobodys_waiting = 0

    def run(
        self, name: str, compare: Callable[[], T], *, exists: bool, known: str | None, wait_s: float = 0.0
    ) -> T:
        """What `compare` returns or raises, `wait_s` after its turn came.

        Raises:
            TooMany: too many of this account wait.
            NotLoggedIn: nobody has this name, and too many such names wait to be looked at.

        Switches: yes.
        """
        if not exists and self._nobodys_waiting >= NOBODYS_MAX:
            self._sleep(HASH_S)
            raise NotLoggedIn(WRONG)
        key = known or f"name {name}"
        queue = self._queues.setdefault(key, _Queue())
        if queue.waiting >= QUEUE_MAX:
            raise TooMany("too many logins of this account at once: try again", RETRY_AFTER_S)
        queue.waiting += 1
        self._nobodys_waiting += not exists
        try:
            with queue.turn:
                if wait_s:
                    self._sleep(wait_s)
                with self._place(exists=exists, known=known):
                    return compare()
        finally:
            self._nobodys_waiting -= not exists
            queue.waiting -= 1
            if not queue.waiting:
                del self._queues[key]

    def _place(self, *, exists: bool, known: str | None) -> BoundedSemaphore:
        if not exists:
            return self._nobodys
        return self._known if known else self._strangers
