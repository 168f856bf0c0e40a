"""System calls and allocations of the worker for each megabyte a program prints, ten viewers looking on."""

from __future__ import annotations

import re
import shutil
import signal
import struct
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from bench.rows import Row, saved
from bench.stage import Stage, settle

VIEWERS = 10
FLOOD_BYTES = 10_000_000
SOURCE = Path(__file__).parent / "allocations.c"
_TOTAL = re.compile(rb"^100\.00\s+\S+\s+\S*\s+(\d+)", re.MULTILINE)


class Meter(Protocol):
    """Counts something of the worker between `start` and `stop`."""

    def start(self, stage: Stage) -> None: ...

    def stop(self) -> tuple[int, ...]: ...


class SystemCalls:
    """Every system call of the worker's main thread, by strace."""

    def start(self, stage: Stage) -> None:
        pid = str(stage.worker().pid)
        self._tracer = subprocess.Popen(["strace", "-c", "-p", pid], stderr=subprocess.PIPE)
        settle(0.5)

    def stop(self) -> tuple[int, ...]:
        self._tracer.send_signal(signal.SIGINT)
        _, summary = self._tracer.communicate(timeout=20)
        found = _TOTAL.search(summary)
        assert found is not None, summary.decode()
        return (int(found[1]),)


class Allocations:
    """Calls of malloc and its like, and the bytes asked for, by a preloaded library."""

    def __init__(self, totals: Path) -> None:
        self._totals = totals

    def start(self, stage: Stage) -> None:
        self._before = self._read()

    def stop(self) -> tuple[int, ...]:
        return tuple(now - before for now, before in zip(self._read(), self._before, strict=True))

    def _read(self) -> tuple[int, ...]:
        return struct.unpack("QQ", self._totals.read_bytes())


def measure() -> list[Row]:
    return [*_system_calls(), *_allocations()]


def _per_mb(stage: Stage, meter: Meter) -> dict[str, list[float]]:
    """What `meter` counts for each MB that the program printed, before and after."""
    found = {}
    for mode in ("json", "optimized"):
        session = stage.session(f"cost-{mode}")
        marker = f"LAST-{mode}"
        path = stage.flood_file(marker, FLOOD_BYTES)
        with stage.viewers(mode, VIEWERS, session, marker) as viewers:
            settle(0.5)
            meter.start(stage)
            viewers.go()
            stage.type(session, f"cat {path}")
            viewers.result()
            found[mode] = [count / (FLOOD_BYTES / 1e6) for count in meter.stop()]
        stage.server.tmux("kill-session", "-t", f"={session}")
    return found


def _system_calls() -> list[Row]:
    what, reach = f"system calls for each MB printed, {VIEWERS} viewers", ">= 90 % fewer"
    if shutil.which("strace") is None:
        return [Row(what, "-", "-", reach, None, "not measured: needs strace")]
    with Stage() as stage:
        found = _per_mb(stage, SystemCalls())
    [before], [after] = found["json"], found["optimized"]
    return [Row(what, f"{before:,.0f}", f"{after:,.0f}", reach, after <= 0.1 * before, saved(before, after))]


def _allocations() -> list[Row]:
    what = f"allocations for each MB printed, {VIEWERS} viewers"
    if shutil.which("cc") is None:
        return [Row(what, "-", "-", "-", None, "not measured: needs a C compiler")]
    with _preloaded() as (totals, environment), Stage(**environment) as stage:
        found = _per_mb(stage, Allocations(totals))
    before, after = found["json"], found["optimized"]
    words = [f"{calls:,.0f}, {size / 1e6:.2f} MB" for calls, size in (before, after)]
    return [Row(what, *words, "-", None, saved(before[0], after[0]))]


@contextmanager
def _preloaded() -> Iterator[tuple[Path, dict[str, str]]]:
    """The file of the totals, and the environment of a server that counts into it."""
    with tempfile.TemporaryDirectory() as directory:
        library, totals = Path(directory) / "allocations.so", Path(directory) / "totals"
        totals.write_bytes(bytes(16))
        subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-o", str(library), str(SOURCE)], check=True)
        yield (
            totals,
            {
                "LD_PRELOAD": str(library),
                "BENCH_ALLOCATIONS": str(totals),
                "PYTHONMALLOC": "malloc",  # every object by malloc, none from a pool of Python's own
            },
        )
