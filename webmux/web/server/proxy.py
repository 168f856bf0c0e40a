"""Layers between the network and the application: the trusted proxy and the base path."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable, Sequence
from http import HTTPStatus
from typing import Any

from werkzeug.middleware.proxy_fix import ProxyFix

from webmux.config import Config
from webmux.web.server.headers import error_answer

Environ = dict[str, Any]
Wsgi = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

PEER_WAIT_S = 30.0
"""How long a peer may read nothing of an answer, or send nothing of a body. Sockets have other limits."""
OPEN_PATHS = frozenset({"/healthz"})
"""Paths that a monitor may request without the proxy."""


def wrap(app: Wsgi, config: Config) -> Wsgi:
    """The application below its base path, behind its proxy."""
    if config.base_path:
        app = BasePath(app, config.base_path)
    if config.behind_proxy:
        app = TrustedProxy(app, config.proxy_addresses)
    return app


def wait_at_most(environ: Environ, seconds: float) -> None:
    """Limit each read and write of this connection. Tests have no connection."""
    connection = environ.get("gunicorn.socket")
    if connection is not None:
        connection.settimeout(seconds)


def reset_wait(environ: Environ) -> None:
    """Restore the limit with which each request starts."""
    wait_at_most(environ, PEER_WAIT_S)


class BasePath:
    """Removes the base path from addresses; other addresses get 404."""

    def __init__(self, app: Wsgi, base_path: str) -> None:
        self._app = app
        self._base = base_path

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path == self._base:
            environ["PATH_INFO"] = "/"
        elif path.startswith(self._base + "/"):
            environ["PATH_INFO"] = path.removeprefix(self._base)
        elif path not in OPEN_PATHS:
            return error_answer(
                start_response, HTTPStatus.NOT_FOUND, "not_found", f"WebMux is below {self._base}/"
            )
        environ["SCRIPT_NAME"] = self._base
        return self._app(environ, start_response)


class TrustedProxy:
    """Trusts X-Forwarded-For, -Proto and -Host of the proxy itself, and refuses other peers."""

    def __init__(self, app: Wsgi, addresses: Sequence[str]) -> None:
        self._app = app
        self._trusting = ProxyFix(app, x_for=1, x_proto=1, x_host=1)
        self._addresses = addresses

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        if is_proxy(environ["REMOTE_ADDR"], self._addresses):
            return self._trusting(environ, start_response)
        if environ["PATH_INFO"] in OPEN_PATHS:
            return self._app(environ, start_response)
        message = "only the proxy may connect; if you are the proxy, see the option proxy_addresses"
        return error_answer(start_response, HTTPStatus.FORBIDDEN, "not_the_proxy", message)


def is_proxy(address: str, proxy_addresses: Sequence[str]) -> bool:
    """Whether a peer is the trusted proxy."""
    try:
        peer = ipaddress.ip_address(address)
    except ValueError:
        return True  # a Unix socket: the file's permissions decide who connects
    peer = getattr(peer, "ipv4_mapped", None) or peer
    return peer.is_loopback or any(peer in ipaddress.ip_network(text) for text in proxy_addresses)
