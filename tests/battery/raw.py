"""Sends requests of exact bytes, and parses the replies."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.frames import Peer
from tests.server import Server

TIMEOUT_S = 10.0
HERE = "127.0.0.1"
KEY = "MDEyMzQ1Njc4OTAxMjM0NQ=="
UPGRADE = (
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    f"Sec-WebSocket-Key: {KEY}",
)
JSON = "Content-Type: application/json"


@dataclass(frozen=True)
class Answer:
    """One HTTP reply; `code` is that of an error in our form, otherwise ""."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def code(self) -> str:
        if not self.headers.get("content-type", "").startswith("application/json"):
            return ""
        told = json.loads(self.body)
        return told["error"]["code"] if isinstance(told, dict) and "error" in told else ""

    @property
    def told(self) -> tuple[int, str]:
        """The status and error code that a row of the battery expects."""
        return self.status, self.code


def parsed(data: bytes) -> Answer:
    """The answer in these bytes."""
    top, _, body = data.partition(b"\r\n\r\n")
    first, *lines = top.decode("latin-1").split("\r\n")
    assert first.startswith(("HTTP/1.1 ", "HTTP/1.0 ")), data[:200]
    pairs = (line.split(": ", 1) for line in reversed(lines))  # of several with one name, the first
    return Answer(int(first.split(" ")[1]), {name.lower(): value for name, value in pairs}, body)


def head(server: Server, *lines: str, bearer: bool = True, close: bool = True) -> bytes:
    """A request of these lines; `{host}` is replaced by the server's host. Bytes 0x80 to 0xff are latin-1."""
    whole = [line.replace("{host}", f"{server.host}:{server.port}") for line in lines]
    if close and not any(line.startswith("Connection:") for line in lines):
        whole.append("Connection: close")
    whole += [f"Authorization: Bearer {server.token}"] if bearer else []
    return "".join(f"{line}\r\n" for line in whole).encode("latin-1") + b"\r\n"


def is_whole(data: bytes) -> bool:
    """Whether an answer is all there: by its length, or because an upgrade has no body."""
    top, end, body = data.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)\r\ncontent-length: (\d+)", top)
    return bool(end) and (b" 101 " in top[:15] or (length is not None and len(body) >= int(length[1])))


def exchange(server: Server, data: bytes, source: str = HERE) -> bytes:
    """Send bytes and read one answer, or until the server closes.

    Raises:
        TimeoutError: neither came.
    """
    answer = b""
    with connected(server, source) as connection:
        try:
            connection.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            pass  # it answered before it had read all
        try:
            while not is_whole(answer) and (chunk := connection.recv(65536)):
                answer += chunk
        except ConnectionResetError:
            pass
    return answer


def ask(server: Server, *lines: str, body: bytes = b"", bearer: bool = True, source: str = HERE) -> Answer:
    """A request of these lines, `Host` included, and its answer."""
    return parsed(exchange(server, head(server, *lines, bearer=bearer) + body, source))


def send_json(
    server: Server, method: str, path: str, body: bytes, *extra: str, bearer: bool = True, source: str = HERE
) -> Answer:
    """A JSON body, as a script sends it."""
    lines = (f"{method} {path} HTTP/1.1", "Host: {host}", JSON, f"Content-Length: {len(body)}", *extra)
    return ask(server, *lines, body=body, bearer=bearer, source=source)


@contextmanager
def connected(server: Server, source: str = HERE) -> Iterator[socket.socket]:
    """A connection, from another loopback address if the limits of an address must not be shared."""
    with socket.create_connection((server.host, server.port), TIMEOUT_S, (source, 0)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield connection


@contextmanager
def upgraded(server: Server, path: str, *extra: str, glued: bytes = b"") -> Iterator[Peer]:
    """A WebSocket whose every byte is the test's business; `glued` follows the handshake at once."""
    with connected(server) as connection:
        lines = (f"GET {path} HTTP/1.1", "Host: {host}", *UPGRADE, *extra)
        connection.sendall(head(server, *lines, close=False) + glued)
        peer = Peer(connection)
        assert peer.head.startswith(b"HTTP/1.1 101 "), peer.head
        yield peer
