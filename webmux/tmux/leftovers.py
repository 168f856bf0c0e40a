"""Ends tmux clients that an earlier process of ours left behind.

Linux ends our clients when we die, even by SIGKILL, but not a client that waits for a stopped tmux server,
nor without prctl(2) and setpriv(1). A service manager that ends only our main process leaves them to us.
"""

from __future__ import annotations

import hashlib
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from webmux.logs import get_logger

log = get_logger(__name__)

VARIABLE = "WEBMUX_CLIENT"
"""Marks the processes of our clients. tmux passes it to no program, as with all variables of a client."""
END_DEADLINE_S = 2.0
PAUSE_S = 0.05
_PROC = Path("/proc")


class Mark:
    """What our clients have in their environment: which server they belong to, and which process of it."""

    def __init__(self) -> None:
        self._server = ""

    def of_server(self, state_dir: Path) -> None:
        """Mark the clients of this process from now on as those of the server with this directory."""
        self._server = hashlib.sha256(os.fsencode(state_dir.resolve())).hexdigest()[:16]

    def variables(self) -> dict[str, str]:
        """Variables to add to the environment of a client."""
        return {VARIABLE: f"{self._server}:{os.getpid()}"} if self._server else {}

    def is_left_over(self, environment: bytes) -> bool:
        """Whether an environment, as /proc has it, is that of a client of another process of this server."""
        ours = f"{VARIABLE}={self._server}:".encode()
        marks = [word for word in environment.split(b"\0") if word.startswith(ours)]
        return bool(self._server and marks) and marks[0] != ours + str(os.getpid()).encode()


MARK = Mark()


def end_leftovers(sleep: Callable[[float], object], mark: Mark = MARK) -> int:
    """End the clients of earlier processes of this server; returns how many there were.

    Call it when no other process of the server talks to tmux. An attach client that does not end in time is
    killed; a control client never is, because that can end tmux: docs/decisions/0005-control-connection.md.

    Switches: yes, if there are any, up to 2 s. Cost: reads one file of each process of ours. Linux only.
    """
    found = list(_leftovers(mark))
    for pid in found:
        _signal(pid, signal.SIGTERM)
    deadline = time.monotonic() + END_DEADLINE_S
    while (left := [pid for pid in found if _is_left_over(pid, mark)]) and time.monotonic() < deadline:
        sleep(PAUSE_S)
    for pid in left:
        if b"-C" not in _read(pid, "cmdline").split(b"\0"):
            _signal(pid, signal.SIGKILL)
    if found:
        log.warning("tmux clients of an earlier process ended", count=len(found), killed=len(left))
    return len(found)


def _leftovers(mark: Mark) -> Iterator[int]:
    if _PROC.is_dir():
        for entry in _PROC.iterdir():
            if entry.name.isdigit() and _is_left_over(int(entry.name), mark):
                yield int(entry.name)


def _is_left_over(pid: int, mark: Mark) -> bool:
    return mark.is_left_over(_read(pid, "environ"))


def _read(pid: int, name: str) -> bytes:
    """A file of a process; empty if it has ended, is a zombie, or belongs to another user."""
    try:
        return (_PROC / str(pid) / name).read_bytes()
    except OSError:
        return b""


def _signal(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except OSError:
        pass  # it has ended
