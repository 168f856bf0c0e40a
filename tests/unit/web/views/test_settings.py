"""Settings over HTTP: the user's own, merged, limited."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.apps import ORIGIN, FakeTmux, client_of, log_in, make_app

HEADERS = {"Origin": ORIGIN}


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    fake = FakeTmux()
    fake.add("work")
    return make_app(tmp_path, fake)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    client = client_of(app)
    log_in(client)
    return client


def change(client: FlaskClient, settings: object):
    return client.patch("/api/settings", json={"settings": settings}, headers=HEADERS)


def test_changed_settings_are_returned(client: FlaskClient) -> None:
    assert {"settings": {}} == client.get("/api/settings").get_json()
    assert {"settings": {"bell": "\"<&'"}} == change(client, {"bell": "\"<&'"}).get_json()
    assert {"settings": {"bell": "\"<&'"}} == client.get("/api/settings").get_json()


@pytest.mark.parametrize("settings", [[], 1, None, {"Bad": 1}, {"a": "x" * 40_000}])
def test_bad_changes_are_refused(client: FlaskClient, settings: object) -> None:
    assert change(client, settings).status_code in (400, 422)
    assert {"settings": {}} == client.get("/api/settings").get_json()


def test_settings_require_a_login(app: Flask) -> None:
    assert 401 == client_of(app).get("/api/settings").status_code
