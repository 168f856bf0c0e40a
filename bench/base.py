"""What a server costs before anything happens: memory with one idle viewer, and time until it answers."""

from __future__ import annotations

import os
import time
from pathlib import Path
from statistics import median

import psutil

from bench.rows import Row
from bench.stage import Stage, proportional_bytes, settle
from tests.client import TerminalClient

TIMES = int(os.environ.get("WEBMUX_BENCH_TIMES", "5"))
BASE_MAX_BYTES = 60_000_000
START_MAX_S = 1.0
STABLE_S, STABLE_BYTES, STABLE_WITHIN_S = 1.5, 100_000, 30.0
BEFORE = "WEBMUX_BENCH_BEFORE"
"""Names a checkout of an older version, set up with `make setup`, that is measured too."""


def measure() -> list[Row]:
    older = os.environ.get(BEFORE)
    before = _measured(Path(older)) if older else None
    now = _measured(None)
    texts = [
        ("one idle viewer: memory of all processes (PSS)", 0, 1e6, "MB", BASE_MAX_BYTES),
        ("of that: the process that supervises", 1, 1e6, "MB", None),
        ("of that: the worker", 2, 1e6, "MB", None),
        ("of that: its tmux clients", 3, 1e6, "MB", None),
        ("apart from that: the tmux server", 4, 1e6, "MB", None),
        ("from exec to the first answer, warm disk", 5, 1, "s", START_MAX_S),
    ]
    return [_row(what, before, now, place, unit, name, most) for what, place, unit, name, most in texts]


def _row(
    what: str,
    before: list[tuple[float, ...]] | None,
    now: list[tuple[float, ...]],
    place: int,
    unit: float,
    name: str,
    most: float | None,
) -> Row:
    def shown(found: list[tuple[float, ...]]) -> str:
        values = [one[place] / unit for one in found]
        return f"{median(values):.2f} {name} ({min(values):.2f} to {max(values):.2f})"

    reached = None if most is None else median(one[place] for one in now) <= most
    target = "-" if most is None else f"<= {most / unit:g} {name}"
    return Row(what, shown(before) if before else "-", shown(now), target, reached)


def _measured(checkout: Path | None) -> list[tuple[float, ...]]:
    return [_once(checkout) for _ in range(TIMES)]


def _once(checkout: Path | None) -> tuple[float, ...]:
    stage = Stage()
    if checkout is not None:
        stage.server.command = [str(checkout / ".venv/bin/python"), str(checkout / "app.py")]
    started = time.monotonic()
    stage.server.spawn()
    while not stage.server.answers():
        assert time.monotonic() < started + STABLE_WITHIN_S, stage.server.stderr
        time.sleep(0.002)
    answered_s = time.monotonic() - started
    try:
        stage.session("base", "env PS1='$ ' sh")
        client = TerminalClient(stage.server, "base")
        client.wait(b"$ ")
        return (*_stable(stage), answered_s)
    finally:
        stage.server.close()


def _stable(stage: Stage) -> tuple[float, ...]:
    """Bytes of all, the supervisor, the worker, its clients and the tmux server, once they stay the same."""
    deadline = time.monotonic() + STABLE_WITHIN_S
    last = 0.0
    while True:
        master = proportional_bytes(stage.server.pid)
        worker = proportional_bytes(stage.worker().pid)
        others = sum(proportional_bytes(one.pid) for one in stage.worker().children(recursive=True))
        whole = master + worker + others
        if abs(whole - last) < STABLE_BYTES or time.monotonic() > deadline:
            tmux = int(stage.server.tmux("display-message", "-p", "#{pid}"))
            assert psutil.pid_exists(tmux)
            return whole, master, worker, others, proportional_bytes(tmux)
        last = whole
        settle(STABLE_S)
