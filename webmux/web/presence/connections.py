"""All upgraded connections: their limits, their users, and how one or all of them end."""

from __future__ import annotations

import secrets
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import gevent

from webmux.auth.gate import Login
from webmux.auth.roles import Role
from webmux.errors import AccessError, PeerError, TooMany, WebMuxError
from webmux.hub.credit import CreditWindow
from webmux.signals import Signal
from webmux.supervise import Nursery
from webmux.web.engine.transport import WebSocket

SOCKETS_MAX = 900
"""Below gunicorn's `worker_connections`, so that pages and health checks still work at the limit."""
PER_ADDRESS_MAX = 300
"""Enough for a team behind one address; one client cannot take all connections."""
PER_USER_MAX = 300
RETRY_AFTER_S = 10
TICK_S = 5.0
"""How often connections are checked; their own limits are several times longer."""
CLOSE_RESTARTING = 1012


class Disconnected(AccessError):
    """An admin ended the connection. Its user may connect again with a valid login."""

    code = "disconnected"


class ConnectionNotFound(PeerError):
    """No connection has this id, or it has ended."""

    status = 404
    code = "connection_not_found"


@dataclass(eq=False, slots=True)
class Connection:
    """One upgraded connection. `OpenSockets.note` changes what it shows."""

    ws: WebSocket
    login: Login
    address: str
    device: str
    refuse: Callable[[WebSocket, WebMuxError], None]
    """Ends it and sends the reason."""
    id: str = field(default_factory=lambda: secrets.token_hex(4))
    since: int = field(default_factory=lambda: int(time.time()))
    role: Role = Role.VIEWER
    """Its rights now: a guest may get control."""
    view: str = ""
    session_id: str = ""
    session_name: str = ""
    window: CreditWindow | None = None
    before_close: Callable[[], object] = lambda: None
    """Sends what the client needs before its connection ends for a restart. Never switches."""

    @property
    def whose(self) -> str:
        """Identifies the limit that it counts for: of a user, or of a link for guests."""
        return whose_room(self.login)

    def fields(self) -> dict[str, Any]:
        """As the contract writes it."""
        session = {"id": self.session_id, "name": self.session_name} if self.session_id else None
        window = self.window
        return {
            "id": self.id,
            "user": self.login.user,
            "guest": self.login.share is not None,
            "role": self.role.value,
            "address": self.address,
            "device": self.device,
            "session": session,
            "view": self.view,
            "since": self.since,
            "sent_bytes": self.ws.sent_bytes,
            "window_bytes": None if window is None else window.window_bytes,
            "in_flight_bytes": None if window is None else window.in_flight_bytes,
        }


def whose_room(login: Login) -> str:
    """Identifies the limit of a login: that of its user, or of its link for guests."""
    return str(login.user_id) if login.share is None else login.id


class OpenSockets:
    """The upgraded connections of one worker. Only closing them switches."""

    def __init__(self) -> None:
        self._open: dict[WebSocket, Connection] = {}
        self._by_address: Counter[str] = Counter()
        self._by_user: Counter[str] = Counter()
        self._sent_bytes = 0
        self._send_calls = 0
        self.changed: Signal[[]] = Signal()
        """A connection came, ended, or shows something else."""
        self._nursery = Nursery("open sockets")
        self._ticker: gevent.Greenlet[..., Any] | None = None

    def __len__(self) -> int:
        return len(self._open)

    def all(self) -> list[Connection]:
        """The open connections, oldest first."""
        return list(self._open.values())

    def sent(self) -> tuple[int, int]:
        """Bytes and system calls of all connections there were."""
        sent_bytes = self._sent_bytes + sum(ws.sent_bytes for ws in self._open)
        return sent_bytes, self._send_calls + sum(ws.sendmsg_calls for ws in self._open)

    def check_room(self, address: str, whose: str) -> None:
        """Refuse a connection above a limit; `whose` is of `whose_room`.

        Raises:
            TooMany: all connections, this address or this user have reached their limit.
        """
        full = (
            len(self._open) >= SOCKETS_MAX
            or self._by_address[address] >= PER_ADDRESS_MAX
            or self._by_user[whose] >= PER_USER_MAX
        )
        if full:
            raise TooMany("too many open connections: close some and try again", RETRY_AFTER_S)

    def add(self, connection: Connection) -> None:
        """Add an upgraded connection."""
        self._open[connection.ws] = connection
        self._by_address[connection.address] += 1
        self._by_user[connection.whose] += 1
        if self._ticker is None:
            self._ticker = self._nursery.spawn("ticker", self._tick)
        self.changed.send()

    def note(self, ws: WebSocket, **shown: Any) -> None:
        """Set fields of a `Connection` by name."""
        for name, value in shown.items():
            setattr(self._open[ws], name, value)
        self.changed.send()

    def remove(self, ws: WebSocket) -> None:
        """Remove a connection that ended."""
        gone = self._open.pop(ws)
        self._sent_bytes += ws.sent_bytes
        self._send_calls += ws.sendmsg_calls
        for counter, key in ((self._by_address, gone.address), (self._by_user, gone.whose)):
            counter[key] -= 1
            if not counter[key]:
                del counter[key]
        if not self._open and self._ticker is not None:
            self._ticker.kill(block=False)
            self._ticker = None
        self.changed.send()

    def disconnect(self, connection_id: str) -> Connection:
        """End one, and tell it that an admin did. Returns at once.

        Raises:
            ConnectionNotFound: there is none with this id.
        """
        found = next((one for one in self._open.values() if one.id == connection_id), None)
        if found is None:
            raise ConnectionNotFound("this connection no longer exists")
        gevent.spawn(found.refuse, found.ws, Disconnected("an admin has closed this connection"))
        return found

    def close_all(self) -> None:
        """Close every connection with 1012, after which clients connect again.

        Switches: until all are closed, a second at most.
        """
        for connection in self._open.values():
            connection.before_close()
        gevent.sleep(0)  # each writer sends what it has now
        closing = [gevent.spawn(ws.close, CLOSE_RESTARTING, "the server restarts") for ws in self._open]
        gevent.joinall(closing)

    def _tick(self) -> None:
        while True:
            gevent.sleep(TICK_S)
            now = time.monotonic()
            for ws in list(self._open):
                ws.tick(now)
