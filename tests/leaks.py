"""What a test may not leave behind: greenlets, descriptors, processes.

`Baseline.take` is cheap (about a millisecond) and notes what exists; `leaks` names what has come
since. Processes are found even when they turned themselves into daemons, as a tmux server does:
every child of the test run inherits RUN_VARIABLE in its environment.
"""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import gevent
from gevent.hub import Hub
from greenlet import greenlet

RUN_VARIABLE = "TEST_RUN_OF_WEBMUX"  # not WEBMUX_...: those are options, and unknown ones stop a start
GRACE_S = 2.0
"""How long things may take to go: gevent closes descriptors late, a killed process is reaped late."""

_POOL_WORKERS = {"_WorkerGreenlet"}
"""Greenlets of gevent's own thread pool; the pool keeps them."""


def warm_up() -> None:
    """Open what gevent opens once for a whole process, so that no test is blamed for it."""
    os.environ[RUN_VARIABLE] = str(os.getpid())
    gevent.get_hub().threadpool.apply(int)
    watcher = gevent.get_hub().loop.stat("/", 0.0)  # opens the loop's inotify descriptor
    watcher.start(int)
    watcher.stop()
    watcher.close()
    gevent.sleep(0)


def forget_heap() -> None:
    """Take the objects that exist now out of later walks of the heap.

    They cannot be leaks, and walking all that earlier tests have imported costs 100 ms a test.
    """
    gc.collect()
    gc.freeze()


@dataclass(frozen=True)
class Baseline:
    """What existed at one moment."""

    greenlets: frozenset[greenlet]
    descriptors: frozenset[tuple[int, str]]
    processes: frozenset[int]

    @classmethod
    def take(cls) -> Baseline:
        return cls(frozenset(_greenlets()), frozenset(_descriptors()), frozenset(_process_ids()))

    def leaks(self) -> list[str]:
        """One line for each thing that exists now and did not exist at the baseline."""
        lines = [f"greenlet {one!r}" for one in _greenlets() if one not in self.greenlets]
        lines += [f"descriptor {fd} -> {name}" for fd, name in set(_descriptors()) - self.descriptors]
        return lines + list(self._new_processes())

    def leaks_after_grace(self, grace_s: float = GRACE_S) -> list[str]:
        """As `leaks`, asked again until nothing is left or `grace_s` is over.

        Switches: yes, when something is left at first.
        """
        deadline = time.monotonic() + grace_s
        while (found := self.leaks()) and time.monotonic() < deadline:
            gevent.sleep(0.01)
        return found

    def _new_processes(self) -> Iterator[str]:
        for pid in _process_ids():
            if pid not in self.processes and _is_ours(pid) and not self._has_older_parent(pid):
                yield f"process {pid} {_command_line(pid)}"

    def _has_older_parent(self, pid: int) -> bool:
        """Whether a child of ours that is older than the test, a browser say, started this one."""
        parent = _parent_of(pid)
        while parent > 1 and parent != os.getpid():
            if parent in self.processes and _is_ours(parent):
                return True
            parent = _parent_of(parent)
        return False


def _greenlets() -> list[greenlet]:
    """Greenlets that run or wait, except gevent's hubs and the roots of its thread pool."""
    current = gevent.getcurrent()
    return [
        one
        for one in gc.get_objects()
        # Not isinstance(): it asks proxies for their class, and some answer with an exception.
        if issubclass(type(one), greenlet)
        and one is not current
        and one.parent is not None  # the root of a thread, such as those that resolve names
        and not issubclass(type(one), Hub)
        and type(one).__name__ not in _POOL_WORKERS
        and _is_alive(one)
    ]


def _is_alive(one: greenlet) -> bool:
    if one.dead:
        return False
    # A gevent greenlet counts from its start() on, a plain one from its first switch.
    return bool(one) or bool(getattr(one, "started", False))


def _descriptors() -> Iterator[tuple[int, str]]:
    for name in os.listdir("/proc/self/fd"):
        try:
            yield int(name), os.readlink(f"/proc/self/fd/{name}")
        except OSError:
            continue  # the one that listdir itself used


def _process_ids() -> list[int]:
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def _is_ours(pid: int) -> bool:
    """Whether this test run started the process, directly or not. False for ourselves."""
    if pid == os.getpid():
        return False
    if _parent_of(pid) == os.getpid():
        return True
    marker = f"{RUN_VARIABLE}={os.getpid()}".encode()
    return marker in _read(pid, "environ").split(b"\0")


def _parent_of(pid: int) -> int:
    """0 if the process has ended."""
    # The name in brackets may itself hold blanks and brackets.
    fields = _read(pid, "stat").rpartition(b")")[2].split()
    return int(fields[1]) if len(fields) > 1 else 0


def _command_line(pid: int) -> str:
    words = _read(pid, "cmdline").replace(b"\0", b" ").decode(errors="replace").strip()
    return words[:200] or "(zombie)"


def _read(pid: int, name: str) -> bytes:
    try:
        return Path("/proc", str(pid), name).read_bytes()
    except OSError:
        return b""
