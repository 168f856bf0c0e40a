"""A guest with a link, on a running server: one session, what the link allows, until it ends."""

from __future__ import annotations

import json

import pytest

from tests.client import Refused, TerminalClient
from tests.people import closing_of, seen_by
from webmux.wire.opcodes import Opcode

pytestmark = pytest.mark.own_server


@pytest.fixture
def sessions(server):
    for name in ("work", "private"):
        server.tmux("new-session", "-d", "-s", name, "-x", "80", "-y", "24", "env PS1='$ ' sh")


def ask(server, method, path, body=None, headers=None):
    sent = None if body is None else json.dumps(body).encode()
    kind = {} if body is None else {"Content-Type": "application/json"}
    status, told, answer = server.request(method, path, sent, {**kind, **(headers or server.bearer)})
    return status, told, json.loads(answer) if answer.startswith(b"{") else answer


def share(server, role="viewer", session_id="$0"):
    wanted = {"session_id": session_id, "role": role, "lasts_s": 600}
    status, _, made = ask(server, "POST", "/api/shares", wanted)
    assert status == 201, made
    return made


def guest_of(server, made):
    """Whoever opened the link: the address of the server, and the cookie."""
    path, _, secret = made["path"].partition("#")
    status, told, _ = ask(server, "POST", path, {"secret": secret}, {"Origin": server.url})
    assert status == 204
    assert "HttpOnly" in told["set-cookie"]
    return seen_by(server, Cookie=told["set-cookie"].split(";")[0], Origin=server.url)


def test_a_guest_sees_one_session_and_nothing_else(server, sessions, attach):
    made = share(server)
    guest = guest_of(server, made)
    client = attach("private", to=guest, view="mirror", share=made["id"])
    client.wait(b"$ ")
    assert client.attached["session"]["name"] == "work"
    client.type("touch x\r")
    client.wait(lambda c: [e["code"] for e in c.of(Opcode.ERROR)] == ["forbidden"])
    for method, path in (
        ("GET", "/api/sessions"),
        ("GET", f"/api/sessions?share={made['id']}"),
        ("GET", f"/api/shares?share={made['id']}"),
        ("GET", f"/metrics?share={made['id']}"),
        ("POST", f"/api/sessions?share={made['id']}"),
    ):
        body = {} if method == "POST" else None
        assert ask(server, method, path, body, guest.bearer)[0] == 401, path
    with pytest.raises(Refused):
        TerminalClient(guest, "work", share=made["id"])
    with pytest.raises(Refused):
        TerminalClient(guest, "work", view="mirror")
    assert server.terminals() == []


def test_a_guest_is_told_of_a_recording_and_makes_none(server, sessions, attach):
    made = share(server, role="operator")
    guest = guest_of(server, made)
    client = attach("", to=guest, view="mirror", share=made["id"])
    client.wait(b"$ ")
    assert client.attached["recording"] is False
    for method, path in (("POST", "/api/sessions/%240/recording"), ("GET", "/api/recordings")):
        assert ask(server, method, f"{path}?share={made['id']}", None, guest.bearer)[0] == 401
    assert ask(server, "POST", "/api/sessions/%240/recording")[0] == 201
    client.wait(lambda c: {"event": "recording", "on": True} in c.events)


def test_a_guest_who_may_type_types(server, sessions, attach):
    made = share(server, role="operator")
    client = attach("", to=guest_of(server, made), view="mirror", share=made["id"])
    client.wait(b"$ ")
    client.type("echo $((6*7))-ok\r")
    client.wait(b"42-ok")
    client.send(Opcode.STATS)
    client.wait(lambda c: list(c.of(Opcode.STATS)))
    [figures] = client.of(Opcode.STATS)
    assert "host" not in figures
    assert "42-ok" not in server.tmux("capture-pane", "-p", "-t", "=private:")


def test_an_ended_link_ends_what_its_guests_have_open(server, sessions, attach):
    made = share(server)
    guest = guest_of(server, made)
    client = attach("", to=guest, view="mirror", share=made["id"])
    client.wait(b"$ ")
    assert ask(server, "DELETE", f"/api/shares/{made['id']}")[0] == 204
    assert closing_of(client) == 4401
    with pytest.raises(Refused) as refused:
        TerminalClient(guest, "", view="mirror", share=made["id"])
    assert refused.value.status == 401
    path, _, secret = made["path"].partition("#")
    assert ask(server, "POST", path, {"secret": secret}, {"Origin": server.url})[0] == 401


def test_a_link_is_for_a_session_and_not_for_its_id(server, sessions):
    """Another tmux server counts its ids from $0 again: a link of the old one opens nothing there."""
    made = share(server)
    guest = guest_of(server, made)
    server.tmux("kill-server")
    server.tmux("new-session", "-d", "-s", "other", "env PS1='$ ' sh")
    with pytest.raises(Refused) as refused:
        TerminalClient(guest, "", view="mirror", share=made["id"])
    assert refused.value.status == 404


@pytest.mark.parametrize(
    ("wanted", "status"),
    [
        ({"session_id": "$99", "lasts_s": 60}, 404),
        ({"session_id": "$0;kill-server", "lasts_s": 60}, 404),
        ({"session_id": "$0", "lasts_s": 0}, 422),
        ({"session_id": "$0", "role": "admin"}, 422),
        ({}, 422),
    ],
)
def test_a_wrong_wish_is_refused(server, sessions, wanted, status):
    assert ask(server, "POST", "/api/shares", wanted)[0] == status
