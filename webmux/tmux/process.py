"""One tmux process a call: started, waited for with a deadline, its failure sorted."""

from __future__ import annotations

import os
import subprocess

from webmux.errors import (
    NameTaken,
    SessionNotFound,
    TmuxCommandFailed,
    TmuxMissing,
    TmuxTimeout,
    WindowNotFound,
)
from webmux.tmux.binary import Binary, default_socket_path
from webmux.tmux.names import escape_argument

Command = tuple[str, ...]

_NO_SERVER = ("no server running", "error connecting to", "no current client", "no sessions")
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

    def argv(self) -> list[str]:
        """The start of every tmux command line: binary, socket, UTF-8 whatever the locale is."""
        return [self.binary.path(), "-S", self.socket_path, "-u"]

    def run(self, *commands: Command) -> str:
        """Run commands, in order, in one tmux process; the first failure stops the rest.

        Returns:
            What all of them printed.

        Raises:
            NoServer, SessionNotFound, WindowNotFound, NameTaken: what tmux said, sorted.
            TmuxCommandFailed: anything else it said; `command` is the whole line.
            TmuxTimeout: no answer within the deadline; the process was killed.
            TmuxMissing: there is no such binary.

        Switches: yes, until tmux ends. Cost: one process, 2 ms and more.
        """
        line: list[str] = []
        for command in commands:
            line += ([";"] if line else []) + [escape_argument(word) for word in command]
        told = tuple(line)
        try:
            done = subprocess.run(
                [*self.argv(), *line],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
                timeout=self._timeout_s,
                env=clean_environment(),
                cwd=os.path.expanduser("~") if os.path.isdir(os.path.expanduser("~")) else "/",
            )
        except subprocess.TimeoutExpired as error:
            raise TmuxTimeout(f"tmux {told[0]} did not answer in {self._timeout_s:g} s") from error
        except (FileNotFoundError, PermissionError) as error:
            raise TmuxMissing(missing_message(self.argv()[0])) from error
        if done.returncode != 0:
            raise _failure(told, done.stderr.decode("utf-8", "replace").strip())
        return done.stdout.decode("utf-8", "surrogateescape")


def missing_message(binary: str) -> str:
    """One line that says what to do about a missing tmux."""
    return f"cannot run {binary}: install tmux (on Debian: apt-get install tmux) or set tmux_command"


def _failure(command: Command, stderr: str) -> Exception:
    text = stderr.lower()
    if text.startswith(_NO_SERVER):
        return NoServer(f"tmux {command[0]}: no tmux server is running")
    if "duplicate session" in text:
        return NameTaken(f"tmux {command[0]}: {stderr}")
    if any(words in text for words in _WINDOW_GONE):
        return WindowNotFound(f"tmux {command[0]}: {stderr}")
    if any(words in text for words in _SESSION_GONE):
        return SessionNotFound(f"tmux {command[0]}: {stderr}")
    return TmuxCommandFailed(command, stderr)
