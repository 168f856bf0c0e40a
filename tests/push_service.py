"""A push service on loopback, and browsers subscribed to it: messages are decrypted and checked."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from gevent.pywsgi import WSGIServer
from py_vapid import Vapid02
from py_vapid.utils import b64urldecode

HOST = "127.0.0.1"


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Browser:
    """A browser that is subscribed at `origin`: it has keys and decrypts its messages."""

    def __init__(self, origin: str, name: str = "browser") -> None:
        self._private = ec.generate_private_key(ec.SECP256R1())
        self._auth = os.urandom(16)
        self.path = f"/push/{name}"
        self.endpoint = origin + self.path

    def subscription(self) -> dict[str, Any]:
        """As `PushSubscription.toJSON` writes it."""
        point = self._private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        keys = {"p256dh": base64url(point), "auth": base64url(self._auth)}
        return {"endpoint": self.endpoint, "expirationTime": None, "keys": keys}

    def read(self, body: bytes) -> dict[str, Any]:
        text = http_ece.decrypt(body, private_key=self._private, auth_secret=self._auth, version="aes128gcm")
        return json.loads(text)


class PushService:
    """Accepts messages; replies with `status` to each, after `wait`."""

    def __init__(self) -> None:
        self.status = "201 Created"
        self.headers: list[tuple[str, str]] = []
        self.wait: Callable[[], object] = lambda: None
        self.taken: list[tuple[dict[str, str], bytes]] = []
        self._server = WSGIServer((HOST, 0), self._take, log=None)
        self._server.start()

    @property
    def origin(self) -> str:
        return f"http://{HOST}:{self._server.server_port}"

    def _take(self, environ, start_response):
        names = {key: str(value) for key, value in environ.items() if key.startswith(("HTTP_", "PATH"))}
        self.taken.append((names, environ["wsgi.input"].read()))
        self.wait()
        start_response(self.status, self.headers)
        return [b"x" * 10_000]

    def close(self) -> None:
        self._server.stop()


def claims_of(headers: dict[str, str], public: str) -> dict[str, Any]:
    """The claims that the sender signed, after checking the signature with the key that browsers know."""
    authorization = headers["HTTP_AUTHORIZATION"]
    assert authorization.endswith(f",k={public}")
    assert Vapid02.verify(authorization)
    body = authorization.partition("t=")[2].split(".")[1]
    return json.loads(b64urldecode(body.encode()))


@contextmanager
def push_service() -> Iterator[PushService]:
    service = PushService()
    try:
        yield service
    finally:
        service.close()
