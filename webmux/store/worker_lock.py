"""Only one worker of a state directory talks to tmux: a new one waits until the old one has let go."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable
from pathlib import Path

from webmux.errors import ConfigError

FILE = "worker"
PAUSE_S = 0.01


class WorkerLock:
    """A lock that the kernel releases when its process ends, however it ends."""

    def __init__(self, state_dir: Path) -> None:
        self._path = state_dir / FILE
        self._descriptor: int | None = None

    def acquire(self, deadline_s: float, sleep: Callable[[float], object]) -> bool:
        """Wait until no other worker has the lock; returns whether there was one to wait for.

        After the deadline, and on a file system without locks, the caller goes on without it.

        Raises:
            ConfigError: the file cannot be opened.
        """
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        try:
            self._descriptor = os.open(self._path, flags, 0o600)
        except OSError as error:
            raise ConfigError("state_dir", f"{self._path}: {error.strerror}") from error
        waited = False
        deadline = time.monotonic() + deadline_s
        while not self._try():
            waited = True
            if time.monotonic() > deadline:
                break
            sleep(PAUSE_S)
        return waited

    def release(self) -> None:
        """Let the next worker begin. Safe to call twice."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _try(self) -> bool:
        assert self._descriptor is not None
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            pass  # no locks here
        return True
