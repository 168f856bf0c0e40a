"""What each role may ask for. A route, record, message or command that is added without a role fails here."""

from __future__ import annotations

import inspect
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.apps import HOST, ORIGIN, FakeTmux, cookie_name, make_app, services_of
from webmux.auth.roles import Role
from webmux.web.access.policy import LEAST_ROLES, PUBLIC_ENDPOINTS
from webmux.web.terminal import json_socket
from webmux.web.terminal import record_socket as sockets
from webmux.wire.opcodes import Opcode


@pytest.fixture
def app(tmp_path, tmux: FakeTmux) -> Flask:
    return make_app(tmp_path, tmux)


@pytest.fixture
def tmux() -> FakeTmux:
    fake = FakeTmux()
    fake.add("work")
    return fake


def stranger(app: Flask) -> FlaskClient:
    client = app.test_client(use_cookies=False)
    client.environ_base["HTTP_HOST"] = HOST
    return client


def headers(app: Flask, role: Role) -> dict[str, str]:
    """A browser's: a user of that role, logged in anew."""
    held = services_of(app)
    if all(user.name != role for user in held.accounts.all()):
        held.accounts.add(role, role)
    _, cookie = held.gate.begin(held.accounts.named(role))
    return {"Cookie": f"{cookie_name(app)}={cookie}", "Origin": ORIGIN}


def test_every_view_is_public_or_takes_a_role(app: Flask) -> None:
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert endpoints == PUBLIC_ENDPOINTS | LEAST_ROLES.keys()
    assert not PUBLIC_ENDPOINTS & LEAST_ROLES.keys()


def test_a_view_without_a_role_is_closed_even_to_admins(app: Flask) -> None:
    app.add_url_rule("/api/forgotten", "forgotten", lambda: "open")
    answer = stranger(app).get("/api/forgotten", headers=headers(app, Role.ADMIN))
    assert (403, "forbidden") == (answer.status_code, answer.get_json()["error"]["code"])


def requests(app: Flask) -> list[tuple[str, str, str, bool]]:
    found = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint in PUBLIC_ENDPOINTS:
            continue
        path = re.sub(r"<[^>]*session_id>", "%240", rule.rule)
        path = re.sub(r"<[^>]*window_id>", "%400", path)
        path = re.sub(r"<[^>]*>", "work", path)
        methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
        found += [(rule.endpoint, method, path, rule.websocket) for method in sorted(methods)]
    return found


@pytest.mark.parametrize("role", list(Role))
def test_each_role_gets_what_it_may_and_nothing_else(role: Role, app: Flask, tmux: FakeTmux) -> None:
    """Every view with every method: forbidden exactly where the list says so, and then tmux hears nothing."""
    client = stranger(app)
    for endpoint, method, path, websocket in requests(app):
        if websocket or endpoint == "api.preview":
            continue  # opened by tests/integration/test_roles.py
        before = len(tmux.calls)
        body = {} if method != "GET" else None
        answer = client.open(path, method=method, headers=headers(app, role), json=body)
        forbidden = answer.status_code == 403
        assert forbidden is not role.allows(LEAST_ROLES[endpoint]), (endpoint, method, answer.status)
        assert not (forbidden and tmux.calls[before:]), endpoint


def test_records_and_messages_have_a_role() -> None:
    source = inspect.getsource(sockets.SubscriberSocket._take_record)
    handled = {Opcode[name] for name in re.findall(r"case Opcode\.(\w+)", source)}
    assert handled == sockets.LEAST_ROLES.keys()
    source = inspect.getsource(json_socket.JsonSocket.__init__)
    assert set(re.findall(r'"([a-z-]+)": ', source)) == json_socket.LEAST_ROLES.keys()


def test_a_viewers_page_is_a_mirror(app: Flask) -> None:
    shown = {
        role: stranger(app).get("/s/work", headers=headers(app, role)).get_data(as_text=True) for role in Role
    }
    assert [True, False, False] == [" mirror " in shown[role] for role in Role]
    assert [False, True, True] == [" terminal " in shown[role] for role in Role]
