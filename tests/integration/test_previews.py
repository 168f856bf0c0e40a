"""Previews of sessions, asked for once or pushed, from a real tmux."""

from __future__ import annotations

import json
import time

import pytest

from tests.client import RawSocket
from tests.tmux import needs_asked_size


@pytest.fixture
def sessions(server):
    """Two sessions, each with a plain shell."""
    for name in ("one", "two"):
        server.tmux("new-session", "-d", "-s", name, "-x", "40", "-y", "5", f"env PS1='{name}> ' sh")


@pytest.fixture
def socket(server, sessions):
    client = RawSocket(server.host, server.port, "/ws", server.bearer)
    yield client
    client.close()


def next_preview(socket, until, timeout_s=8.0):
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        message = json.loads(socket.receive())
        if message["type"] == "preview" and until(message):
            return message
    raise AssertionError("no such preview")


@needs_asked_size
def test_a_preview_is_sent_on_request(server, sessions):
    status, _, body = server.request("GET", "/api/sessions/%240/preview", headers=server.bearer)
    preview = json.loads(body)
    assert (status, preview["id"], preview["size"]) == (200, "$0", {"cols": 40, "rows": 5})
    assert sorted(preview["rows"]) == ["0", "1", "2", "3", "4"]
    assert server.terminals() == []


def test_a_preview_of_an_unknown_session_is_an_error(server, sessions):
    status, _, body = server.request("GET", "/api/sessions/%2499/preview", headers=server.bearer)
    assert (status, json.loads(body)["error"]["code"]) == (404, "session_not_found"), body


@needs_asked_size
def test_all_rows_are_pushed_first_then_the_changed_ones(server, socket):
    socket.send(json.dumps({"type": "watch-previews", "sessionIds": ["$0", "$1"]}))
    first = next_preview(socket, lambda m: m["sessionId"] == "$1" and m["rows"]["0"].startswith("two>"))
    assert len(first["rows"]) == 5
    server.tmux("send-keys", "-t", "=two:", "echo he''llo", "Enter")
    changed = next_preview(socket, lambda m: "hello" in m["rows"].values())
    assert changed["sessionId"] == "$1"
    assert len(changed["rows"]) <= 3
    assert changed["cursor"]["y"] == 2


def test_only_watched_sessions_are_pushed(server, socket):
    socket.send(json.dumps({"type": "watch-previews", "sessionIds": ["$0"]}))
    next_preview(socket, lambda m: m["sessionId"] == "$0")
    socket.send(json.dumps({"type": "watch-previews", "sessionIds": ["$1"]}))
    next_preview(socket, lambda m: m["sessionId"] == "$1")
    server.tmux("send-keys", "-t", "=one:", "echo o''ne", "Enter")
    server.tmux("send-keys", "-t", "=two:", "echo t''wo", "Enter")
    assert next_preview(socket, lambda m: "two" in m["rows"].values())["sessionId"] == "$1"


@pytest.mark.parametrize("ids", [None, "$0", ["nonsense"], [0], ["$0"] * 101])
def test_wrong_ids_are_an_error_and_the_socket_stays(socket, ids):
    socket.send(json.dumps({"type": "watch-previews", "sessionIds": ids}))
    assert json.loads(socket.receive())["type"] == "error"
    socket.send(json.dumps({"type": "ping"}))
    assert json.loads(socket.receive())["type"] == "pong"
