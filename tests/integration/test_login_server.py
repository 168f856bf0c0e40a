"""Login as a browser meets it: the printed link, the cookie, restarts, and bursts of guesses."""

from __future__ import annotations

import json
import socket
import time
from typing import Any

import pytest

from tests.client import Closed, RawSocket
from tests.server import Server

pytestmark = pytest.mark.own_server


def log_in(server: Server, **credentials: str) -> tuple[int, dict[str, str], bytes]:
    headers = {"Content-Type": "application/json", "Origin": server.url}
    return server.request("POST", "/login", json.dumps(credentials).encode(), headers)


def cookie_of(answer: tuple[int, dict[str, str], bytes]) -> dict[str, str]:
    return {"Cookie": answer[1]["set-cookie"].split(";")[0]}


def sessions(server: Server, headers: Any) -> int:
    return server.request("GET", "/api/sessions", headers=headers)[0]


def test_the_printed_link_logs_in_once(server: Server) -> None:
    link = server.login_link.partition("#")[2]
    first = log_in(server, link=link)
    assert 204 == first[0]
    assert 200 == sessions(server, cookie_of(first))
    assert 410 == log_in(server, link=link)[0]


def test_a_restart_makes_a_new_link_and_keeps_logins(server: Server) -> None:
    old = server.login_link.partition("#")[2]
    cookie = cookie_of(log_in(server, token=server.token))
    server.stop()
    server.start()
    new = server.login_link.partition("#")[2]
    assert 410 == log_in(server, link=old)[0]
    assert 204 == log_in(server, link=new)[0]
    assert 200 == sessions(server, cookie)


def test_logout_survives_a_restart(server: Server) -> None:
    cookie = cookie_of(log_in(server, token=server.token))
    assert 204 == server.request("POST", "/logout", headers={**cookie, "Origin": server.url})[0]
    assert 401 == sessions(server, cookie)
    server.stop()
    server.start()
    assert 401 == sessions(server, cookie)


def test_a_burst_of_guesses_gets_five_answers(server: Server) -> None:
    """All heads are sent before the first body: a limit that is checked too early would let all pass."""
    body = b'{"token": "guess"}'
    head = (
        f"POST /login HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nOrigin: {server.url}\r\n"
        "Connection: close\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode()
    burst = [socket.create_connection(("127.0.0.1", server.port), 5) for _ in range(30)]
    for connection in burst:
        connection.sendall(head)
    assert 200 == server.request("GET", "/healthz")[0]
    for connection in burst:
        connection.sendall(body)
    statuses = []
    for connection in burst:
        with connection:
            statuses.append(int(connection.recv(4096).split()[1]))
    assert (5, 25) == (statuses.count(401), statuses.count(429))


def open_socket(server: Server, headers: dict[str, str]) -> RawSocket:
    return RawSocket("127.0.0.1", server.port, "/ws", {"Origin": server.url, **headers})


def test_a_logout_closes_only_the_sockets_of_its_login(server: Server) -> None:
    mine, other = (cookie_of(log_in(server, token=server.token)) for _ in range(2))
    ended, open_one = open_socket(server, mine), open_socket(server, other)
    server.request("POST", "/logout", headers={**mine, "Origin": server.url})
    with pytest.raises(Closed) as closed:
        ended.receive()
    assert 4401 == closed.value.code
    open_one.send('{"type": "ping"}')
    assert {"type": "pong"} == json.loads(open_one.receive())
    ended.close()
    open_one.close()


def test_sigterm_closes_every_socket_as_a_restart(server: Server) -> None:
    opened = [open_socket(server, server.bearer) for _ in range(10)]
    began = time.monotonic()
    assert server.process is not None
    server.process.terminate()
    for one in opened:
        with pytest.raises(Closed) as closed:
            one.receive()
        assert 1012 == closed.value.code
        one.close()
    assert time.monotonic() - began < 1.5
    assert 0 == server.stop()
    assert time.monotonic() - began < 3.0
