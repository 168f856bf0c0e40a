"""What agents say in `@webmux_agent`, from a real tmux to `/ws` and the API."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Iterator

import pytest

from tests.client import RawSocket
from tests.server import Server
from tests.support import eventually

OPTION = "@webmux_agent"


class Agents:
    """A client of `/ws` that notes what agents do."""

    def __init__(self, server: Server) -> None:
        self._socket = RawSocket(server.host, server.port, "/ws", server.bearer)
        self._socket.send(json.dumps({"type": "list-sessions", "watch": True}))

    def wait(self, expected: dict[str, str]) -> dict[str, dict]:
        """The agents by pane, once these panes have these kinds."""
        deadline = time.monotonic() + 8
        last: object = None
        while time.monotonic() < deadline:
            message = json.loads(self._socket.receive())
            if message["type"] == "agents":
                last = found = {one["pane_id"]: one for one in message["agents"]}
                if {pane: one["kind"] for pane, one in found.items()} == expected:
                    return found
        raise AssertionError(f"no {expected}, but {last}")

    def close(self) -> None:
        self._socket.close()


def asked(server: Server) -> dict[str, dict]:
    """The agents by pane, as the API has them."""
    status, _, body = server.request("GET", "/api/agents", headers=server.bearer)
    assert status == 200
    return {one["pane_id"]: one for one in json.loads(body)["agents"]}


@pytest.fixture
def agent() -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE) as process:
        yield process
        process.kill()


@pytest.fixture
def server() -> Iterator[Server]:
    """One that the test can stop, with a pane that is not active and one in a hidden window."""
    server = Server().start()
    server.tmux("new-session", "-d", "-s", "work", "-x", "80", "-y", "24", "cat")
    server.tmux("split-window", "-d", "-t", "=work:", "cat")
    server.tmux("new-window", "-d", "-t", "=work:", "cat")
    yield server
    server.close()


def test_every_pane_is_followed_and_the_ages_survive_a_restart(server, agent):
    """Panes that are not active, a hidden window, hostile values, a restart, and the end of the process."""
    client = Agents(server)
    since = int(time.time()) - 30

    def write(pane: str, value: str) -> None:
        server.tmux("set-option", "-p", "-t", pane, OPTION, value)

    write("%0", f"working:{since}:{agent.pid};$0 @0 %1 done:1:{agent.pid}")
    write("%1", f"waiting:{since}:{agent.pid}:claude")
    write("%2", f"working:{since + 1}:{agent.pid}")
    found = client.wait({"%1": "waiting", "%2": "working"})
    assert (found["%1"]["since"], found["%1"]["agent"], found["%1"]["session_id"]) == (since, "claude", "$0")
    assert found["%2"]["window_id"] != found["%1"]["window_id"]
    client.close()
    server.stop()
    server.start()
    eventually(lambda: asked(server) == found)
    client = Agents(server)
    client.wait({"%1": "waiting", "%2": "working"})
    server.tmux("set-option", "-p", "-u", "-t", "%2", OPTION)
    client.wait({"%1": "waiting"})
    agent.kill()
    client.wait({})
    client.close()
