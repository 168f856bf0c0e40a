"""Users on a running server: the rights of each role, and that changes by commands apply at once."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.authenticator import Authenticator
from tests.client import RawSocket, Refused, TerminalClient
from tests.people import PASSWORD, add_token, add_user, closing_of, seen_by, webmux
from tests.server import ROOT, Server
from tests.support import eventually
from webmux.wire.opcodes import Opcode

pytestmark = pytest.mark.own_server


@pytest.fixture
def people(server):
    """A user of each role except admin, and a session."""
    server.tmux("new-session", "-d", "-s", "work", "-x", "80", "-y", "24", "env PS1='$ ' sh")
    for role in ("operator", "viewer"):
        add_user(server, role, role)


def token(server, user, *words):
    if not words:
        return add_token(server, user)
    return webmux(server, "token", "create", user, "--label", "test", *words)


def bearing(server, text):
    return seen_by(server, Authorization=f"Bearer {text}")


def log_in(server, user, password=PASSWORD):
    body = json.dumps({"user": user, "password": password}).encode()
    headers = {"Origin": server.url, "Content-Type": "application/json"}
    status, told, _ = server.request("POST", "/login", body, headers)
    return status, {"Cookie": told.get("set-cookie", "").split(";")[0]}


def test_a_password_logs_its_user_in(server, people):
    assert log_in(server, "viewer", PASSWORD + "x")[0] == 401
    assert log_in(server, "nobody")[0] == 401
    status, cookie = log_in(server, "viewer")
    assert status == 204
    assert server.request("GET", "/api/sessions", headers=cookie)[0] == 200
    denied = server.request(
        "POST",
        "/api/sessions",
        b"{}",
        {**cookie, "Origin": server.url, "Content-Type": "application/json"},
    )
    assert (denied[0], json.loads(denied[2])["error"]["code"]) == (403, "forbidden")


def window_size(server: Server) -> str:
    return server.tmux("list-windows", "-t", "=work:", "-F", "#{window_width}x#{window_height}")


def test_a_viewer_can_only_view(server, people, attach):
    """Terminal views set the size of a session, so a viewer gets the mirror; records that act are refused."""
    viewer = bearing(server, token(server, "viewer"))
    with pytest.raises(Refused) as refused:
        TerminalClient(viewer, "work")
    assert refused.value.status == 403
    client = attach(to=viewer, view="mirror")
    client.wait(b"$ ")
    size = window_size(server)
    assert client.attached["role"] == "viewer"
    client.type("touch x\r")
    client.send(Opcode.WINDOW_SWITCH, b"@0")
    client.resize(20, 5)
    client.command("take-size")
    client.wait(lambda c: [e["code"] for e in c.of(Opcode.ERROR)] == ["forbidden"] * 2)
    client.wait(lambda c: [r["ok"] for r in c.of(Opcode.REPLY)] == [False])
    assert server.terminals() == []
    assert size == window_size(server) != "20x5"
    assert "touch" not in server.tmux("capture-pane", "-p", "-t", "=work:")


def test_json_messages_of_a_viewer_that_change_something_are_refused(server, people):
    viewer = bearing(server, token(server, "viewer"))
    socket = RawSocket(viewer.host, viewer.port, "/ws", viewer.bearer)
    acting = [
        {"type": "attach-session", "sessionName": "work"},
        {"type": "input", "data": "x"},
        {"type": "create-session", "name": "x"},
        {"type": "kill-session", "sessionName": "work"},
        {"type": "create-window", "sessionName": "work"},
        {"type": "select-window", "sessionName": "work", "windowIndex": 0},
    ]
    for message in acting:
        socket.send(json.dumps(message))
        answer = json.loads(socket.receive())
        assert (answer["type"], "role operator" in answer["message"]) == ("error", True)
    socket.send(json.dumps({"type": "list-sessions"}))
    assert [s["name"] for s in json.loads(socket.receive())["sessions"]] == ["work"]
    socket.close()
    assert server.tmux("list-sessions", "-F", "#{session_name} #{session_windows}") == "work 1"


@pytest.mark.timeout_s(60)  # each command is a process that starts
def test_a_login_ended_by_a_command_ends_at_once(server, people, attach):
    """A disabled user and a revoked token: open sockets close with 4401, and nothing is let in."""
    text = token(server, "operator")
    opened = [attach(to=bearing(server, text))]
    _, cookie = log_in(server, "operator")
    browser = seen_by(server, **cookie, Origin=server.url)
    opened.append(attach(to=browser))
    for client in opened:
        client.wait(b"$ ")
    [listed] = json.loads(webmux(server, "token", "list", "operator", "--json"))
    webmux(server, "token", "revoke", str(listed["id"]))
    assert closing_of(opened[0]) == 4401
    webmux(server, "user", "disable", "operator")
    assert closing_of(opened[1]) == 4401
    assert server.request("GET", "/api/sessions", headers=cookie)[0] == 401
    assert server.request("GET", "/api/sessions", headers=bearing(server, text).bearer)[0] == 401
    assert log_in(server, "operator")[0] == 401
    webmux(server, "user", "enable", "operator")
    status, again = log_in(server, "operator")
    assert status == 204
    webmux(server, "user", "logout", "operator")
    assert eventually(lambda: server.request("GET", "/api/sessions", headers=again)[0] == 401)


def test_a_new_role_applies_at_once(server, people, attach):
    other = bearing(server, token(server, "operator"))
    client = attach(to=other)
    client.wait(b"$ ")
    webmux(server, "user", "role", "operator", "viewer")
    assert closing_of(client) == 4403
    with pytest.raises(Refused) as refused:
        TerminalClient(other, "work")
    assert refused.value.status == 403


def ask(server, path, body, **headers):
    """A request by a page at the server's host name; returns status, cookie and reply."""
    told = {"Host": f"localhost:{server.port}", "Origin": f"http://localhost:{server.port}", **headers}
    data = json.dumps(body).encode()
    status, names, said = server.request("POST", path, data, {**told, "Content-Type": "application/json"})
    return status, names.get("set-cookie", "").split(";")[0], json.loads(said or "null")


@pytest.mark.timeout_s(60)  # each command is a process that starts
def test_a_passkey_removed_by_a_command_is_not_accepted(server, people):
    """At once; a login that began with the passkey stays."""

    def by_passkey():
        _, _, asked = ask(server, "/login/passkey/options", {})
        return ask(server, "/login/passkey", {"credential": one.sign(asked)})[:2]

    one = Authenticator(f"http://localhost:{server.port}")
    _, cookie = log_in(server, "operator")
    _, _, asked = ask(server, "/api/passkeys/options", {}, **cookie)
    made = ask(server, "/api/passkeys", {"label": "desk", "credential": one.make(asked)}, **cookie)
    assert made[0] == 201
    status, entered = by_passkey()
    assert status == 204
    [listed] = json.loads(webmux(server, "passkey", "list", "operator", "--json"))
    assert (listed["user"], listed["label"]) == ("operator", "desk")
    assert listed["used_at"] is not None
    counts = {user["name"]: user["passkeys"] for user in json.loads(webmux(server, "user", "list", "--json"))}
    assert counts == {"operator": 1, "owner": 0, "viewer": 0}
    webmux(server, "passkey", "revoke", str(listed["id"]))
    assert eventually(lambda: by_passkey()[0] == 401)
    assert server.request("GET", "/api/sessions", headers={"Cookie": entered})[0] == 200
    assert webmux(server, "passkey", "list") == ""
    [told] = [
        json.loads(line)
        for line in webmux(server, "audit", "--event", "passkey_removed", "--json").splitlines()
    ]
    assert told["detail"] == {"id": listed["id"], "label": "desk", "of": "operator"}


def test_an_admin_closes_a_connection_with_a_message(server, people, attach):
    """Over the wire: Exit has the reason, 4403 tells the client not to reconnect; viewers are notified."""
    watcher = RawSocket(server.host, server.port, "/ws", server.bearer)
    watcher.send(json.dumps({"type": "watch-admin"}))
    watched = attach(to=bearing(server, token(server, "operator")))
    watched.wait(b"$ ")

    def listed():
        return json.loads(server.request("GET", "/api/admin/connections", headers=server.bearer)[2])[
            "connections"
        ]

    assert eventually(lambda: "connections" in json.loads(watcher.receive())["parts"])
    [own, theirs] = listed()
    assert {"user": "owner", "own": True, "session": None, "window_bytes": None}.items() <= own.items()
    assert {"user": "operator", "role": "operator", "view": "terminal"}.items() <= theirs.items()
    assert theirs["session"] == {"id": "$0", "name": "work"}
    assert theirs["sent_bytes"] > 0
    path = f"/api/admin/connections/{theirs['id']}"
    assert server.request("DELETE", path, headers=server.bearer)[0] == 204
    assert closing_of(watched) == 4403
    assert [told["reason"] for told in watched.of(Opcode.EXIT)] == ["disconnected"]
    assert eventually(lambda: [one["user"] for one in listed()] == ["owner"])
    viewer = RawSocket(server.host, server.port, "/ws", bearing(server, token(server, "viewer")).bearer)
    viewer.send(json.dumps({"type": "watch-admin"}))
    assert "role admin" in json.loads(viewer.receive())["message"]
    viewer.close()
    watcher.close()


@pytest.mark.parametrize(
    ("words", "typed", "code", "said"),
    [
        (("user", "add", "Bad Name"), PASSWORD, 1, "name: must be"),
        (("user", "add", "eve"), "short", 1, "password: must have 10"),
        (("user", "add", "owner"), PASSWORD, 1, "already"),
        (("user", "role", "owner", "viewer"), "", 1, "only admin"),
        (("user", "disable", "nobody"), "", 1, "no user 'nobody'"),
        (("user", "role", "owner", "king"), "", 2, "not one of"),
        (("user",), "", 2, "missing command"),
        (("token", "revoke", "77"), "", 1, "no token 77"),
        (("passkey", "revoke", "77"), "", 1, "no passkey 77"),
        (("passkey", "list", "nobody"), "", 1, "no user 'nobody'"),
        (("token", "create", "owner", "--label", ""), "", 1, "label"),
        (("token", "create", "owner", "--label", "x", "--days", "-1"), "", 1, "lasts_s"),
    ],
)
def test_an_error_of_a_command_is_one_line(words, typed, code, said):
    server = Server()  # never started: these need none
    told = webmux(server, *words, typed=typed, code=code)
    server.close()
    assert said in told
    assert len(told.splitlines()) == 1


def test_the_stop_of_the_server_is_audited(server, people, attach):
    """Also the events of its last moment: all attached clients are detached."""
    client = attach()
    client.wait(b"$ ")
    client.type("x" * 2000)
    client.wait(b"xxxx")
    server.stop()
    told = [json.loads(line) for line in webmux(server, "audit", "--user", "owner", "--json").splitlines()]
    assert [event["event"] for event in told] == ["detach", "paste", "keyboard", "attach"]
    assert told[1]["detail"] == {"session": "work", "bytes": 2000, "token_label": "token of the server"}
    assert not any("x" * 20 in str(event) for event in told)


@pytest.mark.timeout_s(60)  # it starts five processes
def test_a_command_makes_a_link_that_logs_in_once(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    webmux(server, "user", "add", "ada", "--no-password")
    with monkeypatch.context() as shell:
        shell.setattr(server, "environ", lambda of=server.environ: {**of(), "WEBMUX_PORT": "8022"})
        address = webmux(server, "link", "ada")
        assert address.startswith(f"{server.url}/login#")
        assert webmux(server, "link", "--address", "https://mux.example.org/").startswith(
            "https://mux.example.org/login#"
        )
    body = json.dumps({"link": address.partition("#")[2]}).encode()
    headers = {"Origin": server.url, "Content-Type": "application/json"}
    status, told, _ = server.request("POST", "/login", body, headers)
    assert 204 == status
    cookie = {"Cookie": told["set-cookie"].split(";")[0]}
    assert "ada" == json.loads(server.request("GET", "/api/me", None, cookie)[2])["user"]
    assert 410 == server.request("POST", "/login", body, headers)[0]
    assert "minutes" in webmux(server, "link", "--minutes", "0", code=1)
    assert f"python app.py link --state-dir {server.state_dir}" in server.stdout


@pytest.mark.timeout_s(60)  # it starts three processes
def test_a_command_pairs_a_device_and_names_it(server: Server) -> None:
    said = webmux(server, "pair", code=1)
    assert "a phone cannot reach this server" in said
    assert "--public-origins" in said
    command = [sys.executable, str(ROOT / "app.py"), "pair", "--address", f"http://localhost:{server.port}"]
    pairing = subprocess.Popen(command, env=server.environ(), stdout=subprocess.PIPE, text=True, cwd=ROOT)
    address = pairing.stdout.readline().strip()
    body = json.dumps({"link": address.partition("#")[2]}).encode()
    agent = "Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36"
    headers = {"Origin": server.url, "Content-Type": "application/json", "User-Agent": agent}
    assert 204 == server.request("POST", "/login", body, headers)[0]
    rest, _ = pairing.communicate(timeout=20)
    assert 0 == pairing.returncode
    assert "Chrome on Android, from 127.0.0.1, is logged in as owner." in rest
    events = [json.loads(line) for line in webmux(server, "audit", "--json").splitlines()]
    assert ["login", "pairing_code_created"] == [event["event"] for event in events][:2]
    assert "pairing" == events[0]["detail"]["by"]


def test_no_link_is_made_without_a_server(server: Server, tmp_path: Path) -> None:
    """It would be dead: a start ends all links that there are."""
    nowhere = tmp_path / "state"
    assert "--state-dir DIR" in webmux(server, "--state-dir", str(nowhere), "link", code=1)
    assert not nowhere.exists()
    server.stop()
    before = set(server.state_dir.rglob("*"))
    assert "no server runs" in webmux(server, "link", code=1)
    assert before == set(server.state_dir.rglob("*"))


@pytest.mark.timeout_s(60)  # each command is a process that starts
def test_changes_by_commands_are_audited(server):
    webmux(server, "user", "add", "viewer", "--role", "viewer", typed=PASSWORD + "\n")
    webmux(server, "user", "role", "viewer", "operator")
    webmux(server, "token", "create", "viewer", "--label", "test")
    told = [json.loads(line) for line in webmux(server, "audit", "--limit", "3", "--json").splitlines()]
    assert [event["event"] for event in told] == ["token_created", "user_role", "user_added"]
    assert {event["user"].partition(":")[0] for event in told} == {"shell"}
    assert told[1]["detail"] == {"name": "viewer", "role": "operator"}
