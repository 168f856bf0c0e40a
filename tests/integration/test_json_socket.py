"""`/ws`: the JSON messages, as a simple client uses them."""

from __future__ import annotations

import json
import time
from datetime import datetime
from types import SimpleNamespace

import gevent
import pytest

from tests.client import RawSocket
from tests.screens import program_size
from tests.support import eventually
from webmux.errors import SourceClosed
from webmux.hub.limits import HubLimits
from webmux.web.terminal import json_socket
from webmux.web.terminal.json_socket import JsonSocket


class JsonClient:
    def __init__(self, server) -> None:
        self.socket = RawSocket(server.host, server.port, "/ws", server.bearer)

    def send(self, kind: str, **fields) -> None:
        self.socket.send(json.dumps({"type": kind, **fields}))

    def expect(self, kind: str, timeout_s: float = 8.0) -> dict:
        deadline = time.monotonic() + timeout_s
        while time.monotonic() < deadline:
            message = json.loads(self.socket.receive())
            if message["type"] == kind:
                return message
        raise AssertionError(f"no {kind}")

    def ask(self, kind: str, answer: str, **fields) -> dict:
        self.send(kind, **fields)
        return self.expect(answer)


@pytest.fixture
def client(server):
    client = JsonClient(server)
    yield client
    client.socket.close()


def test_sessions_are_made_listed_renamed_and_killed(server, client):
    """The life of a session, all by messages."""
    assert client.ask("list-sessions", "sessions-list")["sessions"] == []
    assert client.ask("create-session", "session-created", name="one")["success"] is True
    [entry] = client.expect("sessions-list")["sessions"]
    assert datetime.fromisoformat(entry["created"]).timestamp() == entry["created_at"]
    assert (entry["name"], entry["attached"], entry["windows"]) == ("one", False, 1)
    assert set(entry) >= {"name", "attached", "created", "windows", "dimensions"}
    assert (entry["id"], entry["clients"], entry["viewers"]) == ("$0", 0, 0)
    assert entry["alerts"] == {"bell": 0, "activity": 0, "silence": 0, "done": 0}
    assert client.ask("create-session", "session-created", name="one")["success"] is False
    renamed = client.ask("rename-session", "session-renamed", sessionName="one", newName="two")
    assert renamed["success"] is True
    assert client.ask("kill-session", "session-killed", sessionName="tw")["success"] is False
    assert client.ask("kill-session", "session-killed", sessionName="two")["success"] is True
    assert client.expect("sessions-list")["sessions"] == []


def test_an_unknown_message_is_not_an_error(server, client):
    """Such clients would take it for the answer to another message."""
    assert client.ask("audio-control", "unsupported", action="start")["requested"] == "audio-control"


def test_windows_are_made_selected_renamed_and_killed(server, client):
    """The life of a window."""
    client.ask("create-session", "session-created", name="s")
    made = client.ask("create-window", "window-created", sessionName="s", windowName="logs")
    assert made["success"] is True, made
    index = made["windowIndex"]
    selected = client.ask("select-window", "window-selected", sessionName="s", windowIndex=0)
    assert selected == {"type": "window-selected", "success": True, "windowIndex": 0}
    where = {"sessionName": "s", "windowIndex": str(index)}
    assert client.ask("rename-window", "window-renamed", **where, newName="x")["success"] is True
    listed = client.ask("list-windows", "windows-list", sessionName="s")["windows"]
    assert [(w["index"], w["name"], w["active"]) for w in listed][1] == (index, "x", False)
    assert client.ask("kill-window", "window-killed", **where)["success"] is True
    assert client.ask("select-window", "window-selected", **where)["success"] is False


def test_an_attached_client_types_and_reads_text(server, client):
    """Characters cut by a read are whole in the messages."""
    server.tmux("new-session", "-d", "-s", "work", "env PS1='$ ' sh")
    attached = client.ask("attach-session", "attached", sessionName="work", cols=80, rows=24)
    assert attached["sessionName"] == "work"
    client.send("resize", cols=90, rows=25)
    eventually(lambda: program_size(server, "work") == (90, 24))
    client.send("input", data="printf '%s\\n' 日本-$((40+2)); tput cols\r")
    text = ""
    while "日本-42" not in text or "90" not in text:
        text += client.expect("output")["data"]
    server.tmux("kill-session", "-t", "=work")
    client.expect("disconnected")
    assert client.ask("ping", "pong") == {"type": "pong"}
    assert client.ask("ping", "pong", id=[1, 255]) == {"type": "pong", "id": [1, 255]}


def test_changes_are_pushed_to_subscribed_clients(server, client):
    """A session made by the tmux command line shows within a second."""
    client.ask("list-sessions", "sessions-list", watch=True)
    server.tmux("new-session", "-d", "-s", "fresh")
    start = time.monotonic()
    while not client.expect("sessions-list")["sessions"]:
        pass
    assert time.monotonic() - start < 5


def test_the_program_and_the_viewers_of_a_session_are_pushed(server, client, attach, work, tmp_path):
    """Without a request: the shell changed its folder, a command started, a browser joined and left."""

    def pushed(until):
        while not until(entry := client.expect("sessions-list")["sessions"][0]):
            pass
        return entry

    client.ask("list-sessions", "sessions-list", watch=True)
    server.tmux("send-keys", "-t", "=work:", f"cd '{tmp_path}'; cat", "Enter")
    pushed(lambda entry: (entry["command"], entry["path"]) == ("cat", str(tmp_path)))
    viewer = attach()
    pushed(lambda entry: entry["viewers"] == 1)
    viewer.close()
    pushed(lambda entry: entry["viewers"] == 0)


def test_the_time_of_the_last_output_is_pushed(server, client, work):
    """The list has not changed by it, but its ages have."""
    client.ask("list-sessions", "sessions-list", watch=True)
    asked = ("display-message", "-p", "-t", "=work:", "#{window_activity}")
    before = int(server.tmux(*asked))
    eventually(lambda: time.time() >= before + 1)
    server.tmux("send-keys", "-t", "=work:", "echo more", "Enter")
    while (told := client.expect("activity")["sessions"]["$0"]) <= before:
        pass
    assert told <= int(server.tmux(*asked))


def test_stats_are_sent_on_request(server, client):
    """The fields simple clients know."""
    stats = client.ask("get-stats", "stats")["stats"]
    assert {"cpu", "memory", "uptime", "hostname", "platform", "arch"} <= set(stats)
    assert {"cores", "model", "usage", "loadAvg"} == set(stats["cpu"])
    assert {"total", "used", "free", "percent"} == set(stats["memory"])


class Endless:
    """A source that always has output, so that its reader never waits."""

    def __init__(self) -> None:
        self.reads = 0

    def read(self, limit_bytes: int, timeout_s: float | None = None) -> bytes:
        self.reads += 1
        if self.reads > 10_000:
            raise SourceClosed("closed")
        return b"x" * 100


def test_a_flood_does_not_starve_other_connections(monkeypatch):
    """A program that prints without pause to a client that reads at once: keys and health checks go on."""
    monkeypatch.setattr(json_socket, "later_audit", lambda: None)  # there is no request
    sent = []
    ws = SimpleNamespace(send=sent.append)
    live = SimpleNamespace(tmux=None, previews=None, limits=HubLimits(), decoded_bytes=0)
    shared = SimpleNamespace(quotas=None, sockets=None, admin_changes=None)
    flood = gevent.spawn(JsonSocket(ws, live, None, shared)._read_all, Endless())
    switches = 0
    while not flood.dead:
        gevent.sleep(0)
        switches += 1
    assert switches > 1000
    assert len(sent) == 10_000
