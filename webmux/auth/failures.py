"""How many wrong logins an address, and everybody together, may make.

The engine is `limits`, on which Flask-Limiter stands. Its route decorator would ask before the body
of a request has come, and a burst of slow requests would pass together; here asking, comparing and
counting happen without a switch in between.
"""

from __future__ import annotations

import time

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from webmux.errors import TooMany

LOGINS_PER_ADDRESS = 5
LOGINS_TOGETHER = 100
BEARERS_PER_ADDRESS = 30
"""Wrong ones a minute. A script with an old token tries more often than a person."""
EVERYBODY = "*"


class FailureLimits:
    """Counts failures only: right answers are free, and never make wrong ones dearer."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._login = RateLimitItemPerMinute(LOGINS_PER_ADDRESS)
        self._together = RateLimitItemPerMinute(LOGINS_TOGETHER)
        self._bearer = RateLimitItemPerMinute(BEARERS_PER_ADDRESS)

    def check_login(self, address: str) -> None:
        """Ask before a login is compared. Never switches.

        Raises:
            TooMany: this address, or all together, failed too often within a minute.
        """
        self._check(self._login, "login", address)
        self._check(self._together, "login", EVERYBODY)

    def count_login(self, address: str) -> None:
        """A login from this address was wrong."""
        self._limiter.hit(self._login, "login", address)
        self._limiter.hit(self._together, "login", EVERYBODY)

    def check_bearer(self, address: str) -> None:
        """Ask before a bearer token is compared.

        Raises:
            TooMany: this address showed too many wrong ones within a minute.
        """
        self._check(self._bearer, "bearer", address)

    def count_bearer(self, address: str) -> None:
        """A bearer token from this address was wrong."""
        self._limiter.hit(self._bearer, "bearer", address)

    def _check(self, item: RateLimitItemPerMinute, scope: str, address: str) -> None:
        if self._limiter.test(item, scope, address):
            return
        reset_at = self._limiter.get_window_stats(item, scope, address).reset_time
        wait_s = min(60, max(1, int(reset_at - time.time()) + 1))
        raise TooMany(f"too many wrong logins: try again in {wait_s} s", wait_s)
