"""Recording on a running server: the file shows what the session showed, with any viewers."""

from __future__ import annotations

import json
import os
import re
import signal
import stat
from urllib.parse import quote

import pytest

from tests.casts import read
from tests.people import add_token, add_user, seen_by
from tests.screens import pane_lines
from tests.support import eventually
from tests.tmux import needs_asked_size
from webmux.wire.opcodes import Opcode

pytestmark = pytest.mark.own_server


def ask(server, method, path, as_whom=None):
    status, told, body = server.request(method, path, headers=as_whom or server.bearer)
    return status, told, json.loads(body) if told.get("content-type") == "application/json" else body


def of(server, session="work"):
    """The address that starts and stops its recording."""
    found = server.tmux("display-message", "-p", "-t", f"={session}:", "#{session_id}")
    return f"/api/sessions/{quote(found, safe='')}/recording"


def begin(server, session="work"):
    status, _, recording = ask(server, "POST", of(server, session))
    assert status == 201, recording
    return recording


def cast_of(server, recording):
    status, told, data = ask(server, "GET", f"/api/recordings/{recording['id']}")
    assert (status, told["content-type"], int(told["content-length"])) == (
        200,
        "application/x-asciicast",
        len(data),
    )
    return read(data)


def path_of(server, recording):
    return server.state_dir / "recordings" / f"{recording['id']}.cast"


def shows_the_pane(server, recording):
    rows = cast_of(server, recording).lines()
    expected = pane_lines(server, "work")
    return rows == expected + [""] * (len(rows) - len(expected))


def run(server, line):
    server.tmux("send-keys", "-t", "=work:", line, "Enter")


def test_a_recording_plays_what_two_viewers_saw(server, work, attach):
    terminal, mirror = attach(), attach(view="mirror")
    for client in (terminal, mirror):
        client.wait(b"$ ")
    recording = begin(server)
    assert (recording["session"]["name"], recording["user"], recording["ended_at"]) == ("work", "owner", None)
    for client in (terminal, mirror):
        client.wait(lambda c: {"event": "recording", "on": True} in c.events)
    run(server, r"clear; seq 500; printf '\033[1;31mred\033[0m 日本 e\314\201\n'; printf '\377 end\n'")
    terminal.wait(b" end")
    terminal.resize(100, 30)
    terminal.wait(lambda c: c.size == (100, 30))
    run(server, "echo wi''de")
    mirror.wait(b"wide")
    eventually(lambda: shows_the_pane(server, recording))
    _, _, stopped = ask(server, "DELETE", of(server))
    assert (stopped["reason"], stopped["bytes"] > 500, stopped["length_s"] > 0) == ("stopped", True, True)
    for client in (terminal, mirror):
        client.wait(lambda c: {"event": "recording", "on": False} in c.events)
    assert shows_the_pane(server, recording)
    assert "100x29" in cast_of(server, recording).texts("r")
    viewers = [event["viewers"] for event in mirror.events if event["event"] == "presence"]
    assert set(viewers) == {1}


@needs_asked_size
def test_a_recording_continues_without_a_browser_and_sets_no_size(server, work, attach):
    client = attach(view="mirror")
    client.wait(b"$ ")
    recording = begin(server)
    client.close()
    run(server, "echo al''one")
    eventually(lambda: "alone" in cast_of(server, recording).output())
    assert server.terminals() == []
    assert server.tmux("list-windows", "-t", "=work:", "-F", "#{window_width}x#{window_height}") == "80x24"
    eventually(lambda: shows_the_pane(server, recording))


def test_new_viewers_and_the_list_show_a_recording(server, work, attach):
    assert attach(view="mirror").wait(b"$ ") is None
    begin(server)
    late = attach(view="mirror")
    late.wait(b"$ ")
    assert late.attached["recording"] is True
    assert [True] == [one["recording"] for one in ask(server, "GET", "/api/sessions")[2]["sessions"]]
    status, _, again = ask(server, "POST", of(server))
    assert (status, again["error"]["code"]) == (409, "already_recording")
    ask(server, "DELETE", of(server))
    assert [False] == [one["recording"] for one in ask(server, "GET", "/api/sessions")[2]["sessions"]]
    status, _, again = ask(server, "DELETE", of(server))
    assert (status, again["error"]["code"]) == (404, "not_recording")


def test_a_recording_names_the_typist_but_not_hidden_input(server, work, attach):
    add_user(server, "olga", "operator")
    token = add_token(server, "olga")
    run(server, "stty -echo; echo rea''dy")
    owner, olga = attach(view="mirror"), attach(to=seen_by(server, Authorization=f"Bearer {token}"))
    for client in (owner, olga):
        client.wait(b"ready")
    recording = begin(server)
    for client, secret, noted in ((olga, "hunter2", 1), (owner, "swordfish", 2), (olga, "hunter2", 3)):
        client.type(secret)
        eventually(lambda count=noted: len(cast_of(server, recording).texts("m")) == count, every_s=0.05)
    assert cast_of(server, recording).texts("m") == ["olga types", "owner types", "olga types"]
    text = "".join(event[2] for event in cast_of(server, recording).events)
    assert not re.search("hunter|sword", text)


def test_bells_are_marked_with_and_without_a_browser(server, work, attach):
    def rings(session: str) -> None:
        server.tmux("new-window", "-d", "-t", f"={session}:", r"printf '\a'; exec sleep 60")

    server.tmux("new-session", "-d", "-s", "alone", "env PS1='$ ' sh")
    attach().wait(b"$ ")
    seen, alone = begin(server), begin(server, "alone")
    rings("work")
    eventually(lambda: cast_of(server, seen).texts("m") == ["Bell"])
    assert cast_of(server, alone).texts("m") == []
    rings("alone")
    eventually(lambda: cast_of(server, alone).texts("m") == ["Bell"])
    assert cast_of(server, seen).texts("m") == ["Bell"]


def test_recording_files_are_private(server, work):
    recording = begin(server)
    directory = server.state_dir / "recordings"
    [path] = directory.iterdir()
    assert path.name == f"{recording['id']}.cast"
    assert [0o700, 0o600] == [stat.S_IMODE(one.stat().st_mode) for one in (directory, path)]


@pytest.mark.timeout_s(60)  # each command is a process that starts
def test_recordings_respect_roles(server, work):
    """A viewer none, an operator their own, an admin all; all of it is audited."""
    people = {}
    for name, role in (("olga", "operator"), ("oskar", "operator"), ("vera", "viewer")):
        add_user(server, name, role)
        token = add_token(server, name)
        people[name] = {"Authorization": f"Bearer {token}"}
    vera, olga, oskar = people["vera"], people["olga"], people["oskar"]
    for method, path in (("POST", of(server)), ("DELETE", of(server)), ("GET", "/api/recordings")):
        assert ask(server, method, path, vera)[0] == 403
    recording = ask(server, "POST", of(server), olga)[2]
    own = f"/api/recordings/{recording['id']}"
    for path in (own, own.removeprefix("/api")):
        statuses = [ask(server, "GET", path, who)[0] for who in (olga, server.bearer, oskar, vera)]
        assert statuses == [200, 200, 404, 403]
    assert ask(server, "DELETE", own, oskar)[0] == 404
    listed = [ask(server, "GET", "/api/recordings", who)[2]["recordings"] for who in (olga, oskar)]
    assert [[recording["id"]], []] == [[one["id"] for one in found] for found in listed]
    assert ask(server, "DELETE", of(server), oskar)[0] == 200
    assert ask(server, "DELETE", own, olga)[0] == 204
    assert ask(server, "GET", own, olga)[0] == 404
    told = ask(server, "GET", "/api/audit")[2]["events"]
    recorded = [(event["event"], event["user"]) for event in told if event["event"].startswith("recording")]
    assert recorded == [
        ("recording_deleted", "olga"),
        ("recording_stopped", "oskar"),
        ("recording_played", "owner"),
        ("recording_played", "olga"),
        ("recording_started", "olga"),
    ]


def test_a_recording_ends_with_its_session(server, work):
    recording = begin(server)
    server.tmux("new-session", "-d", "-s", "other")
    server.tmux("kill-session", "-t", "=work")
    eventually(lambda: ask(server, "GET", "/api/recordings")[2]["recordings"][0]["ended_at"])
    [found] = ask(server, "GET", "/api/recordings")[2]["recordings"]
    assert found["reason"] == "session_ended"
    assert cast_of(server, recording).texts("x") == ["0"]


def test_a_restart_completes_the_recording(server, work):
    recording = begin(server)
    run(server, "echo be''fore")
    eventually(lambda: "before" in cast_of(server, recording).output())
    assert server.stop() == 0
    assert "before" in read(path_of(server, recording).read_bytes()).output()
    server.start()
    [found] = ask(server, "GET", "/api/recordings")[2]["recordings"]
    assert (found["reason"], found["ended_at"] >= found["began_at"]) == ("server_stopped", True)
    begin(server)


def test_a_kill_keeps_the_written_part(server, work):
    recording = begin(server)
    run(server, "echo be''fore")
    eventually(lambda: "before" in cast_of(server, recording).output())
    os.killpg(server.pid, signal.SIGKILL)  # the worker too: it would end well where only the supervisor dies
    server.kill9()
    server.start()
    eventually(lambda: ask(server, "GET", "/api/recordings")[2]["recordings"][0]["ended_at"])
    [found] = ask(server, "GET", "/api/recordings")[2]["recordings"]
    assert (found["reason"], found["id"]) == ("server_died", recording["id"])
    assert "before" in "\n".join(cast_of(server, recording).lines())


def test_the_limit_of_space_stops_only_recordings(start_server, attach):
    server = start_server(WEBMUX_RECORDING_MAX_BYTES="65536")
    server.tmux("new-session", "-d", "-s", "work", "-x", "80", "-y", "24", "env PS1='$ ' sh")
    client = attach(to=server)
    client.wait(b"$ ")
    recording = begin(server)
    client.type("seq -f %070.0f 1000000000\r")
    client.wait(lambda c: any(e.get("code") == "recordings_full" for e in c.events), 15)
    client.type(b"\x03")
    client.wait(lambda c: {"event": "recording", "on": False} in c.events)
    client.type("echo still he''re\r")
    client.wait(b"still here")
    assert cast_of(server, recording).output()
    assert path_of(server, recording).stat().st_size <= 65536
    told = ask(server, "GET", "/api/audit?event=recording_stopped")[2]["events"]
    assert [("failed", "recordings_full")] == [(one["outcome"], one["detail"]["reason"]) for one in told]
    assert not any(client.of(Opcode.ERROR))
