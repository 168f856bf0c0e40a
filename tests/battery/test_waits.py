"""Peers that a deadline ends. They were begun with the first file, so this one, the last, hardly waits."""

from __future__ import annotations

import socket
from contextlib import ExitStack

import psutil
import pytest

from tests.battery.conftest import Bystander
from tests.battery.raw import ask, connected, parsed
from tests.battery.slow import SlowPeers
from tests.frames import PING
from tests.server import Server
from tests.support import eventually
from webmux.web.engine.admission import ANONYMOUS_OF_ADDRESS_MAX

pytestmark = pytest.mark.timeout_s(80)  # alone it begins with the peers, whose deadlines are up to 45 s
DEADLINE_S = 60.0
MANY = ANONYMOUS_OF_ADDRESS_MAX + 20


def test_h17_a_body_of_one_byte_a_second(slow_peers: SlowPeers, target: Server) -> None:
    slow_peers.body.settimeout(DEADLINE_S)
    answer = parsed(slow_peers.body.recv(65536))
    assert (408, "timeout") == answer.told
    assert "close" == answer.headers["connection"]


def test_h18_a_head_of_two_bytes_a_second(target: Server) -> None:
    """The connection is closed, whatever follows."""
    with connected(target) as slow:
        slow.settimeout(0.5)

        def is_closed() -> bool:
            try:
                slow.sendall(b"X")
                return slow.recv(1000) == b""
            except TimeoutError:
                return False
            except OSError:
                return True

        eventually(is_closed, timeout_s=DEADLINE_S)


def test_stalled_connections_displace_their_own_oldest(target: Server, bystander: Bystander) -> None:
    """Half requests; a viewer and clients of another address are not affected."""
    with ExitStack() as stack:
        stalled = [stack.enter_context(connected(target, "127.0.0.44")) for _ in range(MANY)]
        for peer in stalled:
            peer.sendall(b"GET / HTTP/1.1\r\nHost: x")
        bystander.type_a_line()
        assert 200 == ask(target, "GET /healthz HTTP/1.1", "Host: {host}", bearer=False).status
        too_many = stalled[: MANY - ANONYMOUS_OF_ADDRESS_MAX]
        eventually(lambda: all(is_over(peer) for peer in too_many), DEADLINE_S)


def is_over(peer: socket.socket) -> bool:
    peer.setblocking(False)
    try:
        return peer.recv(1) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


def test_w18_a_client_that_answers_no_ping(slow_peers: SlowPeers, bystander: Bystander) -> None:
    """A ping, and then 1011; other clients answer theirs."""
    assert (PING, b"") == slow_peers.silent.read_frame()
    eventually(lambda: bystander.type_a_line() or has_input(slow_peers.silent.sock), DEADLINE_S, every_s=0.2)
    assert 1011 == slow_peers.silent.close_code()


def has_input(connection: socket.socket) -> bool:
    connection.setblocking(False)
    try:
        return len(connection.recv(1, socket.MSG_PEEK)) == 1
    except BlockingIOError:
        return False
    finally:
        connection.settimeout(DEADLINE_S)


def test_w19_a_client_that_sends_no_ack(slow_peers: SlowPeers, bystander: Bystander) -> None:
    """It reads all there is; output stops at its window, and the connection ends with 1008."""
    eventually(lambda: bystander.type_a_line() or slow_peers.forgetful_code, DEADLINE_S, every_s=0.2)
    assert 1008 == slow_peers.forgetful_code


def test_w19_a_client_that_never_reads(slow_peers: SlowPeers, target: Server, bystander: Bystander) -> None:
    """The worker closes its end; bytes in the kernel's buffer do not reach the client."""
    port = slow_peers.unread.sock.getsockname()[1]
    [worker] = psutil.Process(target.pid).children()

    def is_dropped() -> bool:
        bystander.type_a_line()
        return port not in [
            connection.raddr.port for connection in worker.net_connections("tcp") if connection.raddr
        ]

    eventually(is_dropped, DEADLINE_S, every_s=0.2)
