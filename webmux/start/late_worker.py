"""The worker as the supervising process knows it: it loads everything else after the fork.

gunicorn makes a worker object before it forks. Ours is small, so that the process that only supervises never
imports gevent, Flask or the application.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
from typing import Any

from gunicorn.glogging import Logger
from gunicorn.workers.workertmp import WorkerTmp

DESCRIPTORS = 8192
"""Connections, terminals and files that may be open. Many systems allow 1024 by default."""
_PR_SET_PDEATHSIG = 1  # prctl(2)


class LateWorker:
    """What gunicorn's arbiter uses of a worker, and the real worker in the process that is forked."""

    def __init__(
        self, age: int, ppid: int, sockets: Any, app: Any, timeout: float, cfg: Any, log: Any
    ) -> None:
        self._arguments = (age, ppid, sockets, app, timeout, cfg, log)
        self._real: Any = None
        self.age = age
        self.ppid = ppid
        self.pid: int | str = "[booting]"
        self.aborted = False
        self.tmp = WorkerTmp(cfg)

    @property
    def booted(self) -> bool:
        """Whether the application was loaded. If not, gunicorn does not start another worker."""
        return self._real is not None and bool(self._real.booted)

    def init_process(self) -> None:
        """Become the worker; returns when it stops. Only in the process that was forked."""
        _end_at_once_on_signals()
        from gevent import monkey

        monkey.patch_all()  # before anything is imported that it changes

        from webmux.web.engine.admission import CONNECTIONS_MAX
        from webmux.web.server.worker import Worker, install

        install()
        self._real = Worker(*self._arguments)
        self._real.tmp.close()
        self._real.tmp = self.tmp  # the supervisor looks at this one
        self._real.pid = self.pid
        self._real.worker_connections = CONNECTIONS_MAX
        self._real.init_process()


class JsonLogger(Logger):  # type: ignore[misc]  # gunicorn ships no types
    """gunicorn's log in the format of `logs`. The access log stays off, because it has queries."""

    def setup(self, cfg: Any) -> None:
        """Pass records to the root handler."""
        super().setup(cfg)
        for logger in (self.error_log, self.access_log):
            logger.handlers = []
            logger.propagate = True


def die_with_parent(parent: int) -> None:
    """Have the kernel send SIGTERM to this process when its parent dies, even by SIGKILL.

    Linux only. On other systems the worker checks once a second.
    """
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is not None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        os._exit(0)  # the parent died before the call


def raise_descriptor_limit() -> None:
    """Allow this process `DESCRIPTORS` open files, or as many as the system permits."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    limit = DESCRIPTORS if hard == resource.RLIM_INFINITY else min(DESCRIPTORS, hard)
    if soft != resource.RLIM_INFINITY and soft < limit:
        resource.setrlimit(resource.RLIMIT_NOFILE, (limit, hard))


def _end_at_once_on_signals() -> None:
    """Until the worker has its own handlers; those it inherits only queue a signal for the supervisor."""

    def end(*_: object) -> None:
        os._exit(0)

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT):
        signal.signal(number, end)
    signal.signal(signal.SIGUSR1, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
