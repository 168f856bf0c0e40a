"""The admin page and its data: only for admins, without secrets, and also if a part fails."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.apps import BEARER, ORIGIN, TOKEN, FakeTmux, client_of, code_of, log_in, make_app, services_of
from webmux.auth.roles import Role
from webmux.auth.shares import Shared

PASSWORD = "correct horse battery"
HEADERS = {"Origin": ORIGIN}
SHARES = "/api/admin/shares"


@pytest.fixture
def tmux() -> FakeTmux:
    fake = FakeTmux()
    fake.add("work")
    return fake


@pytest.fixture
def app(tmp_path: Path, tmux: FakeTmux) -> Flask:
    app = make_app(tmp_path, tmux, sessions_per_user=7)
    services_of(app).accounts.add("ada", Role.OPERATOR, PASSWORD)
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    client = client_of(app)
    log_in(client)
    return client


def test_other_users_get_a_page_with_a_link(app: Flask) -> None:
    ada = client_of(app)
    log_in(ada, user="ada", password=PASSWORD)
    answer = ada.get("/admin", headers={"Accept": "text/html"})
    assert (403, 1) == (answer.status_code, answer.get_data(as_text=True).count("<a href="))


def test_the_page_has_the_options_in_force_and_no_secret(client: FlaskClient) -> None:
    text = client.get("/admin").get_data(as_text=True)
    assert "sessions_per_user" in text
    assert "database_url" not in text
    assert TOKEN not in text
    assert text.index("sessions_per_user") < text.index("windows_per_user")  # what was chosen comes first


def test_the_links_of_all_users_are_listed_and_revoked(client: FlaskClient, app: Flask) -> None:
    services = services_of(app)
    to = Shared("12-34", "$0", "work")
    _, share = services.shares.create(services.accounts.named("ada"), to, Role.VIEWER, 600)
    [listed] = client.get(SHARES).get_json()["shares"]
    assert (share.id, "ada", []) == (listed["id"], listed["user"], listed["guests"])
    assert 204 == client.delete(f"{SHARES}/{share.id}", headers=HEADERS).status_code
    assert None is services.shares.find(share.id)
    assert (404, "share_not_found") == code_of(client.delete(f"{SHARES}/{share.id}", headers=HEADERS))
    services.audit.flush()
    [entry] = services.audit.find(event="share_ended")
    assert {"share": share.id, "of": "ada"} == entry.detail


def test_a_closed_connection_cannot_be_ended(client: FlaskClient) -> None:
    assert {"connections": []} == client.get("/api/admin/connections").get_json()
    answer = client.delete("/api/admin/connections/00000000", headers=HEADERS)
    assert (404, "connection_not_found") == code_of(answer)


def test_a_script_of_an_admin_reads_all_of_it(app: Flask) -> None:
    paths = ("users", "connections", "shares", "health")
    assert [200] * 4 == [
        client_of(app).get(f"/api/admin/{path}", headers=BEARER).status_code for path in paths
    ]
