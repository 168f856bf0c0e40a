"""Access: origins, cookies, proxy headers of clients that are no proxy, and rates."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.battery.raw import HERE, UPGRADE, Answer, ask, connected, head, is_whole, parsed, send_json
from tests.server import Server
from webmux.auth.failures import SecretKind
from webmux.auth.rates import Kind

HOST = "Host: {host}"
LIST = "GET /api/sessions HTTP/1.1"
ATTACH = "GET /ws/optimized?session=steady HTTP/1.1"
WINDOWS = 2
"""A burst may begin at the end of one minute and go on in the next."""


def log_in(server: Server) -> str:
    """A cookie of the owner."""
    body = json.dumps({"token": server.token}).encode()
    answer = send_json(server, "POST", "/login", body, f"Origin: {server.url}", bearer=False)
    assert 204 == answer.status
    return answer.headers["set-cookie"].partition(";")[0]


def log_out(server: Server, cookie: str) -> None:
    lines = ("POST /logout HTTP/1.1", HOST, f"Origin: {server.url}", f"Cookie: {cookie}")
    assert 204 == ask(server, *lines, bearer=False).status


@pytest.fixture
def cookie(target: Server) -> Iterator[str]:
    text = log_in(target)
    yield text
    log_out(target, text)


ORIGINS = [
    ("null", "null"),
    ("evil", "http://evil.example"),
    ("suffix", "{own}.evil.example"),
    ("user", "{own}@evil.example"),
    ("port", "http://127.0.0.1:81"),
    ("case", "HTTP://127.0.0.1:{port}"),
    ("scheme", "https://127.0.0.1:{port}"),
    ("slash", "{own}/"),
    ("empty", ""),
]


@pytest.mark.parametrize("origin", [row[1] for row in ORIGINS], ids=[f"H3 {row[0]}" for row in ORIGINS])
@pytest.mark.parametrize("path", ["/ws", "/ws/optimized?session=steady"])
def test_foreign_origins(path: str, origin: str, target: Server, cookie: str) -> None:
    """With the cookie that a browser would send along."""
    line = f"Origin: {origin.format(own=target.url, port=target.port)}"
    answer = ask(target, f"GET {path} HTTP/1.1", HOST, *UPGRADE, line, f"Cookie: {cookie}", bearer=False)
    assert (403, "bad_origin") == answer.told


def test_h3_no_origin(target: Server, cookie: str) -> None:
    answer = ask(target, ATTACH, HOST, *UPGRADE, f"Cookie: {cookie}", bearer=False)
    assert (403, "bad_origin") == answer.told


@pytest.mark.parametrize("path", ["/ws", "/ws/optimized?session=steady"])
def test_h4_no_cookie(path: str, target: Server) -> None:
    lines = (f"GET {path} HTTP/1.1", HOST, *UPGRADE, f"Origin: {target.url}")
    assert (401, "not_logged_in") == ask(target, *lines, bearer=False).told


def test_h4_with_the_cookie(target: Server, cookie: str) -> None:
    """The same request as those above, and nothing wrong with it."""
    lines = (ATTACH, HOST, *UPGRADE, f"Origin: {target.url}", f"Cookie: {cookie}")
    assert 101 == ask(target, *lines, bearer=False).status


COOKIES = [
    ("garbage", "{name}=x"),
    ("empty", "{name}="),
    ("8 KB", "{name}=" + "x" * 8000),
    ("two", "{cookie}; {cookie}"),
    ("forged", "{cookie}x"),
    ("cut", "{cookie:.40}"),
    ("token", "{name}={token}"),
]


@pytest.mark.parametrize("text", [row[1] for row in COOKIES], ids=[f"H27 {row[0]}" for row in COOKIES])
def test_bad_cookies(text: str, target: Server, cookie: str) -> None:
    """Refused, and cleared."""
    name = cookie.partition("=")[0]
    line = "Cookie: " + text.format(name=name, cookie=cookie, token=target.token)
    answer = ask(target, LIST, HOST, line, bearer=False)
    assert (401, "not_logged_in") == answer.told
    assert answer.headers["set-cookie"].startswith(f"{name}=; Expires=Thu, 01 Jan 1970")


def test_h27_an_expired_login(target: Server) -> None:
    cookie = log_in(target)
    log_out(target, cookie)
    answer = ask(target, LIST, HOST, f"Cookie: {cookie}", bearer=False)
    assert (401, "not_logged_in") == answer.told
    assert "set-cookie" in answer.headers


def forged(number: int) -> tuple[str, ...]:
    """The headers that a proxy in front of us would add."""
    return (
        f"X-Forwarded-For: 203.0.113.{number}",
        "X-Forwarded-Proto: https",
        "X-Forwarded-Host: evil.example",
        "X-Forwarded-Prefix: /evil",
        f"Forwarded: for=203.0.113.{number};host=evil.example;proto=https",
    )


def test_h29_proxy_headers_from_an_untrusted_client(target: Server) -> None:
    """Wrong logins count for the real address of the client; the login page stays where it is."""

    def guess(number: int) -> tuple[int, str]:
        lines = (*forged(number), f"Origin: {target.url}")
        return send_json(
            target, "POST", "/login", b'{"token":"x"}', *lines, bearer=False, source="127.0.0.29"
        ).told

    told = [guess(number) for number in range(SecretKind.AT_LOGIN.most + 1)]
    assert [(401, "not_logged_in")] * SecretKind.AT_LOGIN.most + [(429, "too_many")] == told
    page = ask(target, "GET / HTTP/1.1", HOST, *forged(1), bearer=False)
    assert (303, "/login?next=/") == (page.status, page.headers["location"])


def until_refused(server: Server, source: str, most: int, *lines: str) -> Answer:
    """The same request again and again, on one connection, until it is too many."""
    request = head(server, *lines, bearer=False, close=False)
    with connected(server, source) as connection:
        for _ in range(WINDOWS * most + 1):
            connection.sendall(request)
            data = b""
            while not is_whole(data):
                data += connection.recv(65536)
            answer = parsed(data)
            if answer.status != 401:
                return answer
    raise AssertionError(f"{WINDOWS * most} requests were not too many")


@pytest.mark.timeout_s(60)  # thousands of requests, however busy the machine is
@pytest.mark.parametrize(
    ("source", "kind", "lines"),
    [
        ("127.0.0.31", Kind.REQUEST, (LIST, HOST)),
        ("127.0.0.25", Kind.UPGRADE, (ATTACH, HOST, *UPGRADE, "Origin: {own}")),
    ],
    ids=["H31", "W25"],
)
def test_too_many(source: str, kind: Kind, lines: tuple[str, ...], target: Server) -> None:
    """429 with Retry-After, for a socket before the upgrade; users and other addresses are not affected."""
    own = [line.replace("{own}", target.url) for line in lines]
    refused = until_refused(target, source, kind.value, *own)
    assert (429, "too_many") == refused.told
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    for other in (source, HERE):
        assert {Kind.REQUEST: 200, Kind.UPGRADE: 101}[kind] == ask(target, *own, source=other).status
