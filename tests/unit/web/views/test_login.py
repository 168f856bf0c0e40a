"""Login by token or link, and logout; wrong credentials are slowed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.apps import (
    BEARER,
    ORIGIN,
    TOKEN,
    client_of,
    cookie_name,
    log_in,
    make_app,
    real_logging,
    services_of,
)
from webmux.auth.roles import Role
from webmux.web.services import current_login


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    return make_app(tmp_path)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return client_of(app)


def test_the_token_gives_a_valid_cookie(client: FlaskClient, app: Flask) -> None:
    answer = log_in(client)
    cookie = answer.headers["Set-Cookie"]
    assert 204 == answer.status_code
    assert all(part in cookie for part in ("HttpOnly", "SameSite=Strict", "Path=/", f"{cookie_name(app)}="))
    assert "Domain" not in cookie
    assert TOKEN not in cookie
    assert 200 == client.get("/api/sessions").status_code


def test_a_login_always_sets_a_new_cookie(client: FlaskClient) -> None:
    first = log_in(client).headers["Set-Cookie"]
    assert first.split(";")[0] != log_in(client).headers["Set-Cookie"].split(";")[0]


def test_a_link_gives_a_cookie_once(client: FlaskClient, app: Flask) -> None:
    link = services_of(app).links.issue(b"r" * 32)
    assert 204 == log_in(client, link=link).status_code
    again = log_in(client_of(app), link=link)
    assert (410, "link_gone") == (again.status_code, again.get_json()["error"]["code"])
    assert "Set-Cookie" not in again.headers


@pytest.mark.parametrize(
    "body",
    [
        {"token": ""},
        {"token": "x"},
        {"token": "\0"},
        {"token": "😀" * 1000},
        {"token": TOKEN + " "},
        {"link": "x"},
        {"link": "../token"},
    ],
)
def test_wrong_credentials_get_401(body: dict[str, str], client: FlaskClient) -> None:
    answer = log_in(client, **body)
    assert (401, "not_logged_in") == (answer.status_code, answer.get_json()["error"]["code"])
    assert 401 == client.get("/api/sessions").status_code


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"token": TOKEN, "link": "x"}, 422),
        ({"token": 5}, 422),
        ({"token": TOKEN, "x": 1}, 422),
        ({"password": TOKEN}, 422),
        ({"token": "x" * 4097}, 422),
        ({"token": "x" * 70_000}, 413),
    ],
)
def test_wrong_bodies_are_named(body: Any, status: int, client: FlaskClient) -> None:
    assert status == client.post("/login", json=body, headers={"Origin": ORIGIN}).status_code


def test_a_form_is_not_accepted_as_a_login(client: FlaskClient) -> None:
    assert 415 == client.post("/login", data={"token": TOKEN}, headers={"Origin": ORIGIN}).status_code


def test_the_sixth_wrong_token_waits_but_not_a_right_one(client: FlaskClient) -> None:
    assert [401] * 5 == [log_in(client, token="x").status_code for _ in range(5)]
    answer = log_in(client, token="x")
    assert (429, "too_many") == (answer.status_code, answer.get_json()["error"]["code"])
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert 204 == log_in(client).status_code


def test_wrong_passwords_block_their_address_but_no_known_device(client: FlaskClient, app: Flask) -> None:
    services = services_of(app)
    services.accounts.add("ada", Role.OPERATOR, "correct horse battery")
    right, wrong = ({"user": "ada", "password": text} for text in ("correct horse battery", "x"))
    assert 204 == log_in(client, **right).status_code
    client.post("/logout", headers={"Origin": ORIGIN})
    anonymous = client_of(app)
    assert [401] * 5 + [429] * 2 == [
        log_in(anonymous, **one).status_code for one in (*[wrong] * 5, wrong, right)
    ]
    assert 204 == log_in(client, **right).status_code
    other = client_of(app)
    other.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    assert 204 == log_in(other, **right).status_code


def test_wrong_passwords_for_others_do_not_block_a_logged_in_address(client: FlaskClient, app: Flask) -> None:
    services = services_of(app)
    services.gate.begin(services.accounts.add("ada", Role.OPERATOR, "correct horse battery"), "127.0.0.1")
    assert 429 == [log_in(client, user="eve", password="x").status_code for _ in range(6)][-1]
    assert 204 == log_in(client, user="ada", password="correct horse battery").status_code


def test_right_credentials_do_not_count(client: FlaskClient) -> None:
    assert [204] * 20 == [log_in(client).status_code for _ in range(20)]


def test_used_links_count_as_wrong_credentials(client: FlaskClient, app: Flask) -> None:
    link = services_of(app).links.issue(b"r" * 32)
    log_in(client, link=link)
    assert [410] * 5 + [429] == [log_in(client, link=link).status_code for _ in range(6)]


def test_logout_ends_the_login_for_every_copy_of_the_cookie(client: FlaskClient, app: Flask) -> None:
    stolen = log_in(client).headers["Set-Cookie"].split(";")[0]
    answer = client.post("/logout", headers={"Origin": ORIGIN})
    assert 204 == answer.status_code
    assert f"{cookie_name(app)}=;" in answer.headers["Set-Cookie"]
    thief = app.test_client(use_cookies=False)
    assert 401 == thief.get("/api/sessions", headers={"Cookie": stolen, "Host": "localhost"}).status_code


def test_logout_closes_open_sockets(client: FlaskClient, app: Flask) -> None:
    heard: list[str] = []
    with client:
        log_in(client)
        client.get("/api/sessions")
        login = current_login()
        assert login is not None
        services_of(app).gate.on_ended(login.id, lambda error: heard.append(login.id))
    client.post("/logout", headers={"Origin": ORIGIN})
    assert [login.id] == heard


def test_a_script_cannot_log_the_token_out(client: FlaskClient) -> None:
    assert 204 == client.post("/logout", headers=BEARER).status_code
    assert 200 == client.get("/api/sessions", headers=BEARER).status_code


@pytest.mark.parametrize(
    ("wanted", "given"), [("/s/x", "/s/x"), ("//evil", "/"), ("/\\evil", "/"), ("javascript:1", "/")]
)
def test_the_page_is_given_a_safe_next(wanted: str, given: str, client: FlaskClient) -> None:
    page = client.get("/login", query_string={"next": wanted}).get_data(as_text=True)
    assert f"login.html {given}" in page


def test_the_log_has_no_secret(
    client: FlaskClient, app: Flask, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    link = services_of(app).links.issue(b"r" * 32)
    with real_logging():
        log_in(client, link=link)
        log_in(client, token="almost-" + TOKEN)
        log_in(client)
        client.get(f"/api/sessions?token={TOKEN}", headers={"Referer": TOKEN, **BEARER})
    written = "".join(capfd.readouterr())
    assert written.count('"what": "login"') == 3
    assert not any(secret in written for secret in (TOKEN, link, link[:20]))
    stored = b"".join(path.read_bytes() for path in (tmp_path / "state").rglob("*") if path.is_file())
    assert not any(secret.encode() in stored for secret in (TOKEN, link))
