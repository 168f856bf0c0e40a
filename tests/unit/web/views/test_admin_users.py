"""Accounts of other users over HTTP: what an admin may do, what nobody may, and the audit events."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.apps import BEARER, ORIGIN, client_of, code_of, log_in, make_app, services_of
from webmux.auth.roles import Role

PASSWORD = "correct horse battery"
HEADERS = {"Origin": ORIGIN}
USERS = "/api/admin/users"


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    app = make_app(tmp_path)
    services_of(app).accounts.add("ada", Role.OPERATOR, PASSWORD)
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    client = client_of(app)
    log_in(client)
    return client


def test_all_users_are_listed(client: FlaskClient) -> None:
    ada, owner = client.get(USERS).get_json()["users"]
    assert {"name": "ada", "role": "operator", "disabled": False, "own": False}.items() <= ada.items()
    assert (True, True) == (owner["own"], owner["last_login_at"] > 0)


def test_a_user_is_added_with_a_password_that_is_shown_once(client: FlaskClient, app: Flask) -> None:
    made = client.post(USERS, json={"name": "bob", "role": "viewer"}, headers=HEADERS)
    generated = made.get_json()["generated_password"]
    assert (201, "viewer", True) == (made.status_code, made.get_json()["role"], len(generated) >= 20)
    assert 204 == log_in(client_of(app), user="bob", password=generated).status_code
    chosen = client.post(USERS, json={"name": "eve", "password": PASSWORD}, headers=HEADERS).get_json()
    assert ("operator", None) == (chosen["role"], chosen["generated_password"])
    assert generated not in client.get(USERS).get_data(as_text=True)
    services_of(app).audit.flush()
    assert generated not in str(services_of(app).audit.find())


ACTS = [
    ("user_added", "POST", USERS, {"name": "bob"}),
    ("user_role", "PATCH", f"{USERS}/ada", {"role": "viewer"}),
    ("user_disabled", "PATCH", f"{USERS}/ada", {"disabled": True}),
    ("user_enabled", "PATCH", f"{USERS}/ada", {"disabled": False}),
    ("password_set", "POST", f"{USERS}/ada/password", {}),
    ("logins_ended", "DELETE", f"{USERS}/ada/logins", None),
]


@pytest.mark.parametrize(("event", "method", "path", "body"), ACTS)
def test_each_action_is_one_audit_event_and_requires_a_browser(
    event: str, method: str, path: str, body: Any, client: FlaskClient, app: Flask
) -> None:
    """Otherwise a thief of an admin's token could make an account with it."""
    assert 403 == client_of(app).open(path, method=method, json=body, headers=BEARER).status_code
    services_of(app).audit.flush()
    before = len(services_of(app).audit.find())
    assert client.open(path, method=method, json=body, headers=HEADERS).status_code < 300
    services_of(app).audit.flush()
    [entry] = services_of(app).audit.find()[:-before]
    assert (event, "owner", path.split("/")[4:5] or ["bob"]) == (
        entry.event,
        entry.user,
        [entry.detail["name"]],
    )


def test_changes_apply_at_once(client: FlaskClient, app: Flask) -> None:
    ada = client_of(app)
    log_in(ada, user="ada", password=PASSWORD)
    client.patch(f"{USERS}/ada", json={"role": "viewer"}, headers=HEADERS)
    assert "viewer" == ada.get("/api/me").get_json()["role"]
    client.post(f"{USERS}/ada/password", json={"password": PASSWORD + "2"}, headers=HEADERS)
    assert 200 == ada.get("/api/me").status_code
    client.delete(f"{USERS}/ada/logins", headers=HEADERS)
    assert 401 == ada.get("/api/me").status_code
    assert 401 == log_in(ada, user="ada", password=PASSWORD).status_code
    assert 204 == log_in(ada, user="ada", password=PASSWORD + "2").status_code
    client.patch(f"{USERS}/ada", json={"disabled": True}, headers=HEADERS)
    assert 401 == ada.get("/api/me").status_code


@pytest.mark.parametrize(("event", "method", "path", "body"), ACTS[1:])
def test_an_admin_cannot_change_their_own_account(
    event: str, method: str, path: str, body: Any, client: FlaskClient
) -> None:
    answer = client.open(path.replace("ada", "owner"), method=method, json=body, headers=HEADERS)
    assert (409, "own_account") == code_of(answer), event


@pytest.mark.parametrize(
    ("method", "path", "body", "expected"),
    [
        ("POST", USERS, {"name": "Bad Name"}, (422, "bad_field")),
        ("POST", USERS, {"name": "ada"}, (409, "user_exists")),
        ("POST", USERS, {"name": "bob", "password": "short"}, (422, "bad_password")),
        ("POST", USERS, {"name": "bob", "role": "king"}, (422, "bad_field")),
        ("PATCH", f"{USERS}/nobody", {"role": "viewer"}, (404, "user_not_found")),
        ("PATCH", f"{USERS}/ada", {}, (422, "bad_field")),
        ("PATCH", f"{USERS}/ada", {"role": "viewer", "disabled": True}, (422, "bad_field")),
        ("POST", f"{USERS}/ada/password", {"password": "short"}, (422, "bad_password")),
        ("DELETE", f"{USERS}/nobody/logins", None, (404, "user_not_found")),
    ],
)
def test_invalid_fields_are_named(
    method: str, path: str, body: Any, expected: Any, client: FlaskClient
) -> None:
    assert expected == code_of(client.open(path, method=method, json=body, headers=HEADERS))
