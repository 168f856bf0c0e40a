"""`/ws/self-check`: a WebSocket that says one sentence, to `webmux doctor` only."""

from __future__ import annotations

import json

from flask import Blueprint, Flask, g

from webmux.auth.self_check import SOCKET_PATH
from webmux.errors import SubscriberClosed
from webmux.web.access.own_doctor import answer_self_check
from webmux.web.access.routes import PUBLIC, Route, declare
from webmux.web.engine.socket_route import add_socket_route
from webmux.web.engine.transport import WebSocket
from webmux.wire import codec

NAME = "ws_self-check"


def register(app: Flask) -> None:
    """Add the route. It works without a login, but refuses all that the doctor did not sign."""
    blueprint = Blueprint(NAME, __name__)
    declare(Route(f"{NAME}.{NAME}", "GET", SOCKET_PATH, PUBLIC, "A WebSocket for `webmux doctor`"))

    def before() -> None:
        g.self_check = answer_self_check()  # before the upgrade, so a refusal is an answer of HTTP

    def serve(ws: WebSocket) -> None:
        try:
            ws.send([codec.text(json.dumps(g.self_check))])
        except SubscriberClosed:
            pass
        finally:
            ws.finish()

    blueprint.before_request(before)
    serve.__name__ = NAME
    add_socket_route(blueprint, SOCKET_PATH, serve)
    app.register_blueprint(blueprint)
