"""The rights of each role. A route, record, message or command that is added without a role fails here."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from tests.apps import HOST, ORIGIN, FakeTmux, cookie_name, make_app, services_of
from webmux.auth.roles import Role, Scope
from webmux.web.access.routes import PUBLIC, ROUTES
from webmux.web.panes.pane_commands import PANE_COMMANDS
from webmux.web.panes.pane_socket import PANE_RECORDS
from webmux.web.terminal import json_socket, record_socket
from webmux.web.terminal.record_commands import COMMANDS
from webmux.web.terminal.socket_handlers import Handler, Handlers
from webmux.wire.opcodes import Opcode


@pytest.fixture
def app(tmp_path, tmux: FakeTmux) -> Flask:
    return make_app(tmp_path, tmux)


@pytest.fixture
def tmux() -> FakeTmux:
    fake = FakeTmux()
    fake.add("work")
    return fake


def anonymous(app: Flask) -> FlaskClient:
    client = app.test_client(use_cookies=False)
    client.environ_base["HTTP_HOST"] = HOST
    return client


def headers(app: Flask, role: Role) -> dict[str, str]:
    """A browser's: a user of that role with a new login."""
    services = services_of(app)
    if all(user.name != role for user in services.accounts.all()):
        services.accounts.add(role, role)
    _, cookie = services.gate.begin(services.accounts.named(role))
    return {"Cookie": f"{cookie_name(app)}={cookie}", "Origin": ORIGIN}


def test_every_view_has_a_declaration(app: Flask) -> None:
    rules = {
        (rule.endpoint, rule.rule, method) for rule in app.url_map.iter_rules() for method in verbs(rule)
    }
    assert rules == {(route.endpoint, route.path, route.method) for route in ROUTES.values()}


def test_a_view_without_a_declaration_is_closed_to_everybody(app: Flask) -> None:
    app.add_url_rule("/api/forgotten", "forgotten", lambda: "open")
    assert 401 == anonymous(app).get("/api/forgotten").status_code
    for role in Role:
        answer = anonymous(app).get("/api/forgotten", headers=headers(app, role))
        assert (403, "forbidden") == (answer.status_code, answer.get_json()["error"]["code"])


def verbs(rule: Rule) -> set[str]:
    return (rule.methods or set()) - {"HEAD", "OPTIONS"}


def requests(app: Flask) -> list[tuple[str, str, str, bool]]:
    found = []
    for rule in app.url_map.iter_rules():
        if ROUTES[rule.endpoint].role == PUBLIC:
            continue
        path = re.sub(r"<[^>]*session_id>", "%240", rule.rule)
        path = re.sub(r"<[^>]*window_id>", "%400", path)
        path = re.sub(r"<int:[^>]*>", "0", path)
        path = re.sub(r"<[^>]*>", "work", path)
        found += [(rule.endpoint, method, path, rule.websocket) for method in sorted(verbs(rule))]
    return found


@pytest.mark.parametrize("role", list(Role))
def test_each_role_reaches_exactly_its_routes(role: Role, app: Flask, tmux: FakeTmux) -> None:
    """Every view with every method: forbidden exactly as listed, and then tmux is not asked."""
    client = anonymous(app)
    for endpoint, method, path, websocket in requests(app):
        if websocket or endpoint in ("api.preview", "doctor.check_machine"):
            continue  # opened by integration tests, and by test_doctor_view.py
        before = len(tmux.calls)
        body = {} if method != "GET" else None
        answer = client.open(path, method=method, headers=headers(app, role), json=body)
        forbidden = answer.status_code == 403
        assert forbidden is not role.allows(Role(ROUTES[endpoint].role)), (endpoint, method, answer.status)
        assert not (forbidden and tmux.calls[before:]), endpoint


@pytest.mark.parametrize("scope", list(Scope))
def test_each_scope_of_a_token_reaches_exactly_its_routes(scope: Scope, app: Flask, tmux: FakeTmux) -> None:
    """`read` changes nothing, `type` only types into panes, and each denial is audited."""
    services = services_of(app)
    text, _ = services.accounts.new_token(services.accounts.owner(), "ci", Role.ADMIN, None, scope)
    for endpoint, method, path, websocket in requests(app):
        route, bearer = ROUTES[endpoint], {"Authorization": f"Bearer {text}"}
        if websocket or endpoint in ("api.preview", "doctor.check_machine", "people.logout"):
            continue
        role = Role.ADMIN if scope is Scope.MANAGE or route.needs is Scope.TYPE else Role.VIEWER
        is_open = scope.allows(route.needs) and role.allows(Role(route.role))
        answer = anonymous(app).open(
            path, method=method, headers=bearer, json={} if method != "GET" else None
        )
        if scope is not Scope.MANAGE or not is_open:  # no token may change passwords and the like
            assert (answer.status_code == 403) is not is_open, (endpoint, method, answer.status)
    if scope is not Scope.MANAGE:
        services.audit.flush()
        denied = services.audit.find(event="denied")[0]
        assert ("refused", "ci") == (denied.outcome, denied.detail["token_label"])


def test_only_typing_needs_the_scope_type() -> None:
    """The whole list, so that a token that types never gets more by mistake."""
    typing = {name for name, route in ROUTES.items() if route.needs is Scope.TYPE}
    assert {"automation.send", "answers.answer"} == typing
    assert {"pane_list.notify", "mcp.mcp"} == {
        name
        for name, route in ROUTES.items()
        if route.needs is Scope.READ and route.method != "GET" and not route.reads
    }


def test_a_message_type_has_one_handler_with_a_role() -> None:
    """A second handler is refused, and none can be declared without a role."""
    handlers: Handlers[str, Callable[[], None]] = Handlers()
    handlers.add("x", Role.ADMIN, asks_tmux=True)(list)
    assert Handler(list, Role.ADMIN, asks_tmux=True) == handlers["x"]
    with pytest.raises(ValueError, match="two handlers"):
        handlers.add("x", Role.VIEWER)(list)
    with pytest.raises(TypeError):
        handlers.add("y")  # type: ignore[call-arg]


def test_viewers_cannot_use_the_socket_commands_of_operators() -> None:
    """The whole list, so that a role is never given away by mistake."""
    least = {
        str(kind): handler.role
        for handlers in (COMMANDS, PANE_COMMANDS, PANE_RECORDS, json_socket.MESSAGES, record_socket.RECORDS)
        for kind, handler in handlers.items()
    }
    open_to_viewers = {kind for kind, role in least.items() if role is Role.VIEWER}
    assert {"watch-admin"} == {kind for kind, role in least.items() if role is Role.ADMIN}
    assert open_to_viewers == {
        *("pane", "panes", "history", "history-find", "visible", "used", "ask-control", "look"),
        "watch-agents",
        *("list-sessions", "list-windows", "watch-previews", "watch-saved-sessions", "get-stats", "ping"),
        "show-question",
        *map(str, (Opcode.ACK, Opcode.RESIZE, Opcode.PING, Opcode.PONG, Opcode.STATS, Opcode.COMMAND)),
        str(Opcode.PANE_ACK),
    }


def test_commands_that_ask_tmux_count_against_the_rate() -> None:
    asking = {name for name, command in COMMANDS.items() if command.asks_tmux}
    assert {"pane", "panes", "history", "history-find"} == asking


def test_a_viewers_page_is_a_mirror(app: Flask) -> None:
    shown = {
        role: anonymous(app).get("/s/work", headers=headers(app, role)).get_data(as_text=True)
        for role in Role
    }
    assert [True, False, False] == [" mirror " in shown[role] for role in Role]
    assert [False, True, True] == [" terminal " in shown[role] for role in Role]
