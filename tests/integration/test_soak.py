"""Three minutes of clients that connect, type, flood, stall, vanish and return: nothing is left of them."""

from __future__ import annotations

import os
import random
import socket
import struct
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import gevent
import psutil
import pytest

from tests.client import Closed, Refused, TerminalClient
from tests.support import eventually
from webmux.hub.linger import LINGER_S

pytestmark = pytest.mark.own_server

CLIENTS = 50
SESSIONS = 5
SOAK_S = 180.0
WARM_UP_S = 8.0
SCREEN_MAX_BYTES = 10_000
CONTROL_PROCESSES = 2
"""The control connection stays: its client and the client's guard."""
MEMORY_SLACK_BYTES = 24 * 1024 * 1024
"""What the interpreter and the allocator keep for the next flood; a leak of one ring would pass it."""


def descriptors_of(process_id: int) -> tuple[str, ...]:
    """The target of each open descriptor, as the kernel names it; none for one that was just closed."""
    found = []
    for link in Path(f"/proc/{process_id}/fd").iterdir():
        with suppress(FileNotFoundError):
            found.append(os.readlink(link))
    return tuple(sorted(found))


@dataclass(frozen=True)
class Resources:
    """The numbers that a leak would increase."""

    descriptors: tuple[str, ...]
    children: int
    greenlets: int
    memory_bytes: int

    @classmethod
    def of(cls, server) -> Resources:
        worker = psutil.Process(server.pid).children()[0]
        # Before the request, whose own connection is closed a little after its answer.
        descriptors = descriptors_of(worker.pid)
        _, _, body = server.request("GET", "/metrics", headers=server.bearer)
        metrics = dict(line.split(" ") for line in body.decode().splitlines() if line.startswith("webmux_gr"))
        return cls(
            descriptors,
            len(worker.children(recursive=True)),
            int(float(metrics["webmux_greenlets"])),
            worker.memory_info().rss,
        )


class Visitor:
    """One of many: connects, does something, disconnects in some way, reconnects."""

    def __init__(self, server, number: int) -> None:
        self.server = server
        self.chance = random.Random(number)
        self.session = f"s{number % SESSIONS}"
        self.visits = 0
        self.resumed = 0
        self.closed: set[int] = set()
        self.refused: set[int] = set()
        self.place: dict[str, object] = {}

    def visit_until(self, end: float) -> None:
        while time.monotonic() < end:
            try:
                self.visit(min(end, time.monotonic() + self.chance.uniform(0.3, 6)))
            except Closed as closed:
                self.closed.add(closed.code)
            except Refused as refused:
                self.refused.add(refused.status)
            gevent.sleep(self.chance.uniform(0, 0.5))

    def visit(self, end: float) -> None:
        size = {"cols": self.chance.randrange(40, 200), "rows": self.chance.randrange(10, 60)}
        how = self.chance.choice(({}, {}, {"watch": 1}, {"own": 1} if self.chance.random() < 0.1 else {}))
        place = self.place if self.chance.random() < 0.5 and "own" not in how else {}
        client = TerminalClient(self.server, self.session, **size, **how, **place)
        try:
            self.visits += 1
            client.wait(lambda c: c.attached)
            self.resumed += client.attached["resumed"]
            while time.monotonic() < end:
                self.act(client)
                for _ in range(20):
                    client.pump(0.02)
                del client.screen[:-SCREEN_MAX_BYTES]
            self.place = {"hub": client.attached["hub"], "offset": client.offset}
        finally:
            self.leave(client)

    def act(self, client: TerminalClient) -> None:
        match self.chance.randrange(8):
            case 0:
                client.resize(self.chance.randrange(40, 200), self.chance.randrange(10, 60))
            case 1:
                client.type("seq 1 30000\r")
            case 2:
                client.type("\x03")
            case 3:
                client.acks = not client.acks
            case 4:
                gevent.sleep(self.chance.uniform(0, 2))  # reads nothing meanwhile
            case 5:
                client.command("take-size")
            case _:
                client.type("echo hello\r")

    def leave(self, client: TerminalClient) -> None:
        if self.chance.random() < 0.5:
            linger = struct.pack("ii", 1, 0)
            client.socket.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        client.close()


def visit_all(visitors: list[Visitor], seconds: float) -> None:
    end = time.monotonic() + seconds
    running = [gevent.spawn(visitor.visit_until, end) for visitor in visitors]
    gevent.joinall(running, raise_error=True)


def at_rest(server) -> Resources:
    """The figures once the last hub has ended and its memory is given back."""

    def rests() -> bool:
        nonlocal last
        before, last = last, Resources.of(server)
        rest = (last.greenlets, last.descriptors) == (before.greenlets, before.descriptors)
        return last.children == CONTROL_PROCESSES and rest

    last = Resources.of(server)
    eventually(rests, timeout_s=LINGER_S + 15, every_s=1.5)
    return last


@pytest.mark.timeout_s(SOAK_S + 150)
def test_fifty_clients_leave_nothing_after_three_minutes(start_server):
    """Descriptors, children, greenlets and memory are as before; a new client is served at once."""
    server = start_server(command=[sys.executable, "-m", "tests.counted"])
    for number in range(SESSIONS):
        server.tmux("new-session", "-d", "-s", f"s{number}", "env PS1='$ ' sh")
    visit_all([Visitor(server, 1000 + number) for number in range(CLIENTS)], WARM_UP_S)
    before = at_rest(server)
    visitors = [Visitor(server, number) for number in range(CLIENTS)]
    visit_all(visitors, SOAK_S)
    after = at_rest(server)
    assert sum(visitor.visits for visitor in visitors) > CLIENTS * SOAK_S / 10
    assert sum(visitor.resumed for visitor in visitors) > CLIENTS
    assert len(after.descriptors) <= len(before.descriptors), (before.descriptors, after.descriptors)
    assert after.greenlets <= before.greenlets
    assert after.memory_bytes <= before.memory_bytes + MEMORY_SLACK_BYTES
    assert not any(visitor.closed or visitor.refused for visitor in visitors)
    newcomer = TerminalClient(server, "s0")
    newcomer.wait(b"$ ")
    newcomer.close()
