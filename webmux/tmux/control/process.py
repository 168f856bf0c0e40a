"""Runs tmux commands, each call in a process of its own with a deadline."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from types import MappingProxyType
from typing import BinaryIO

from webmux.child import Child
from webmux.errors import (
    BadField,
    NameTaken,
    SessionNotFound,
    SocketMissing,
    TmuxCommandFailed,
    TmuxError,
    TmuxMismatch,
    TmuxMissing,
    TmuxTimeout,
    WindowNotFound,
)
from webmux.logs import get_logger
from webmux.service.environment import manager_variables
from webmux.system_packages import install_command
from webmux.tmux.binary import Binary, default_socket_path, server_pid
from webmux.tmux.control.parser import unescape_dollars
from webmux.tmux.control.quoting import Command
from webmux.tmux.names import escape_argument
from webmux.tmux.scope import (
    SERVICE_VARIABLES,
    scope_prefix,
    starts_server,
    was_refused,
)
from webmux.tmux.version import traits, understands

log = get_logger(__name__)

_Finished = tuple[int, bytes, bytes]
"""Exit status, standard output and standard error of a process."""
_NOTHING: Mapping[str, str] = MappingProxyType({})
# Other reasons not to connect, such as a socket of another user, are failures and not an empty list.
_NO_SERVER = re.compile(
    r"no server running|error connecting to .*\((no such file or directory|connection refused)\)$|no sessions"
)
_PRINTS_BYTES = frozenset({"capture-pane", "show-buffer"})
SOCKET_HINT = "make its folder, or set tmux_socket"
_SERVER_ENDED = ("server exited", "lost server")
_OTHER_PROTOCOL = "protocol version mismatch"  # client.c
_ENDING = (b"server exited", b"lost server")
_SESSION_GONE = ("can't find session", "session not found", "can't find pane: $")
_WINDOW_GONE = ("can't find window", "window not found", "can't find pane: @")


class NoServer(SessionNotFound):
    """No tmux server listens on the socket, so nothing can be found there."""


def clean_environment() -> dict[str, str]:
    """Our environment for a tmux process.

    Our secrets, and the variables of the tmux and of the service that we run in, are left out.
    """
    hidden = ("WEBMUX_", "GUNICORN_")
    left_out = {"TMUX", "TMUX_PANE", *SERVICE_VARIABLES}
    return {
        key: value for key, value in os.environ.items() if key not in left_out and not key.startswith(hidden)
    }


class TmuxProcess:
    """Runs tmux commands against one socket."""

    def __init__(self, command: str, socket_path: str | None, timeout_s: float) -> None:
        self.socket_path = socket_path or default_socket_path()
        self.binary = Binary(command, self.socket_path)
        self._socket_given = socket_path is not None
        self._timeout_s = timeout_s
        self._version = ""
        self._version_pid: int | None = None
        self._understood: tuple[int, int] | None = None

    def argv(self) -> list[str]:
        """The start of every tmux command line: binary, socket, UTF-8 in any locale."""
        # Without -S tmux makes its default folder and checks its owner; with -S it does neither.
        where = ["-S", self.socket_path] if self._socket_given else []
        return [self.binary.path(), *where, "-u"]

    def version(self) -> str:
        """The version of the running server, or of the tmux that would start one, such as `3.3a`.

        Client and server may differ, so each server is asked once.

        Raises:
            TmuxError: tmux did not answer.
        """
        pid = server_pid(self.socket_path)
        if not self._version or pid != self._version_pid or pid == 0:
            self._version = self._server_version() if pid is not None else self.client_version()
            self._version_pid = pid
        return self._version

    def client_version(self) -> str:
        """The version that `tmux -V` prints.

        Raises:
            TmuxMissing: there is no such binary.
        """
        # tmux prints the name that it is called by, and its version.
        return self.run(("-V",)).strip().rpartition(" ")[2]

    def _server_version(self) -> str:
        try:
            version = self.run(("display-message", "-p", "#{version}")).strip()
        except TmuxCommandFailed:
            version = ""
        return version or self.client_version()

    def run(self, *commands: Command, cwd: str = "/") -> str:
        """As `run_bytes`, as text; bytes that are not UTF-8 are replaced."""
        return self.run_bytes(*commands, cwd=cwd).decode("utf-8", "replace")

    def run_bytes(self, *commands: Command, cwd: str = "/", data: bytes = b"") -> bytes:
        """Run commands in order in one tmux process; the first failure stops the rest.

        A server that they start is outside of our service, see `webmux.tmux.scope`, if that is possible.
        `cwd` is the folder of the process, and so that of a new session. `data` is its standard input.

        Returns:
            The output of all of them.

        Raises:
            NoServer, SessionNotFound, WindowNotFound, NameTaken: as tmux reports.
            TmuxMismatch: the server is of a version that our tmux cannot talk to.
            TmuxCommandFailed: any other failure; `command` is the whole line.
            TmuxTimeout: no answer within the deadline; the process was killed.
            TmuxMissing: there is no such binary.
            BadField: `cwd` no longer exists.

        Switches: yes, until tmux ends. Cost: one process, at least 2 ms.
        """
        line: list[str] = []
        for command in commands:
            line += ([";"] if line else []) + [escape_argument(word) for word in command]
        try:
            if commands != (("-V",),):
                self._check_newer()
            start = self._start_in_scope if starts_server(commands) else partial(self._ask, data=data)
            status, printed, complaint = start(line, cwd)
            if status != 0 and complaint.startswith(_ENDING):
                # The server was just ending; now there is none.
                status, printed, complaint = start(line, cwd)
        except subprocess.TimeoutExpired as error:
            raise TmuxTimeout(f"tmux {line[0]} did not answer in {self._timeout_s:g} s") from error
        except (FileNotFoundError, NotADirectoryError, PermissionError) as error:
            if not os.access(cwd, os.X_OK):
                raise BadField("cwd", "this folder no longer exists", code="bad_cwd") from error
            raise TmuxMissing(missing_message(self.argv()[0])) from error
        if status != 0 or complaint.startswith(b"error creating "):
            stderr = complaint.decode("utf-8", "replace").strip()
            ended = any(words in stderr.lower() for words in _SERVER_ENDED)
            has_server = server_pid(self.socket_path) is not None
            if _OTHER_PROTOCOL in stderr or (ended and has_server):
                self._check_older(stderr)
            raise sort_failure(tuple(line), stderr, no_server=ended and not has_server)
        if b"\\$" in printed and prints_escaped(commands) and traits(self.version()).escapes_dollars:
            return unescape_dollars(printed)
        return printed

    def _check_newer(self) -> None:
        """Refuse a server that would run our commands, but not let us attach. Asks each server once."""
        self.binary.path()
        server = _identity(self.socket_path)
        if (
            self.binary.is_of_server
            or server in (None, self._understood)
            or server_pid(self.socket_path) is None
        ):
            return
        status, printed, _ = self._ask(["display-message", "-p", "#{version}"], "/")
        if status != 0:
            return
        client = self.client_version()
        version = printed.decode("utf-8", "replace").strip()
        # 3.2 and earlier print an empty line.
        if version and not understands(client, version):
            raise TmuxMismatch(client, version, self.socket_path)
        self._understood = server

    def _check_older(self, stderr: str) -> None:
        """Report a server that listens and refuses our commands; see `version.understands`."""
        if _OTHER_PROTOCOL in stderr:
            raise TmuxMismatch(self.client_version(), f"unknown ({stderr})", self.socket_path, stderr)
        if not self.binary.is_of_server and not understands(client := self.client_version(), "3.6"):
            raise TmuxMismatch(client, "3.6 or newer", self.socket_path, stderr)

    def _ask(self, line: list[str], cwd: str, data: bytes = b"") -> _Finished:
        # -N: a configuration that makes sessions would otherwise start a server in our service.
        return self._finish([*self.argv(), "-N", *line], cwd, data=data)

    def _start_in_scope(self, line: list[str], cwd: str) -> _Finished:
        argv = [*self.argv(), *line]
        if prefix := [] if server_pid(self.socket_path) is not None else scope_prefix(os.environ):
            finished = self._finish([*prefix, *argv], cwd, manager_variables(os.environ, os.getuid()))
            if not was_refused(finished[0], finished[2]):
                return finished
            reason = finished[2].decode("utf-8", "replace").strip()
            log.info("new tmux server without a scope", reason=reason)
        return self._finish(argv, cwd)

    def _finish(
        self, argv: list[str], cwd: str, added: Mapping[str, str] = _NOTHING, data: bytes = b""
    ) -> _Finished:
        # Files in memory, not pipes: the client sends its descriptors to the server. If that is stopped, they
        # stay in its socket, and a pipe would not end with the client that we killed.
        with ExitStack() as files:
            stdout, stderr = (files.enter_context(_memory_file(name)) for name in ("stdout", "stderr"))
            process = Child(
                argv,
                stdin=files.enter_context(_holding(data)) if data else subprocess.DEVNULL,
                stdout=stdout,
                stderr=stderr,
                env={**clean_environment(), **added, "PWD": cwd},  # tmux keeps symbolic links of PWD
                cwd=cwd,
                start_new_session=True,
            )
            try:
                status = process.wait(self._timeout_s)
            finally:
                if process.returncode is None:
                    process.kill()
                    process.wait()
            stdout.seek(0)
            stderr.seek(0)
            return status, stdout.read(), stderr.read()


def prints_escaped(commands: Sequence[Command]) -> bool:
    """Whether tmux 3.4 escapes the output of these commands; see `unescape_dollars`."""
    return not any(command[0] in _PRINTS_BYTES for command in commands)


def sort_failure(command: Command, stderr: str, *, no_server: bool = False) -> TmuxError:
    """The error that fits the message of tmux about a failed command."""
    text = stderr.lower()
    if no_server or _NO_SERVER.match(text):
        return NoServer(f"tmux {command[0]}: no tmux server is running")
    if text.startswith("error creating "):
        where = stderr.removeprefix("error creating ")
        return SocketMissing(f"tmux cannot make its socket {where}: {SOCKET_HINT}")
    if "duplicate session" in text:
        return NameTaken(f"tmux {command[0]}: {stderr}")
    if any(words in text for words in _WINDOW_GONE):
        return WindowNotFound(f"tmux {command[0]}: {stderr}")
    if any(words in text for words in _SESSION_GONE):
        return SessionNotFound(f"tmux {command[0]}: {stderr}")
    return TmuxCommandFailed(command, stderr)


def _identity(socket_path: str) -> tuple[int, int] | None:
    """Distinguishes the servers that had this socket, one after the other. None if it does not exist."""
    try:
        found = os.stat(socket_path)
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


def _memory_file(name: str) -> BinaryIO:
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create(f"tmux {name}"), "w+b", buffering=0)
    return tempfile.TemporaryFile("w+b", buffering=0)  # macOS


def _holding(data: bytes) -> BinaryIO:
    """A file in memory that is read from its first byte."""
    file = _memory_file("stdin")
    written = 0
    while written < len(data):
        written += file.write(data[written:])
    file.seek(0)
    return file


def missing_message(binary: str) -> str:
    """What to do about a missing tmux, in one line."""
    install = install_command("tmux")
    return f"cannot run {binary}: install tmux{f' ({install})' if install else ''} or set tmux_command"
