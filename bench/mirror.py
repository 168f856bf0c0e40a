"""Mirrors: many viewers of captures, what a frame weighs, and what a quiet one costs."""

from __future__ import annotations

import itertools
import time

from bench.rows import Row
from bench.stage import Stage, settle
from tests.client import TerminalClient

FLOOD_S = 6.0
IDLE_S = 10.0
INTERVAL_S = 0.033
COUNTS = (1, 25, 50)
_marks = itertools.count()


def measure() -> list[Row]:
    with Stage() as stage:
        return [*_viewers(stage), _frame(stage), _idle(stage)]


def _viewers(stage: Stage) -> list[Row]:
    cpu, rates = {}, {}
    for count in COUNTS:
        cpu[count], rates[count] = _flood(stage, count)
    # A line through two points parts what each viewer is sent from what all of them share.
    send = (cpu[COUNTS[2]] - cpu[COUNTS[1]]) / (COUNTS[2] - COUNTS[1])
    shared = cpu[COUNTS[2]] - send * (COUNTS[2] - 1)
    most = 1 / INTERVAL_S
    return [
        Row(
            "mirror, `yes`: CPU with 50 viewers, less what 49 more are sent",
            f"{cpu[1] * 100:.1f} % of a core with 1",
            f"{shared * 100:.1f} % (in all {cpu[50] * 100:.1f} %)",
            "<= 1.3 x of one viewer",
            shared <= 1.3 * cpu[1],
            f"{shared / cpu[1]:.2f} x; each viewer's sends {send * 100:.2f} %",
        ),
        Row(
            "mirror, `yes`: captures a second with 50 viewers",
            f"{rates[1]:.1f} with 1",
            f"{rates[50]:.1f}",
            f"<= {most:.1f}, one an interval",
            rates[50] <= most * 1.02,
        ),
    ]


def _flood(stage: Stage, count: int) -> tuple[float, float]:
    """CPU of the server, as a part of a core, and captures a second while `yes` runs."""
    session = stage.session(f"yes{next(_marks)}", "sh", 120, 40)
    with stage.viewers("mirror", count, session, "NEVERSEEN") as viewers:
        viewers.go()
        stage.type(session, "yes | cat -n")
        settle(1.0)
        cpu, captures, start = stage.server_cpu_s(), stage.metric("webmux_captures_total"), time.monotonic()
        settle(FLOOD_S)
        seconds = time.monotonic() - start
        used = stage.server_cpu_s() - cpu
        taken = stage.metric("webmux_captures_total") - captures
    stage.server.tmux("kill-session", "-t", f"={session}")
    return used / seconds, taken / seconds


def _frame(stage: Stage) -> Row:
    session = stage.session("frame", "cat", 80, 24)
    client = TerminalClient(stage.server, session, view="mirror")
    client.settle(1.0)
    sizes = []
    for _ in range(20):
        before = client.output_bytes
        stage.server.tmux("send-keys", "-t", f"={session}:", "x" * 39, "Enter")
        client.settle(0.3)
        sizes.append(client.output_bytes - before)
        stage.server.tmux("send-keys", "-t", f"={session}:", "-R")
        client.settle(0.3)
    client.close()
    whole = 80 * 24
    worst = max(sizes)
    return Row(
        "mirror: bytes of a frame for a changed line of 39 characters and its echo",
        f"{whole:,} cells in the window",
        f"{sorted(sizes)[10]} bytes, most {worst}",
        "<= 300 bytes",
        worst <= 300,
    )


def _idle(stage: Stage) -> Row:
    session = stage.session("idle", "cat", 120, 40)
    settle(3.0)
    without = _cpu_of(stage)
    with stage.viewers("mirror", 10, session, "NEVERSEEN") as viewers:
        viewers.go()
        settle(7.0)
        captures = stage.metric("webmux_captures_total")
        used = _cpu_of(stage)
        captures = stage.metric("webmux_captures_total") - captures
    return Row(
        "mirror of a window in which nothing happens, 10 viewers: CPU",
        f"{without * 1000:.1f} ms a second without it",
        f"{used * 1000:.1f} ms a second, {captures:.0f} captures",
        "0 captures",
        captures == 0,
    )


def _cpu_of(stage: Stage) -> float:
    before = stage.server_cpu_s()
    settle(IDLE_S)
    return (stage.server_cpu_s() - before) / IDLE_S
