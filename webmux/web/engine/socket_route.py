"""Routes of WebSockets: Flask finds them and runs the checks before them, our engine does the rest."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, Response, request

from webmux.web.engine.transport import WebSocket


class _Answered(Response):
    """The answer of a request whose connection has ended."""

    def __call__(self, *_: Any) -> Any:
        raise StopIteration  # gunicorn's workers then close the connection and write nothing


def add_socket_route(blueprint: Blueprint, path: str, serve: Callable[..., None]) -> None:
    """Call `serve` with a `WebSocket` and the arguments of the path, for each upgrade that was not refused.

    The endpoint has the name of `serve`.
    """

    @wraps(serve)
    def view(**arguments: Any) -> Response:
        serve(WebSocket(request.environ), **arguments)
        return _Answered()

    blueprint.route(path, websocket=True)(view)
