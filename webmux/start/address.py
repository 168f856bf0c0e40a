"""Whether the address and the state directory are free: checked by the supervising process at the start."""

from __future__ import annotations

import errno
import os
import shlex
import socket
import time
from pathlib import Path

from webmux.config import Config
from webmux.errors import ConfigError
from webmux.program import program_name
from webmux.service.environment import in_service
from webmux.store.state_dir import is_served

PREDECESSOR_S = 10.0
"""How long a service waits for its address: the worker of a server that was killed may still listen."""
PAUSE_S = 0.1


def check_address(config: Config) -> None:
    """Check that no server has the state directory, and that the port or the Unix socket can be used.

    A second server with the directory would end the tmux clients of the first as left over. A service waits
    for the server before it.

    Raises:
        ConfigError: the address is not ours, or another program uses it or the directory.
    """
    deadline = time.monotonic() + (PREDECESSOR_S if in_service(os.environ) else 0)
    while True:
        try:
            return _check(config)
        except ConfigError:
            if time.monotonic() >= deadline:
                raise
            time.sleep(PAUSE_S)


def _check(config: Config) -> None:
    if is_served(config.state_dir, if_unknown=False):
        link = f"{program_name()} link --state-dir {shlex.quote(str(config.state_dir))}"
        raise ConfigError(
            "state_dir",
            f"a server already runs with {config.state_dir}: `{link}` prints a login link for it."
            " A second server needs --state-dir and --port of its own",
        )
    if config.unix_socket is None:
        _check_port(config)
    else:
        _check_socket(config.unix_socket)


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
