"""A viewer and a health check while 1,100 peers stall, and a right login after 10,000 wrong secrets."""

from __future__ import annotations

import json
import multiprocessing
import selectors
import socket
import ssl
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from bench.rows import Row
from bench.stage import Stage
from tests.client import TerminalClient
from tests.server import Server
from webmux.auth import certificates

PEERS = 1100
KEYS = 100
KEY_GAP_S = 0.02
ECHO_MAX_S = 0.1
HEALTH_MAX_S = 1.0
WRONG = 10_000
ADDRESSES = 2000
PASSWORD_EACH = 100
"""Of so many wrong secrets two are passwords."""
LETTERS = b"zjkvwy"
ASSET = "/static/vendor/xterm/xterm.mjs"
CHANGES = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"


def kinds(server: Server) -> dict[str, bytes]:
    """What each peer of a kind sends before it stalls."""
    host = f"Host: {server.host}:{server.port}\r\n"
    bearer = f"Authorization: Bearer {server.token}\r\n"
    reading = f"GET {ASSET} HTTP/1.1\r\n{host}\r\n".encode()
    upload = f"POST /api/sessions/%240/files?name=x HTTP/1.1\r\n{host}{bearer}"
    return {
        "slow readers": reading * 40,
        "half requests": f"GET / HTTP/1.1\r\n{host}Cookie: a".encode(),
        "half bodies": f"POST /login HTTP/1.1\r\n{host}Origin: {server.url}\r\n"
        f'Content-Type: application/json\r\nContent-Length: 60\r\n\r\n{{"tok'.encode(),
        "half WebSocket handshakes": f"GET /ws HTTP/1.1\r\n{host}{CHANGES}".encode(),
        "silent connections": b"",
        "slow downloads with a token": reading.replace(b"\r\n\r\n", f"\r\n{bearer}\r\n".encode()) * 40,
        "slow uploads with a token": f"{upload}Content-Length: 100000\r\n\r\nx".encode(),
        "half TLS handshakes": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    }


def measure() -> list[Row]:
    found = []
    with Stage() as stage:
        for name, said in kinds(stage.server).items():
            if name != "half TLS handshakes":
                found.append(_stalled(stage, name, said))
        found += _wrong_secrets(stage)
    with tempfile.TemporaryDirectory() as directory:
        made = certificates.self_signed(Path(directory), ["127.0.0.1"])
        with _secured(made) as stage:
            found.append(_stalled(stage, "half TLS handshakes", kinds(stage.server)["half TLS handshakes"]))
    return found


@contextmanager
def _secured(made: certificates.Certificate) -> Iterator[Stage]:
    stage = Stage("--tls-cert", str(made.certificate), "--tls-key", str(made.key))
    stage.server.context = ssl.create_default_context(cafile=str(made.certificate))
    with stage:
        yield stage


def _stalled(stage: Stage, name: str, said: bytes) -> Row:
    server, session = stage.server, f"s{time.monotonic_ns()}"
    stage.session(session, "cat")
    viewer = TerminalClient(server, session)
    before = _echoes(viewer)
    with _peers(server, said):
        during, health = _echoes(viewer), _health(server)
    viewer.socket.close()
    stage.server.tmux("kill-session", "-t", f"={session}")
    worst, healthy = max(during), max(health)
    return Row(
        f"{PEERS:,} {name}: a viewer's echo p50/max; /healthz max",
        f"{statistics.median(before) * 1000:.1f}/{max(before) * 1000:.1f} ms without",
        f"{statistics.median(during) * 1000:.1f}/{worst * 1000:.1f} ms; {healthy * 1000:.0f} ms",
        "< 100 ms; < 1 s",
        worst < ECHO_MAX_S and healthy < HEALTH_MAX_S,
    )


def _echoes(viewer: TerminalClient) -> list[float]:
    times = []
    for number in range(KEYS):
        letter = LETTERS[number % len(LETTERS) :][:1]
        seen, began_at = viewer.output_bytes, time.monotonic()
        viewer.type(letter)
        while viewer.output_bytes == seen and time.monotonic() - began_at < 10:
            viewer.pump(1)
        times.append(time.monotonic() - began_at)
        time.sleep(KEY_GAP_S)
    return times


def _health(server: Server) -> list[float]:
    times = []
    for _ in range(10):
        began_at = time.monotonic()
        with suppress(OSError):
            assert 200 == server.request("GET", "/healthz")[0]
            times.append(time.monotonic() - began_at)
            continue
        times.append(60.0)
    return times


@contextmanager
def _peers(server: Server, said: bytes) -> Iterator[None]:
    """Connections that send this and no more. One that the server ends is opened again.

    In a process of its own, so that it takes no time from the viewer that is measured.
    """
    ready, stop = multiprocessing.Event(), multiprocessing.Event()
    process = multiprocessing.Process(target=_keep_up, args=(server.host, server.port, said, ready, stop))
    process.start()
    ready.wait(30)
    try:
        yield
    finally:
        stop.set()
        process.join()


def _keep_up(host: str, port: int, said: bytes, ready: Any, stop: Any) -> None:
    selector = selectors.DefaultSelector()
    peers: set[socket.socket] = set()
    opened = 0
    while not stop.is_set():
        for _ in range(min(50, PEERS - len(peers))):
            peer = socket.socket()
            peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            peer.setblocking(False)
            peer.connect_ex((host, port))
            peers.add(peer)
            opened += 1
            selector.register(peer, selectors.EVENT_WRITE)
        if opened >= PEERS:
            ready.set()  # the server may have ended some already
        for key, events in selector.select(0.05):
            peer = key.fileobj  # type: ignore[assignment]  # only sockets are registered
            try:
                if events & selectors.EVENT_WRITE:
                    peer.send(said)
                    selector.modify(peer, selectors.EVENT_READ)
                elif _is_over(peer):
                    raise ConnectionError
            except OSError:
                selector.unregister(peer)
                peers.discard(peer)
                peer.close()
        time.sleep(0.1)  # what they were sent stays unread: a look now and then finds those that ended
    for peer in peers:
        peer.close()


def _is_over(peer: socket.socket) -> bool:
    """Whether the server ended it; reads nothing that was sent."""
    return peer.recv(1, socket.MSG_PEEK) == b""


def _wrong_secrets(stage: Stage) -> list[Row]:
    server = stage.server
    share = "/v/" + "0" * 16
    tries = [
        ("/login", {"token": "wrong"}, {}),
        (share, {"secret": "wrong"}, {}),
        ("/api/sessions", None, {"Authorization": "Bearer wrong"}),
        ("/login", {"user": "owner", "password": "wrong"}, {}),
        ("/login", {"user": "nobody", "password": "wrong"}, {}),
    ]
    rows = []
    for addresses in (1, ADDRESSES):
        began_at = time.monotonic()
        workers = [
            threading.Thread(target=_guess, args=(server, tries, number, addresses)) for number in range(8)
        ]
        for worker in workers:
            worker.start()
        during = _login_s(server)
        for worker in workers:
            worker.join()
        took_s = time.monotonic() - began_at
        after = _login_s(server)
        rows.append(
            Row(
                f"{WRONG:,} wrong secrets from {addresses:,} address(es): a right login during / after",
                "-",
                f"{during * 1000:.0f} / {after * 1000:.0f} ms ({took_s:.0f} s)",
                "at once",
                during < 1 and after < 1,
            )
        )
    return rows


def _login_s(server: Server) -> float:
    body = json.dumps({"token": server.token}).encode()
    began_at = time.monotonic()
    status = _post(server, "/login", body, {}, "127.9.9.9")
    assert status == 204, status
    return time.monotonic() - began_at


def _guess(server: Server, tries: list, number: int, addresses: int) -> None:
    for turn in range(number, WRONG, 8):
        # Passwords are slow on purpose: a few of them occupy the guesser for as long as the others together.
        path, body, headers = tries[3 + turn % 2] if turn % PASSWORD_EACH < 2 else tries[turn % 3]
        source = turn % addresses
        data = None if body is None else json.dumps(body).encode()
        _post(server, path, data, headers, f"127.1.{source // 250}.{source % 250 + 1}")


def _post(server: Server, path: str, body: bytes | None, headers: dict[str, str], source: str) -> int:
    with socket.create_connection((server.host, server.port), 30, (source, 0)) as connection:
        lines = [
            f"{'GET' if body is None else 'POST'} {path} HTTP/1.1",
            f"Host: {server.host}:{server.port}",
            f"Origin: {server.url}",
            "Connection: close",
            *(f"{name}: {value}" for name, value in headers.items()),
        ]
        if body is not None:
            lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
        connection.sendall("\r\n".join([*lines, "", ""]).encode() + (body or b""))
        return int(connection.recv(4096).split(b" ", 2)[1])
