"""A guest with a link, on a running server: one session, the rights of the link, until it ends."""

from __future__ import annotations

import json

import pytest

from tests.client import Refused, TerminalClient
from tests.people import closing_of, seen_by
from webmux.auth.rates import Kind
from webmux.wire import records
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


def share(server, role="viewer", session_id="$0", **more):
    fields = {"session_id": session_id, "role": role, "lasts_s": 600, **more}
    status, _, made = ask(server, "POST", "/api/shares", fields)
    assert status == 201, made
    return made


def guest_of(server, made):
    """A browser that opened the link: the address of the server, and the cookie."""
    path, _, secret = made["path"].partition("#")
    status, told, _ = ask(server, "POST", path, {"secret": secret}, {"Origin": server.url})
    assert status == 204
    assert "HttpOnly" in told["set-cookie"]
    return seen_by(server, Cookie=told["set-cookie"].split(";")[0], Origin=server.url)


def test_a_guest_sees_only_the_shared_session(server, sessions, attach):
    made = share(server)
    guest = guest_of(server, made)
    client = attach("private", to=guest, view="mirror", share=made["id"])
    client.wait(b"$ ")
    assert client.attached["session"] == {"id": "$0", "name": "work"}
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


def test_a_guest_gets_no_events_of_other_sessions(server, sessions, attach):
    """Users get the list of sessions that need attention, at the start and at each change."""
    made = share(server)
    guest = attach("", to=guest_of(server, made), view="mirror", share=made["id"])
    guest.wait(b"$ ")
    host = attach("work", view="mirror")

    def elsewhere(client):
        return [event["sessions"] for event in client.events if event["event"] == "elsewhere"]

    host.wait(lambda c: elsewhere(c) == [[]])
    server.ring("=private:")
    host.wait(
        lambda c: [(one["name"], one["alerts"]["bell"]) for one in elsewhere(c)[-1]] == [("private", 1)]
    )
    server.tmux("rename-window", "-t", "=work:", "fence")
    guest.wait(lambda c: any("fence" in str(event) for event in c.events))
    assert [] == elsewhere(guest)


def test_a_guest_sees_that_a_recording_runs_and_cannot_start_one(server, sessions, attach):
    made = share(server, role="operator")
    guest = guest_of(server, made)
    client = attach("", to=guest, view="mirror", share=made["id"])
    client.wait(b"$ ")
    assert client.attached["recording"] is False
    for method, path in (("POST", "/api/sessions/%240/recording"), ("GET", "/api/recordings")):
        assert ask(server, method, f"{path}?share={made['id']}", None, guest.bearer)[0] == 401
    assert ask(server, "POST", "/api/sessions/%240/recording")[0] == 201
    client.wait(lambda c: {"event": "recording", "on": True} in c.events)


def test_a_guest_with_control_can_type(server, sessions, attach):
    made = share(server, role="operator")
    client = attach("", to=guest_of(server, made), view="mirror", share=made["id"])
    client.wait(b"$ ")
    client.type("echo $((6*7))-ok\r")
    client.wait(b"42-ok")
    client.send(Opcode.STATS)
    client.wait(lambda c: list(c.of(Opcode.STATS)))
    [stats] = client.of(Opcode.STATS)
    assert "host" not in stats
    assert "42-ok" not in server.tmux("capture-pane", "-p", "-t", "=private:")


def test_a_revoked_link_closes_the_connections_of_its_guests(server, sessions, attach):
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


def test_a_link_is_not_valid_for_another_session_with_the_same_id(server, sessions):
    """Another tmux server counts its ids from $0 again: a link for the old one opens nothing there."""
    made = share(server)
    guest = guest_of(server, made)
    server.end_tmux()
    server.tmux("new-session", "-d", "-s", "other", "env PS1='$ ' sh")
    with pytest.raises(Refused) as refused:
        TerminalClient(guest, "", view="mirror", share=made["id"])
    assert refused.value.status == 404


def told(client, name):
    return [event for event in client.events if event["event"] == name]


def test_a_guest_asks_for_control_and_gives_it_back(server, sessions, attach):
    """Requested, given, used, taken back; only the maker of the link decides."""
    made = share(server)
    client = attach("", to=guest_of(server, made), view="mirror", share=made["id"])
    client.wait(b"$ ")
    assert client.ask("ask-control")["error"]["code"] == "nobody_there"
    host = attach("work")
    host.wait(lambda c: told(c, "guests"))
    assert client.ask("ask-control")["ok"]
    host.wait(lambda c: any(guest["asks"] for guest in told(c, "guests")[-1]["guests"]))
    [guest] = told(host, "guests")[-1]["guests"]
    assert client.ask("lend-control", guest=guest["id"])["error"]["code"] == "forbidden"
    assert host.ask("ask-control")["error"]["code"] == "forbidden"
    assert host.ask("lend-control", guest="other")["error"]["code"] == "guest_not_found"
    assert host.ask("lend-control", guest=guest["id"])["ok"]
    client.wait(lambda c: [e["role"] for e in told(c, "role")] == ["operator"])
    client.type("echo $((6*7))-ok\r")
    client.wait(b"42-ok")
    assert ask(server, "GET", "/api/shares")[2]["shares"][0]["guests"][0]["types"]
    host.close()
    client.wait(lambda c: [e["role"] for e in told(c, "role")] == ["operator", "viewer"])
    client.type("touch never\r")
    client.wait(lambda c: [e["code"] for e in c.of(Opcode.ERROR)] == ["forbidden"])
    events = [entry["event"] for entry in ask(server, "GET", "/api/audit")[2]["events"]]
    assert {"control_asked", "control_lent"} <= set(events)


def test_a_guest_that_reconnects_is_the_same_guest(server, sessions, attach):
    """With the control that it was given, although the old connection still exists."""
    made = share(server)
    guest, stream = guest_of(server, made), "G" * 22
    before = attach("", to=guest, view="mirror", share=made["id"], input=stream)
    host = attach("work")
    host.wait(lambda c: told(c, "guests"))
    [shown] = told(host, "guests")[-1]["guests"]
    assert host.ask("lend-control", guest=shown["id"])["ok"]
    before.wait(lambda c: told(c, "role"))
    after = attach("", to=guest, view="mirror", share=made["id"], input=stream)
    after.wait(lambda c: c.attached)
    assert after.attached["role"] == "operator"
    assert before.until_closed().code == 4411
    host.settle(0.1)
    [still] = told(host, "guests")[-1]["guests"]
    assert (still["id"], still["types"]) == (shown["id"], True)
    assert host.ask("end-control", guest=shown["id"])["ok"]
    after.wait(lambda c: [e["role"] for e in told(c, "role")] == ["viewer"])


def test_a_link_to_a_window_shows_only_that_window(server, sessions, attach):
    server.tmux("rename-window", "-t", "=work:", "shown")
    server.tmux("new-window", "-t", "=work:", "-n", "hidden-name", "echo hid''den-text; exec sleep 60")
    [shown, hidden] = server.tmux("list-windows", "-t", "=work:", "-F", "#{window_id}").split()
    made = share(server, role="operator", window_id=shown)
    assert made["window"] == {"id": shown, "name": "shown"}
    client = attach("", to=guest_of(server, made), view="mirror", share=made["id"])
    client.wait(b"$ ")
    client.type("echo $((6*7))-ok\r")
    client.wait(b"42-ok")
    client.send(Opcode.WINDOW_SWITCH, hidden.encode())
    client.wait(lambda c: [e["code"] for e in c.of(Opcode.ERROR)] == ["forbidden"])
    rows = client.ask("history", first=1, count=10)["result"]["rows"]
    server.tmux("rename-window", "-t", hidden, "hidden-too")
    server.tmux("rename-window", "-t", shown, "still-shown")
    client.wait(lambda c: any(w["name"] == "still-shown" for e in told(c, "windows") for w in e["windows"]))
    everything = bytes(client.screen) + repr([client.events, client.attached, rows]).encode()
    assert b"hidden" not in everything
    server.tmux("kill-window", "-t", shown)
    assert client.until_closed().code == 4410
    assert server.tmux("has-session", "-t", "=work") == ""


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"session_id": "$99", "lasts_s": 60}, 404),
        ({"session_id": "$0;kill-server", "lasts_s": 60}, 404),
        ({"session_id": "$0", "lasts_s": 0}, 422),
        ({"session_id": "$0", "role": "admin"}, 422),
        ({"session_id": "$0", "window_id": "@1"}, 404),
        ({"session_id": "$0", "window_id": "@99"}, 404),
        ({"session_id": "$0", "window_id": "@0;x"}, 422),
        ({}, 422),
    ],
)
def test_invalid_fields_of_a_link_are_refused(server, sessions, fields, status):
    assert ask(server, "POST", "/api/shares", fields)[0] == status


def test_guests_have_a_rate_of_history_requests_of_their_own(server, sessions, attach):
    made = share(server)
    client = attach("", to=guest_of(server, made), view="mirror", share=made["id"])
    client.wait(b"$ ")
    host = attach("work")
    fields = {"id": 1, "name": "history", "args": {"first": 0}}
    asked, together = records.record(Opcode.COMMAND, json.dumps(fields).encode()), 500
    codes: list[str] = []
    while "too_many" not in codes and len(codes) < 3 * Kind.REQUEST.value:  # a minute may end meanwhile
        client.socket.send(asked * together)
        client.wait(lambda c: len(c.others) >= together)
        codes += [reply["error"]["code"] for reply in client.of(Opcode.REPLY)]
        client.others.clear()
    assert (set(codes[: Kind.REQUEST.value]), set(codes)) == ({"bad_range"}, {"bad_range", "too_many"})
    refused = client.ask("history", count=1)["error"]
    assert (refused["code"], "try again in" in refused["message"]) == ("too_many", True)
    assert host.ask("history", count=1)["ok"]
    assert ask(server, "GET", "/api/sessions")[0] == 200
