"""The server under gunicorn: settings, the application, and what is printed when it is ready."""

from __future__ import annotations

import json
import os
import secrets
import shlex
import sys
from collections.abc import Callable
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from webmux import __version__, logs
from webmux.auth.links import RANDOM_BYTES, LoginLinks
from webmux.auth.origins import OwnNames
from webmux.config import ENV_PREFIX, OPTION_KEYS, SECRET_KEYS, Config, default_state_dir, load
from webmux.errors import ConfigError, WebMuxError
from webmux.program import program_name, refuse
from webmux.service import reload
from webmux.service.environment import is_recorded
from webmux.start.checks import check_machine, check_options
from webmux.store.state_dir import OPTIONS_FILE, StateDir
from webmux.web.app import create_app
from webmux.web.engine.admission import CONNECTIONS_MAX
from webmux.web.server import worker

HEADER_MAX_BYTES = 32 * 1024
"""One header: all programs on one host name share its cookies, which may be more than 8 KB on localhost."""
HEADERS_MAX = 64
_STDOUT = 1
_settings_of: list[Config] = []
SOCKET_UMASK = 0o117  # a Unix socket is for its owner and group: a proxy runs as another user


def serve(config: Config, load_again: Callable[[], Config]) -> None:
    """Run the server until it is stopped. `load_again` is called by the worker after SIGHUP."""
    logs.configure(config.log_format)
    _Gunicorn(config, load_again).run()


def load_or_exit() -> Config:
    """The configuration without a command line, for gunicorn; exits with one line when wrong.

    In a worker it is the one that gunicorn's settings were made of, or after SIGHUP the one of now.
    """
    if _settings_of:
        logs.configure(_settings_of[0].log_format)
        return reload.config_for_worker(_settings_of[0], load, check_options)
    try:
        return load()
    except WebMuxError as error:
        sys.exit(refuse(error.message))


def gunicorn_settings(config: Config) -> dict[str, Any]:
    """How gunicorn has to run: one gevent worker; the reasons are in docs/decisions."""
    worker.install()
    _settings_of[:] = [config]
    return {
        "bind": [config.bind],
        "workers": 1,  # hubs live in one process
        "worker_class": "webmux.web.server.worker.Worker",
        "worker_connections": CONNECTIONS_MAX,
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
        "logger_class": "webmux.web.server.worker.JsonLogger",
        "proc_name": "webmux",
        "on_starting": _on_starting(config),
        "when_ready": _when_ready(config),
        "post_fork": _post_fork,
    }


def make_app(config: Config) -> Flask:
    """The application for a worker; secrets leave the environment, which tmux would inherit."""
    logs.configure(config.log_format)
    for key in SECRET_KEYS:
        os.environ.pop(f"{ENV_PREFIX}{key.upper()}", None)
    app = create_app(config)
    options = {key: getattr(config, key) for key in OPTION_KEYS}
    StateDir(config.state_dir).replace(OPTIONS_FILE, json.dumps(options, default=str))
    return app


class _Gunicorn(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    def __init__(self, config: Config, load_again: Callable[[], Config]) -> None:
        self._config = config
        self._load_again = load_again
        super().__init__()

    def load_config(self) -> None:
        for key, value in gunicorn_settings(self._config).items():
            self.cfg.set(key, value)

    def load(self) -> Flask:
        return make_app(reload.config_for_worker(self._config, self._load_again, check_options))


def _on_starting(config: Config) -> Callable[[Any], None]:
    def on_starting(server: Any) -> None:
        try:
            if server.cfg.workers != 1 or server.cfg.bind != [config.bind] or server.cfg.is_ssl:
                raise ConfigError(
                    "gunicorn", "use WEBMUX_HOST, WEBMUX_PORT and WEBMUX_TLS_CERT; WebMux has one worker"
                )
            server.tmux_version = check_machine(config)
            reload.supervise(server)
        except WebMuxError as error:
            sys.exit(refuse(error.message))

    return on_starting


def _when_ready(config: Config) -> Callable[[Any], None]:
    def when_ready(server: Any) -> None:
        state = StateDir(config.state_dir)
        state.serve()
        links = LoginLinks(state.links, state.secret())
        links.remove_all()
        names = OwnNames.of(config)
        address = names.address
        state.replace("address", f"{address}\n")  # of the server that `link` makes links for
        state.replace("addresses", "".join(f"{one}\n" for one in names.for_devices()))  # for `pair`
        print(f"WebMux {__version__} on {address if config.unix_socket is None else config.bind}")
        if is_recorded(_STDOUT, os.environ):  # a link in a log would be a password in a log
            print(f"  Make a link to log in: {_link_command(config)}")
        else:
            print("  Open this link to log in (works once):")
            print(f"    {address}/login#{links.issue(secrets.token_bytes(RANDOM_BYTES))}")
            print(f"  Another link: {_link_command(config)}")
        print(f"  tmux {server.tmux_version}, state directory {config.state_dir}", flush=True)

    return when_ready


def _link_command(config: Config) -> str:
    where = (
        ""
        if config.state_dir == default_state_dir()
        else f" --state-dir {shlex.quote(str(config.state_dir))}"
    )
    return f"{program_name()} link{where}"


def _post_fork(server: Any, _worker: Any) -> None:
    worker.die_with_parent(server.pid)
    worker.raise_descriptor_limit()
