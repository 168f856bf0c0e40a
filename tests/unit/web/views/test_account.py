"""The user's own account over HTTP, and that each action is audited exactly once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.apps import BEARER, ORIGIN, TOKEN, FakeTmux, client_of, log_in, make_app, services_of
from webmux.auth.roles import Role, Scope

PASSWORD = "correct horse battery"
HEADERS = {"Origin": ORIGIN}


@pytest.fixture
def tmux() -> FakeTmux:
    fake = FakeTmux()
    fake.add("work")
    return fake


@pytest.fixture
def app(tmp_path: Path, tmux: FakeTmux) -> Flask:
    return make_app(tmp_path, tmux)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    client = client_of(app)
    log_in(client)
    return client


def trail(app: Flask) -> list[Any]:
    services_of(app).audit.flush()
    return services_of(app).audit.find()


def test_a_user_sees_their_logins_and_ends_other_ones(app: Flask, client: FlaskClient) -> None:
    other = client_of(app)
    log_in(other)
    logins = client.get("/api/logins").get_json()["logins"]
    assert [False, True] == sorted(login["current"] for login in logins)
    elsewhere = next(login["id"] for login in logins if not login["current"])
    assert 204 == client.delete(f"/api/logins/{elsewhere}", headers=HEADERS).status_code
    assert [401, 200] == [one.get("/api/logins").status_code for one in (other, client)]
    assert 404 == client.delete(f"/api/logins/{elsewhere}", headers=HEADERS).status_code


def test_a_user_cannot_end_the_login_of_another(app: Flask, client: FlaskClient) -> None:
    services = services_of(app)
    login, cookie = services.gate.begin(services.accounts.add("eve", Role.ADMIN))
    text, token = services.accounts.new_token(
        services.accounts.named("eve"), "x", Role.ADMIN, None, Scope.MANAGE
    )
    assert 404 == client.delete(f"/api/logins/{login.id}", headers=HEADERS).status_code
    assert 404 == client.delete(f"/api/tokens/{token.id}", headers=HEADERS).status_code
    assert services.gate.check(cookie)
    assert services.accounts.find_token(text)


def test_a_token_is_made_used_and_ended(client: FlaskClient, app: Flask) -> None:
    wanted = {"label": "ci", "role": "operator", "lasts_s": 3600}
    made = client.post("/api/tokens", json=wanted, headers=HEADERS)
    assert 201 == made.status_code
    script = {"Authorization": f"Bearer {made.get_json()['token']}"}
    anonymous = client_of(app)
    assert {"user": "owner", "role": "viewer"}.items() <= anonymous.get(
        "/api/me", headers=script
    ).get_json().items()
    made_fields = {name: made.get_json()[name] for name in ("scope", "role")}
    assert {"scope": "read", "role": "operator"} == made_fields
    [listed] = client.get("/api/tokens").get_json()["tokens"]
    assert "token" not in listed
    assert 204 == client.delete(f"/api/tokens/{listed['id']}", headers=HEADERS).status_code
    assert 401 == anonymous.get("/api/me", headers=script).status_code


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/api/tokens", {"label": "x"}),
        ("DELETE", "/api/tokens/1", None),
        ("DELETE", "/api/logins/x", None),
        ("POST", "/api/password", {"new": PASSWORD}),
    ],
)
def test_a_token_cannot_make_a_token_or_a_password(method: str, path: str, body: Any, app: Flask) -> None:
    answer = client_of(app).open(path, method=method, json=body, headers=BEARER)
    assert 403 == answer.status_code


def test_a_password_is_changed_with_the_old_one(client: FlaskClient, app: Flask) -> None:
    def set_to(**body: str) -> int:
        return client.post("/api/password", json=body, headers=HEADERS).status_code

    assert [204, 403, 403, 422] == [
        set_to(new=PASSWORD),
        set_to(new=PASSWORD + "2"),
        set_to(old="wrong", new=PASSWORD + "2"),
        set_to(old=PASSWORD, new="short"),
    ]
    assert 204 == set_to(old=PASSWORD, new=PASSWORD + "2")
    anonymous = client_of(app)
    assert 401 == log_in(anonymous, user="owner", password=PASSWORD).status_code
    assert 204 == log_in(anonymous, user="owner", password=PASSWORD + "2").status_code


@pytest.mark.parametrize(
    "body", [{}, {"user": "x"}, {"password": PASSWORD}, {"token": "x", "user": "y", "password": "z"}]
)
def test_a_login_accepts_one_kind_of_credentials(body: dict[str, str], app: Flask) -> None:
    assert 422 == client_of(app).post("/login", json=body, headers=HEADERS).status_code


def test_a_token_with_a_limited_scope_cannot_log_a_browser_in(app: Flask) -> None:
    services = services_of(app)
    less, _ = services.accounts.new_token(services.accounts.owner(), "x", Role.VIEWER, None, Scope.MANAGE)
    all_of_it, _ = services.accounts.new_token(services.accounts.owner(), "x", Role.ADMIN, None, Scope.MANAGE)
    assert [401, 204] == [log_in(client_of(app), token=text).status_code for text in (less, all_of_it)]


ACTS = [
    ("session_created", "POST", "/api/sessions", {"name": "new"}),
    ("session_renamed", "PATCH", "/api/sessions/%240", {"name": "new"}),
    ("session_killed", "DELETE", "/api/sessions/%240", None),
    ("window_created", "POST", "/api/sessions/%240/windows", {}),
    ("window_renamed", "PATCH", "/api/windows/%400", {"name": "new"}),
    ("window_killed", "DELETE", "/api/windows/%400", None),
    ("token_created", "POST", "/api/tokens", {"label": "x"}),
    ("share_created", "POST", "/api/shares", {"session_id": "$0"}),
    ("password_set", "POST", "/api/password", {"new": PASSWORD}),
    ("logout", "POST", "/logout", None),
]


@pytest.mark.parametrize(("event", "method", "path", "body"), ACTS)
def test_each_action_is_one_audit_event(
    event: str, method: str, path: str, body: Any, app: Flask, client: FlaskClient
) -> None:
    before = len(trail(app))
    answer = client.open(path, method=method, json=body, headers=HEADERS)
    assert answer.status_code < 300
    [entry] = trail(app)[: len(trail(app)) - before]
    assert (event, "ok", "owner", "127.0.0.1", answer.headers["X-Request-ID"]) == (
        entry.event,
        entry.outcome,
        entry.user,
        entry.address,
        entry.request_id,
    )


def test_refused_actions_are_audited(app: Flask) -> None:
    services = services_of(app)
    services.accounts.add("eve", Role.VIEWER, PASSWORD)
    eve = client_of(app)
    log_in(eve, user="eve", password="wrong")
    log_in(eve, user="my password by mistake", password="x")
    log_in(eve, user="eve", password=PASSWORD)
    eve.post("/api/sessions", json={}, headers=HEADERS)
    assert [
        ("denied", "refused", "eve"),
        ("login", "ok", "eve"),
        ("login", "failed", ""),
        ("login", "failed", "eve"),
    ] == [(entry.event, entry.outcome, entry.user) for entry in trail(app)]


def test_the_audit_can_be_filtered_and_has_no_secret(app: Flask, client: FlaskClient) -> None:
    made = client.post("/api/tokens", json={"label": "ci"}, headers=HEADERS).get_json()["token"]
    client.post("/api/password", json={"new": PASSWORD}, headers=HEADERS)
    events = client.get("/api/audit").get_json()["events"]
    assert ["password_set", "token_created", "login"] == [event["event"] for event in events]
    found = client.get("/api/audit?event=login&user=owner&since=1&limit=5").get_json()["events"]
    assert ["login"] == [event["event"] for event in found]
    assert [] == client.get("/api/audit?until=1").get_json()["events"]
    assert 422 == client.get("/api/audit?since=yesterday").status_code
    assert not any(secret in str(events) for secret in (made, PASSWORD, TOKEN))


def test_pages_escape_names(app: Flask, client: FlaskClient, tmux: FakeTmux) -> None:
    client.post("/api/sessions", json={"name": "<img onerror=1>"}, headers=HEADERS)
    page = client.get("/audit").get_data(as_text=True)
    assert "<img onerror" not in page
    assert "&lt;img onerror" in page
    assert "owner" in client.get("/account").get_data(as_text=True)
