"""Which program is run for a socket: that of the listener, if it is ours and a tmux."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import eventually
from webmux.tmux import binary
from webmux.tmux.binary import Binary, default_socket_path, server_pid

LISTEN = """
import socket, sys, time
listener = socket.socket(socket.AF_UNIX); listener.bind(sys.argv[1]); listener.listen(); print(flush=True)
time.sleep(60)
"""


class Listener:
    """A process that listens on a socket and is not tmux, although its program may have that name."""

    def __init__(self, program: Path, path: Path) -> None:
        path.unlink(missing_ok=True)
        self.process = subprocess.Popen(
            [program, "-c", LISTEN, path],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONHOME": sys.base_prefix},
        )
        assert self.process.stdout is not None
        self.process.stdout.readline()

    def stop(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def program(socket_dir: Path) -> Path:
    """Something that can listen and is called tmux."""
    copy = socket_dir / "tmux-copy"
    shutil.copy(os.path.realpath(sys.executable), copy)
    return copy


@pytest.fixture
def listener(program: Path, socket_dir: Path) -> Iterator[Listener]:
    started = Listener(program, socket_dir / "s")
    yield started
    started.stop()


def test_the_program_of_the_listener_is_used(listener: Listener, program: Path, socket_dir: Path) -> None:
    assert listener.process.pid == server_pid(str(socket_dir / "s"))
    assert str(program) == Binary("tmux", str(socket_dir / "s")).path()


def test_without_a_listener_the_configured_one_is_used(socket_dir: Path) -> None:
    assert server_pid(str(socket_dir / "none")) is None
    assert "tmux" == Binary("tmux", str(socket_dir / "none")).path()


def test_a_program_replaced_on_disk_is_run_from_memory(
    listener: Listener, program: Path, socket_dir: Path
) -> None:
    """After a package upgrade the file of that name is another version."""
    program.unlink()
    found = Binary("tmux", str(socket_dir / "s"))
    assert f"/proc/{listener.process.pid}/exe" == found.path()
    shutil.copy("/bin/true", program)
    assert f"/proc/{listener.process.pid}/exe" == Binary("tmux", str(socket_dir / "s")).path()


def test_a_listener_that_is_not_tmux_is_not_run(socket_dir: Path) -> None:
    """A socket forwarded by ssh is listened on by ssh."""
    started = Listener(Path(sys.executable), socket_dir / "s")
    try:
        assert "tmux" == Binary("tmux", str(socket_dir / "s")).path()
    finally:
        started.stop()


def test_a_listener_of_another_user_is_not_run(
    listener: Listener, socket_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(binary.os, "getuid", lambda: 12345)
    assert server_pid(str(socket_dir / "s")) is None


def test_a_server_outside_of_the_container_counts_and_its_program_is_unknown(
    listener: Listener, socket_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The kernel has no number in our pid namespace for its process."""
    monkeypatch.setattr(binary, "_peer", lambda connection: (0, os.getuid()))
    assert 0 == server_pid(str(socket_dir / "s"))
    found = Binary("tmux", str(socket_dir / "s"))
    assert ("tmux", False) == (found.path(), found.is_of_server)


def test_a_program_that_does_not_start_here_is_not_run(
    listener: Listener, program: Path, socket_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tmux of a host may need libraries that its container does not have."""
    program.unlink()
    monkeypatch.setattr(binary, "_runs", lambda link: False)
    assert "tmux" == Binary("tmux", str(socket_dir / "s")).path()


def test_a_new_server_is_detected(listener: Listener, program: Path, socket_dir: Path) -> None:
    found = Binary("tmux", str(socket_dir / "s"))
    assert str(program) == found.path()
    listener.stop()
    eventually(lambda: found.path() == "tmux")
    other = socket_dir / "tmux-other"
    shutil.copy(program, other)
    second = Listener(other, socket_dir / "s")
    try:
        assert str(other) == found.path()
    finally:
        second.stop()


def test_a_full_backlog_does_not_wait_long(socket_dir: Path) -> None:
    """A stopped server accepts no connection; asking for its process must not hang."""
    with socket.socket(socket.AF_UNIX) as stuck:
        stuck.bind(str(socket_dir / "s"))
        stuck.listen(0)
        answers = [server_pid(str(socket_dir / "s")) for _ in range(3)]
    assert os.getpid() == answers[0]
    assert answers[-1] is None


def test_the_default_path_is_that_of_tmux(socket_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMUX_TMPDIR", str(socket_dir))
    subprocess.run(["tmux", "-f", "/dev/null", "new-session", "-d", "sleep 60"], check=True)
    pid = int(subprocess.check_output(["tmux", "display-message", "-p", "#{pid}"]))
    try:
        assert pid == server_pid(default_socket_path())
    finally:
        subprocess.run(["tmux", "kill-server"], check=True)
    monkeypatch.setenv("TMUX_TMPDIR", str(socket_dir / "missing"))
    assert f"/tmp/tmux-{os.getuid()}/default" == default_socket_path()
