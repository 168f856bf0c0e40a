"""The gate: rows of the battery in facts/security.md, and that no view escapes it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.apps import (
    BEARER,
    HOST,
    ORIGIN,
    TOKEN,
    UPGRADE,
    FakeTmux,
    client_of,
    code_of,
    cookie_name,
    log_in,
    make_app,
    real_logging,
    services_of,
    upgrade,
)
from webmux.auth.rates import Kind
from webmux.auth.self_check import PATH, SOCKET_PATH
from webmux.web.access.policy import HEADERS, safe_next
from webmux.web.access.routes import PUBLIC, ROUTES

EVIL_ORIGINS = [
    None, "null", "http://evil.example", "http://127.0.0.1:81", "HTTP://127.0.0.1:8022",
    "http://127.0.0.1:8022.evil.example", "http://127.0.0.1:8022@evil.example",
]  # fmt: skip


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    return make_app(tmp_path)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return client_of(app)


# -- who comes in ------------------------------------------------------------------------------


def test_every_route_is_closed_unless_it_is_listed(app: Flask, client: FlaskClient) -> None:
    """Anonymous requests to all rules, with all methods, page and socket: only the list answers.

    The self-checks of the doctor need no login, but a signature.
    """
    asked = 0
    for rule in app.url_map.iter_rules():
        path = rule.rule
        for argument in rule.arguments:
            path = re.sub(rf"<(\w+:)?{argument}>", "x", path)
        signed = path in (PATH, SOCKET_PATH)
        for method in (rule.methods or set()) - ({"OPTIONS"} if signed else set()):
            answer = client.open(path, method=method, headers=UPGRADE if rule.websocket else {})
            public = ROUTES[rule.endpoint].role == PUBLIC and not signed
            closed = answer.status_code in (401, 403, 303) or (signed and answer.status_code == 400)
            assert closed != public or (public and method == "POST"), (method, path, answer.status)
            asked += 1
    assert asked > 30


@pytest.mark.parametrize("path", ["/nope", "/s/x", "/"])
def test_a_page_without_a_login_redirects_to_the_login_page(path: str, client: FlaskClient) -> None:
    answer = client.get(path, headers={"Accept": "text/html"})
    assert (303, f"/login?next={path}") == (answer.status_code, answer.location)


@pytest.mark.parametrize(
    "path", ["/api/sessions", "/api/nope", "/metrics", "/readyz", "/ws", "/ws/optimized"]
)
def test_a_program_without_a_login_gets_401(path: str, client: FlaskClient) -> None:
    answer = client.get(path, headers={"Accept": "text/html"})
    assert (401, "not_logged_in") == code_of(answer)
    assert "Bearer" == answer.headers["WWW-Authenticate"]


def test_a_page_requested_as_json_gets_json(client: FlaskClient) -> None:
    assert 401 == client.get("/", headers={"Accept": "application/json"}).status_code


def test_a_bearer_token_is_accepted(client: FlaskClient) -> None:
    assert 200 == client.get("/api/sessions", headers=BEARER).status_code
    assert 200 == client.get("/api/sessions", headers={"Authorization": f"bearer  {TOKEN}"}).status_code


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Bearer x", "Bearer \xff"])
def test_a_wrong_bearer_is_not_saved_by_a_cookie(header: str, client: FlaskClient) -> None:
    log_in(client)
    answer = client.get("/api/sessions", headers={"Authorization": header})
    assert (401, "not_logged_in") == code_of(answer)


@pytest.mark.parametrize("header", [f"Basic {TOKEN}", "Digest username=x", "Negotiate x", TOKEN, ""])
def test_basic_credentials_for_a_proxy_are_ignored(header: str, client: FlaskClient) -> None:
    headers = {"Authorization": header}
    assert 401 == client.get("/api/sessions", headers=headers).status_code
    assert 200 == client.get("/login", headers=headers).status_code
    log_in(client)
    assert 200 == client.get("/api/sessions", headers=headers).status_code
    assert 403 == client.post("/api/sessions", json={}, headers=headers).status_code  # still needs an origin


def test_a_token_in_the_query_is_ignored(client: FlaskClient) -> None:
    assert 401 == client.get(f"/api/sessions?token={TOKEN}").status_code


def test_too_many_wrong_bearers_wait(client: FlaskClient) -> None:
    for _ in range(30):
        client.get("/api/sessions", headers={"Authorization": "Bearer x"})
    answer = client.get("/api/sessions", headers={"Authorization": "Bearer x"})
    assert (429, "too_many") == code_of(answer)
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert 200 == client.get("/api/sessions", headers=BEARER).status_code


# -- host and origin -----------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["evil.example", "", "a b", "127.0.0.1.evil.example", "localhost:8022:1"])
@pytest.mark.parametrize("path", ["/healthz", "/login", "/", "/api/sessions", "/ws", "/nope"])
def test_another_host_gets_400(host: str, path: str, client: FlaskClient) -> None:
    answer = client.get(path, headers={"Host": host, "Accept": "*/*;q=0.1, application/json", **BEARER})
    assert 400 == answer.status_code
    assert "X-Frame-Options" in answer.headers


def test_no_host_gets_400(app: Flask) -> None:
    answer = app.test_client().get("/healthz", environ_overrides={"HTTP_HOST": None})
    assert 400 == answer.status_code


@pytest.mark.parametrize("origin", EVIL_ORIGINS)
@pytest.mark.parametrize("path", ["/ws", "/ws/optimized?session=x"])
def test_a_socket_of_another_origin_gets_403(origin: str | None, path: str, client: FlaskClient) -> None:
    log_in(client)
    assert (403, "bad_origin") == code_of(upgrade(client, path, Origin=origin, Authorization=None))


@pytest.mark.parametrize("origin", EVIL_ORIGINS)
@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/api/sessions"), ("DELETE", "/api/sessions/%240"), ("POST", "/logout"), ("POST", "/login")],
)
def test_a_change_from_another_origin_gets_403(
    origin: str | None, method: str, path: str, client: FlaskClient
) -> None:
    log_in(client)
    headers = {} if origin is None else {"Origin": origin}
    answer = client.open(path, method=method, json={}, headers=headers)
    assert (403, "bad_origin") == code_of(answer)


def test_a_form_of_another_site_changes_nothing(tmp_path: Path) -> None:
    tmux = FakeTmux()
    client = client_of(make_app(tmp_path, tmux))
    log_in(client)
    form = {"Content-Type": "text/plain", "Origin": "http://evil.example"}
    assert 403 == client.post("/api/sessions", data='{"name":"x"}', headers=form).status_code
    assert [] == tmux.calls


def test_a_bearer_token_needs_no_origin(client: FlaskClient) -> None:
    assert 201 == client.post("/api/sessions", json={}, headers=BEARER).status_code
    assert 201 == client.post("/api/sessions", json={}, headers={**BEARER, "Origin": "null"}).status_code


def test_forwarded_headers_of_untrusted_clients_are_ignored(client: FlaskClient, app: Flask) -> None:
    forged = {
        "X-Forwarded-For": "203.0.113.5",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Prefix": "/evil",
        "Forwarded": "for=203.0.113.5;host=evil.example;proto=https",
    }
    for _ in range(6):
        answer = client.post("/login", json={"token": "x"}, headers={"Origin": ORIGIN, **forged})
        forged["X-Forwarded-For"] += "1"
    assert 429 == answer.status_code
    good = client.post(
        "/login",
        json={"token": TOKEN},
        headers={"Origin": ORIGIN, **forged},
        environ_base={"REMOTE_ADDR": "192.0.2.1"},
    )
    assert "Secure" not in good.headers["Set-Cookie"]


def test_a_trusted_proxy_is_believed(tmp_path: Path) -> None:
    app = make_app(tmp_path, behind_proxy=True, public_origins=("https://mux.example.org",))
    client = client_of(app)
    headers = {
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "mux.example.org",
        "X-Forwarded-For": "1.2.3.4",
    }
    answer = client.post(
        "/login", json={"token": TOKEN}, headers={**headers, "Origin": "https://mux.example.org"}
    )
    assert 204 == answer.status_code
    assert answer.headers["Set-Cookie"].startswith(f"__Host-{cookie_name(app)}=")
    assert "Secure" in answer.headers["Set-Cookie"]
    evil = {**headers, "X-Forwarded-Host": "evil.example"}
    assert 400 == client.get("/healthz", headers=evil).status_code


@pytest.mark.parametrize("host", ["localhost:9000", "localhost", "LOCALHOST:9000"])
def test_a_page_at_a_forwarded_port_is_accepted(host: str, client: FlaskClient) -> None:
    """As with `ssh -L 9000:localhost:8022`: the origin is the very address that was asked."""
    own = {"Host": host, "Origin": f"http://{host.lower()}"}
    assert 204 == client.post("/login", json={"token": TOKEN}, headers=own).status_code
    assert 201 == client.post("/api/sessions", json={}, headers=own).status_code
    for origin in ("http://localhost:3000", "https://localhost:9000", "http://127.0.0.1:9000"):
        answer = client.post("/api/sessions", json={}, headers={"Host": host, "Origin": origin})
        assert (403, "bad_origin") == code_of(answer)


# -- addresses -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "raw",
    [
        "//ws",
        "//evil/x",
        "/s//x",
        "http://evil.example/healthz",
        "/../x",
        "/s/../x",
        "/./healthz",
        "/%00",
        "/s/%00",
        "/%ff",
        "/a\\b",
        "*",
    ],
)
def test_odd_addresses_get_404(raw: str, client: FlaskClient) -> None:
    path = unquote_to_bytes(raw).decode("latin-1")
    environ = {"RAW_URI": raw, "PATH_INFO": path}
    assert 404 == client.get("/x", headers=BEARER, environ_overrides=environ).status_code


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ("/s/x", "/s/x"),
        ("/s/a%2Fb", "/s/a%2Fb"),
        ("/s/ü", "/s/%C3%BC"),
        (None, "/"), ("", "/"), ("//evil", "/"), ("/\\evil", "/"), ("\\\\evil", "/"), ("javascript:x", "/"),
        ("https://evil", "/"), ("/\t/evil", "/"), ("/\n/evil", "/"), (" /x", "/"), ("/x y", "/"),
        ("%2f%2fevil", "/"),
        ("/%2fevil", "/%2fevil"), ("/x?y#z", "/x?y"), ("/s/x?window=@3&é", "/s/x?window=@3&%C3%A9"),
        ("/\u202ex", "/"),
    ],
)  # fmt: skip
def test_next_is_a_path_of_our_server(wanted: str | None, given: str) -> None:
    assert given == safe_next(wanted)


# -- headers and cookies -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/healthz", {}, 200),
        ("/login", {}, 200),
        ("/", {}, 303),
        ("/", BEARER, 200),
        ("/nope", BEARER, 404),
        ("/api/sessions", {}, 401),
        ("/api/nope", BEARER, 404),
        ("/static/nope.js", {}, 404),
        ("/healthz", {"Host": "evil"}, 400),
        ("/ws", BEARER, 426),
        ("//x", {}, 404),
        ("/metrics", BEARER, 200),
    ],
)
def test_every_reply_has_the_security_headers(
    path: str, headers: dict[str, str], status: int, client: FlaskClient
) -> None:
    answer = client.get(path, headers=headers, environ_overrides={"RAW_URI": path})
    assert status == answer.status_code
    assert HEADERS == {name: answer.headers.get(name) for name in HEADERS}
    assert "no-store" == answer.headers["Cache-Control"]
    assert 16 == len(answer.headers["X-Request-ID"])


@pytest.mark.parametrize(
    ("host", "scheme", "sent"),
    [
        ("box.lan:8022", "http", False),
        ("box.lan", "https", True),
        ("localhost", "http", True),
        ("[::1]:8022", "http", True),
    ],
)
def test_headers_that_require_https_are_not_sent_over_http(tmp_path, host, scheme, sent) -> None:
    client = client_of(make_app(tmp_path, public_origins=("http://box.lan:8022",)))
    answer = client.get("/login", headers={"Host": host}, environ_overrides={"wsgi.url_scheme": scheme})
    assert (200, sent) == (answer.status_code, "Cross-Origin-Opener-Policy" in answer.headers)


def test_a_crash_shows_only_its_request_id(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    class Crashing(FakeTmux):
        def list_sessions(self) -> Any:
            raise RuntimeError("inner secret")

    client = client_of(make_app(tmp_path, Crashing()))
    with real_logging():
        answer = client.get("/api/sessions", headers=BEARER)
    [logged] = [line for line in capsys.readouterr().err.splitlines() if "request crashed" in line]
    assert "in list_sessions" in json.loads(logged)["exception"]
    assert (500, "internal") == code_of(answer)
    assert "secret" not in answer.get_data(as_text=True)
    assert answer.headers["X-Request-ID"] == answer.get_json()["error"]["request_id"]
    assert HEADERS["X-Frame-Options"] == answer.headers["X-Frame-Options"]


@pytest.mark.parametrize("method", ["TRACE", "PUT", "BREW"])
def test_unknown_methods_get_405(method: str, client: FlaskClient) -> None:
    answer = client.open("/api/sessions", method=method, headers=BEARER)
    assert 405 == answer.status_code
    assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize("cookie", ["x", "x" * 8192, "", "a.b.c", "\x7f"])
def test_a_bad_cookie_is_refused_and_cleared(cookie: str, app: Flask) -> None:
    client = app.test_client(use_cookies=False)
    answer = client.get("/api/sessions", headers={"Cookie": f"{cookie_name(app)}={cookie}", "Host": HOST})
    assert 401 == answer.status_code
    assert f"{cookie_name(app)}=;" in answer.headers["Set-Cookie"]


def test_two_cookies_are_refused(app: Flask) -> None:
    services = services_of(app)
    pair = "; ".join(
        f"{cookie_name(app)}={services.gate.begin(services.accounts.owner())[1]}" for _ in range(2)
    )
    client = app.test_client(use_cookies=False)
    assert 401 == client.get("/api/sessions", headers={"Cookie": pair, "Host": HOST}).status_code
    one = pair.partition(";")[0]
    assert 200 == client.get("/api/sessions", headers={"Cookie": one, "Host": HOST}).status_code


def test_a_login_behind_a_proxy_is_not_valid_over_plain_http(tmp_path: Path) -> None:
    """A `__Host-` cookie is asked for over https only, the plain one over http only."""
    client = client_of(make_app(tmp_path, behind_proxy=True))
    log_in(client)
    assert 200 == client.get("/api/sessions").status_code
    assert 401 == client.get("/api/sessions", headers={"X-Forwarded-Proto": "https"}).status_code


# -- how often ---------------------------------------------------------------------------------


def test_too_many_changes_are_refused_but_not_reads(app: Flask, client: FlaskClient) -> None:
    for _ in range(Kind.CHANGE.value):
        services_of(app).rates.hit(Kind.CHANGE, f"user {services_of(app).accounts.owner().id}")
    refused = client.post("/api/sessions", json={}, headers=BEARER)
    assert (429, "too_many") == (refused.status_code, refused.get_json()["error"]["code"])
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert 200 == client.get("/api/sessions", headers=BEARER).status_code


def test_too_many_upgrades_are_refused_before_the_upgrade(app: Flask, client: FlaskClient) -> None:
    for _ in range(Kind.UPGRADE.value):
        services_of(app).rates.hit(Kind.UPGRADE, "127.0.0.1")
    assert 429 == client.get("/ws", headers={**UPGRADE, "Origin": ORIGIN}).status_code
    for _ in range(Kind.UPGRADE.value):
        services_of(app).rates.hit(Kind.UPGRADE, f"user {services_of(app).accounts.owner().id}")
    assert 429 == client.get("/ws", headers={**UPGRADE, **BEARER}).status_code
    assert 200 == client.get("/healthz").status_code


def test_clients_without_a_login_are_counted_by_address(app: Flask, client: FlaskClient) -> None:
    for _ in range(Kind.REQUEST.value):
        services_of(app).rates.hit(Kind.REQUEST, "127.0.0.1")
    assert 429 == client.get("/api/sessions").status_code
    assert 200 == client.get("/api/sessions", headers=BEARER).status_code
