"""Subscriptions over HTTP: they belong to a browser, and are checked before they are stored."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.apps import BEARER, ORIGIN, client_of, code_of, cookie_name, log_in, make_app, services_of
from tests.push_service import HOST, Browser, push_service
from webmux.auth.roles import Role

HEADERS = {"Origin": ORIGIN}
PATH = "/api/push/subscriptions"


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    return make_app(tmp_path, push_hosts=(HOST, "*.push.example"))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    client = client_of(app)
    log_in(client)
    return client


@pytest.fixture
def service():
    with push_service() as running:
        yield running


def subscribe(client: FlaskClient, body: object):
    return client.post(PATH, json=body, headers=HEADERS)


def good(**changes: object) -> dict[str, object]:
    return {**Browser("https://a.push.example").subscription(), **changes}


def test_a_browser_subscribes_and_unsubscribes(client: FlaskClient) -> None:
    assert {"subscriptions": []} == client.get(PATH).get_json()
    made = subscribe(client, good())
    assert (201, True) == (made.status_code, made.get_json()["current"])
    assert {"subscriptions": [made.get_json()]} == client.get(PATH).get_json()
    assert "push.example" not in client.get(PATH).get_data(as_text=True)
    assert 204 == client.delete(f"{PATH}/{made.get_json()['id']}", headers=HEADERS).status_code
    assert {"subscriptions": []} == client.get(PATH).get_json()


def test_subscribing_again_changes_nothing(client: FlaskClient) -> None:
    body = good()
    assert subscribe(client, body).get_json() == subscribe(client, body).get_json()


def test_the_key_is_the_same_after_a_restart(app: Flask, client: FlaskClient, tmp_path: Path) -> None:
    key = client.get("/api/push/key").get_json()["key"]
    assert 87 == len(key)
    assert key == services_of(make_app(tmp_path)).push_keys.public
    assert 0o600 == (tmp_path / "state" / "push").stat().st_mode & 0o777


POINT = good()["keys"]
BAD = [
    {},
    {"endpoint": "https://a.push.example/x"},
    good(endpoint="https://evil.example/x"),
    good(endpoint="http://a.push.example/x"),
    good(endpoint="https://a.push.example:22/x"),
    good(endpoint="https://169.254.169.254/"),
    good(endpoint="https://a.push.example/" + "x" * 5000),
    good(endpoint=None),
    good(endpoint=["https://a.push.example/x"]),
    good(keys=None),
    good(keys={}),
    good(keys={"p256dh": "", "auth": ""}),
    good(keys={**POINT, "auth": "AAAA"}),
    good(keys={**POINT, "auth": "!" * 22}),
    good(keys={**POINT, "p256dh": "A" * 87}),
    good(keys={**POINT, "p256dh": "BA" + "A" * 85}),
    good(keys={**POINT, "p256dh": POINT["p256dh"][:-4]}),
    good(keys={**POINT, "p256dh": "ü" * 87}),
    good(keys={**POINT, "p256dh": "B" * 1000}),
    good(keys={**POINT, "more": "x"}),
    good(user_id=1),
    good(expirationTime="never"),
]


@pytest.mark.parametrize("body", BAD)
def test_invalid_subscriptions_are_refused(body: object, client: FlaskClient) -> None:
    assert (422, "bad_field") == code_of(subscribe(client, body))
    assert {"subscriptions": []} == client.get(PATH).get_json()


def test_only_browsers_with_a_login_can_subscribe(app: Flask, client: FlaskClient) -> None:
    assert 401 == client_of(app).get(PATH).status_code
    assert 403 == client_of(app).post(PATH, json=good(), headers=BEARER).status_code
    assert 403 == client.post(PATH, json=good(), headers={"Origin": "https://evil.example"}).status_code


def test_a_user_removes_only_their_own_subscription(app: Flask, client: FlaskClient) -> None:
    number = subscribe(client, good()).get_json()["id"]
    other = client_of(app)
    _, cookie = services_of(app).gate.begin(services_of(app).accounts.add("ada", Role.ADMIN))
    other.set_cookie(cookie_name(app), cookie)
    assert {"subscriptions": []} == other.get(PATH).get_json()
    assert 404 == other.delete(f"{PATH}/{number}", headers=HEADERS).status_code


def test_a_subscription_ends_with_its_login(app: Flask, client: FlaskClient) -> None:
    subscribe(client, good())
    client.post("/logout", headers=HEADERS)
    log_in(client)
    assert {"subscriptions": []} == client.get(PATH).get_json()


def test_a_test_message_arrives(client: FlaskClient, service) -> None:
    browser = Browser(service.origin)
    assert 404 == client.post("/api/push/test", headers=HEADERS).status_code
    subscribe(client, browser.subscription())
    assert 204 == client.post("/api/push/test", headers=HEADERS).status_code
    assert browser.read(service.taken[0][1])["test"] is True
    service.status = "410 Gone"
    assert (502, "push_failed") == code_of(client.post("/api/push/test", headers=HEADERS))
    assert {"subscriptions": []} == client.get(PATH).get_json()


def test_test_messages_are_limited(client: FlaskClient, service) -> None:
    subscribe(client, Browser(service.origin).subscription())
    codes = [client.post("/api/push/test", headers=HEADERS).status_code for _ in range(14)]
    assert {204, 429} == set(codes)
    assert codes.count(204) <= 12
