"""Checks in a worker before it serves: what would fail later and less clearly."""

from __future__ import annotations

import os
import shlex
import stat
from pathlib import Path

from webmux.auth.origins import OwnNames
from webmux.config import Config
from webmux.errors import ConfigError
from webmux.presets.preset_store import presets_of_file
from webmux.store.database import Database
from webmux.store.state_dir import StateDir
from webmux.tmux.server import Tmux


def check_options(config: Config) -> str:
    """Check what would fail later and less clearly; returns tmux's version.

    Raises:
        WebMuxError: no home or state directory, tmux, database, certificate or socket of tmux can be used.
    """
    if os.path.expanduser("~").startswith("~"):
        raise ConfigError("HOME", "you have no home directory: set HOME to a folder of yours")
    state = StateDir(config.state_dir)
    state.secret()
    if config.token is None:
        state.token()
    Database(config.state_dir, config.database_url)
    version = Tmux(config.tmux_command, config.tmux_socket).check()
    if config.tmux_socket is not None:
        check_socket_place(config.tmux_socket, os.geteuid())
    OwnNames.of(config)
    presets_of_file(config)
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
            raise ConfigError(
                "tmux_socket",
                f"other users can write to {folder}. Run: chmod go-w {shlex.quote(str(folder))}",
            )
        if path.lstat().st_uid != uid:
            raise ConfigError("tmux_socket", f"{path} belongs to another user")
    except FileNotFoundError:
        pass  # tmux will create it, or report an error
    except OSError as error:
        raise ConfigError("tmux_socket", f"{path}: {error.strerror}") from error
