"""How many wrong logins an address, and everybody together, may make.

The engine is `limits`, on which Flask-Limiter stands. The latter's route decorator would ask before
the body of a request has come, and a burst of slow requests would pass together. `limits` itself
starts a thread when it counts, which lets other greenlets run: asking, comparing and counting are
one step only under locks of ours.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from gevent.lock import BoundedSemaphore
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from webmux.errors import AccessError, TooMany

LOGINS_PER_ADDRESS = 5
LOGINS_TOGETHER = 100
BEARERS_PER_ADDRESS = 30
"""Wrong ones a minute. A script with an old token tries more often than a person."""
EVERYBODY = "*"
T = TypeVar("T")


class FailureLimits:
    """Counts failures only: right answers are free, and never make wrong ones dearer."""

    def __init__(self) -> None:
        # Two locks: a password takes a tenth of a second to compare, and no script should wait for that.
        self._login_lock = BoundedSemaphore(1)
        self._bearer_lock = BoundedSemaphore(1)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._login = RateLimitItemPerMinute(LOGINS_PER_ADDRESS)
        self._together = RateLimitItemPerMinute(LOGINS_TOGETHER)
        self._bearer = RateLimitItemPerMinute(BEARERS_PER_ADDRESS)

    def try_login(self, address: str, compare: Callable[[], T]) -> T:
        """Run `compare`, which raises AccessError for wrong credentials, if this address still may.

        Raises:
            TooMany: this address, or all together, failed too often within a minute.
            AccessError: what `compare` raised; it was counted.
        """
        with self._login_lock:
            self._check(self._login, "login", address)
            self._check(self._together, "login", EVERYBODY)
            try:
                return compare()
            except AccessError:
                self._limiter.hit(self._login, "login", address)
                self._limiter.hit(self._together, "login", EVERYBODY)
                raise

    def try_bearer(self, address: str, compare: Callable[[], T]) -> T:
        """As `try_login`, for the token a script shows with every request."""
        with self._bearer_lock:
            self._check(self._bearer, "bearer", address)
            try:
                return compare()
            except AccessError:
                self._limiter.hit(self._bearer, "bearer", address)
                raise

    def _check(self, item: RateLimitItemPerMinute, scope: str, address: str) -> None:
        if self._limiter.test(item, scope, address):
            return
        reset_at = self._limiter.get_window_stats(item, scope, address).reset_time
        wait_s = min(60, max(1, int(reset_at - time.time()) + 1))
        raise TooMany(f"too many wrong logins: try again in {wait_s} s", wait_s)
