"""Notices at once that a process has ended which is not our child, such as the program of a pane.

By Linux's pidfd_open(2). Where that is missing, and for processes of another namespace, nothing is followed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from typing import Any

import gevent

MAX_PROCESSES = 256
"""Each takes a file descriptor."""
_READ = 1


class ProcessEnds:
    """Follows some processes, by number. Never switches."""

    def __init__(self, on_end: Callable[[int], None]) -> None:
        """`on_end` is called once for each process that ended, and must not switch."""
        self._on_end = on_end
        self._watchers: dict[int, tuple[int, Any]] = {}
        self._reported: set[int] = set()
        self._stopped = False

    def __len__(self) -> int:
        return len(self._watchers)

    def __contains__(self, pid: int) -> bool:
        """Whether this process runs and its end will be noticed."""
        return pid in self._watchers

    def follow(self, pids: Collection[int]) -> None:
        """Follow these processes from now on, and no others. One that ended is not followed again.

        A pane can keep its process for long: others have its terminal, or it has another number here.
        """
        self._reported.intersection_update(pids)
        for pid in self._watchers.keys() - set(pids):
            self._forget(pid)
        for pid in () if self._stopped else pids:
            is_known = pid in self._watchers or pid in self._reported
            if pid > 0 and not is_known and len(self._watchers) < MAX_PROCESSES:
                self._watch(pid)

    def stop(self) -> None:
        """Follow none, also later. Safe to call twice."""
        self._stopped = True
        self.follow(())

    def _watch(self, pid: int) -> None:
        try:
            descriptor = os.pidfd_open(pid)
        except (AttributeError, OSError):  # no Linux, an old one, or a process that we do not see
            return
        watcher = gevent.get_hub().loop.io(descriptor, _READ)
        self._watchers[pid] = (descriptor, watcher)
        watcher.start(self._ended, pid)

    def _ended(self, pid: int) -> None:
        self._forget(pid)
        self._reported.add(pid)
        self._on_end(pid)

    def _forget(self, pid: int) -> None:
        descriptor, watcher = self._watchers.pop(pid)
        watcher.stop()
        watcher.close()
        os.close(descriptor)
