"""Rate limits: requests, changes and upgrades of a user, or of an address without a login."""

from __future__ import annotations

import time
from enum import Enum

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from webmux.errors import TooMany


class Kind(Enum):
    """What is counted, and the most of it in a minute."""

    REQUEST = 3000
    """Reads. A page that follows tmux asks for the list after each change."""
    CHANGE = 300
    """Sessions, tokens, passwords: nobody clicks five times a second."""
    PUSH_TEST = 6
    """Test messages: each leaves this machine."""
    MACHINE_CHECK = 5
    """Runs of the checks of `webmux doctor`: each starts programs and asks other machines."""
    TMUX_SOCKETS = 20
    """Looks for other tmux servers, each of which is asked."""
    UPGRADE = 1800
    """New sockets. Fifty people behind one address who reconnect every few seconds stay below."""


class RequestLimits:
    """Counts what was allowed, in windows of a minute."""

    def __init__(self) -> None:
        self._limiter = FixedWindowRateLimiter(MemoryStorage())
        self._items = {kind: RateLimitItemPerMinute(kind.value) for kind in Kind}

    def hit(self, kind: Kind, key: str) -> None:
        """Count one. Raises TooMany: there were as many as there may be in this minute. Cost: about 10 us."""
        item = self._items[kind]
        if self._limiter.hit(item, kind.name, key):
            return
        reset_at = self._limiter.get_window_stats(item, kind.name, key).reset_time
        wait_s = min(60, max(1, int(reset_at - time.time()) + 1))
        raise TooMany(f"too many requests: try again in {wait_s} s", wait_s)
