"""HTTP heads: host, path, and requests that are not HTTP."""

from __future__ import annotations

import json

import pytest

from tests.battery.raw import UPGRADE, ask, exchange, parsed, upgraded
from tests.server import Server
from webmux.web.access.policy import HEADERS

GET = "GET /healthz HTTP/1.1"
POST = "POST /api/sessions HTTP/1.1"
HOST = "Host: {host}"
LONG = "x" * 9000

HEADS = [
    ("H1 evil", (GET, "Host: evil.example"), 400, "bad_host"),
    ("H1 empty", (GET, "Host:"), 400, "bad_host"),
    ("H1 blank inside", (GET, "Host: a b"), 400, "bad_host"),
    ("H1 two ports", (GET, "Host: {host}:1"), 400, "bad_host"),
    ("H1 two", (GET, HOST, HOST), 400, "bad_request"),
    ("H2 HTTP/1.1", (GET, "X: y"), 400, "bad_host"),
    ("H2 HTTP/1.0", ("GET /healthz HTTP/1.0", "X: y"), 400, "bad_host"),
    ("H11 header of 36 KB", (GET, HOST, f"Cookie: {4 * LONG}"), 431, "bad_request"),
    ("H11 200 headers", (GET, HOST, *(f"X-{number}: y" for number in range(200))), 431, "bad_request"),
    ("H11 URI of 5 KB", (f"GET /{LONG[:5000]} HTTP/1.1", HOST), 414, "bad_request"),
    ("H12 fold", (GET, HOST, "X: a", " b"), 400, "bad_request"),
    ("H12 CR", (GET, HOST, "X: a\rb"), 400, "bad_request"),
    ("H12 NUL", (GET, HOST, "X: a\0b"), 400, "bad_request"),
    ("H12 ESC", (GET, HOST, "X: \x1b[31m"), 400, "bad_request"),
    ("H12 no colon", (GET, HOST, "X"), 400, "bad_request"),
    ("H13 CL and TE", (POST, HOST, "Content-Length: 1", "Transfer-Encoding: chunked"), 400, "bad_request"),
    ("H13 two CL", (POST, HOST, "Content-Length: 1", "Content-Length: 2"), 400, "bad_request"),
    ("H13 CL -1", (POST, HOST, "Content-Length: -1"), 400, "bad_request"),
    ("H13 CL list", (POST, HOST, "Content-Length: 2,2"), 400, "bad_request"),
    ("H13 TE gzip", (POST, HOST, "Transfer-Encoding: gzip"), 400, "bad_request"),
    ("H19 dots", ("GET /../x HTTP/1.1", HOST), 404, "not_found"),
    ("H19 NUL", ("GET /%00 HTTP/1.1", HOST), 404, "not_found"),
    ("H19 slashes", ("GET //ws HTTP/1.1", HOST), 404, "not_found"),
    ("H19 slashes inside", ("GET /s//x HTTP/1.1", HOST), 404, "not_found"),
    ("H19 backslash", ("GET /a\\b HTTP/1.1", HOST), 404, "not_found"),
    ("H19 absolute", ("GET http://evil.example/healthz HTTP/1.1", HOST), 404, "not_found"),
    ("H19 absolute socket", ("GET http://evil.example/ws HTTP/1.1", HOST, *UPGRADE), 404, "not_found"),
    ("H19 slashes socket", ("GET //ws HTTP/1.1", HOST, *UPGRADE), 404, "not_found"),
    ("H20 TRACE", ("TRACE /api/sessions HTTP/1.1", HOST), 405, "method_not_allowed"),
    ("H20 of 100 letters", ("G" * 100 + " / HTTP/1.1", HOST), 400, "bad_request"),
    ("H32 bad UTF-8", ("GET /api/sessions/%ff/windows HTTP/1.1", HOST), 404, "not_found"),
    # The row says 404 for 10,000 characters; a head may have 4,094 in its first line, as in H11.
    ("H32 of 10,000", (f"GET /api/sessions/{LONG}/windows HTTP/1.1", HOST), 414, "bad_request"),
    ("H32 of 4,000", (f"GET /api/sessions/{LONG[:4000]}/windows HTTP/1.1", HOST), 422, "bad_id"),
]


@pytest.mark.parametrize(("lines", "status", "code"), [row[1:] for row in HEADS], ids=[r[0] for r in HEADS])
def test_bad_request_heads(lines: tuple[str, ...], status: int, code: str, target: Server) -> None:
    """The status and the code of the row, in our shape and with our headers."""
    answer = ask(target, *lines, "Accept: application/json")
    assert (status, code) == answer.told
    assert {"code", "message", "request_id"} == set(json.loads(answer.body)["error"])
    assert {name.lower(): value for name, value in HEADERS.items()}.items() <= answer.headers.items()


NO_HTTP = [
    ("H30 TLS", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 200 + b"\r\n\r\n"),
    ("H30 HTTP/0.9", b"GET /healthz\r\n\r\n"),
    ("H30 HTTP/2.0", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    ("H30 LF only", b"GET /healthz HTTP/1.1\nHost: localhost\n\n"),
]


@pytest.mark.parametrize("data", [row[1] for row in NO_HTTP], ids=[row[0] for row in NO_HTTP])
def test_requests_that_are_not_http(data: bytes, target: Server) -> None:
    """400 as soon as a line has ended."""
    assert (400, "bad_request") == parsed(exchange(target, data)).told


UPGRADES = [
    ("H5 h2c", "Upgrade: websocket", "Upgrade: h2c", 400, "bad_upgrade"),
    ("H5 no Connection", "Connection: Upgrade", "Connection: close", 400, "bad_upgrade"),
    ("H6 no key", UPGRADE[3], "X: y", 400, "bad_upgrade"),
    ("H7 short key", UPGRADE[3], "Sec-WebSocket-Key: abc", 400, "bad_upgrade"),
    ("H7 no base64", UPGRADE[3], "Sec-WebSocket-Key: !!!!!!!!!!!!!!!!!!!!!!==", 400, "bad_upgrade"),
    ("H8 version 8", UPGRADE[2], "Sec-WebSocket-Version: 8", 426, "upgrade_required"),
    ("H8 no version", UPGRADE[2], "X: y", 426, "upgrade_required"),
]


@pytest.mark.parametrize(
    ("dropped", "added", "status", "code"), [row[1:] for row in UPGRADES], ids=[row[0] for row in UPGRADES]
)
def test_bad_handshakes(dropped: str, added: str, status: int, code: str, target: Server) -> None:
    """An HTTP answer; nothing is upgraded that then dies."""
    lines = [line for line in UPGRADE if line != dropped]
    answer = ask(target, "GET /ws/optimized?session=steady HTTP/1.1", HOST, *lines, added)
    assert (status, code) == answer.told
    assert ("13" if status == 426 else None) == answer.headers.get("sec-websocket-version")


def test_h10_subprotocols_are_ignored(target: Server) -> None:
    """None is selected, so a client that does not require one continues."""
    with upgraded(target, "/ws", "Sec-WebSocket-Protocol: mux, tty") as peer:
        assert b"Sec-WebSocket-Protocol" not in peer.head


def test_h11_cookies_of_many_programs_on_localhost(target: Server) -> None:
    """9 KB of cookies are common on a host name that many programs share."""
    assert 200 == ask(target, GET, HOST, f"Cookie: {LONG}").status


def test_h9_an_invalid_compression_offer(target: Server) -> None:
    """Upgraded, without the extension."""
    offer = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=abc"
    with upgraded(target, "/ws", offer) as peer:
        assert b"Extensions" not in peer.head
