"""What every WebSocket route has in common: checks before the upgrade, a clean end after it."""

from __future__ import annotations

from collections.abc import Callable

import flask_sock
import gevent
import structlog
from flask import Blueprint, Flask

from webmux.errors import NotLoggedIn, SubscriberClosed, WebMuxError
from webmux.web import transport
from webmux.web.services import current_login, services
from webmux.web.transport import WebSocket

log = structlog.get_logger(__name__)

CLOSE_RESTARTING = 1012
Route = Callable[[WebSocket], None]
Refuse = Callable[[WebSocket, WebMuxError], None]


class OpenSockets:
    """Every upgraded connection, so that a stopping server can say goodbye to all."""

    def __init__(self) -> None:
        self._open: set[WebSocket] = set()

    def __len__(self) -> int:
        return len(self._open)

    def add(self, ws: WebSocket) -> None:
        """Remember an upgraded connection."""
        self._open.add(ws)

    def remove(self, ws: WebSocket) -> None:
        """Forget one that ended."""
        self._open.discard(ws)

    def close_all(self) -> None:
        """Close every connection with 1012: come back in a moment. Switches."""
        for ws in list(self._open):
            ws.close(CLOSE_RESTARTING, "the server restarts")


def close_quietly(ws: WebSocket, error: WebMuxError) -> None:
    """The plain way to end a connection for an error: its close code and message."""
    ws.close(error.close_code, error.message)


def socket_route(
    app: Flask,
    path: str,
    sockets: OpenSockets,
    check: Callable[[], None],
    refuse: Refuse = close_quietly,
) -> Callable[[Route], None]:
    """Decorate the handler of one WebSocket route.

    `check` runs before the upgrade, as part of the request: what it raises becomes an HTTP answer.
    What the handler raises becomes an ending of the connection, never bytes of HTTP in the stream.
    """
    transport.install()
    name = path.strip("/").replace("/", "_")
    blueprint = Blueprint(name, __name__)
    blueprint.before_request(check)

    def decorate(handler: Route) -> None:
        def serve(ws: WebSocket) -> None:
            sockets.add(ws)
            forget = _end_with_login(ws)
            try:
                _serve(ws, handler, refuse)
            finally:
                forget()
                sockets.remove(ws)

        serve.__name__ = name
        flask_sock.Sock().route(path, bp=blueprint)(serve)
        app.register_blueprint(blueprint)

    return decorate


def _end_with_login(ws: WebSocket) -> Callable[[], None]:
    """Close the connection when the login it came with ends; returns what takes that back."""
    login = current_login()
    if login is None:
        raise NotLoggedIn("a socket route must not be public")
    ended = NotLoggedIn("the login has ended")
    return services().gate.on_revoked(
        login.id, lambda: gevent.spawn(ws.close, ended.close_code, ended.message)
    )


def _serve(ws: WebSocket, handler: Route, refuse: Refuse) -> None:
    try:
        handler(ws)
    except SubscriberClosed:
        pass
    except WebMuxError as error:
        refuse(ws, error)
    except Exception:
        log.exception("socket handler crashed")
        ws.close(1011, "internal error")
    finally:
        ws.finish()
