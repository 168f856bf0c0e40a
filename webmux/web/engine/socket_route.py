"""Routes of WebSockets: flask-sock makes them, our engine serves them.

flask-sock imports its own engine, simple-websocket, and with it asyncio, wsproto and h11: 2 MB in each
worker for code that never runs. So it finds a stand-in under that name while it is imported.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

from flask import Blueprint

from webmux.errors import SubscriberClosed
from webmux.web.engine.transport import WebSocket

_ENGINE = "simple_websocket"


def _import_flask_sock() -> Any:
    stand_in: Any = ModuleType(_ENGINE)
    stand_in.Server, stand_in.ConnectionClosed = WebSocket, SubscriberClosed
    before = sys.modules.get(_ENGINE)
    sys.modules[_ENGINE] = stand_in
    try:
        import flask_sock

        return flask_sock
    finally:
        del sys.modules[_ENGINE]
        if before is not None:
            sys.modules[_ENGINE] = before


_flask_sock = _import_flask_sock()


def add_socket_route(blueprint: Blueprint, path: str, serve: Callable[..., None]) -> None:
    """Call `serve` with a `WebSocket` and the arguments of the path, for each upgrade that was not refused.

    The endpoint has the name of `serve`.
    """
    _flask_sock.Sock().route(path, bp=blueprint)(serve)
