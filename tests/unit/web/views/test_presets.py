"""Presets over HTTP: what a user can use, and who changes what."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.apps import BEARER, HOST, ORIGIN, code_of, cookie_name, make_app, services_of
from webmux.auth.roles import Role
from webmux.presets.preset_table import Preset, PresetPane, PresetWindow

FILE = {"web": {"folder": "~/src", "windows": [{"panes": [{"command": "vim ."}, {}]}, {}]}}
SAVED = Preset(windows=(PresetWindow(panes=(PresetPane(command="top"),)),))


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    return make_app(tmp_path, preset=FILE)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    client = app.test_client(use_cookies=False)
    client.environ_base["HTTP_HOST"] = HOST
    return client


def operator(app: Flask) -> dict[str, str]:
    """The headers of an operator's browser."""
    services = services_of(app)
    if all(user.name != "bob" for user in services.accounts.all()):
        services.accounts.add("bob", Role.OPERATOR)
    _, cookie = services.gate.begin(services.accounts.named("bob"))
    return {"Cookie": f"{cookie_name(app)}={cookie}", "Origin": ORIGIN}


def names(client: FlaskClient, headers: dict[str, str]) -> list[str]:
    return [one["name"] for one in client.get("/api/presets", headers=headers).get_json()["presets"]]


def save(app: Flask, name: str, user: str | None = None) -> str:
    accounts = services_of(app).accounts
    owner = accounts.owner() if user is None else accounts.named(user)
    return services_of(app).presets.save(owner.id, name, SAVED, replace=False).id


def test_a_list_says_what_a_preset_makes(app: Flask, client: FlaskClient) -> None:
    save(app, "mine")
    web, mine = client.get("/api/presets", headers=BEARER).get_json()["presets"]
    assert ("file:web", "file", "", "~/src", 2, 3, ["vim ."], True) == tuple(
        web[field] for field in ("id", "source", "owner", "folder", "windows", "panes", "commands", "runs")
    )
    assert ("mine", "own", "owner", 1, ["top"], False) == tuple(
        mine[field] for field in ("name", "source", "owner", "panes", "commands", "runs")
    )


def test_an_admin_shares_a_preset_and_an_operator_does_not(app: Flask, client: FlaskClient) -> None:
    bob, mine = operator(app), save(app, "mine")
    assert ["web"] == names(client, bob)
    shared = client.patch(f"/api/presets/{mine}", json={"shared": True}, headers=BEARER)
    assert shared.get_json()["shared"]
    assert ["web", "mine"] == names(client, bob)
    his = save(app, "his", "bob")
    refused = client.patch(f"/api/presets/{his}", json={"shared": True}, headers=bob)
    assert (403, "forbidden") == code_of(refused)
    assert (404, "preset_not_found") == code_of(client.delete(f"/api/presets/{mine}", headers=bob))


def test_rename_and_delete(app: Flask, client: FlaskClient) -> None:
    mine = save(app, "mine")
    save(app, "other")
    renamed = client.patch(f"/api/presets/{mine}", json={"name": "api"}, headers=BEARER)
    assert (200, "api") == (renamed.status_code, renamed.get_json()["name"])
    for body, expected in (
        ({"name": "other"}, (409, "preset_name_taken")),
        ({"name": "a:b"}, (422, "bad_name")),
        ({}, (422, "bad_field")),
        ({"name": "x", "shared": True}, (422, "bad_field")),
    ):
        assert expected == code_of(client.patch(f"/api/presets/{mine}", json=body, headers=BEARER))
    assert 204 == client.delete(f"/api/presets/{mine}", headers=BEARER).status_code
    assert (404, "preset_not_found") == code_of(client.delete(f"/api/presets/{mine}", headers=BEARER))


def test_nobody_without_a_login(app: Flask, client: FlaskClient) -> None:
    assert 401 == client.get("/api/presets").status_code


def test_a_session_of_a_preset_has_no_other_fields(app: Flask, client: FlaskClient) -> None:
    for body, expected in (
        ({"preset": "file:web", "cwd": "/"}, (422, "bad_field")),
        ({"preset": "file:other"}, (404, "preset_not_found")),
        ({"preset": "file:web", "name": "a:b"}, (422, "bad_name")),
        ({"run": True}, (422, "bad_field")),
    ):
        assert expected == code_of(client.post("/api/sessions", json=body, headers=BEARER))
