"""One self-check over the network: a request and a WebSocket handshake, both bounded in time and size."""

from __future__ import annotations

import base64
import hashlib
import http.client
import json
import secrets
import socket
import ssl
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from webmux.auth import self_check

ANSWER_MAX_BYTES = 64 * 1024
_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455 section 1.3
_TEXT_FRAME = 0x81


@dataclass(frozen=True, slots=True)
class Reply:
    """What answered."""

    status: int
    is_ours: bool = False
    """Whether it proved that it has our secret."""
    seen: dict[str, Any] = field(default_factory=dict)
    """What our server saw of the request: see `webmux.auth.self_check`."""
    code: str = ""
    """The code of an error of WebMux; empty if there is none."""
    date: str = ""
    location: str = ""


def ask(origin: str, base_path: str, key: bytes, limit_s: float, *, verify: bool) -> Reply:
    """Ask what is at this origin whether it is our server.

    Raises:
        ssl.SSLCertVerificationError: with `verify`, its certificate is not trusted.
        OSError: it cannot be reached, does not speak TLS or HTTP, or is too slow.

    Switches: yes.
    """
    value = self_check.question(key)
    with _connected(origin, limit_s, verify=verify) as connection:
        client = http.client.HTTPConnection(urlsplit(origin).hostname or "", timeout=limit_s)
        client.sock = connection
        try:
            client.request("GET", base_path + self_check.PATH, headers=_headers(origin, value))
            with client.getresponse() as answer:
                body = answer.read(ANSWER_MAX_BYTES)
        except http.client.HTTPException as error:
            raise ConnectionError(f"it does not speak HTTP ({type(error).__name__})") from error
    seen = _object(body)
    failure = seen.get("error")
    code = failure.get("code", "") if isinstance(failure, dict) else ""
    ours = answer.status == 200 and self_check.proves(key, value, seen.get("proof"))
    return Reply(
        answer.status,
        ours,
        seen if ours else {},
        code if isinstance(code, str) else "",
        answer.getheader("Date", ""),
        answer.getheader("Location", "")[:200],
    )


def upgrade(origin: str, base_path: str, key: bytes, limit_s: float) -> Reply:
    """Open a WebSocket at this origin, and read its first message.

    Raises:
        OSError: no answer, or a broken one.

    Switches: yes.
    """
    value, nonce = self_check.question(key), base64.b64encode(secrets.token_bytes(16))
    headers = {
        **_headers(origin, value),
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": nonce.decode(),
        "Origin": origin,
    }
    lines = "".join(f"{name}: {text}\r\n" for name, text in headers.items())
    request = f"GET {base_path}{self_check.SOCKET_PATH} HTTP/1.1\r\n{lines}\r\n".encode("latin-1")
    deadline = time.monotonic() + limit_s
    with _connected(origin, limit_s, verify=False) as connection:
        connection.sendall(request)
        head, rest = _read_until(connection, b"", b"\r\n\r\n", deadline)
        status = _status(head)
        if status != 101:
            return Reply(status)
        accept = base64.b64encode(hashlib.sha1(nonce + _GUID, usedforsecurity=False).digest())
        if accept not in head:
            return Reply(status)
        seen = _object(_message(connection, rest, deadline))
    return Reply(status, self_check.proves(key, value, seen.get("proof")), seen)


def _headers(origin: str, value: str) -> dict[str, str]:
    return {"Host": urlsplit(origin).netloc, "Accept": "application/json", self_check.HEADER: value}


def _connected(origin: str, limit_s: float, *, verify: bool) -> socket.socket:
    parts = urlsplit(origin)
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    connection = socket.create_connection((host, port), limit_s)
    if parts.scheme != "https":
        return connection
    try:
        return tls_context(verify=verify).wrap_socket(connection, server_hostname=host)
    except BaseException:
        connection.close()
        raise


def tls_context(*, verify: bool) -> ssl.SSLContext:
    """Trusts the authorities of this machine and of browsers. Without `verify` it trusts everybody.

    That is only to see what answers: a self-check sends nothing that may not be seen.
    """
    import certifi

    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    if not verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _read_until(connection: socket.socket, data: bytes, end: bytes, deadline: float) -> tuple[bytes, bytes]:
    while end not in data:
        data += _receive(connection, deadline)
        if len(data) > ANSWER_MAX_BYTES:
            raise ConnectionError("its answer is too long")
    head, _, rest = data.partition(end)
    return head, rest


def _receive(connection: socket.socket, deadline: float) -> bytes:
    left_s = deadline - time.monotonic()
    if left_s <= 0:
        raise TimeoutError("timed out")
    connection.settimeout(left_s)
    chunk = connection.recv(4096)
    if not chunk:
        raise ConnectionError("it closed the connection")
    return chunk


def _message(connection: socket.socket, data: bytes, deadline: float) -> bytes:
    """The payload of the first frame, which is one short text (RFC 6455 section 5.2)."""
    while len(data) < 4:
        data += _receive(connection, deadline)
    length, start = data[1], 2
    if length == 126:
        length, start = int.from_bytes(data[2:4], "big"), 4
    if data[0] != _TEXT_FRAME or length > 65535:
        raise ConnectionError("its first frame is not a text")
    while len(data) < start + length:
        data += _receive(connection, deadline)
    return data[start : start + length]


def _status(head: bytes) -> int:
    words = head.split(b"\r\n", 1)[0].split(b" ")
    if len(words) < 2 or not words[1].isdigit():
        raise ConnectionError("it does not speak HTTP")
    return int(words[1])


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
