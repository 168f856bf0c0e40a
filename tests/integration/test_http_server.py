"""Behaviour that only a served application has: raw requests, deadlines, the end of the process."""

from __future__ import annotations

import json
import os
import signal
import socket
import time
from pathlib import Path

import psutil
import pytest

from tests.server import Server
from tests.support import eventually
from webmux.web.access.policy import HEADERS

STOP_S = 3.0


def request(server: Server, *lines: str, body: bytes = b"", bearer: bool = True) -> bytes:
    """Send a request of exactly these lines, on a connection that closes after the answer."""
    head = [*lines, "Connection: close"]
    if bearer:
        head.append(f"Authorization: Bearer {server.token}")
    return server.raw("".join(f"{line}\r\n" for line in head).encode("latin-1") + b"\r\n" + body)


def children_of(pid: int) -> set[int]:
    found: set[int] = set()
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            found |= {child} | children_of(child)
    return found


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_replies_have_the_headers_and_no_product_name(server: Server) -> None:
    status, headers, body = server.request("GET", "/healthz")
    assert (200, {"status": "ok"}) == (status, json.loads(body))
    assert {name.lower(): value for name, value in HEADERS.items()}.items() <= headers.items()
    assert "" == headers.get("server", "")


@pytest.fixture
def host(server: Server) -> str:
    return f"127.0.0.1:{server.port}"


def test_each_log_line_is_plain_json_without_queries(server: Server, host: str) -> None:
    request(
        server,
        "GET /s/x?secret=query HTTP/1.1",
        f"Host: {host}",
        "User-Agent: \x9b31m",
        "Referer: http://secret",
    )
    request(server, "GET /s/%9b%1b%5b31m HTTP/1.1", f"Host: {host}")
    request(server, "GET /\x9b HTTP/1.1", f"Host: {host}")
    for line in server.stderr.splitlines():
        json.loads(line)
        assert all(" " <= char <= "~" for char in line)
        assert "secret" not in line


@pytest.mark.own_server
def test_sigterm_ends_it_quickly_with_connections_open(server: Server) -> None:
    idle = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(3)]
    idle[0].sendall(f"GET /healthz HTTP/1.1\r\nHost: localhost:{server.port}\r\n\r\n".encode())
    assert b"200" in idle[0].recv(1000)
    worker = children_of(server.pid)
    began = time.monotonic()
    assert 0 == server.stop()
    assert time.monotonic() - began < STOP_S
    for connection in idle:
        connection.close()
    eventually(lambda: not any(map(is_alive, worker)))
    assert "Traceback" not in server.stderr


@pytest.mark.own_server
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGQUIT])
def test_ctrl_c_ends_it_quickly(number: int, server: Server) -> None:
    worker = children_of(server.pid)
    began = time.monotonic()
    os.killpg(server.pid, number)
    assert server.process is not None
    server.process.wait(STOP_S)
    assert time.monotonic() - began < STOP_S
    eventually(lambda: not any(map(is_alive, worker)))
    assert "Traceback" not in server.stderr


@pytest.mark.own_server
def test_kill_9_of_the_master_leaves_no_child(server: Server) -> None:
    worker = children_of(server.pid)
    assert worker
    server.kill9()
    eventually(lambda: not any(map(is_alive, worker)))


@pytest.mark.own_server
def test_a_killed_worker_is_replaced(server: Server) -> None:
    (worker,) = psutil.Process(server.pid).children()
    worker.kill()
    eventually(lambda: [new for new in psutil.Process(server.pid).children() if new != worker])
    eventually(server.answers)
    assert 200 == server.request("GET", "/api/sessions", headers=server.bearer)[0]
