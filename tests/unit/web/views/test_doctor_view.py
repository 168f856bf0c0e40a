"""The checks over HTTP: for admins only, limited, and a self-check that clients cannot use."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from tests.apps import BEARER, HOST, UPGRADE, client_of, make_app, services_of
from webmux.auth import self_check
from webmux.auth.rates import Kind
from webmux.auth.roles import Role, Scope
from webmux.doctor import runner, tmux_sockets
from webmux.doctor.finding import error
from webmux.doctor.tmux_sockets import Socket, Sockets


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setattr(runner, "checks", lambda: {"a": lambda inputs: [error("bad", "Bad.", "ls")]})
    return make_app(tmp_path)


def bearer(app: Flask, role: Role) -> dict[str, str]:
    services = services_of(app)
    services.accounts.add(role.value, role)
    text, _ = services.accounts.new_token(services.accounts.named(role.value), "x", role, None, Scope.MANAGE)
    return {"Authorization": f"Bearer {text}"}


def test_an_admin_gets_the_report(app: Flask) -> None:
    answer = client_of(app).post("/api/admin/doctor", headers=BEARER)
    finding = {"check": "a", "id": "bad", "level": "error", "cause": "Bad.", "fix": "ls"}
    assert {"level": "error", "findings": [finding]} == answer.get_json()


def test_nobody_else_gets_it(app: Flask) -> None:
    client = client_of(app)
    assert 401 == client.post("/api/admin/doctor", headers={"Origin": f"http://{HOST}"}).status_code
    assert 403 == client.post("/api/admin/doctor", headers=bearer(app, Role.OPERATOR)).status_code
    assert 403 == client.get("/api/tmux-sockets", headers=bearer(app, Role.VIEWER)).status_code


def test_the_checks_have_a_rate_limit(app: Flask) -> None:
    client = client_of(app)
    codes = [
        client.post("/api/admin/doctor", headers=BEARER).status_code
        for _ in range(Kind.MACHINE_CHECK.value + 1)
    ]
    assert [200] * Kind.MACHINE_CHECK.value + [429] == codes


def test_the_sockets_of_this_user(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those without sessions are not listed."""
    others = (Socket("/a b", 1, 2), Socket("/c", 2, 0))
    monkeypatch.setattr(
        tmux_sockets, "gather", lambda inputs: Sockets(Socket("/own", 3), False, "", False, others)
    )
    answer = client_of(app).get("/api/tmux-sockets", headers=BEARER).get_json()
    assert "/own" == answer["own"]
    [other] = answer["others"]
    assert ("/a b", 2) == (other["path"], other["sessions"])
    assert other["show"].endswith("--tmux-socket '/a b'")


def test_a_self_check_is_answered_only_to_its_doctor(app: Flask) -> None:
    """Otherwise as any address that does not exist, with and without a login."""
    client, key = client_of(app), services_of(app).self_check_key
    asked = self_check.question(key)
    answer = client.get("/api/self-check", headers={self_check.HEADER: asked}).get_json()
    assert self_check.proves(key, asked, answer["proof"])
    assert {"proof", "version", "scheme", "host", "forwarded_for"} == set(answer)
    forged = {self_check.HEADER: self_check.question(b"another key")}
    for headers in ({}, forged):
        for login in ({}, BEARER):
            found = client.get("/api/self-check", headers={**headers, **login})
            missing = client.get("/api/nothing", headers=login)
            assert missing.status_code == found.status_code
            assert missing.get_json()["error"]["code"] == found.get_json()["error"]["code"]


def test_the_socket_refuses_before_the_upgrade(app: Flask) -> None:
    headers = {**UPGRADE, "Origin": f"http://{HOST}", self_check.HEADER: "1.2.3"}
    answer = client_of(app).get(
        "/ws/self-check", headers=headers, environ_overrides={"wsgi.url_scheme": "http"}
    )
    assert 401 == answer.status_code
