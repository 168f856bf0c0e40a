"""The command line: options, checks before the start, and gunicorn's settings."""

from __future__ import annotations

import errno
import os
import secrets
import shlex
import socket
import stat
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click
from flask import Flask
from gunicorn.app.base import BaseApplication

from webmux import __version__, commands
from webmux.auth.links import RANDOM_BYTES, LoginLinks
from webmux.auth.origins import OwnNames
from webmux.config import (
    ENV_PREFIX,
    OPTION_KEYS,
    OPTIONS,
    SECRET_KEYS,
    Config,
    default_state_dir,
    load,
)
from webmux.errors import ConfigError, WebMuxError
from webmux.store.database import Database
from webmux.store.state_dir import StateDir
from webmux.tmux.server import Tmux
from webmux.web.app import create_app
from webmux.web.engine.admission import CONNECTIONS_MAX
from webmux.web.server import logs, worker

EXIT_REFUSED = 1
EXIT_WRONG_START = 2
HEADER_MAX_BYTES = 32 * 1024
"""One header: all programs on one host name share its cookies, which may be more than 8 KB on localhost."""
HEADERS_MAX = 64
SOCKET_UMASK = 0o117  # a Unix socket is for its owner and group: a proxy runs as another user


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command, or the server until it is stopped; returns the exit code.

    Wrong words and options print one line and give 2; a refused command prints one line and gives 1.
    """
    try:
        config = program.main(arguments, prog_name="webmux", standalone_mode=False)
    except click.ClickException as error:
        return _refuse(_usage_error(error), error.exit_code)
    except click.Abort:
        return EXIT_REFUSED
    except WebMuxError as error:
        return _refuse(error.message, EXIT_WRONG_START if isinstance(error, ConfigError) else EXIT_REFUSED)
    if not isinstance(config, Config):
        return 0  # a command, or --help
    logs.configure(config.log_format)
    _Gunicorn(config).run()
    return 0


def load_or_exit() -> Config:
    """The configuration without a command line, for gunicorn; exits with one line when wrong."""
    try:
        return load()
    except WebMuxError as error:
        sys.exit(_refuse(error.message))


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
        "sendfile": not config.has_tls,  # TLS is in the worker, which gunicorn does not know
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
    """Check what would fail later and less clearly; returns tmux's version.

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


def _server_options(program: Callable[..., Config | None]) -> Callable[..., Config | None]:
    for option in reversed(OPTIONS):
        default = f"  [default: {option.default}]" if option.default else ""
        switch: dict[str, Any] = {"is_flag": False, "flag_value": "yes"} if option.is_switch else {}
        add = click.option(
            f"--{option.key.replace('_', '-')}",
            option.key,
            metavar="[yes|no]" if option.is_switch else option.key.rpartition("_")[2].upper(),
            help=option.description.replace("`", "") + default,
            **switch,
        )
        program = add(program)
    return program


@click.group(
    commands=commands.COMMANDS,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Each option is also an environment variable (WEBMUX_PORT) and a key of webmux.toml.",
)
@click.version_option(__version__, message="webmux %(version)s")
@click.option("--config", metavar="FILE", help="Read this file instead of webmux.toml.")
@_server_options
@click.pass_context
def program(context: click.Context, /, *, config: str | None, **given: str | None) -> Config | None:
    """tmux sessions in a browser. Without a command, start the server."""
    options = {key: value for key, value in given.items() if value is not None}
    if context.invoked_subcommand is None:
        return load(options, config)
    for key in options:
        if key != "state_dir":
            raise ConfigError(f"--{key.replace('_', '-')}", _for_start(context.invoked_subcommand))
    context.obj = commands.Place(config, options.get("state_dir"))
    return None


def _usage_error(error: click.ClickException) -> str:
    if isinstance(error, click.NoSuchOption) and error.ctx is not None:
        key = error.option_name.removeprefix("--").replace("-", "_")
        if key in OPTION_KEYS:
            return f"{error.option_name}: {_for_start(error.ctx.command_path.removeprefix('webmux '))}"
    message = error.format_message()
    return message[:1].lower() + message[1:]


def _for_start(command: str) -> str:
    return (
        "is an option for starting the server; a command finds the server by its state directory,"
        f" write: app.py {command} ... [--state-dir DIR] [--config FILE]"
    )


def _refuse(message: str, code: int = EXIT_WRONG_START) -> int:
    click.echo(f"webmux: {' '.join(message.split())}", err=True)
    return code


def check_socket_place(path: Path, uid: int) -> None:
    """Refuse a tmux socket that another user owns or can replace, because its server reads every key.

    tmux checks its default socket itself, but not the owner of a path that it is given.

    Raises:
        ConfigError: the socket or its folder belongs to another user, or others can write to the folder.
    """
    folder = path.parent
    try:
        found = folder.stat()
        if found.st_uid not in (0, uid) or (found.st_mode & 0o022 and not found.st_mode & stat.S_ISVTX):
            raise ConfigError("tmux_socket", f"other users can write to {folder}: run chmod go-w on it")
        if path.lstat().st_uid != uid:
            raise ConfigError("tmux_socket", f"{path} belongs to another user")
    except FileNotFoundError:
        pass  # tmux will create it, or report an error
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
            sys.exit(_refuse(error.message))

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
