"""A thousand programs wait for a pane: the memory of each, and what the server does meanwhile."""

from __future__ import annotations

import socket
import time
from contextlib import ExitStack

from bench.rows import Row
from bench.stage import Stage

WAITS = 1000
FIRST = 20
"""The first waits load what all share."""
AT_ONCE = 20
PAUSE_S = 0.1
"""More connections at once than an address may have would end the oldest."""
IDLE_S = 5.0
BEGUN_S = 60.0
WAIT_MAX_BYTES = 20_000
IDLE_MAX = 0.01


def measure() -> list[Row]:
    with Stage() as stage, ExitStack() as held:
        stage.session("waited")
        pane = stage.server.tmux("display-message", "-p", "-t", "=waited:", "#{pane_id}").strip()[1:]
        _wait(stage, held, pane, FIRST, until=FIRST)
        before = stage.worker().memory_full_info().pss
        for begun in range(FIRST, WAITS, AT_ONCE):
            _wait(stage, held, pane, AT_ONCE, until=begun + AT_ONCE)
        each = (stage.worker().memory_full_info().pss - before) / (WAITS - FIRST)
        spent = stage.server_cpu_s()
        time.sleep(IDLE_S)
        idle = (stage.server_cpu_s() - spent) / IDLE_S
    return [
        Row(
            f"waits: memory of one of {WAITS}",
            "-",
            f"{each / 1000:.1f} KB",
            f"{WAIT_MAX_BYTES / 1000:.0f} KB",
            each <= WAIT_MAX_BYTES,
            "PSS of the worker, with the connection",
        ),
        Row(
            f"waits: CPU while {WAITS} wait",
            "-",
            f"{idle:.2%} of a core",
            f"{IDLE_MAX:.0%}",
            idle <= IDLE_MAX,
            "the worker and its tmux clients, nothing happens",
        ),
    ]


def _wait(stage: Stage, held: ExitStack, pane: str, count: int, *, until: int) -> None:
    """Begin waits, and return when the server has all of them."""
    server = stage.server
    head = "".join(f"{name}: {value}\r\n" for name, value in server.bearer.items())
    path = f"/api/panes/{pane}/wait?for=text&text=never+shown&timeout=600"
    request = f"GET {path} HTTP/1.1\r\nHost: {server.host}:{server.port}\r\n{head}\r\n".encode()
    for _ in range(count):
        client = held.enter_context(socket.create_connection((server.host, server.port)))
        client.sendall(request)
    deadline = time.monotonic() + BEGUN_S
    while _running(stage) < until:
        if time.monotonic() > deadline:
            raise RuntimeError(f"{_running(stage)} waits instead of {until}")
        time.sleep(PAUSE_S)


def _running(stage: Stage) -> int:
    text = stage.server.request("GET", "/metrics", headers=stage.server.bearer)[2].decode()
    [line] = [line for line in text.splitlines() if line.startswith("webmux_pane_waits ")]
    return int(float(line.split()[1]))
