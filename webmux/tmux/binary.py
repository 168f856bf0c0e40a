"""Which tmux to run: the binary of the server that listens on the socket.

A server refuses clients of another version as if it were dead (measured: a 3.3a client on a newer server
prints "server exited unexpectedly" for every command).
"""

from __future__ import annotations

import os
import socket
import struct
import subprocess

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

    0 if it is outside of our container: the kernel has no number for it there (pid_namespaces(7)).
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
    return pid if uid == os.getuid() else None


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
        self.is_of_server = False
        """Whether the last `path` was the program of the running server, whatever its version."""

    def path(self) -> str:
        """The binary of the server, or the configured one if no server runs or its binary is unknown.

        A configured path other than plain `tmux` is always used.
        """
        self.is_of_server = False
        if self._configured != "tmux":
            return self._configured
        pid = server_pid(self._socket_path)
        if not pid:
            return self._configured
        if pid != self._pid:
            self._pid = pid
            self._path = self._find(pid)
        self.is_of_server = self._path != self._configured
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
            if os.path.samefile(target, link):
                return target
        except OSError:
            pass
        return link if _runs(link) else self._configured


def _runs(program: str) -> bool:
    """Whether tmux starts. A program of the host may find no libraries in a container. Cost: 2 ms."""
    try:
        done = subprocess.run(
            [program, "-V"],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=CONNECT_TIMEOUT_S,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0
