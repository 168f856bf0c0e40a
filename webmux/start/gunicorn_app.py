"""The server under gunicorn: settings, and the hooks of the supervising process and of the worker.

The supervising process imports this module, so everything that only the worker needs is imported later.
"""

from __future__ import annotations

import gc
import json
import mmap
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from webmux import logs, memory
from webmux.config import ENV_PREFIX, OPTION_KEYS, SECRET_KEYS, Config, load
from webmux.errors import ConfigError, WebMuxError
from webmux.program import EXIT_WRONG_START, refuse
from webmux.service import reload
from webmux.start import late_worker
from webmux.start.address import check_address
from webmux.start.late_modules import loading_late
from webmux.store.state_dir import OPTIONS_FILE, StateDir

if TYPE_CHECKING:
    from flask import Flask

HEADER_MAX_BYTES = 32 * 1024
"""One header: all programs on one host name share its cookies, which may be more than 8 KB on localhost."""
HEADERS_MAX = 64
SOCKET_UMASK = 0o117  # a Unix socket is for its owner and group: a proxy runs as another user


class _Start:
    """What the supervising process and its workers share."""

    config: Config | None = None
    serving: int = -1
    """A descriptor for `StateDir.serve`."""
    tmux_version = ""
    refused = mmap.mmap(-1, 1)
    """Shared memory: a worker sets the byte if the server cannot start. It has said why."""


def serve(config: Config, load_again: Callable[[], Config]) -> None:
    """Run the server until it is stopped. `load_again` is called by the worker after SIGHUP."""
    from gunicorn.app.base import BaseApplication

    class Application(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
        def load_config(self) -> None:
            for key, value in gunicorn_settings(config).items():
                self.cfg.set(key, value)

        def load(self) -> Flask:
            return _worker_app(config, load_again)

    logs.configure(config.log_format)
    Application().run()


def application() -> Flask:
    """The application for `gunicorn app:app`, without a command line; exits with one line when wrong."""
    if _Start.config is not None:
        return _worker_app(_Start.config, load)
    return make_app(load_or_exit())


def load_or_exit() -> Config:
    """The configuration without a command line, for gunicorn; exits with one line when wrong."""
    try:
        return load()
    except WebMuxError as error:
        sys.exit(refuse(error.message))


def gunicorn_settings(config: Config) -> dict[str, Any]:
    """How gunicorn has to run: one gevent worker; the reasons are in docs/decisions."""
    _Start.config = config
    return {
        "bind": [config.bind],
        "workers": 1,  # hubs live in one process
        "worker_class": "webmux.start.late_worker.LateWorker",
        "preload_app": False,  # the worker's hub must not exist before the fork
        "keepalive": 5,  # also the deadline for headers
        "limit_request_field_size": HEADER_MAX_BYTES,
        "limit_request_fields": HEADERS_MAX,
        "graceful_timeout": 5,
        "timeout": 30,
        "max_requests": 0,  # a restart would drop every socket
        "umask": SOCKET_UMASK,
        "sendfile": False,  # TLS is in the worker, which gunicorn does not know, and a reload may begin it
        "control_socket_disable": True,
        "forwarded_allow_ips": "",  # ProxyFix decides, and only behind_proxy asks it
        "secure_scheme_headers": {},
        "accesslog": None,  # ours has neither query nor Referer
        "loglevel": "warning",
        "logger_class": "webmux.start.late_worker.JsonLogger",
        "proc_name": "webmux",
        "on_starting": _on_starting(config),
        "pre_fork": _pre_fork,
        "post_fork": _post_fork,
        "post_worker_init": _post_worker_init,
        "child_exit": _child_exit,
    }


def make_app(config: Config) -> Flask:
    """The application for a worker; secrets leave the environment, which tmux would inherit."""
    with loading_late():
        from webmux.web.app import create_app

    logs.configure(config.log_format)
    for key in SECRET_KEYS:
        os.environ.pop(f"{ENV_PREFIX}{key.upper()}", None)
    app = create_app(config)
    options = {key: getattr(config, key) for key in OPTION_KEYS}
    StateDir(config.state_dir).replace(OPTIONS_FILE, json.dumps(options, default=str))
    return app


def _worker_app(started: Config, load_again: Callable[[], Config]) -> Flask:
    """Check the machine and make the application, in a worker. If it cannot start, neither can the server."""
    from webmux.start.checks import check_options

    logs.configure(started.log_format)
    config = reload.config_for_worker(started, load_again, check_options)
    if config is not started:
        return make_app(config)
    try:
        _Start.tmux_version = check_options(config)
        return make_app(config)
    except WebMuxError as error:
        refuse(error.message)
        _Start.refused[0] = 1
        raise SystemExit(0) from error  # gunicorn would log another code


def _on_starting(config: Config) -> Callable[[Any], None]:
    def on_starting(server: Any) -> None:
        try:
            if server.cfg.workers != 1 or server.cfg.bind != [config.bind] or server.cfg.is_ssl:
                raise ConfigError(
                    "gunicorn", "use WEBMUX_HOST, WEBMUX_PORT and WEBMUX_TLS_CERT; WebMux has one worker"
                )
            check_address(config)
            _Start.serving = StateDir(config.state_dir).open_to_serve()
            reload.supervise(server)
        except WebMuxError as error:
            sys.exit(refuse(error.message))

    return on_starting


def _pre_fork(_server: Any, _worker: Any) -> None:
    gc.collect()
    memory.give_back()
    gc.freeze()  # a collection in the worker would write to, and so copy, all that it shares with us


def _post_fork(server: Any, _worker: Any) -> None:
    late_worker.die_with_parent(server.pid)
    late_worker.raise_descriptor_limit()
    gc.disable()  # imports make no garbage; collections during them take a tenth of the start


def _post_worker_init(worker: Any) -> None:
    gc.enable()
    gc.collect()
    memory.give_back()
    gc.freeze()  # what was imported stays: later collections need not look at it
    if worker.age == 1:  # a later one replaces it, and serves the same address
        from webmux.start.greeting import greet

        services = worker.wsgi.extensions["webmux"]
        greet(services.config, _Start.serving, _Start.tmux_version)


def _child_exit(server: Any, _worker: Any) -> None:
    if _Start.refused[0]:
        server.stop()
        if server.pidfile is not None:
            server.pidfile.unlink()
        sys.exit(EXIT_WRONG_START)
