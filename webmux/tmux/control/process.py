"""One tmux process a call: started, waited for with a deadline, its failure sorted."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Sequence
from typing import BinaryIO

from webmux.errors import (
    BadField,
    NameTaken,
    SessionNotFound,
    SocketMissing,
    TmuxCommandFailed,
    TmuxError,
    TmuxMissing,
    TmuxTimeout,
    WindowNotFound,
)
from webmux.tmux.binary import Binary, default_socket_path, server_pid
from webmux.tmux.control.parser import unescape_dollars
from webmux.tmux.control.quoting import Command
from webmux.tmux.names import escape_argument
from webmux.tmux.version import traits

# Other ways of not connecting, a socket of somebody else say, are failures and no empty list.
_NO_SERVER = re.compile(
    r"no server running|error connecting to .*\((no such file or directory|connection refused)\)$|no sessions"
)
_PRINTS_BYTES = frozenset({"capture-pane", "show-buffer"})
SOCKET_HINT = "make its folder, or set tmux_socket"
_SERVER_ENDED = ("server exited", "lost server")
_ENDING = (b"server exited", b"lost server")
_SESSION_GONE = ("can't find session", "session not found", "can't find pane: $")
_WINDOW_GONE = ("can't find window", "window not found", "can't find pane: @")


class NoServer(SessionNotFound):
    """No tmux server listens on the socket, so nothing can be found there."""


def clean_environment() -> dict[str, str]:
    """Our environment for a tmux process: no secret of ours, no trace of a tmux we run in."""
    hidden = ("WEBMUX_", "GUNICORN_")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(hidden)}
    for key in ("TMUX", "TMUX_PANE"):
        kept.pop(key, None)
    return kept


class TmuxProcess:
    """Runs tmux commands against one socket."""

    def __init__(self, command: str, socket_path: str | None, timeout_s: float) -> None:
        self.socket_path = socket_path or default_socket_path()
        self.binary = Binary(command, self.socket_path)
        self._socket_given = socket_path is not None
        self._timeout_s = timeout_s
        self._version = ""
        self._version_pid: int | None = None

    def argv(self) -> list[str]:
        """The start of every tmux command line: binary, socket, UTF-8 whatever the locale is."""
        # tmux makes its default folder, and checks whose it is, only when it is not told a path.
        where = ["-S", self.socket_path] if self._socket_given else []
        return [self.binary.path(), *where, "-u"]

    def version(self) -> str:
        """The version of the server that runs, or of the tmux that would start one, such as `3.3a`.

        Asked once for each server: client and server may differ.

        Raises:
            TmuxError: tmux could not be asked.
        """
        pid = server_pid(self.socket_path)
        if not self._version or pid != self._version_pid:
            self._version = self._server_version() if pid is not None else self.client_version()
            self._version_pid = pid
        return self._version

    def client_version(self) -> str:
        """What `tmux -V` tells.

        Raises:
            TmuxMissing: there is none; the message says what to install.
        """
        return self.run(("-V",)).strip().removeprefix("tmux ")

    def _server_version(self) -> str:
        try:
            told = self.run(("display-message", "-p", "#{version}")).strip()
        except TmuxCommandFailed:
            told = ""
        return told or self.client_version()

    def run(self, *commands: Command, cwd: str = "/") -> str:
        """As `run_bytes`, as text; what is no UTF-8 is replaced."""
        return self.run_bytes(*commands, cwd=cwd).decode("utf-8", "replace")

    def run_bytes(self, *commands: Command, cwd: str = "/") -> bytes:
        """Run commands, in order, in one tmux process; the first failure stops the rest.

        `cwd` is where tmux is started, and so where a new session begins.

        Returns:
            What all of them printed.

        Raises:
            NoServer, SessionNotFound, WindowNotFound, NameTaken: what tmux said, sorted.
            TmuxCommandFailed: anything else it said; `command` is the whole line.
            TmuxTimeout: no answer within the deadline; the process was killed.
            TmuxMissing: there is no such binary.
            BadField: `cwd` went away.

        Switches: yes, until tmux ends. Cost: one process, 2 ms and more.
        """
        line: list[str] = []
        for command in commands:
            line += ([";"] if line else []) + [escape_argument(word) for word in command]
        told = tuple(line)
        try:
            status, printed, complaint = self._finish([*self.argv(), *line], cwd)
            if status != 0 and complaint.startswith(_ENDING):
                # The server was ending as we came, its last session gone; now there is none.
                status, printed, complaint = self._finish([*self.argv(), *line], cwd)
        except subprocess.TimeoutExpired as error:
            raise TmuxTimeout(f"tmux {told[0]} did not answer in {self._timeout_s:g} s") from error
        except (FileNotFoundError, NotADirectoryError, PermissionError) as error:
            if not os.access(cwd, os.X_OK):
                raise BadField("cwd", "this folder no longer exists", code="bad_cwd") from error
            raise TmuxMissing(missing_message(self.argv()[0])) from error
        if status != 0 or complaint.startswith(b"error creating "):
            said = complaint.decode("utf-8", "replace").strip()
            ended = any(words in said.lower() for words in _SERVER_ENDED)
            raise sort_failure(told, said, no_server=ended and server_pid(self.socket_path) is None)
        if b"\\$" in printed and prints_escaped(commands) and traits(self.version()).escapes_dollars:
            return unescape_dollars(printed)
        return printed

    def _finish(self, argv: list[str], cwd: str) -> tuple[int, bytes, bytes]:
        # Files in memory, not pipes: the client sends its descriptors to the server, and where that
        # is stopped they lie in its socket, so a pipe would not end with the client that we killed.
        with _memory_file("stdout") as stdout, _memory_file("stderr") as stderr:
            process = subprocess.Popen(
                argv,
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                stderr=stderr,
                env={**clean_environment(), "PWD": cwd},  # tmux keeps symbolic links of PWD
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
    """Whether what these print passes through tmux's own escaping, where its version has one."""
    return not any(command[0] in _PRINTS_BYTES for command in commands)


def sort_failure(command: Command, said: str, *, no_server: bool = False) -> TmuxError:
    """What tmux said when a command failed, as the error that fits."""
    text = said.lower()
    if no_server or _NO_SERVER.match(text):
        return NoServer(f"tmux {command[0]}: no tmux server is running")
    if text.startswith("error creating "):
        where = said.removeprefix("error creating ")
        return SocketMissing(f"tmux cannot make its socket {where}: {SOCKET_HINT}")
    if "duplicate session" in text:
        return NameTaken(f"tmux {command[0]}: {said}")
    if any(words in text for words in _WINDOW_GONE):
        return WindowNotFound(f"tmux {command[0]}: {said}")
    if any(words in text for words in _SESSION_GONE):
        return SessionNotFound(f"tmux {command[0]}: {said}")
    return TmuxCommandFailed(command, said)


def _memory_file(name: str) -> BinaryIO:
    return os.fdopen(os.memfd_create(f"tmux {name}"), "w+b", buffering=0)


def missing_message(binary: str) -> str:
    """One line that says what to do about a missing tmux."""
    return f"cannot run {binary}: install tmux (on Debian: apt-get install tmux) or set tmux_command"
