"""Every upgraded connection: how many there may be, and how all of them end."""

from __future__ import annotations

import time
from collections import Counter
from typing import Any

import gevent

from webmux.errors import TooMany
from webmux.supervise import Nursery
from webmux.web.transport import WebSocket

SOCKETS_MAX = 900
"""Below gunicorn's `worker_connections`, so that pages and health checks answer beyond the cap."""
PER_ADDRESS_MAX = 300
"""A team behind one address fits; one runaway client does not take all places."""
PER_USER_MAX = 300
RETRY_AFTER_S = 10
TICK_S = 5.0
"""How often connections are looked after; their own limits are several times longer."""
CLOSE_RESTARTING = 1012


class OpenSockets:
    """The upgraded connections of one worker, by address and by user. Never switches but to close."""

    def __init__(self) -> None:
        self._open: dict[WebSocket, tuple[str, str]] = {}
        self._by_address: Counter[str] = Counter()
        self._by_user: Counter[str] = Counter()
        self._sent_bytes = 0
        self._send_calls = 0
        self._nursery = Nursery("open sockets")
        self._ticker: gevent.Greenlet[..., Any] | None = None

    def __len__(self) -> int:
        return len(self._open)

    def sent(self) -> tuple[int, int]:
        """Bytes and system calls of all connections there were."""
        sent_bytes = self._sent_bytes + sum(ws.sent_bytes for ws in self._open)
        return sent_bytes, self._send_calls + sum(ws.sendmsg_calls for ws in self._open)

    def check_room(self, address: str, user_id: str) -> None:
        """Refuse what would be one too many.

        Raises:
            TooMany: the total, this address or this user has all it may have.
        """
        full = (
            len(self._open) >= SOCKETS_MAX
            or self._by_address[address] >= PER_ADDRESS_MAX
            or self._by_user[user_id] >= PER_USER_MAX
        )
        if full:
            raise TooMany("too many open connections: close some and try again", RETRY_AFTER_S)

    def add(self, ws: WebSocket, address: str, user_id: str) -> None:
        """Remember an upgraded connection."""
        self._open[ws] = (address, user_id)
        self._by_address[address] += 1
        self._by_user[user_id] += 1
        if self._ticker is None:
            self._ticker = self._nursery.spawn("ticker", self._tick)

    def remove(self, ws: WebSocket) -> None:
        """Forget one that ended."""
        address, user_id = self._open.pop(ws)
        self._sent_bytes += ws.sent_bytes
        self._send_calls += ws.sendmsg_calls
        for counter, key in ((self._by_address, address), (self._by_user, user_id)):
            counter[key] -= 1
            if not counter[key]:
                del counter[key]
        if not self._open and self._ticker is not None:
            self._ticker.kill(block=False)
            self._ticker = None

    def close_all(self) -> None:
        """Close every connection with 1012: come back in a moment.

        Switches: until all took it, a second at most: no peer waits for another.
        """
        closing = [gevent.spawn(ws.close, CLOSE_RESTARTING, "the server restarts") for ws in self._open]
        gevent.joinall(closing)

    def _tick(self) -> None:
        while True:
            gevent.sleep(TICK_S)
            now = time.monotonic()
            for ws in list(self._open):
                ws.tick(now)
