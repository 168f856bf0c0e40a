"""Password hashes are computed one at a time, from bounded queues, so that no client can occupy the machine.

Each takes a tenth of a second and 64 MiB. Each account has a queue of its own, so guesses at one account,
or at unknown names, do not delay another. A device that logged in before has a queue of its own as well.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from gevent.lock import BoundedSemaphore

from webmux.errors import NotLoggedIn, TooMany

QUEUE_MAX = 4
"""Comparisons of one account that wait; more are refused."""
UNKNOWN_MAX = 4
"""Comparisons for unknown names; more of them only wait as long as one takes."""
HASH_S = 0.1
RETRY_AFTER_S = 2
WRONG = "the name or the password is wrong"
T = TypeVar("T")


@dataclass(slots=True)
class _Queue:
    """Comparisons of one account: `lock` is for the one that runs."""

    lock: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(1))
    waiting: int = 0


class HashingQueue:
    """Runs comparisons: one at a time for known devices, for unknown devices, and for unknown names."""

    def __init__(self, sleep: Callable[[float], object]) -> None:
        self._sleep = sleep
        self._queues: dict[str, _Queue] = {}
        self._of_known, self._of_unknown, self._of_nobody = (BoundedSemaphore(1) for _ in range(3))
        self._nobody_waiting = 0

    def run(
        self, name: str, compare: Callable[[], T], *, exists: bool, known: str | None, wait_s: float = 0.0
    ) -> T:
        """What `compare` returns or raises; it runs `wait_s` after it became first in its queue.

        Raises:
            TooMany: too many of this account wait.
            NotLoggedIn: the name is unknown, and too many unknown names wait.

        Switches: yes.
        """
        if not exists and self._nobody_waiting >= UNKNOWN_MAX:
            self._sleep(HASH_S)
            raise NotLoggedIn(WRONG)
        key = known or f"name {name}"
        queue = self._queues.setdefault(key, _Queue())
        if queue.waiting >= QUEUE_MAX:
            raise TooMany("too many logins of this account at once: try again", RETRY_AFTER_S)
        queue.waiting += 1
        self._nobody_waiting += not exists
        try:
            with queue.lock:
                if wait_s:
                    self._sleep(wait_s)
                with self._slot(exists=exists, known=known):
                    return compare()
        finally:
            self._nobody_waiting -= not exists
            queue.waiting -= 1
            if not queue.waiting:
                del self._queues[key]

    def _slot(self, *, exists: bool, known: str | None) -> BoundedSemaphore:
        if not exists:
            return self._of_nobody
        return self._of_known if known else self._of_unknown
