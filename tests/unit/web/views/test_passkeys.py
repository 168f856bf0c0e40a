"""Passkeys over HTTP: added by a browser with a login, used for a login, audited."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.apps import BEARER, ORIGIN, TOKEN, client_of, code_of, cookie_name, log_in, make_app, services_of
from tests.authenticator import Authenticator
from webmux.auth.passkey_store import PER_USER_MAX, Passkeys, PublicHalf
from webmux.auth.roles import Role
from webmux.store.database import Database

HOST = "localhost:8022"
HERE = {"Origin": f"http://{HOST}"}


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    return make_app(tmp_path)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser on http://localhost:8022, logged in as the owner."""
    client = anonymous(app)
    client.post("/login", json={"token": TOKEN}, headers=HERE)
    return client


def anonymous(app: Flask) -> FlaskClient:
    client = client_of(app)
    client.environ_base["HTTP_HOST"] = HOST
    return client


def add(client: FlaskClient, one: Authenticator, label: str = "laptop") -> Any:
    asked = client.post("/api/passkeys/options", headers=HERE).get_json()
    body = {"label": label, "credential": one.make(asked)}
    return client.post("/api/passkeys", json=body, headers=HERE)


def enter(client: FlaskClient, one: Authenticator, headers: dict[str, str] = HERE) -> Any:
    asked = client.post("/login/passkey/options", headers=headers).get_json()
    return client.post("/login/passkey", json={"credential": one.sign(asked)}, headers=headers)


def trail(app: Flask) -> list[Any]:
    services_of(app).audit.flush()
    return services_of(app).audit.find()


def test_a_passkey_is_added_used_and_removed(app: Flask, client: FlaskClient) -> None:
    one = Authenticator()
    added = add(client, one)
    assert (201, "laptop", None) == (
        added.status_code,
        added.get_json()["label"],
        added.get_json()["used_at"],
    )
    browser = anonymous(app)
    assert 401 == browser.get("/api/me").status_code
    answer = enter(browser, one)
    assert 204 == answer.status_code
    assert all(part in answer.headers["Set-Cookie"] for part in ("HttpOnly", "SameSite=Strict", "Path=/"))
    assert {"user": "owner", "role": "admin"}.items() <= browser.get("/api/me").get_json().items()
    [listed] = client.get("/api/passkeys").get_json()["passkeys"]
    assert added.get_json() | {"used_at": listed["used_at"]} == listed
    assert isinstance(listed["used_at"], int)
    assert 204 == client.delete(f"/api/passkeys/{listed['id']}", headers=HERE).status_code
    assert [] == client.get("/api/passkeys").get_json()["passkeys"]
    assert (401, "not_logged_in") == code_of(enter(anonymous(app), one))
    assert 200 == browser.get("/api/me").status_code, "a login goes on without its passkey"


def test_each_action_is_one_audit_event(app: Flask, client: FlaskClient) -> None:
    one = Authenticator()
    added = add(client, one).get_json()
    enter(anonymous(app), one)
    client.delete(f"/api/passkeys/{added['id']}", headers=HERE)
    named = {"id": added["id"], "label": "laptop"}
    gone, login, new, _ = trail(app)
    assert [("passkey_removed", named), ("passkey_added", named)] == [
        (e.event, e.detail) for e in (gone, new)
    ]
    assert ("login", "ok", "owner", "passkey") == (login.event, login.outcome, login.user, login.detail["by"])
    assert {"owner"} == {entry.user for entry in (gone, new)}


def test_failures_are_audited_with_their_user(app: Flask, client: FlaskClient) -> None:
    one = Authenticator(count=3)
    add(client, one)
    one.count = 1
    assert 401 == enter(anonymous(app), one).status_code
    assert 401 == enter(anonymous(app), Authenticator()).status_code
    assert [("login", "failed", "", "passkey"), ("login", "failed", "owner", "passkey")] == [
        (entry.event, entry.outcome, entry.user, entry.detail["by"]) for entry in trail(app)[:2]
    ]


def test_the_sixth_wrong_passkey_waits_but_not_a_right_one(app: Flask, client: FlaskClient) -> None:
    one = Authenticator()
    add(client, one)
    browser = anonymous(app)
    assert [204] * 10 == [enter(browser, one).status_code for _ in range(10)]
    assert [401] * 5 == [enter(browser, Authenticator()).status_code for _ in range(5)]
    assert 204 == enter(browser, one).status_code
    waits = enter(browser, Authenticator())
    assert (429, "too_many") == code_of(waits)
    assert 1 <= int(waits.headers["Retry-After"]) <= 60


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/api/passkeys/options", None),
        ("POST", "/api/passkeys", {"label": "x", "credential": Authenticator().make({"challenge": "x"})}),
        ("DELETE", "/api/passkeys/1", None),
    ],
)
def test_a_token_cannot_add_or_remove_passkeys(method: str, path: str, body: Any, app: Flask) -> None:
    answer = anonymous(app).open(path, method=method, json=body, headers={**BEARER, **HERE})
    assert (403, "forbidden") == code_of(answer)


def test_a_viewer_sees_only_their_own_passkeys(app: Flask, client: FlaskClient) -> None:
    made = add(client, Authenticator()).get_json()
    services = services_of(app)
    _, cookie = services.gate.begin(services.accounts.add("vera", Role.VIEWER))
    vera = anonymous(app)
    vera.set_cookie(cookie_name(app), cookie, domain="localhost")
    assert [] == vera.get("/api/passkeys").get_json()["passkeys"]
    assert (404, "passkey_not_found") == code_of(vera.delete(f"/api/passkeys/{made['id']}", headers=HERE))
    one = Authenticator()
    assert 201 == add(vera, one).status_code
    browser = anonymous(app)
    enter(browser, one)
    assert {"user": "vera", "role": "viewer"}.items() <= browser.get("/api/me").get_json().items()


def test_a_disabled_user_cannot_log_in(app: Flask, client: FlaskClient) -> None:
    services, one = services_of(app), Authenticator()
    services.accounts.add("boss", Role.ADMIN)
    add(client, one)
    services.accounts.set_disabled("owner", disabled=True)
    assert (401, "not_logged_in") == code_of(enter(anonymous(app), one))


@pytest.mark.parametrize("path", ["/api/passkeys/options", "/login/passkey/options"])
def test_an_ip_address_has_no_passkeys(path: str, app: Flask) -> None:
    browser = client_of(app)
    log_in(browser)
    assert (400, "no_passkeys_here") == code_of(browser.post(path, headers={"Origin": ORIGIN}))


@pytest.mark.parametrize("origin", ["http://evil.example", "http://localhost:1", "null", None])
def test_a_page_of_another_site_gets_no_challenge(origin: str | None, app: Flask) -> None:
    """Nor does a script, which the gate lets name any origin."""
    headers = {} if origin is None else {"Origin": origin}
    for also in ({}, BEARER):
        for path in ("/login/passkey/options", "/login/passkey"):
            body = (
                {"credential": Authenticator().sign({"challenge": "x"})} if path == "/login/passkey" else None
            )
            answer = anonymous(app).post(path, json=body, headers={**headers, **also})
            assert (403, "bad_origin") == code_of(answer)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/login/passkey", {}),
        ("/login/passkey", {"credential": {}}),
        ("/login/passkey", {"credential": Authenticator().sign({"challenge": "x"}), "user": "owner"}),
        ("/login/passkey", {"credential": Authenticator().make({"challenge": "x"})}),
        ("/api/passkeys", {"credential": Authenticator().make({"challenge": "x"})}),
        ("/api/passkeys", {"label": 5, "credential": Authenticator().make({"challenge": "x"})}),
        ("/api/passkeys", {"label": "x" * 65, "credential": Authenticator().make({"challenge": "x"})}),
        ("/api/passkeys", {"label": "x", "credential": {"id": "x"}}),
    ],
)
def test_wrong_bodies_are_named(path: str, body: Any, client: FlaskClient) -> None:
    assert (422, "bad_field") == code_of(client.post(path, json=body, headers=HERE))


def test_an_invalid_passkey_is_an_error(app: Flask, client: FlaskClient) -> None:
    body = {"label": "x", "credential": Authenticator().make({"challenge": "x"})}
    assert (422, "bad_passkey") == code_of(client.post("/api/passkeys", json=body, headers=HERE))
    one = Authenticator()
    assert [201, 409] == [add(client, one).status_code for _ in range(2)]


def test_the_number_of_passkeys_of_a_user_is_limited(app: Flask, client: FlaskClient) -> None:
    services = services_of(app)
    for number in range(PER_USER_MAX):
        services.passkeys.add(services.accounts.owner(), "x", PublicHalf(f"n{number}", b"", 0, ()))
    assert (422, "bad_field") == code_of(client.post("/api/passkeys/options", headers=HERE))


def test_a_passkey_removed_by_another_process_is_not_accepted(app: Flask, client: FlaskClient) -> None:

    one = Authenticator()
    made = add(client, one).get_json()
    Passkeys(Database(services_of(app).config.state_dir)).remove(made["id"])
    services_of(app).reload()
    assert 401 == enter(anonymous(app), one).status_code
    assert [] == client.get("/api/passkeys").get_json()["passkeys"]
