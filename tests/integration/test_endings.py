"""How connections end: a session that ended, a server that stops or is killed, and freed resources."""

from __future__ import annotations

import json

import psutil
import pytest

from tests.screens import showing
from tests.support import eventually
from webmux.wire.opcodes import Opcode


@pytest.mark.parametrize(
    ("end", "reason"),
    [
        (("kill-session", "-t", "=work"), "session_ended"),
        (("detach-client", "-s", "=work"), "detached"),
        (("kill-server",), "server_exited"),
    ],
)
def test_the_end_of_a_session_is_reported_with_its_reason(server, work, attach, end, reason):
    """Exit, then 4410: the page can say what happened."""
    client = attach()
    client.wait(b"$ ")
    server.tmux(*end)
    assert client.until_closed().code == 4410
    assert [{"reason": reason}] == list(client.of(Opcode.EXIT))


@pytest.mark.own_server
def test_stopping_the_server_closes_the_sockets(server, work, attach):
    """1012: reconnect in a moment. tmux continues, and the next server knows how sessions were started."""
    client = attach()
    client.wait(b"$ ")
    server.stop()
    assert client.until_closed().code == 1012
    assert server.tmux("has-session", "-t", "=work") == ""
    eventually(lambda: server.tmux("list-clients") == "")
    began = server.tmux("display-message", "-p", "-t", "=work:", "#{pid}-#{start_time} #{session_id}")
    command = server.tmux("display-message", "-p", "-t", "=work:", "#{pane_start_command}")
    server.end_tmux()
    server.start()
    body = json.dumps({"name": "work", "again": began}).encode()
    headers = {**server.bearer, "Content-Type": "application/json"}
    assert 201 == server.request("POST", "/api/sessions", body, headers)[0]
    assert command == server.tmux("display-message", "-p", "-t", "=work:", "#{pane_start_command}")
    assert "sh" in command


def state(process: psutil.Process, what: str) -> str:
    """Its `name` or `status`; `""` if it has ended."""
    try:
        return str(getattr(process, what)()) if process.is_running() else ""
    except psutil.NoSuchProcess:
        return ""


@pytest.mark.own_server
def test_kill_9_of_the_server_loses_no_session(server, work, attach):
    """The session lives, no client of ours stays, and a new server shows the same screen."""
    client = attach()
    client.wait(b"$ ")
    client.type("echo before''-kill\r")
    client.wait(b"before-kill")
    children = psutil.Process(server.pid).children(recursive=True)
    ours = [one for one in [psutil.Process(server.pid), *children] if "tmux" not in state(one, "name")]
    for process in reversed(ours):  # a worker ends by itself soon after its supervisor
        process.kill()
    server.process.wait()
    eventually(lambda: server.tmux("list-clients") == "")
    eventually(lambda: all(state(one, "status") in ("", "zombie") for one in children))
    server.start()
    again = attach()
    again.wait(b"before-kill")
    eventually(showing(server, again))


def test_closed_connections_leave_no_resources(server, work, attach):
    """Twenty connections that end in different ways leave no descriptor and no tmux client."""
    worker = psutil.Process(server.pid).children()[0]
    attach().wait(b"$ ")
    server.until_bells_are_heard()  # by then the connection to this new tmux has its own descriptors
    before = worker.num_fds()
    for i in range(20):
        client = attach()
        client.wait(b"$ ")
        if i % 3 == 0:
            client.send(0x7E)
        client.close()
    eventually(lambda: worker.num_fds() <= before + 1, timeout_s=10)
