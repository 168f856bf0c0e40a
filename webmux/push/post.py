"""One POST to a push service: to the address that was checked, no redirect, no proxy, a bounded answer."""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from webmux.push.hosts import Target, address_of

ANSWER_MAX_BYTES = 2048
"""Only an error log shows the answer."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of the push service, with the names of `requests`, which pywebpush expects."""

    status_code: int
    reason: str
    text: str
    headers: Mapping[str, str]


class Poster:
    """Replaces a `requests.Session`, of which pywebpush only uses `post`."""

    def __init__(self, target: Target) -> None:
        self._target = target

    def post(self, url: str, timeout: float, data: bytes, headers: Mapping[str, object]) -> Answer:
        """Send to the target; `url` is the same address.

        Raises:
            PrivateAddress: the name resolves to a private address.
            OSError: it cannot be reached, or it does not speak TLS with a certificate for its name.
            http.client.HTTPException: it does not speak HTTP.

        Switches: yes.
        """
        target = self._target
        with socket.create_connection((address_of(target), target.port), timeout) as plain:
            secured = plain
            if target.scheme == "https":
                secured = _context().wrap_socket(plain, server_hostname=target.host)
            with secured:
                return self._exchange(secured, data, {name: str(value) for name, value in headers.items()})

    def _exchange(self, connected: socket.socket, data: bytes, headers: dict[str, str]) -> Answer:
        target = self._target
        host = target.origin.partition("://")[2]
        connection = http.client.HTTPConnection(target.host, target.port)
        connection.sock = connected
        connection.request("POST", target.path, data, {**headers, "Host": host, "Connection": "close"})
        answer = connection.getresponse()
        try:
            text = answer.read(ANSWER_MAX_BYTES).decode("utf-8", "replace")
            return Answer(answer.status, answer.reason, text, dict(answer.getheaders()))
        finally:
            answer.close()


@cache
def _context() -> ssl.SSLContext:
    """Trusts the authorities of this machine and of browsers: small machines have no certificates."""
    import certifi

    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context
