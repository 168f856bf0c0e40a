"""The part that all WebSocket routes share: checks before the upgrade, a clean end after it."""

from __future__ import annotations

from collections.abc import Callable

import gevent
from flask import Blueprint, Flask, request

from webmux.auth.roles import Role
from webmux.errors import AccessError, SubscriberClosed, WebMuxError
from webmux.logs import get_logger
from webmux.web.access.requester import device_of
from webmux.web.access.routes import Route, declare
from webmux.web.engine.socket_route import add_socket_route
from webmux.web.engine.transport import WebSocket
from webmux.web.presence.connections import Connection, OpenSockets, whose_room
from webmux.web.services import client_address, require_login, services

log = get_logger(__name__)

Handler = Callable[[WebSocket], None]
Refuse = Callable[[WebSocket, WebMuxError], None]


def close_quietly(ws: WebSocket, error: WebMuxError) -> None:
    """End a connection with the close code and message of an error."""
    ws.close(error.close_code, error.message)


def socket_route(
    app: Flask,
    path: str,
    sockets: OpenSockets,
    check: Callable[[], None],
    refuse: Refuse = close_quietly,
    *,
    guests: bool = False,
) -> Callable[[Handler], None]:
    """Decorate the handler of one WebSocket route, which takes a viewer, or also a guest.

    `check` runs before the upgrade, so its errors become HTTP answers. An error of the handler closes the
    connection and never writes HTTP into the stream.
    """
    name = path.strip("/").replace("/", "_")
    blueprint = Blueprint(name, __name__)
    declare(Route(f"{name}.{name}", "GET", path, Role.VIEWER, "A WebSocket", guests=guests))

    def before() -> None:
        sockets.check_room(client_address(), whose_room(require_login()))
        check()

    blueprint.before_request(before)

    def decorate(handler: Handler) -> None:
        def serve(ws: WebSocket) -> None:
            login = require_login()
            services().admission.upgrade(request.environ["gunicorn.socket"].fileno())
            device = device_of(request.headers.get("User-Agent", ""))
            sockets.add(Connection(ws, login, client_address(), device, refuse, role=login.role))
            forget = _end_with_login(ws)
            try:
                _serve(ws, handler, refuse)
            finally:
                forget()
                sockets.remove(ws)

        serve.__name__ = name
        add_socket_route(blueprint, path, serve)
        app.register_blueprint(blueprint)

    return decorate


def _end_with_login(ws: WebSocket) -> Callable[[], None]:
    """Close the connection when its login ends or changes; returns a function that stops this."""

    def close(error: AccessError) -> None:
        gevent.spawn(ws.close, error.close_code, error.message)

    return services().gate.on_ended(require_login().id, close)


def _serve(ws: WebSocket, handler: Handler, refuse: Refuse) -> None:
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
