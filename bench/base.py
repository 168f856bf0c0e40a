"""What a server costs before anything happens: memory with one idle viewer, and time until it answers."""

from __future__ import annotations

import os
import struct
import time
from pathlib import Path
from statistics import median

from bench.rows import Row
from bench.stage import Stage, proportional_bytes, settle
from tests.client import TerminalClient

TIMES = int(os.environ.get("WEBMUX_BENCH_TIMES", "5"))
BASE_MAX_BYTES = 60_000_000
START_MAX_S = 1.0
STABLE_S, STABLE_BYTES, STABLE_WITHIN_S = 1.5, 100_000, 30.0
ENTRY, FRAME, PRESENT = struct.Struct("Q"), (1 << 55) - 1, 1 << 63
BEFORE = "WEBMUX_BENCH_BEFORE"
"""Names a checkout of an older version, set up with `make setup`, that is measured too."""


FIGURES = (
    ("one idle viewer: memory of all processes (PSS)", "all", 1e6, "MB", BASE_MAX_BYTES),
    ("of that: the process that supervises", "supervisor", 1e6, "MB", None),
    ("of that: the worker", "worker", 1e6, "MB", None),
    ("of that: its tmux clients", "clients", 1e6, "MB", None),
    ("the same pages if no other program used any of them", "alone", 1e6, "MB", None),
    ("apart from that: the tmux server (PSS)", "tmux", 1e6, "MB", None),
    ("from exec to the first answer, warm disk", "start", 1, "s", START_MAX_S),
)

Measured = dict[str, float]


def measure() -> list[Row]:
    """In turns with an older version, if one is given: what else runs changes what is shared."""
    older = os.environ.get(BEFORE)
    before: list[Measured] = []
    now: list[Measured] = []
    for _ in range(TIMES):
        if older:
            before.append(_once(Path(older)))
        now.append(_once(None))
    return [
        _row(what, before, now, key, unit, name, most)
        for what, key, unit, name, most in FIGURES
        if key in now[0]
    ]


def _row(
    what: str,
    before: list[Measured],
    now: list[Measured],
    key: str,
    unit: float,
    name: str,
    most: float | None,
) -> Row:
    def shown(found: list[Measured]) -> str:
        values = [one[key] / unit for one in found]
        return f"{median(values):.2f} {name} ({min(values):.2f} to {max(values):.2f})"

    reached = None if most is None else median(one[key] for one in now) <= most
    target = "-" if most is None else f"<= {most / unit:g} {name}"
    return Row(what, shown(before) if before else "-", shown(now), target, reached)


def _once(checkout: Path | None) -> Measured:
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
        return {"start": answered_s, **_stable(stage)}
    finally:
        stage.server.close()


def _stable(stage: Stage) -> Measured:
    """The bytes of each part, once their sum stays the same."""
    deadline = time.monotonic() + STABLE_WITHIN_S
    last = 0.0
    while True:
        worker = stage.worker()
        clients = [one.pid for one in worker.children(recursive=True)]
        found: Measured = {
            "supervisor": proportional_bytes(stage.server.pid),
            "worker": proportional_bytes(worker.pid),
            "clients": sum(map(proportional_bytes, clients)),
        }
        found["all"] = sum(found.values())
        if abs(found["all"] - last) < STABLE_BYTES or time.monotonic() > deadline:
            found["tmux"] = proportional_bytes(int(stage.server.tmux("display-message", "-p", "#{pid}")))
            alone = _distinct_bytes([stage.server.pid, worker.pid, *clients])
            return found | ({"alone": alone} if alone else {})
        last = found["all"]
        settle(STABLE_S)


def _distinct_bytes(pids: list[int]) -> float:
    """The memory of these processes, each page once; 0 if only root can know it (proc_pid_pagemap(5))."""
    page_bytes = os.sysconf("SC_PAGE_SIZE")
    frames: set[int] = set()
    for pid in pids:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            begin, end = (int(part, 16) // page_bytes for part in line.split()[0].split("-"))
            if begin << 12 >= 1 << 47:
                continue  # the kernel's own
            with open(f"/proc/{pid}/pagemap", "rb") as pagemap:
                pagemap.seek(begin * ENTRY.size)
                found = pagemap.read((end - begin) * ENTRY.size)
            frames.update(entry & FRAME for (entry,) in ENTRY.iter_unpack(found) if entry & PRESENT)
    frames.discard(0)
    return len(frames) * float(page_bytes)
