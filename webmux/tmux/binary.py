"""Which tmux to run: the binary of the server that listens on the socket.

A server refuses clients of another version as if it were dead (measured: a 3.3a client on a newer server
prints "server exited unexpectedly" for every command).
"""

from __future__ import annotations

import os
import socket
import struct

_CREDENTIALS = struct.Struct("3i")  # pid, uid, gid: struct ucred of unix(7)
_MAC_LEVEL, _MAC_CREDENTIALS, _MAC_PID = 0, 1, 2  # SOL_LOCAL, LOCAL_PEERCRED, LOCAL_PEERPID of <sys/un.h>
_MAC_XUCRED = struct.Struct("2I")  # version, uid: how struct xucred begins
CONNECT_TIMEOUT_S = 1.0


def default_socket_path() -> str:
    """Where tmux puts its socket by default (tmux(1), TMUX_TMPDIR); it ignores a missing TMUX_TMPDIR."""
    directory = os.environ.get("TMUX_TMPDIR") or ""
    if not directory or not os.path.isdir(directory):
        directory = "/tmp"  # tmux's own default  # noqa: S108  # nosec B108
    return f"{directory}/tmux-{os.getuid()}/default"


def server_pid(socket_path: str) -> int | None:
    """The process of our user that listens on this socket; None if there is none.

    Harmless to the server (measured: 50 of 50 connections). A listener of another user does not count,
    because we run the program of the process.
    """
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(CONNECT_TIMEOUT_S)
        try:
            probe.connect(socket_path)
            pid, uid = _peer(probe)
        except OSError:
            return None
    # 0 is a process outside our pid namespace.
    return pid if pid > 0 and uid == os.getuid() else None


def _peer(connection: socket.socket) -> tuple[int, int]:
    """The process and the user at the other end."""
    if hasattr(socket, "SO_PEERCRED"):
        data = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
        pid, uid, _ = _CREDENTIALS.unpack(data)
    else:
        _, uid = _MAC_XUCRED.unpack_from(connection.getsockopt(_MAC_LEVEL, _MAC_CREDENTIALS, 128))
        pid = connection.getsockopt(_MAC_LEVEL, _MAC_PID)
    return pid, uid


class Binary:
    """The command to run tmux with; asks the kernel again only if the server changed."""

    def __init__(self, configured: str, socket_path: str) -> None:
        self._configured = configured
        self._socket_path = socket_path
        self._pid: int | None = None
        self._path = configured

    def path(self) -> str:
        """The binary of the server, or the configured one if no server runs or its binary is unknown.

        A configured path other than plain `tmux` is always used.
        """
        if self._configured != "tmux":
            return self._configured
        pid = server_pid(self._socket_path)
        if pid is None:
            return self._configured
        if pid != self._pid:
            self._pid = pid
            self._path = self._find(pid)
        return self._path

    def _find(self, pid: int) -> str:
        link = f"/proc/{pid}/exe"
        try:
            target = os.readlink(link)
        except OSError:
            return self._configured
        if not os.path.basename(target).startswith(("tmux", ".tmux")):
            return self._configured  # a forwarded socket, whose listener is ssh for example
        # After an upgrade on disk, or in another mount namespace, the path is not what runs; the link is.
        try:
            return target if os.path.samefile(target, link) else link
        except OSError:
            return link if os.access(link, os.X_OK) else self._configured
