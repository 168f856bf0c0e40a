"""Between the network and the application: who may speak for clients, and below which path we stand."""

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
"""How long a peer may take none of an answer, or send none of a body. Sockets have limits of their own."""
OPEN_PATHS = frozenset({"/healthz"})
"""What who looks after the machine may ask for without the proxy."""


def wrap(app: Wsgi, config: Config) -> Wsgi:
    """The application as the network is to see it."""
    if config.base_path:
        app = BasePath(app, config.base_path)
    if config.behind_proxy:
        app = TrustedProxy(app, config.proxy_addresses)
    return app


def wait_at_most(environ: Environ, seconds: float) -> None:
    """How long one read or write of this connection may wait from now on. Only a served request has one."""
    connection = environ.get("gunicorn.socket")
    if connection is not None:
        connection.settimeout(seconds)


def wait_as_usual(environ: Environ) -> None:
    """As each request begins."""
    wait_at_most(environ, PEER_WAIT_S)


class BasePath:
    """Takes the path we stand below off every address; 404 for all others."""

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
                start_response, HTTPStatus.NOT_FOUND, "not_found", f"look below {self._base}/"
            )
        environ["SCRIPT_NAME"] = self._base
        return self._app(environ, start_response)


class TrustedProxy:
    """Believes X-Forwarded-For, -Proto and -Host of the proxy's own hop, and answers nobody else."""

    def __init__(self, app: Wsgi, addresses: Sequence[str]) -> None:
        self._app = app
        self._trusting = ProxyFix(app, x_for=1, x_proto=1, x_host=1)
        self._addresses = addresses

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        if is_proxy(environ["REMOTE_ADDR"], self._addresses):
            return self._trusting(environ, start_response)
        if environ["PATH_INFO"] in OPEN_PATHS:
            return self._app(environ, start_response)
        told = "this server is reached by its proxy; if you are it, see the option proxy_addresses"
        return error_answer(start_response, HTTPStatus.FORBIDDEN, "not_the_proxy", told)


def is_proxy(address: str, proxy_addresses: Sequence[str]) -> bool:
    """Whether a peer may speak for clients, where a proxy stands in front."""
    try:
        peer = ipaddress.ip_address(address)
    except ValueError:
        return True  # a Unix socket: whoever may connect to it may speak for clients
    peer = getattr(peer, "ipv4_mapped", None) or peer
    return peer.is_loopback or any(peer in ipaddress.ip_network(text) for text in proxy_addresses)
