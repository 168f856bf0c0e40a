"""The stage of a measurement: a server of its own, its tmux, its processes, its viewers."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

import psutil

from tests.server import ROOT, Server

FLOOD_BYTES = 31_000_000


class Stage:
    """One server with a tmux of its own, ended with the block."""

    def __init__(self, *options: str, **environment: str) -> None:
        self.server = Server(*options, **environment)

    def __enter__(self) -> Stage:
        self.server.start()
        self.session("stage")  # without any session tmux would end between two measurements
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.server.close()

    def session(self, name: str, command: str = "sh", cols: int = 120, rows: int = 40) -> str:
        """A new session that runs `command`."""
        self.server.tmux("new-session", "-d", "-s", name, "-x", str(cols), "-y", str(rows), command)
        self.server.tmux("set-option", "-t", f"={name}:", "status", "off")  # its clock is no output of ours
        return name

    def painter(self, how: str) -> str:
        """The command of a program that never stops printing; `how` is `paint` or `scroll`."""
        return f"{sys.executable} {ROOT / 'bench' / 'painter.py'} {how}"

    def type(self, session: str, text: str) -> None:
        """Type a line into a session, by tmux itself."""
        self.server.tmux("send-keys", "-t", f"={session}:", text, "Enter")

    def worker(self) -> psutil.Process:
        """The gunicorn worker process."""
        children = psutil.Process(self.server.pid).children()
        [worker] = [child for child in children if "tmux" not in child.name()]
        return worker

    def server_cpu_s(self) -> float:
        """CPU seconds of the worker and its tmux clients so far."""
        worker = self.worker()
        return sum(_cpu_s(process) for process in [worker, *worker.children(recursive=True)])

    def tmux_cpu_s(self) -> float:
        """CPU seconds of the tmux server so far."""
        pid = int(self.server.tmux("display-message", "-p", "#{pid}"))
        return sum(psutil.Process(pid).cpu_times()[:2])

    def pss_bytes(self) -> int:
        """Proportional memory of the worker and its tmux clients."""
        worker = self.worker()
        return sum(proportional_bytes(p.pid) for p in [worker, *worker.children(recursive=True)])

    def metric(self, name: str) -> float:
        """One figure of `/metrics`."""
        _, _, body = self.server.request("GET", "/metrics", headers=self.server.bearer)
        [value] = [line.split()[1] for line in body.decode().splitlines() if line.startswith(name + " ")]
        return float(value)

    def flood_file(self, marker: str, size: int = FLOOD_BYTES) -> Path:
        """A file of coloured lines that ends with the marker."""
        path = self.server.directory / "flood"  # the command that prints it must not show the marker
        line = "".join(f"\x1b[3{i % 8}mword{i:03d}\x1b[0m " for i in range(12)) + "\r\n"
        body = line.encode() * (size // len(line))
        path.write_bytes(body + f"\r\n{marker}\r\n".encode())
        return path

    @contextmanager
    def viewers(self, mode: str, count: int, session: str, marker: str) -> Iterator[Viewers]:
        """`count` viewers in another process, connected and quiet; `session` may be several, by commas."""
        arguments = [mode, str(count), self.server.host, str(self.server.port)]
        process = subprocess.Popen(
            [sys.executable, "-m", "bench.load", *arguments, self.server.token, session, marker],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert process.stdout is not None
            assert process.stdout.readline().strip() == "ready"
            yield Viewers(process)
        finally:
            process.kill()
            process.communicate()


class Viewers:
    """A running load process."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def go(self) -> None:
        """Start the clock."""
        assert self._process.stdin is not None
        self._process.stdin.write("go\n")
        self._process.stdin.flush()

    def result(self) -> dict[str, Any]:
        """What they saw, once all have seen the marker."""
        assert self._process.stdout is not None
        result: dict[str, Any] = json.loads(self._process.stdout.readline())
        return result


def _cpu_s(process: psutil.Process) -> float:
    try:
        return sum(process.cpu_times()[:2])
    except psutil.NoSuchProcess:
        return 0.0  # a tmux command that ended meanwhile


def proportional_bytes(pid: int) -> int:
    """Memory of a process; a page that several share counts in equal parts (PSS). 0 if it has ended."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    for line in text.splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


def settle(seconds: float) -> None:
    """Let the machine become quiet before a measurement."""
    time.sleep(seconds)
