"""Ctrl-C while `yes` runs, over a link of one megabit a second."""

from __future__ import annotations

import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from bench.echo import JsonTypist, OptimizedTypist, optimized, plain_json
from bench.rows import Row
from bench.stage import Stage
from tests.server import ROOT

LINK_BYTES_S = 1_000_000 / 8
FLOOD_S = 3.0
ROUNDS = 10
GIVE_UP_S = 20.0
PROMPT = b"PROMPT>"
CTRL_C = b"\x03"


@contextmanager
def slow_link(stage: Stage) -> Iterator[int]:
    """The port of a proxy that passes a megabit a second."""
    arguments = [stage.server.host, str(stage.server.port), str(LINK_BYTES_S)]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.proxy", *arguments],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.communicate()


def measure() -> list[Row]:
    with Stage() as stage, slow_link(stage) as port:
        before = _ctrl_c(plain_json(stage, _shell(stage, "json"), port), 1)
        after = _ctrl_c(optimized(stage, _shell(stage, "optimized"), port), ROUNDS)
    worst = max(after)
    return [
        Row(
            "Ctrl-C to the prompt during `yes` on a 1 Mbit/s link",
            f"{before[0]:.1f} s" if before[0] < GIVE_UP_S else f"not within {GIVE_UP_S:.0f} s",
            f"{sorted(after)[len(after) // 2] * 1000:.0f} ms, worst of {ROUNDS} {worst * 1000:.0f} ms",
            "< 500 ms",
            worst < 0.5,
        )
    ]


def _shell(stage: Stage, name: str) -> str:
    # In two parts, so that the command line that tmux may show is not the prompt.
    return stage.session(name, "env PS1='PROM''PT>' sh")


def _ctrl_c(client: OptimizedTypist | JsonTypist, rounds: int) -> list[float]:
    """Seconds from Ctrl-C to the prompt, each after some seconds of flood."""
    if isinstance(client, OptimizedTypist):
        client.in_flood = True
    client.drain(1.0)
    times = []
    for _ in range(rounds):
        client.type(b"yes\r")
        client.drain(FLOOD_S)
        times.append(_until_prompt(client))
    client.close()
    return times


def _until_prompt(client: OptimizedTypist | JsonTypist) -> float:
    client.seen = b""
    start = time.perf_counter()
    client.type(CTRL_C)
    while PROMPT not in client.seen and time.perf_counter() - start < GIVE_UP_S:
        if select.select([client.sock], [], [], 0.1)[0]:
            client.read()
            client.seen = client.seen[-1000:] if PROMPT not in client.seen else client.seen
    return time.perf_counter() - start
