"""D5: no user gets more than the quota by any route, and the server keeps working."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing

import pytest

from tests.battery.raw import send_json
from tests.client import RawSocket
from tests.server import Server


@pytest.fixture
def small(start_server: Callable[..., Server]) -> Server:
    """A server that allows a user two sessions and four windows."""
    return start_server(WEBMUX_SESSIONS_PER_USER="2", WEBMUX_WINDOWS_PER_USER="4")


def test_d5_sessions_and_windows_beyond_the_quota(small: Server) -> None:
    told = [send_json(small, "POST", "/api/sessions", b"{}").told for _ in range(4)]
    assert [(201, ""), (201, ""), (429, "quota"), (429, "quota")] == told
    windows = [send_json(small, "POST", "/api/sessions/%240/windows", b"{}").told for _ in range(3)]
    assert [(201, ""), (201, ""), (429, "quota")] == windows
    assert 4 == len(small.tmux("list-windows", "-a").splitlines())
    small.tmux("kill-session", "-t", "$0")
    assert (201, "") == send_json(small, "POST", "/api/sessions", b"{}").told


def test_d5_over_the_json_socket(small: Server) -> None:
    outcomes = []
    with closing(RawSocket(small.host, small.port, "/ws", small.bearer)) as socket:
        for _ in range(3):
            socket.send(json.dumps({"type": "create-session"}))
            while (answer := json.loads(socket.receive()))["type"] == "sessions-list":
                pass
            outcomes.append((answer["type"], answer.get("success")))
    assert [("session-created", True), ("session-created", True), ("session-created", False)] == outcomes
    assert 2 == len(small.tmux("list-sessions").splitlines())
