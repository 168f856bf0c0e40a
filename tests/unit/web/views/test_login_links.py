"""A pairing code logs in one device, once, for the user who shows it and while that user may log in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gevent
import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.apps import BEARER, ORIGIN, client_of, cookie_name, log_in, make_app, real_logging, services_of
from webmux.auth.links import PAIRING_LASTS_S
from webmux.auth.roles import Role

HEADERS = {"Origin": ORIGIN}
PHONE = "Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36"


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    return make_app(tmp_path, public_origins=("https://mux.example.org",))


@pytest.fixture
def ada(app: Flask) -> FlaskClient:
    """The browser of a viewer."""
    return browser_of(app, "ada")


def browser_of(app: Flask, name: str) -> FlaskClient:
    services = services_of(app)
    client = client_of(app)
    client.set_cookie(cookie_name(app), services.gate.begin(services.accounts.add(name, Role.VIEWER))[1])
    return client


def make_code(client: FlaskClient) -> Any:
    made = client.post("/api/login-links", headers=HEADERS)
    assert 201 == made.status_code
    return made.get_json()


def state_of(client: FlaskClient, code: Any) -> Any:
    return client.get(f"/api/login-links/{code['id']}").get_json()


def test_a_code_logs_one_device_in_and_names_it(app: Flask, ada: FlaskClient) -> None:
    code = make_code(ada)
    assert (PAIRING_LASTS_S, ["https://mux.example.org"]) == (code["lasts_s"], code["addresses"])
    assert {"state": "open", "device": None} == state_of(ada, code)
    phone = client_of(app)
    phone.environ_base |= {"HTTP_USER_AGENT": PHONE, "REMOTE_ADDR": "192.0.2.7"}
    assert 204 == log_in(phone, link=code["link"]).status_code
    me = phone.get("/api/me").get_json()
    assert ("ada", True) == (me["user"], me["paired"])
    device = {"id": me["login"], "address": "192.0.2.7", "agent": PHONE}
    assert {"state": "used", "device": device} == state_of(ada, code)
    assert 410 == log_in(client_of(app), link=code["link"]).status_code
    listed = {login["id"]: login["paired"] for login in ada.get("/api/logins").get_json()["logins"]}
    assert {True: 1, False: 1} == {paired: list(listed.values()).count(paired) for paired in (True, False)}
    assert listed[me["login"]]
    assert 204 == ada.delete(f"/api/logins/{me['login']}", headers=HEADERS).status_code
    assert 401 == phone.get("/api/me").status_code


def test_one_of_a_hundred_parallel_uses_wins(app: Flask, ada: FlaskClient) -> None:
    code = make_code(ada)
    uses = [gevent.spawn(log_in, client_of(app), link=code["link"]) for _ in range(100)]
    gevent.joinall(uses, raise_error=True)
    statuses = [use.value.status_code for use in uses]
    assert 1 == statuses.count(204)
    assert {204, 410, 429} == set(statuses)
    assert 2 == len(ada.get("/api/logins").get_json()["logins"])


def test_a_code_ends_when_its_dialog_closes(app: Flask, ada: FlaskClient) -> None:
    code = make_code(ada)
    path = f"/api/login-links/{code['id']}"
    assert 204 == ada.delete(path, headers=HEADERS).status_code
    assert "ended" == state_of(ada, code)["state"]
    assert 410 == log_in(client_of(app), link=code["link"]).status_code
    assert 404 == ada.delete(path, headers=HEADERS).status_code


def test_a_code_of_a_disabled_user_is_refused(app: Flask, ada: FlaskClient) -> None:
    code = make_code(ada)
    services_of(app).accounts.set_disabled("ada", disabled=True)
    assert 401 == log_in(client_of(app), link=code["link"]).status_code


def test_a_code_ends_with_the_login_that_made_it(app: Flask, ada: FlaskClient) -> None:
    """A thief who was logged out has no way back."""
    code = make_code(ada)
    assert 204 == ada.post("/logout", headers=HEADERS).status_code
    assert 410 == log_in(client_of(app), link=code["link"]).status_code


def test_a_code_of_another_user_does_not_exist(app: Flask, ada: FlaskClient) -> None:
    eve, code = browser_of(app, "eve"), make_code(ada)
    assert "ended" == state_of(eve, code)["state"]
    assert 404 == eve.delete(f"/api/login-links/{code['id']}", headers=HEADERS).status_code
    assert 204 == log_in(client_of(app), link=code["link"]).status_code
    assert "ended" == state_of(eve, code)["state"]


def test_a_longer_link_is_no_pairing_code(app: Flask, ada: FlaskClient) -> None:
    services = services_of(app)
    link = services.links.issue(b"r" * 32, services.accounts.named("ada").id)
    assert 204 == log_in(client_of(app), link=link).status_code
    assert not any(login["paired"] for login in ada.get("/api/logins").get_json()["logins"])


def test_scripts_and_clients_without_a_login_make_no_codes(app: Flask) -> None:
    assert 403 == client_of(app).post("/api/login-links", headers=BEARER).status_code
    assert 401 == client_of(app).post("/api/login-links", headers=HEADERS).status_code


@pytest.mark.parametrize("link_id", ["x", "..%2Fsecret", "A" * 64, "0" * 64, "0" * 4000])
def test_a_wrong_id_is_a_code_that_ended(link_id: str, ada: FlaskClient) -> None:
    assert ada.get(f"/api/login-links/{link_id}").status_code in (200, 404)
    assert 404 == ada.delete(f"/api/login-links/{link_id}", headers=HEADERS).status_code


def test_the_code_is_in_no_log_and_no_audit_event(
    app: Flask, ada: FlaskClient, capsys: pytest.CaptureFixture[str]
) -> None:
    with real_logging():
        code = make_code(ada)
        log_in(client_of(app), link=code["link"])
        log_in(client_of(app), link=code["link"])
    services_of(app).audit.flush()
    events = services_of(app).audit.find()
    assert ["login", "login", "pairing_code_created"] == [entry.event for entry in events][:3]
    assert "pairing" == events[1].detail["by"]
    logged = "".join(capsys.readouterr())
    assert "/api/login-links" in logged
    assert code["link"] not in logged + str(events)
