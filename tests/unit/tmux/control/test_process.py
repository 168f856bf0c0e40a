"""One tmux process a call, with a small program in the place of tmux."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable
from pathlib import Path

import gevent
import pytest

from webmux.errors import (
    BadField,
    NameTaken,
    SessionNotFound,
    TmuxCommandFailed,
    TmuxMissing,
    TmuxTimeout,
    WindowNotFound,
)
from webmux.tmux.control import process
from webmux.tmux.control.process import NoServer, TmuxProcess

Make = Callable[..., TmuxProcess]


@pytest.fixture
def fake(tmp_path: Path) -> Make:
    """A tmux that is a shell script."""

    def make(script: str, timeout_s: float = 5.0) -> TmuxProcess:
        path = tmp_path / "fake"
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return TmuxProcess(str(path), str(tmp_path / "socket"), timeout_s)

    return make


def test_arguments_arrive_unchanged(fake: Make, tmp_path: Path) -> None:
    tmux = fake('for word; do printf "%s\\n" "$word"; done')
    words = tmux.run(("list", "-F", "a b;"), ("kill", "--", "$(x) 'q' \"d\"")).split("\n")
    assert ["-S", str(tmp_path / "socket"), "-u", "-N"] == words[:4]
    assert ["list", "-F", "a b\\;", ";", "kill", "--", "$(x) 'q' \"d\"", ""] == words[4:]


@pytest.mark.parametrize("printed", ["tmux 3.3a", "tmux-3.5 3.3a", "my-tmux 3.3a", "3.3a"])
def test_the_name_of_the_program_is_not_its_version(printed: str, fake: Make) -> None:
    assert "3.3a" == fake(f"echo {printed}").client_version()


def test_no_socket_path_leaves_the_folder_to_tmux() -> None:
    """tmux makes its folder in /tmp, and checks its owner, only if it is given no path."""
    assert ["/bin/echo", "-u"] == TmuxProcess("/bin/echo", None, 1.0).argv()


def test_secrets_and_the_variables_of_an_outer_tmux_are_not_inherited(
    fake: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = {"WEBMUX_TOKEN", "WEBMUX_PORT", "TMUX", "TMUX_PANE", "GUNICORN_CMD_ARGS", "KEPT"}
    given |= {"NOTIFY_SOCKET", "INVOCATION_ID", "JOURNAL_STREAM"}
    for name in given:
        monkeypatch.setenv(name, "secret")
    names = {line.partition("=")[0] for line in fake("env").run(("x",)).splitlines()}
    assert {"KEPT"} == names & given


def test_only_the_three_standard_descriptors_are_inherited(fake: Make, tmp_path: Path) -> None:
    descriptor = os.open(tmp_path, os.O_RDONLY)
    os.set_inheritable(descriptor, True)
    try:
        listed = fake("for fd in /proc/$$/fd/*; do readlink $fd || :; done").run(("x",))
    finally:
        os.close(descriptor)
    assert str(tmp_path) not in listed.splitlines()


def test_the_process_has_a_session_of_its_own(fake: Make) -> None:
    """Ctrl-C in the terminal of our server must not reach a tmux command under way."""
    assert str(os.getsid(0)) != fake("ps -o sid= -p $$").run(("x",)).strip()


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ("no server running on /tmp/x", NoServer),
        ("error connecting to /tmp/x (No such file or directory)", NoServer),
        ("error connecting to /tmp/x (Connection refused)", NoServer),
        ("server exited unexpectedly", NoServer),
        ("lost server", NoServer),
        ("can't find session: $9", SessionNotFound),
        ("can't find window: @9", WindowNotFound),
        ("duplicate session: a", NameTaken),
        ("error connecting to /tmp/x (Permission denied)", TmuxCommandFailed),
        ("unknown command: x", TmuxCommandFailed),
    ],
)
def test_messages_of_tmux_become_errors(fake: Make, said: str, error: type[Exception]) -> None:
    with pytest.raises(error) as caught:
        fake(f'echo "{said.replace("$", chr(92) + "$")}" >&2; exit 1').run(("do-it", "-t", "x"))
    assert error is type(caught.value)
    assert "do-it" in str(caught.value)
    assert error is NoServer or said in str(caught.value)


def test_a_silent_failure_still_names_the_command(fake: Make) -> None:
    with pytest.raises(TmuxCommandFailed, match="do-it x: failed without a message"):
        fake("exit 3").run(("do-it", "x"))


def test_a_deadline_ends_the_process(fake: Make, tmp_path: Path) -> None:
    tmux = fake(f"echo $$ > {tmp_path}/pid; exec sleep 60", timeout_s=0.3)
    started = time.monotonic()
    with pytest.raises(TmuxTimeout, match="do-it"):
        tmux.run(("do-it",))
    assert time.monotonic() - started < 2
    assert not Path("/proc", (tmp_path / "pid").read_text().strip()).exists()


def test_a_killed_caller_leaves_no_process(fake: Make, tmp_path: Path) -> None:
    tmux = fake(f"echo $$ > {tmp_path}/pid; exec sleep 60")
    caller = gevent.spawn(tmux.run, ("x",))
    while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
        gevent.sleep(0.01)
    caller.kill()
    assert not Path("/proc", (tmp_path / "pid").read_text().strip()).exists()


def test_other_greenlets_run_while_tmux_works(fake: Make) -> None:
    caller = gevent.spawn(fake("sleep 0.3").run, ("x",))
    ticks = 0
    while not caller.dead:
        gevent.sleep(0.005)
        ticks += 1
    assert ticks > 20


@pytest.mark.parametrize("command", ["/nowhere/tmux", "no-such-tmux", "/etc/passwd", "/etc/passwd/tmux"])
def test_the_error_of_a_missing_tmux_says_what_to_install(
    command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "install_command", lambda package: f"brew install {package}")
    with pytest.raises(TmuxMissing, match=r"install tmux \(brew install tmux\)"):
        TmuxProcess(command, None, 1.0).run(("list-sessions",))


def test_a_removed_folder_is_an_error_of_the_request(fake: Make, tmp_path: Path) -> None:
    with pytest.raises(BadField) as caught:
        fake("pwd").run(("x",), cwd=str(tmp_path / "gone"))
    assert "bad_cwd" == caught.value.code


def test_output_that_is_not_utf8_is_readable_text(fake: Make) -> None:
    assert "a\ufffdb" == fake("printf 'a\\377b'").run(("x",))


@pytest.fixture
def systemd_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Puts a script first on PATH that records how it was called; returns the file with the words."""

    def make(then: str) -> Path:
        called = tmp_path / "called"
        script = tmp_path / "bin" / "systemd-run"
        script.parent.mkdir()
        script.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {called}\n{then}\n')
        script.chmod(0o755)
        monkeypatch.setenv("PATH", f"{script.parent}:{os.environ['PATH']}")
        monkeypatch.setenv("INVOCATION_ID", "0123456789abcdef")
        return called

    return make


RUN_THE_REST = 'while [ "$1" != -- ]; do shift; done; shift; exec "$@"'


def test_a_new_server_starts_in_a_scope(fake: Make, systemd_run: Callable[[str], Path]) -> None:
    called = systemd_run(RUN_THE_REST)
    tmux = fake('echo "$@"')
    assert tmux.run(("new-session", "-d")).endswith("-u new-session -d\n")
    words = called.read_text().splitlines()
    assert {"--user", "--scope"} <= set(words[: words.index("--")])
    called.unlink()
    tmux.run(("list-sessions",))
    assert not called.exists()


def test_a_new_server_starts_without_a_manager_of_the_user(
    fake: Make, systemd_run: Callable[[str], Path]
) -> None:
    called = systemd_run('echo "Failed to connect to bus: No medium found" >&2; exit 1')
    assert fake('echo "$@"').run(("new-session", "-d")).endswith("-u new-session -d\n")
    assert called.exists()


def test_a_failure_of_tmux_in_a_scope_is_reported_once(
    fake: Make, systemd_run: Callable[[str], Path], tmp_path: Path
) -> None:
    systemd_run(RUN_THE_REST)
    tmux = fake(f'echo x >> {tmp_path}/runs; echo "duplicate session: a" >&2; exit 1')
    with pytest.raises(NameTaken):
        tmux.run(("new-session", "-d"))
    assert "x\n" == (tmp_path / "runs").read_text()
