"""Does to a server what systemd does to a service, on a machine where systemd does not run.

The processes of the service are those of a cgroup. Where a test may make none, they are those that inherited
a variable: a process leaves both in the same way, by the stand-in for `systemd-run`.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
from pathlib import Path

import psutil

from tests.server import Server
from tests.support import eventually

_VARIABLE = "UNIT_OF_TEST"
_HIERARCHIES = ("/sys/fs/cgroup/systemd", "/sys/fs/cgroup/unified", "/sys/fs/cgroup")


class ServiceUnit:
    """A server as a service; `has_manager` says whether the user has a manager, and so `systemd-run`."""

    def __init__(self, server: Server, *, has_manager: bool) -> None:
        self.server = server
        self.name = f"webmux-test-{secrets.token_hex(4)}"
        self.cgroup = _made_cgroup(self.name)
        self.scope = _made_cgroup(f"{self.name}-scope") if self.cgroup else None
        self.calls = server.directory / "systemd-run-calls"
        folder = server.directory / "bin"
        folder.mkdir()
        leave = f"echo $$ > {self.scope}/cgroup.procs" if self.scope else f"unset {_VARIABLE}"
        enter = f"echo $$ > {self.cgroup}/cgroup.procs" if self.cgroup else f"export {_VARIABLE}={self.name}"
        run = f'{leave}; while [ "$1" != -- ]; do shift; done; shift; exec "$@"'
        refuse = "echo 'Failed to connect to bus: No medium found' >&2; exit 1"
        script = folder / "systemd-run"
        script.write_text(f'#!/bin/sh\necho "$@" >> {self.calls}\n{run if has_manager else refuse}\n')
        script.chmod(0o755)
        server.command = ["/bin/sh", "-c", f'{enter}; exec "$@"', "sh", *server.command]
        server.environment["PATH"] = f"{folder}:{os.environ['PATH']}"
        server.environment["INVOCATION_ID"] = secrets.token_hex(16)

    def members(self) -> list[psutil.Process]:
        """The processes of the service that have not ended."""
        if self.cgroup:
            pids = [int(line) for line in (self.cgroup / "cgroup.procs").read_text().split()]
        else:
            mark = f"{_VARIABLE}={self.name}".encode()
            pids = [pid for pid in psutil.pids() if mark in _environment(pid).split(b"\0")]
        found = []
        for pid in pids:
            with contextlib.suppress(psutil.NoSuchProcess):
                process = psutil.Process(pid)
                if process.status() != psutil.STATUS_ZOMBIE:
                    found.append(process)
        return found

    def stop_all(self, number: int) -> None:
        """KillMode=control-group: signal every process, and kill what has not ended with the main process."""
        self._signal(number)
        self.server.wait_end()
        self._signal(signal.SIGKILL)
        eventually(lambda: not self.members())

    def stop_main(self, number: int) -> None:
        """KillMode=process: signal the main process alone, and wait for it."""
        os.kill(self.server.pid, number)
        self.server.wait_end()

    def close(self) -> None:
        """Remove the cgroups, after all processes have ended."""
        for group in (self.cgroup, self.scope):
            if group:
                eventually(lambda group=group: (group / "cgroup.procs").read_text() == "")
                group.rmdir()

    def _signal(self, number: int) -> None:
        for process in self.members():
            with contextlib.suppress(psutil.NoSuchProcess):
                process.send_signal(number)


def _made_cgroup(name: str) -> Path | None:
    for hierarchy in _HIERARCHIES:
        if Path(hierarchy, "cgroup.procs").exists():
            made = Path(hierarchy, name)
            try:
                made.mkdir()
            except OSError:
                continue
            return made
    return None


def _environment(pid: int) -> bytes:
    try:
        return Path("/proc", str(pid), "environ").read_bytes()
    except OSError:
        return b""
