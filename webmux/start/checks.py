"""Checks before the start: what would fail later and less clearly."""

from __future__ import annotations

import errno
import os
import socket
import stat
import time
from pathlib import Path

from webmux.auth.origins import OwnNames
from webmux.config import Config
from webmux.errors import ConfigError
from webmux.service.environment import in_service
from webmux.store.database import Database
from webmux.store.state_dir import StateDir
from webmux.tmux.server import Tmux

PREDECESSOR_S = 10.0
"""How long a service waits for its address: the worker of a server that was killed may still listen."""
PAUSE_S = 0.1


def check_machine(config: Config) -> str:
    """Check what would fail later and less clearly; returns tmux's version.

    Raises:
        WebMuxError: no usable tmux, state directory, socket of tmux or port.
    """
    version = check_options(config)
    deadline = time.monotonic() + (PREDECESSOR_S if in_service(os.environ) else 0)
    while True:
        try:
            _check_address(config)
        except ConfigError:
            if time.monotonic() >= deadline:
                raise
            time.sleep(PAUSE_S)
        else:
            return version


def _check_address(config: Config) -> None:
    if config.unix_socket is None:
        _check_port(config)
    else:
        _check_socket(config.unix_socket)


def check_options(config: Config) -> str:
    """As `check_machine`, but not whether the port or socket to listen on is free."""
    state = StateDir(config.state_dir)
    state.secret()
    if config.token is None:
        state.token()
    Database(config.state_dir, config.database_url)
    version = Tmux(config.tmux_command, config.tmux_socket).check()
    if config.tmux_socket is not None:
        check_socket_place(config.tmux_socket, os.geteuid())
    OwnNames.of(config)
    if config.preset:
        from webmux.presets.preset_table import presets_of  # few servers have any

        presets_of(config.preset, config.preset_file)
    return str(version)


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
