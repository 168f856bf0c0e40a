"""What only a served application can show: raw requests, deadlines, the end of the process."""

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
from webmux.web.policy import HEADERS

STOP_S = 3.0


def status_of(answer: bytes) -> int:
    assert answer.startswith(b"HTTP/1."), answer[:200]
    return int(answer.split()[1])


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


def test_answers_carry_the_headers_and_no_product(server: Server) -> None:
    status, headers, body = server.request("GET", "/healthz")
    assert (200, {"status": "ok"}) == (status, json.loads(body))
    assert {name.lower(): value for name, value in HEADERS.items()}.items() <= headers.items()
    assert "" == headers.get("server", "")


BROKEN = {
    "two hosts": ("GET /healthz HTTP/1.1", "Host: {host}", "Host: {host}"),
    "no colon": ("GET /healthz HTTP/1.1", "Host {host}"),
    "fold": ("GET /healthz HTTP/1.1", "Host: {host}", "X: a", " b"),
    "escape": ("GET /healthz HTTP/1.1", "Host: {host}", "X: \x1b[31m"),
    "nul": ("GET /healthz HTTP/1.1", "Host: {host}", "X: a\0b"),
    "two lengths": ("POST /login HTTP/1.1", "Host: {host}", "Content-Length: 1", "Content-Length: 2"),
    "length and chunks": (
        "POST /login HTTP/1.1",
        "Host: {host}",
        "Content-Length: 1",
        "Transfer-Encoding: chunked",
    ),
    "negative": ("POST /login HTTP/1.1", "Host: {host}", "Content-Length: -1"),
    "method": ("G" * 100 + " / HTTP/1.1", "Host: {host}"),
}


@pytest.fixture
def host(server: Server) -> str:
    return f"127.0.0.1:{server.port}"


def test_broken_requests_get_400_in_our_shape(server: Server, host: str) -> None:
    for name, lines in BROKEN.items():
        answer = request(server, *(line.format(host=host) for line in lines))
        head, _, body = answer.partition(b"\r\n\r\n")
        assert 400 == status_of(answer), (name, answer)
        assert b"X-Frame-Options: DENY" in head, name
        assert {"code", "message", "request_id"} == set(json.loads(body)["error"]), name
    assert 200 == server.request("GET", "/healthz")[0]


def test_missing_and_foreign_hosts_get_400(server: Server) -> None:
    for line in ("X: y", "Host:", "Host: evil.example", "Host: a b", f"Host: localhost:{server.port}:1"):
        assert 400 == status_of(request(server, "GET /healthz HTTP/1.1", line))
    assert 400 == status_of(request(server, "GET /healthz HTTP/1.0", "X: y"))


def test_odd_targets_get_404(server: Server, host: str) -> None:
    for target in ("//ws", "/../x", "/%00", "http://evil.example/healthz", "/s//x", "/%ff", "/a\\b"):
        answer = request(server, f"GET {target} HTTP/1.1", f"Host: {host}")
        assert 404 == status_of(answer), target


def test_limits_of_the_head(server: Server, host: str) -> None:
    many = [f"X-{number}: y" for number in range(200)]
    long = "Cookie: " + "x" * 9000
    assert 431 == status_of(request(server, "GET / HTTP/1.1", f"Host: {host}", *many))
    assert 431 == status_of(request(server, "GET / HTTP/1.1", f"Host: {host}", long))
    assert 414 == status_of(request(server, f"GET /{'x' * 5000} HTTP/1.1", f"Host: {host}"))


def post(server: Server, host: str, *headers: str, body: bytes = b"") -> bytes:
    kind = "Content-Type: application/json"
    return request(server, "POST /api/sessions HTTP/1.1", f"Host: {host}", kind, *headers, body=body)


def test_chunked_bodies_are_never_cut(server: Server, host: str) -> None:
    """A body over the limit that would be fine up to the limit."""
    data = b'{"name": "cut"}' + b" " * 130_000
    chunks = (
        b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (data[:50_000], data[50_000:]))
        + b"0\r\n\r\n"
    )
    answer = post(server, host, "Transfer-Encoding: chunked", body=chunks)
    assert 413 == status_of(answer)
    listed = server.request("GET", "/api/sessions", headers=server.bearer)[2]
    assert [] == json.loads(listed)["sessions"]


def test_a_chunked_body_within_the_limit_is_read(server: Server, host: str) -> None:
    answer = post(server, host, "Transfer-Encoding: chunked", body=b'5\r\n{"x":\r\n3\r\n 1}\r\n0\r\n\r\n')
    assert 422 == status_of(answer)
    assert b"x: " in answer


def test_a_broken_chunk_gets_400(server: Server, host: str) -> None:
    assert 400 == status_of(post(server, host, "Transfer-Encoding: chunked", body=b"ZZ\r\n{}\r\n0\r\n\r\n"))


def test_a_huge_claim_gets_413(server: Server, host: str) -> None:
    assert 413 == status_of(post(server, host, "Content-Length: 99999999999", body=b"{}"))


def test_a_slow_head_is_cut_off(server: Server) -> None:
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", server.port), 10) as slow:
        try:
            for byte in b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: yyyyyyyyyyyyyy":
                slow.sendall(bytes([byte]))
                slow.settimeout(0.3)
                try:
                    if slow.recv(1000) == b"":
                        break
                except TimeoutError:
                    pass
        except OSError:
            pass
    assert time.monotonic() - began < 8
    assert 200 == server.request("GET", "/healthz")[0]


def test_tls_on_this_port_is_survived(server: Server) -> None:
    server.raw(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 200, timeout_s=2)
    assert 200 == server.request("GET", "/healthz")[0]


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
def test_kill_9_leaves_no_child(server: Server) -> None:
    worker = children_of(server.pid)
    assert worker
    server.kill9()
    eventually(lambda: not any(map(is_alive, worker)))


@pytest.mark.own_server
def test_a_killed_worker_comes_back(server: Server) -> None:
    (worker,) = psutil.Process(server.pid).children()
    worker.kill()
    eventually(lambda: [new for new in psutil.Process(server.pid).children() if new != worker])
    eventually(server.answers)
    assert 200 == server.request("GET", "/api/sessions", headers=server.bearer)[0]
