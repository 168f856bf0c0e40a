"""A tmux server that belongs to one test."""

from __future__ import annotations

import os
import subprocess
from functools import cache
from pathlib import Path

import psutil
import pytest

from tests.environment import plain
from tests.support import eventually
from webmux.tmux.version import at_least

COMMAND_TIMEOUT_S = 5.0


@cache
def tmux_version() -> str:
    """Of the tmux that tests run, such as `3.3a`."""
    return subprocess.check_output(["tmux", "-V"], text=True).split()[1]


def tmux_is(major: int, minor: int) -> bool:
    """Whether it is this version or newer."""
    return at_least(tmux_version(), major, minor)


needs_asked_size = pytest.mark.skipif(
    not tmux_is(3, 3), reason="tmux 3.2 makes sessions of 80x23, whatever size it is asked for"
)


class TmuxServer:
    """Commands for a tmux on a private socket, started without any configuration."""

    def __init__(self, socket_path: Path) -> None:
        assert len(os.fsencode(socket_path)) < 100, "a Unix socket path has at most 107 bytes"
        self.socket_path = socket_path
        self._pid: int | None = None

    def run(self, *args: str) -> str:
        """What one tmux command prints.

        Raises:
            AssertionError: tmux refused; the message is what it said.
        """
        # bash replaces itself by the last command of `bash -c`: tmux then names the program under test.
        env = plain(self.socket_path.parent / "home", "/bin/bash") | {"LC_ALL": "C.UTF-8"}
        done = subprocess.run(
            ["tmux", "-u", "-S", str(self.socket_path), "-f", "/dev/null", *args],
            capture_output=True,
            text=True,
            env=env,
            stdin=subprocess.DEVNULL,
            timeout=COMMAND_TIMEOUT_S,
            check=False,
        )
        assert done.returncode == 0, f"tmux {' '.join(args)}: {done.stderr.strip()}"
        return done.stdout

    def new_session(self, name: str, cols: int = 80, rows: int = 24, command: str | None = None) -> str:
        """Start a detached session and return its id. `command` is a shell line; default `sh`, no profile."""
        shell = [command if command is not None else "PS1='$ ' exec sh"]
        session_id = self.run(
            *("new-session", "-d", "-P", "-F", "#{session_id}"),
            *("-s", name, "-x", str(cols), "-y", str(rows), *shell),
        ).strip()
        self._pid = int(self.run("display-message", "-p", "#{pid}"))
        return session_id

    def pid(self) -> int | None:
        """Process id of the server, None before the first session."""
        return self._pid

    def kill(self) -> None:
        """End the server with all it runs; fine when it never started.

        Raises:
            AssertionError: the process was still there after 10 s; says which clients it may wait for. It is
                then killed hard.
        """
        pid = self._answering_pid() or self._pid
        if pid is None:
            return
        if psutil.pid_exists(pid):
            subprocess.run(
                ["tmux", "-S", str(self.socket_path), "kill-server"],
                capture_output=True,
                stdin=subprocess.DEVNULL,
                timeout=COMMAND_TIMEOUT_S,
                check=False,
            )
        try:
            eventually(lambda: not _runs(pid))
        except AssertionError as late:
            late.add_note(self._about_server(pid))
            psutil.Process(pid).kill()
            raise

    def _about_server(self, pid: int) -> str:
        """What a server does that does not end: tmux waits for its clients and for its jobs."""
        server = psutil.Process(pid)
        jobs = [(one.status(), one.cmdline()) for one in server.children()]
        clients = [
            (one.pid, one.info["status"], one.info["cmdline"])
            for one in psutil.process_iter(["status", "cmdline"])
            if str(self.socket_path) in (one.info["cmdline"] or ()) and one.pid != pid
        ]
        return f"tmux is {server.status()} after {server.cpu_times()}; jobs {jobs}; clients {clients}"

    def _answering_pid(self) -> int | None:
        """The server that answers now; a test may have started it without `new_session`."""
        try:
            return int(self.run("display-message", "-p", "#{pid}"))
        except AssertionError:
            return None


def _runs(pid: int) -> bool:
    """Whether the process exists and is not a zombie. In a container a daemon may stay a zombie."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
