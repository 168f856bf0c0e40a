"""SIGHUP: a new worker with the new configuration replaces the old one, or the old one stays.

gunicorn's own reload ends the old worker before the new one has started, and ends the server if the new one
cannot start.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from gunicorn.errors import HaltServer

from webmux.config import Config
from webmux.errors import ConfigError, WebMuxError
from webmux.logs import get_logger
from webmux.service.readiness import Readiness

log = get_logger(__name__)

RESTART_ONLY = ("host", "port", "unix_socket", "state_dir")
"""Options that a reload does not change: the process that supervises has opened what they name."""
LOAD_DEADLINE_S = 20.0
"""A worker that has not loaded the application by then is ended, and the old one stays."""
PAUSE_S = 0.02


class _Reloads:
    """What a worker inherits from the supervisor when it is forked."""

    running = False
    done = False


def supervise(server: Any, readiness: Readiness | None = None) -> None:
    """Replace what gunicorn does for SIGHUP, and notify systemd. For its hook `on_starting`."""
    notify = readiness or Readiness.from_environment()
    server.handle_hup = partial(_reload, server, notify)
    server.handle_winch = partial(_report_first, server, notify, [])
    for name in ("handle_term", "handle_int", "handle_quit"):
        setattr(server, name, partial(_stop, getattr(server, name), notify))


def has_loaded(worker: Any) -> bool:
    """Whether a worker has loaded the application: it then writes the monotonic time into its file.

    Before, the time is that of the file's creation, which is of the other clock and later.
    """
    try:
        return bool(worker.tmp.last_update() <= time.monotonic())
    except (OSError, ValueError):
        return False  # it has ended, and its file is closed


def config_for_worker(
    started: Config, load_again: Callable[[], Config], check: Callable[[Config], object]
) -> Config:
    """The configuration of a worker that starts: that of the server, or after SIGHUP the one of now.

    `check` raises WebMuxError if the new one cannot work on this machine.

    Raises:
        SystemExit: it is wrong after SIGHUP. The log says why, and the old worker stays.
    """
    if not _Reloads.running and not _Reloads.done:
        return started
    try:
        new = load_again()
        fixed = [key for key in RESTART_ONLY if getattr(new, key) != getattr(started, key)]
        if fixed:
            new = _with_values(new, {key: getattr(started, key) for key in fixed})
        check(new)
    except WebMuxError as error:
        if _Reloads.running:
            log.error("configuration not reloaded: the server goes on with the old one", error=error.message)
            raise SystemExit(0) from error
        log.error("configuration is wrong now: using the one of the start", error=error.message)
        return started
    if fixed:
        log.warning("options that change only with a restart of the server", options=", ".join(fixed))
    log.warning("configuration reloaded")
    return new


def _with_values(config: Config, values: dict[str, Any]) -> Config:
    """The configuration with other values, checked again as a whole."""
    try:
        return replace(config, **values)
    except ConfigError as error:
        raise ConfigError(", ".join(values), "cannot change without a restart of the server") from error


def _report_first(server: Any, notify: Readiness, reported: list[bool]) -> None:
    """A worker sends SIGWINCH when it has loaded, and so may a terminal: look whether it has."""
    if not reported and any(map(has_loaded, server.WORKERS.values())):
        reported.append(True)
        notify.ready(_status(server))


def _stop(act: Callable[[], None], notify: Readiness) -> None:
    notify.stopping()
    act()


def _reload(server: Any, notify: Readiness) -> None:
    notify.reloading()
    _Reloads.running = True
    new = server.spawn_worker()
    _Reloads.running = False
    if _loads(server, new):
        _Reloads.done = True
        server.manage_workers()  # ends the older one, and the new one waits for that
    else:
        _end(new)
    notify.ready(_status(server))


def _loads(server: Any, pid: int) -> bool:
    deadline = time.monotonic() + LOAD_DEADLINE_S
    while time.monotonic() < deadline:
        try:
            server.reap_workers()
        except HaltServer as error:
            log.error("the new worker did not start: the old one stays", reason=error.reason)
            return False
        worker = server.WORKERS.get(pid)
        if worker is None:
            return False  # it has logged why
        if has_loaded(worker):
            return True
        time.sleep(PAUSE_S)
    log.error("the new worker did not start in time: the old one stays", seconds=LOAD_DEADLINE_S)
    return False


def _end(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def _status(server: Any) -> str:
    return f"Listening on {', '.join(map(str, server.LISTENERS))}"
