"""Programs wait for panes of a real tmux, and a thousand of them cost what one does."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

import pytest

from tests import people
from tests.integration.test_agent_answers import guest_of
from tests.server import Server
from tests.support import eventually


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    server = Server(command=[sys.executable, "-m", "tests.counted"]).start()
    server.tmux("new-session", "-d", "-s", "work", "-x", "80", "-y", "24", "env PS1='$ ' sh")
    yield server
    server.close()


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as pool:
        yield pool


def ask(server: Server, path: str, body: Any = None) -> tuple[int, Any]:
    kind = {} if body is None else {"Content-Type": "application/json"}
    data = None if body is None else json.dumps(body)
    method = "GET" if body is None else "POST"
    status, _, answer = server.request(method, f"/api/panes{path}", data, {**server.bearer, **kind})
    return status, json.loads(answer)


def new_pane(server: Server, command: str = "env PS1='$ ' sh") -> str:
    """The number of a pane that is not active, in a window that nobody sees."""
    server.tmux("new-window", "-d", "-t", "=work:", "sleep 100")
    listed = server.tmux("list-windows", "-t", "=work:", "-F", "#{window_id}").split()
    return server.tmux("split-window", "-d", "-P", "-F", "#{pane_id}", "-t", listed[-1], command).strip()[1:]


def begin(pool: ThreadPoolExecutor, server: Server, path: str) -> Future[tuple[int, Any]]:
    """A wait that has begun."""
    before = gauge(server, "pane_waits")
    waiting = pool.submit(ask, server, path)
    eventually(lambda: gauge(server, "pane_waits") > before or waiting.done())
    return waiting


def test_a_text_that_scrolled_off_the_screen_is_noticed(server, pool):
    """In a pane that is not active; a text across a wrapped row counts, and one from before does not."""
    pane = new_pane(server, "cat")
    waiting = begin(pool, server, f"/{pane}/wait?for=text&text=tests+passed&timeout=15")
    assert ask(server, f"/{pane}/wait?for=text&text=passed&timeout=0")[1]["met"] == "timeout"
    server.tmux("respawn-pane", "-k", "-t", f"%{pane}", "printf '%78s' 12; echo ' tests passed'; seq 90; cat")
    assert waiting.result() == (200, {"pane_id": f"%{pane}", "met": "text", "agent": ""})


def test_a_command_is_waited_for_from_before_it_began(server, pool):
    """The shell still rests when the wait begins: what was sent to it counts as not begun."""
    pane = new_pane(server)
    eventually(lambda: "$" in ask(server, f"/{pane}/screen")[1]["text"])
    assert ask(server, f"/{pane}/send", {"text": "sleep 2; echo made-$((1+1))", "enter": True})[0] == 200
    began = time.monotonic()
    met = ask(server, f"/{pane}/wait?for=done&timeout=15")[1]["met"]
    assert (met, time.monotonic() - began > 1.9) == ("done", True)
    assert "made-2" in ask(server, f"/{pane}/screen")[1]["text"]


def test_quiet_is_a_screen_that_does_not_change(server, pool):
    pane = new_pane(server, "for i in 1 2 3 4 5; do echo $i; sleep 0.3; done; cat")
    began = time.monotonic()
    assert ask(server, f"/{pane}/wait?for=quiet&seconds=1&timeout=15")[1]["met"] == "quiet"
    assert time.monotonic() - began > 1.9
    assert "5" in ask(server, f"/{pane}/screen")[1]["text"]


def test_an_agent_that_asks_ends_a_wait_for_it(server, pool):
    pane = new_pane(server, "cat")
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE) as agent:
        try:
            waiting = begin(pool, server, f"/{pane}/wait?for=waiting,done&timeout=15")
            for kind in ("working", "waiting"):
                value = f"{kind}:{int(time.time())}:{agent.pid}:robot"
                server.tmux("set-option", "-p", "-t", f"%{pane}", "@webmux_agent", value)
            assert waiting.result()[1] == {"pane_id": f"%{pane}", "met": "waiting", "agent": "waiting"}
        finally:
            agent.kill()


def test_the_end_of_a_pane_ends_its_waits(server, pool):
    pane = new_pane(server, "cat")
    done = begin(pool, server, f"/{pane}/wait?for=done&timeout=15")
    text = begin(pool, server, f"/{pane}/wait?for=text&text=never&timeout=15")
    server.tmux("kill-pane", "-t", f"%{pane}")
    assert done.result()[1]["met"] == "done"
    assert (text.result()[0], text.result()[1]["error"]["code"]) == (404, "pane_not_found")


def test_a_guest_learns_nothing_of_a_pane_that_left_their_session(server, pool):
    """The pane moves while the guest waits, and shows the text in a session that the guest may not see."""
    pane = new_pane(server, "cat")
    server.tmux("new-session", "-d", "-s", "private", "sleep 100")
    link, guest = guest_of(server, "viewer")
    path = f"/api/panes/{pane}/wait{link}&for=text&text=secret&timeout=15"
    before = gauge(server, "pane_waits")
    waiting = pool.submit(server.request, "GET", path, None, guest)
    eventually(lambda: gauge(server, "pane_waits") > before)
    server.tmux("join-pane", "-d", "-s", f"%{pane}", "-t", "=private:")
    server.tmux("send-keys", "-t", f"%{pane}", "secret", "Enter")
    status, _, body = waiting.result()
    assert (status, json.loads(body)["error"]["code"]) == (404, "pane_not_found")


def test_a_wait_ends_with_the_login_of_the_one_who_waits(server, pool):
    pane = new_pane(server, "cat")
    people.add_user(server, "ada")
    bearer = {"Authorization": f"Bearer {people.add_token(server, 'ada')}"}
    path = f"/api/panes/{pane}/wait?for=text&text=secret&timeout=15"
    before = gauge(server, "pane_waits")
    waiting = pool.submit(server.request, "GET", path, None, bearer)
    eventually(lambda: gauge(server, "pane_waits") > before)
    people.webmux(server, "user", "disable", "ada")
    status, _, body = waiting.result()
    assert (status, json.loads(body)["error"]["code"]) == (401, "not_logged_in")
    assert gauge(server, "pane_waits") == before


def gauge(server: Server, name: str) -> int:
    text = server.request("GET", "/metrics", headers=server.bearer)[2].decode()
    return int(float(re.search(rf"^webmux_{name} (\S+)", text, re.MULTILINE)[1]))


def test_waits_have_no_greenlet_and_end_with_their_client(server):
    """A hundred connections wait without a greenlet each; half of the clients give up."""
    pane = new_pane(server, "cat")
    before = gauge(server, "greenlets")
    path = f"/api/panes/{pane}/wait?for=text&text=go&timeout=60"
    head = "".join(f"{name}: {value}\r\n" for name, value in server.bearer.items())
    request = f"GET {path} HTTP/1.1\r\nHost: {server.host}:{server.port}\r\n{head}\r\n".encode()
    with ExitStack() as open_now:
        clients = []
        for _ in range(100):
            client = socket.create_connection((server.host, server.port), timeout=10)
            clients.append(open_now.enter_context(client))
            client.sendall(request)
        eventually(lambda: gauge(server, "pane_waits") == 100)
        eventually(lambda: gauge(server, "greenlets") - before < 10)
        for client in clients[:50]:
            client.close()
        eventually(lambda: gauge(server, "pane_waits") == 50)
        server.tmux("send-keys", "-t", f"%{pane}", "g", "o")
        for client in clients[50:]:
            with client.makefile("rb") as answer:
                assert b'"met": "text"' in answer.read()
    assert gauge(server, "pane_waits") == 0


@pytest.mark.parametrize(
    "query", ["", "for=", "for=lunch", "for=text", "for=quiet&seconds=0", "for=done&timeout=601"]
)
def test_a_wait_that_makes_no_sense_is_refused(query, server):
    assert ask(server, f"/0/wait?{query}")[0] == 422
