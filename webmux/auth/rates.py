"""Rate limits: requests, changes and upgrades of a user, or of an address without a login."""

from __future__ import annotations

import math
from enum import Enum

from webmux.errors import TooMany
from webmux.minute_counts import MinuteCounts


class Kind(Enum):
    """What is counted, and the most of it in a minute."""

    REQUEST = 3000
    """Reads. A page that follows tmux asks for the list after each change."""
    CHANGE = 300
    """Sessions, tokens, passwords: nobody clicks five times a second."""
    SEND = 600
    """What programs type into panes. They must not use up the changes of their user."""
    NOTICE = 30
    """Messages of programs to the devices of their user."""
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
        self._counts = MinuteCounts()

    def hit(self, kind: Kind, key: str) -> None:
        """Count one. Raises TooMany: there were as many as there may be in this minute. Cost: about 1 us."""
        wait_s = math.ceil(self._counts.hit((kind, key), kind.value))
        if wait_s:
            raise TooMany(f"too many requests: try again in {wait_s} s", wait_s)
