"""HTTP bodies: how they are sent, whether they are JSON, and their fields."""

from __future__ import annotations

import json

import pytest

from tests.battery.raw import JSON, ask, send_json
from tests.server import Server

SESSIONS = "POST /api/sessions HTTP/1.1"
HOST = "Host: {host}"
CHUNKED = "Transfer-Encoding: chunked"
KIB = 1024


def chunked(*parts: bytes) -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


SENT = [
    # A name that would be fine up to the limit: nothing is cut and then obeyed.
    ("H15", (CHUNKED,), chunked(b'{"name": "cut"}' + b" " * 50_000, b" " * 80_000), 413, "too_big"),
    ("H14", (CHUNKED,), b"ZZ\r\n{}\r\n0\r\n\r\n", 400, "bad_request"),
    ("H16", ("Content-Length: 99999999999",), b"{}", 413, "too_big"),
    ("H15 in pieces", (CHUNKED,), b'5\r\n{"x":\r\n3\r\n 1}\r\n0\r\n\r\n', 422, "bad_field"),
    ("H15 nothing", (CHUNKED,), b"0\r\n\r\n", 400, "bad_json"),
]


@pytest.mark.parametrize(
    ("headers", "body", "status", "code"), [row[1:] for row in SENT], ids=[row[0] for row in SENT]
)
def test_ways_to_send(headers: tuple[str, ...], body: bytes, status: int, code: str, target: Server) -> None:
    """Chunks are read whole or refused."""
    assert (status, code) == ask(target, SESSIONS, HOST, JSON, *headers, body=body).told


NO_JSON = [
    ("empty", b""),
    ("list", b"[]"),
    ("null", b"null"),
    ("cut", b"{"),
    ("more", b"{}x"),
    ("deep lists", b"[" * 10_000),
    ("deep objects", b'{"a":' * 10_000),
    ("NaN", b'{"name": NaN}'),
    ("Infinity", b'{"name": -Infinity}'),
    ("key twice", b'{"name": "a", "name": "b"}'),
    ("BOM", b"\xef\xbb\xbf{}"),
    ("UTF-16", '{"name":"x"}'.encode("utf-16")),
    ("bad UTF-8", b'{"name": "\xff"}'),
    ("lone surrogate", b'{"name": "\\ud800"}'),
    ("surrogate key", b'{"\\ud800": 1}'),
]


@pytest.mark.parametrize("body", [row[1] for row in NO_JSON], ids=[f"H21 {row[0]}" for row in NO_JSON])
def test_bodies_that_are_not_plain_json(body: bytes, target: Server) -> None:
    """Nothing that two readers could understand differently."""
    assert (400, "bad_json") == send_json(target, "POST", "/api/sessions", body).told


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonx"]
)
def test_h22_other_types(kind: str, target: Server) -> None:
    answer = ask(target, SESSIONS, HOST, f"Content-Type: {kind}", "Content-Length: 2", body=b"{}")
    assert (415, "unsupported_media_type") == answer.told


PUSH = "/api/push/subscriptions"
FIELDS = [
    ("H23 unknown", "POST", "/api/sessions", {"nmae": "x"}, "nmae"),
    ("H23 wrong type", "POST", "/api/sessions", {"name": 5}, "name"),
    ("H23 null", "POST", "/api/sessions", {"name": None}, "name"),
    ("H23 missing", "PATCH", "/api/sessions/%240", {}, "name"),
    ("H23 nested", "POST", "/api/shares", {"session_id": {"id": "$0"}}, "session_id"),
    ("H23 push keys missing", "POST", PUSH, {"endpoint": "https://a.b/"}, "keys"),
    (
        "H23 push nested",
        "POST",
        PUSH,
        {"endpoint": "", "keys": {"auth": 1}},
        "keys.p256dh",
    ),
    ("H23 push no text", "POST", PUSH, {"endpoint": ["x"], "keys": {}}, "endpoint"),
    ("H24 true", "POST", "/api/shares", {"session_id": "$0", "lasts_s": True}, "lasts_s"),
    ("H24 -1", "POST", "/api/shares", {"session_id": "$0", "lasts_s": -1}, "lasts_s"),
    ("H24 2^63", "POST", "/api/shares", {"session_id": "$0", "lasts_s": 2**63}, "lasts_s"),
    ("H24 1.5", "POST", "/api/shares", {"session_id": "$0", "lasts_s": 1.5}, "lasts_s"),
    ("H24 text", "POST", "/api/shares", {"session_id": "$0", "lasts_s": "60"}, "lasts_s"),
]


@pytest.mark.parametrize(
    ("method", "path", "body", "field"), [row[1:] for row in FIELDS], ids=[row[0] for row in FIELDS]
)
def test_wrong_fields(method: str, path: str, body: dict[str, object], field: str, target: Server) -> None:
    """The message begins with the path of the field."""
    answer = send_json(target, method, path, json.dumps(body).encode())
    assert (422, "bad_field") == answer.told
    assert json.loads(answer.body)["error"]["message"].startswith(f"{field}: ")


def test_h24_a_number_too_large_for_a_double(target: Server) -> None:
    answer = send_json(target, "POST", "/api/shares", b'{"session_id": "$0", "lasts_s": 1e400}')
    assert (422, "bad_field") == answer.told


LOGIN_BODIES = [
    ("H25 1 MB", b" " * KIB * KIB, 413, "too_big"),
    ("H25 password of 10 MB", b'{"user":"x","password":"' + b"x" * 10 * KIB * KIB + b'"}', 413, "too_big"),
    ("H26 NUL", b'{"user":"nobody","password":"a\\u0000b"}', 401, "not_logged_in"),
    ("H26 emoji", '{"user":"nobody","password":"🙂"}'.encode(), 401, "not_logged_in"),
    # The row says 401 for 4 KB; a password has at most 1,024 characters, and the field says so.
    ("H26 4 KB", b'{"user":"nobody","password":"' + b"x" * 4 * KIB + b'"}', 422, "bad_field"),
    ("H26 1 KB", b'{"user":"nobody","password":"' + b"x" * KIB + b'"}', 401, "not_logged_in"),
]


@pytest.mark.parametrize(
    ("body", "status", "code"), [row[1:] for row in LOGIN_BODIES], ids=[row[0] for row in LOGIN_BODIES]
)
def test_logins(body: bytes, status: int, code: str, target: Server) -> None:
    """From an address of its own, because wrong logins are counted."""
    origin = f"Origin: {target.url}"
    answer = send_json(target, "POST", "/login", body, origin, bearer=False, source="127.0.0.26")
    assert (status, code) == answer.told
