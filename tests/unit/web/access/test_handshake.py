"""An invalid upgrade gets an HTTP reply, and never 101 or 500."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.apps import BEARER, client_of, code_of, make_app, upgrade


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    return client_of(make_app(tmp_path))


@pytest.mark.parametrize("path", ["/ws", "/ws/optimized"])
@pytest.mark.parametrize(
    "changes",
    [
        {"Connection": None},
        {"Connection": "close"},
        {"Connection": "xupgrade"},
        {"Upgrade": "h2c"},
        {"Upgrade": "websocket, h2c"},
        {"Sec_WebSocket_Key": None},
        {"Sec_WebSocket_Key": "abc"},
        {"Sec_WebSocket_Key": "MDEyMzQ1Njc4OTAxMjM0NTY3"},
        {"Sec_WebSocket_Key": "MDEyMzQ1Njc4OTAxMjM0NQ==,MDEyMzQ1Njc4OTAxMjM0NQ=="},
        {"Sec_WebSocket_Key": "!DEyMzQ1Njc4OTAxMjM0NQ=="},
        {"Content_Length": "5"},
        {"Transfer_Encoding": "chunked"},
        {"protocol": "HTTP/1.0"},
        {"method": "POST"},
        {"method": "HEAD"},
    ],
)
def test_a_broken_upgrade_gets_400(path: str, changes: dict[str, Any], client: FlaskClient) -> None:
    answer = upgrade(client, path, **changes)
    assert 400 == answer.status_code
    assert changes == {"method": "HEAD"} or "bad_upgrade" == answer.get_json()["error"]["code"]


@pytest.mark.parametrize("version", [None, "8", "", "13, 8", "13.0"])
def test_another_version_gets_426(version: str | None, client: FlaskClient) -> None:
    answer = upgrade(client, Sec_WebSocket_Version=version)
    assert (426, "13") == (answer.status_code, answer.headers["Sec-WebSocket-Version"])


@pytest.mark.parametrize("path", ["/ws", "/ws/optimized"])
def test_a_plain_request_of_a_socket_address_gets_426(path: str, client: FlaskClient) -> None:
    answer = client.get(path, headers=BEARER)
    assert (426, "websocket") == (answer.status_code, answer.headers["Upgrade"])
    assert 405 == client.post(path, headers=BEARER).status_code


def test_other_addresses_are_not_upgraded(client: FlaskClient) -> None:
    assert (400, "bad_upgrade") == code_of(upgrade(client, "/healthz"))
    assert 400 == upgrade(client, "/nope").status_code
    assert 200 == client.get("/healthz", headers={"Upgrade": "h2c", "Connection": "Upgrade"}).status_code


def test_an_upgrade_without_login_gets_401(client: FlaskClient) -> None:
    assert (401, "not_logged_in") == code_of(upgrade(client, Authorization=None))
    assert (401, "not_logged_in") == code_of(upgrade(client, Authorization=None, Origin=None))


def test_a_wrong_query_is_refused_before_the_upgrade(client: FlaskClient) -> None:
    assert 400 == upgrade(client, "/ws/optimized").status_code
    assert 404 == upgrade(client, "/ws/optimized?session=nope").status_code
