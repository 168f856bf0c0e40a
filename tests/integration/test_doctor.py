"""`webmux doctor` names the cause in each broken set-up and exits with 1."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.doctor import Machine, Proxy, signed
from tests.server import ROOT, Server
from tests.support import eventually
from tests.tmux import TmuxServer
from webmux import cli
from webmux.doctor import tmux_sockets
from webmux.store.database import Database
from webmux.store.state_dir import StateDir

OTHER_USER = 65534
REAL_SERVERS = tmux_sockets._servers


@pytest.fixture
def machine(tmux_server: TmuxServer, socket_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(monkeypatch, socket_dir, tmux_server)


@pytest.fixture
def other(socket_dir: Path) -> Iterator[TmuxServer]:
    """Another tmux server of the same user."""
    folder = socket_dir / "tmp" / f"tmux-{os.getuid()}"
    tmux = TmuxServer(folder / "default")
    yield tmux
    tmux.kill()


@pytest.fixture
def report(capsys: pytest.CaptureFixture[str]) -> Callable[..., dict[str, dict[str, Any]]]:
    """Runs the command; its findings by id."""

    def run(*words: str, code: int = 1) -> dict[str, dict[str, Any]]:
        assert code == cli.main(["doctor", "--json", *words])
        printed = json.loads(capsys.readouterr().out)
        assert ("error" if code else "ok") == printed["level"] or (not code and printed["level"] == "warning")
        return {finding["id"]: finding for finding in printed["findings"]}

    return run


Report = Callable[..., dict[str, dict[str, Any]]]


# -- set-ups that a function breaks: the id of the finding, a part of its cause, a part of its fix ----------


def no_tmux(machine: Machine) -> None:
    machine.set(PATH=machine.folder)


def old_tmux(machine: Machine) -> None:
    machine.set(PATH=machine.program("tmux", "echo tmux 2.9a").parent)


def broken_tmux(machine: Machine) -> None:
    machine.set(PATH=machine.program("tmux", "echo oops; exit 1").parent)


def tmux_of_another_version(machine: Machine) -> None:
    """As a client of 3.5a on a server of another version behaves."""
    script = 'case "$*" in *-V) echo tmux 3.5a; exit;; esac; echo server exited unexpectedly >&2; exit 1'
    machine.tmux.run("new-session", "-d", "sleep 60")
    machine.set(WEBMUX_TMUX_COMMAND=machine.program("tmux", script))


def unsafe_socket_folder(machine: Machine) -> None:
    folder = machine.folder / "open"
    folder.mkdir()
    folder.chmod(0o777)
    machine.set(WEBMUX_TMUX_SOCKET=folder / "tmux")


def no_socket_folder(machine: Machine) -> None:
    machine.set(WEBMUX_TMUX_SOCKET=machine.folder / "none" / "tmux")


def tmux_without_utf8(machine: Machine) -> None:
    machine.tmux.run("new-session", "-d", "sleep 60")
    machine.tmux.run("set-environment", "-g", "LC_ALL", "POSIX")


def unknown_terminal(machine: Machine) -> None:
    machine.tmux.run("new-session", "-d", "sleep 60")
    machine.tmux.run("set-option", "-s", "default-terminal", "no-such-terminal")


def not_toml(machine: Machine) -> None:
    machine.config.write_text("# options\nhost = = 1\n")


def wrong_value(machine: Machine) -> None:
    machine.patch.delenv("WEBMUX_PORT")
    machine.config.write_text('host = "127.0.0.1"\n\nport = 99999\n')


def wrong_variable(machine: Machine) -> None:
    machine.set(WEBMUX_PRT="1")


def open_state(machine: Machine) -> None:
    machine.state.mkdir(mode=0o755)
    machine.state.chmod(0o755)


def damaged_secret(machine: Machine) -> None:
    StateDir(machine.state)
    (machine.state / "secret").touch(mode=0o600)


def broken_database(machine: Machine) -> None:
    StateDir(machine.state)
    (machine.state / "webmux.db").touch(mode=0o600)
    (machine.state / "webmux.db").write_bytes(b"not a database" * 100)


def newer_database(machine: Machine) -> None:
    StateDir(machine.state)
    Database(machine.state)
    with sqlite3.connect(machine.state / "webmux.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()


def expired_certificate(machine: Machine) -> None:
    machine.certificate(days=-1)


def key_of_another_certificate(machine: Machine) -> None:
    _, key = machine.certificate()
    key.write_bytes(signed(1, ("other.example.org",))[0])


def open_key(machine: Machine) -> None:
    machine.certificate()[1].chmod(0o644)


def certificate_of_another_name(machine: Machine) -> None:
    machine.certificate()
    machine.set(WEBMUX_PUBLIC_ORIGINS="https://other.example.org")


def full_disk(machine: Machine) -> None:
    """The file system of the kernel has no room for files."""
    machine.set(WEBMUX_STATE_DIR="/proc/webmux")


BROKEN = [
    (no_tmux, "tmux-missing", "not installed", "tmux"),
    (old_tmux, "tmux-too-old", "2.9a", "tmux"),
    (broken_tmux, "tmux-broken", "/bin/tmux", "-V"),
    (tmux_of_another_version, "tmux-mismatch", "server exited unexpectedly", "--tmux-command"),
    (unsafe_socket_folder, "socket-folder-modes", "mode 777", "chmod go-rwx"),
    (no_socket_folder, "socket-folder-missing", "does not exist", "mkdir -p"),
    (tmux_without_utf8, "tmux-locale", "LC_ALL=POSIX", "set-environment -g LC_ALL C.UTF-8"),
    (unknown_terminal, "tmux-terminal", "no-such-terminal", "tmux-256color"),
    (not_toml, "config", "webmux.toml, line 2", "+2"),
    (wrong_value, "config", "webmux.toml, line 3", "+3"),
    (wrong_variable, "config", "WEBMUX_PRT", "unset WEBMUX_PRT"),
    (open_state, "state-modes", "mode 755", "chmod 700"),
    (damaged_secret, "state-damaged", "secret", "mv"),
    (broken_database, "database-broken", "not a database", ".broken"),
    (newer_database, "database-newer", "9999", ""),
    (expired_certificate, "tls-expired", "expired on", "self-signed"),
    (key_of_another_certificate, "tls-key-mismatch", "does not belong", "openssl"),
    (open_key, "tls-key-modes", "key.pem", "chmod o="),
    (certificate_of_another_name, "tls-name", "other.example.org", "--name other.example.org"),
    (full_disk, "disk-full", "/proc", "df"),
]


@pytest.mark.parametrize(
    ("break_it", "name", "cause", "fix"), BROKEN, ids=lambda one: getattr(one, "__name__", "")
)
def test_a_broken_machine(
    break_it: Callable[[Machine], None], name: str, cause: str, fix: str, machine: Machine, report: Report
) -> None:
    break_it(machine)
    found = report()
    assert name in found, found
    assert "error" == found[name]["level"]
    assert cause in found[name]["cause"]
    assert fix in found[name]["fix"]
    assert found[name]["fix"]


def test_a_machine_without_a_fault(machine: Machine, report: Report) -> None:
    """Also before the first start, when nothing exists."""
    found = report(code=0)
    assert not machine.state.exists()
    assert "is free" in found["listen"]["cause"]
    StateDir(machine.state)
    Database(machine.state)
    machine.tmux.run("new-session", "-d", "-s", "a", "sleep 60")
    found = report(code=0)
    assert "1 session" in found["socket"]["cause"]


def test_a_stopped_tmux(machine: Machine, report: Report) -> None:
    machine.tmux.run("new-session", "-d", "sleep 60")
    pid = int(machine.tmux.run("display-message", "-p", "#{pid}"))
    os.kill(pid, signal.SIGSTOP)
    try:
        found = report()
    finally:
        os.kill(pid, signal.SIGCONT)
    assert f"kill -CONT {pid}" == found["tmux-stopped"]["fix"]


def test_the_shell_runs_in_another_tmux(machine: Machine, other: TmuxServer, report: Report) -> None:
    """Names the socket and counts the sessions, also if it has a name that a shell would split."""
    other.socket_path.parent.mkdir(mode=0o700)
    other.run("new-session", "-d", "sleep 60")
    other.run("new-session", "-d", "sleep 60")
    machine.tmux.run("new-session", "-d", "sleep 60")
    found = report(code=0)
    assert f"2 sessions are on another socket: {other.socket_path}." == found["socket-other"]["cause"]
    machine.set(TMUX=f"{other.socket_path},1,0")
    found = report()
    assert str(other.socket_path) in found["socket-of-shell"]["cause"]
    assert found["socket-of-shell"]["fix"].endswith(f"--tmux-socket {other.socket_path}")
    assert "socket-other" not in found


def test_a_tmux_whose_socket_was_deleted(machine: Machine, report: Report) -> None:
    machine.tmux.run("new-session", "-d", "sleep 60")
    pid = int(machine.tmux.run("display-message", "-p", "#{pid}"))
    machine.patch.setattr(
        tmux_sockets, "_servers", lambda uid: [one for one in REAL_SERVERS(uid) if one[0] == pid]
    )
    machine.tmux.socket_path.unlink()
    found = report()
    subprocess.run(found["socket-deleted"]["fix"], shell=True, check=True)
    eventually(machine.tmux.socket_path.exists)
    assert "1 session" in report(code=0)["socket"]["cause"]


def test_a_taken_port(machine: Machine, report: Report) -> None:
    """Names the program, and a port that is free."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        machine.set(WEBMUX_PORT=taken.getsockname()[1])
        found = report()
    assert f"(process {os.getpid()})" in found["port-in-use"]["cause"]
    assert "--port " in found["port-in-use"]["fix"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_state_directory_of_another_user(machine: Machine, report: Report) -> None:
    StateDir(machine.state)
    os.chown(machine.state, OTHER_USER, -1)
    found = report()
    assert f"belongs to user {OTHER_USER}" in found["state-owner"]["cause"]
    subprocess.run(found["state-owner"]["fix"], shell=True, check=True)
    assert "state-owner" not in report(code=0)


def test_the_command_repairs_the_modes(machine: Machine, report: Report) -> None:
    """What the doctor prints can be run as it is, also for a path with a space."""
    state = machine.folder / "my state"
    StateDir(state)
    state.chmod(0o755)
    machine.set(WEBMUX_STATE_DIR=state)
    subprocess.run(report()["state-modes"]["fix"], shell=True, check=True)
    assert 0o700 == stat.S_IMODE(state.stat().st_mode)
    report(code=0)


def test_the_program_in_a_shell(machine: Machine) -> None:
    """A real process: without UTF-8, with few open files, and as text without colours."""
    command = f"ulimit -n 128; exec {sys.executable} {ROOT / 'app.py'} doctor"
    environment = {**os.environ, "LC_ALL": "C"}
    done = subprocess.run(
        ["sh", "-c", command], env=environment, capture_output=True, text=True, timeout=15, check=False
    )
    assert 1 == done.returncode, done.stderr
    lines = done.stdout.splitlines()
    assert "error    The locale is not UTF-8 (LC_ALL=C): programs in tmux garble other letters." in lines
    assert "         Fix: export LC_ALL=C.UTF-8" in lines
    assert "error    Only 128 files may be open: that is not enough for twenty viewers." in lines
    assert "2 errors" in lines[-1]
    assert "\x1b" not in done.stdout


# -- the public address --------------------------------------------------------------------------------------


@pytest.fixture
def proxy(socket_dir: Path) -> Iterator[Proxy]:
    proxy = Proxy(socket_dir)
    yield proxy
    proxy.close()


def test_the_public_address(
    machine: Machine, proxy: Proxy, start_server: Callable[..., Server], report: Report
) -> None:
    """A proxy that drops Upgrade or a header of its own, a server that is not ours, and nothing at all."""
    server = start_server(WEBMUX_BEHIND_PROXY="yes", WEBMUX_PUBLIC_ORIGINS=proxy.origin)
    proxy.target = ("127.0.0.1", server.port)
    machine.set(WEBMUX_STATE_DIR=server.state_dir)
    found = report(code=0)
    assert "WebSockets work there" not in str(found)  # its certificate is not trusted, which is a warning
    assert {"public-certificate"} == {name for name in found if name.startswith("public")}
    assert "is running" in found["listen"]["cause"]
    proxy.dropped = ("upgrade:",)
    found = report()
    assert "instead of 101" in found["public-websocket"]["cause"]
    assert "proxy_set_header Upgrade $http_upgrade;" in found["public-websocket"]["fix"]
    proxy.dropped = ("x-forwarded-proto:",)
    found = report()
    assert "does not send X-Forwarded-Proto: https" in found["public-forwarded-proto"]["cause"]
    proxy.dropped = ("x-forwarded-for:",)
    assert "public-forwarded-for" in report()
    with serving(machine.folder / "mine") as mine:
        machine.set(WEBMUX_STATE_DIR=mine, WEBMUX_PUBLIC_ORIGINS=proxy.origin)
        assert "another WebMux: it answers 401" in report()["public-elsewhere"]["cause"]
    with socket.create_server(("127.0.0.1", 0)) as silent:
        proxy.target = silent.getsockname()
    machine.set(WEBMUX_STATE_DIR=server.state_dir)
    assert "public-unreachable" in report()


@contextlib.contextmanager
def serving(path: Path) -> Iterator[Path]:
    """A state directory with a secret of its own, marked as that of a running server."""
    StateDir(path).secret()
    with (path / "secret").open() as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        yield path
