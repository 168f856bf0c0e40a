"""The command line: options, checks before the start, and gunicorn's settings."""

from __future__ import annotations

import argparse
import errno
import os
import secrets
import shlex
import socket
import stat
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from flask import Flask
from gunicorn.app.base import BaseApplication

from webmux import __version__, commands
from webmux.auth.links import RANDOM_BYTES, LoginLinks
from webmux.auth.origins import OwnNames
from webmux.config import ENV_PREFIX, OPTION_KEYS, SECRET_KEYS, Config, default_state_dir, load
from webmux.errors import ConfigError, WebMuxError
from webmux.store.database import Database
from webmux.store.state_dir import StateDir
from webmux.tmux.server import Tmux
from webmux.web.app import create_app
from webmux.web.engine.admission import CONNECTIONS_MAX
from webmux.web.server import logs, worker

EXIT_WRONG_START = 2
HEADER_MAX_BYTES = 32 * 1024
"""One header: all programs on one host name share its cookies, which may be more than 8 KB on localhost."""
HEADERS_MAX = 64
SOCKET_UMASK = 0o117  # a Unix socket is for its owner and group: a proxy runs as somebody else


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise ConfigError("options", message)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `webmux` until it is stopped; the exit code. Wrong options print one line and give 2."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    try:
        command = _command(given)
        if command is not None:
            return commands.run(command)
        config = read_options(given)
    except WebMuxError as error:
        return _refuse(error)
    logs.configure(config.log_format)
    _Gunicorn(config).run()
    return 0


def read_options(arguments: Sequence[str]) -> Config:
    """The configuration for these command line arguments.

    Raises:
        ConfigError: an option is unknown or wrong, wherever it came from.
    """
    found, unknown = _parser().parse_known_args(list(arguments))
    if unknown:
        raise ConfigError(unknown[0], "is not an option of webmux")
    values = {key: value for key, value in vars(found).items() if value is not None}
    config_file = values.pop("config", None)
    return load(values, config_file)


def _command(given: list[str]) -> list[str] | None:
    """The words of a command with the options that were written before it; None if there is no command."""
    if given and given[0] in commands.COMMANDS:
        return given
    unknown = _parser().parse_known_args(given)[1]
    if not unknown or unknown[0] not in commands.COMMANDS:
        return None
    at = given.index(unknown[0])
    return [*given[at:], *given[:at]]


def load_or_exit() -> Config:
    """The configuration without a command line, for gunicorn; exits with one line when wrong."""
    try:
        return load()
    except WebMuxError as error:
        sys.exit(_refuse(error))


def gunicorn_settings(config: Config) -> dict[str, Any]:
    """How gunicorn has to run: one gevent worker; the reasons are in docs/decisions."""
    worker.install()
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
        "sendfile": not config.has_tls,  # the worker secures connections, gunicorn knows nothing of it
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
    return create_app(config)


def check_machine(config: Config) -> str:
    """Whatever would otherwise fail later and less clearly; tmux's version.

    Raises:
        WebMuxError: no usable tmux, state directory, socket of tmux or port.
    """
    state = StateDir(config.state_dir)
    state.secret()
    if config.token is None:
        state.token()
    Database(config.state_dir, config.database_url)
    version = Tmux(config.tmux_command, config.tmux_socket).check()
    if config.tmux_socket is not None:
        check_socket_place(config.tmux_socket, os.geteuid())
    OwnNames.of(config)
    if config.unix_socket is None:
        _check_port(config)
    else:
        _check_socket(config.unix_socket)
    return str(version)


class _Gunicorn(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    def __init__(self, config: Config) -> None:
        self._config = config
        super().__init__()

    def load_config(self) -> None:
        for key, value in gunicorn_settings(self._config).items():
            self.cfg.set(key, value)

    def load(self) -> Flask:
        return make_app(self._config)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="webmux",
        description="tmux sessions in a browser",
        epilog="Each option is also an environment variable (WEBMUX_PORT) and a key of webmux.toml."
        " `webmux link` prints a login link; `user`, `token`, `passkey`, `audit` are for people; `tls` makes"
        " a certificate.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"webmux {__version__}")
    parser.add_argument("--config", metavar="FILE", help="read this file, not webmux.toml")
    for key in OPTION_KEYS:
        field = Config.model_fields[key]
        switch = field.annotation is bool
        parser.add_argument(
            f"--{key.replace('_', '-')}",
            dest=key,
            metavar="yes|no" if switch else key.rpartition("_")[2].upper(),
            nargs="?" if switch else None,
            const="yes" if switch else None,
            help=_help(key, field.description or "", field.default),
        )
    return parser


def _help(key: str, description: str, default: object) -> str:
    shown = "$XDG_STATE_HOME/webmux" if key == "state_dir" else default
    text = description if shown in (None, ()) else f"{description} (default: {shown})"
    return text.replace("%", "%%")


def _refuse(error: WebMuxError) -> int:
    print(f"webmux: {' '.join(error.message.split())}", file=sys.stderr, flush=True)
    return EXIT_WRONG_START


def check_socket_place(path: Path, uid: int) -> None:
    """Refuse a tmux socket that another user made or may replace: whoever listens there reads every key.

    tmux looks after its own default place; to a path that it is given it connects whoever it belongs to.

    Raises:
        ConfigError: the socket or its folder is somebody else's, or others may write into the folder.
    """
    folder = path.parent
    try:
        found = folder.stat()
        if found.st_uid not in (0, uid) or (found.st_mode & 0o022 and not found.st_mode & stat.S_ISVTX):
            raise ConfigError("tmux_socket", f"other users can write to {folder}: run chmod go-w on it")
        if path.lstat().st_uid != uid:
            raise ConfigError("tmux_socket", f"{path} belongs to another user")
    except FileNotFoundError:
        pass  # no folder or no socket yet: tmux makes the socket, and says so where it cannot
    except OSError as error:
        raise ConfigError("tmux_socket", f"{path}: {error.strerror}") from error


def _check_port(config: Config) -> None:
    # gunicorn would try five times and print ten lines.
    try:
        found = socket.getaddrinfo(config.host, config.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except OSError as error:
        raise ConfigError("host", f"{config.host} is not an address: {error.strerror}") from error
    family, kind, protocol, _, address = found[0]
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            key = "port" if error.errno in (errno.EADDRINUSE, errno.EACCES) else "host"
            reason = "is in use by another program" if error.errno == errno.EADDRINUSE else error.strerror
            raise ConfigError(key, f"{config.bind} {reason}") from error


def _check_socket(path: Path) -> None:
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise ConfigError("unix_socket", f"{path.parent} is not a directory that WebMux can write to")
    if path.exists() and not path.is_socket():
        raise ConfigError("unix_socket", f"{path} exists and is not a socket")
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(path))
        except OSError:
            return  # nobody listens
    raise ConfigError("unix_socket", f"{path} is in use by another program")


def _on_starting(config: Config) -> Callable[[Any], None]:
    def on_starting(server: Any) -> None:
        try:
            if server.cfg.workers != 1 or server.cfg.bind != [config.bind] or server.cfg.is_ssl:
                raise ConfigError(
                    "gunicorn", "use WEBMUX_HOST, WEBMUX_PORT and WEBMUX_TLS_CERT; WebMux has one worker"
                )
            server.tmux_version = check_machine(config)
        except WebMuxError as error:
            sys.exit(_refuse(error))

    return on_starting


def _when_ready(config: Config) -> Callable[[Any], None]:
    def when_ready(server: Any) -> None:
        state = StateDir(config.state_dir)
        state.serve()
        links = LoginLinks(state.links, state.secret())
        links.remove_all()
        link = links.issue(secrets.token_bytes(RANDOM_BYTES))
        address = OwnNames.of(config).address
        state.replace("address", f"{address}\n")  # of the server that `link` makes links for
        print(f"WebMux {__version__} on {address if config.unix_socket is None else config.bind}")
        print("  Open this link to log in (works once):")
        print(f"    {address}/login#{link}")
        print(f"  Another link: {_link_command(config)}")
        print(f"  tmux {server.tmux_version}, state directory {config.state_dir}", flush=True)

    return when_ready


def _link_command(config: Config) -> str:
    if config.state_dir == default_state_dir():
        return "make link, or app.py link"
    return f"app.py link --state-dir {shlex.quote(str(config.state_dir))}"


def _post_fork(server: Any, _worker: Any) -> None:
    worker.die_with_parent(server.pid)
    worker.raise_descriptor_limit()
