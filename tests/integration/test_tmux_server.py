"""Sessions and windows of a real tmux: made, found, renamed and ended by id."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from tests.support import eventually
from tests.tmux import TmuxServer, needs_asked_size
from webmux.errors import (
    BadField,
    NameTaken,
    SessionNotFound,
    TmuxCommandFailed,
    TmuxError,
    TmuxTimeout,
    WindowNotFound,
)
from webmux.model import SessionList, Size
from webmux.tmux.server import Tmux
from webmux.tmux.version import traits


@pytest.fixture
def tmux(tmux_server: TmuxServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tmux:
    """Our layer over the test's own tmux; a server that it starts reads no configuration."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    return Tmux(socket_path=str(tmux_server.socket_path))


def shown(tmux_server: TmuxServer, target: str, what: str) -> str:
    return tmux_server.run("display-message", "-p", "-t", target, what).removesuffix("\n")


def test_the_version_is_known(tmux: Tmux) -> None:
    assert subprocess.check_output(["tmux", "-V"], text=True).split()[1] == tmux.check()


def test_without_a_server_the_list_is_empty(tmux: Tmux) -> None:
    assert SessionList("", ()) == tmux.list_sessions()
    assert {} == tmux.client_sessions()
    for ask in (tmux.session, tmux.kill_session, tmux.list_windows, tmux.create_window):
        with pytest.raises(SessionNotFound):
            ask("$0")
    with pytest.raises(SessionNotFound):
        tmux.find_session("a")
    with pytest.raises((WindowNotFound, SessionNotFound)):
        tmux.kill_window("@0")
    with pytest.raises(WindowNotFound):
        tmux.window("@0")


def test_a_new_window_never_ends_the_server(tmux: Tmux, tmux_server: TmuxServer) -> None:
    """tmux 3.3 to 3.6 crash if windows are made while `window-size` is manual for all."""
    work = tmux.create_session("work")
    tmux_server.run("set-option", "-gw", "window-size", "manual")
    makes = (lambda: tmux.create_session("next"), lambda: tmux.create_window(work.id))
    for make in makes:
        if traits(tmux.version()).crashes_on_manual_size:
            with pytest.raises(TmuxError, match="set-option -gw window-size latest"):
                make()
        else:
            make()
    assert work.id in {session.id for session in tmux.list_sessions().sessions}


@needs_asked_size
def test_the_first_session_starts_the_server(tmux: Tmux, tmux_server: TmuxServer, tmp_path: Path) -> None:
    started = time.time()
    session = tmux.create_session()
    assert ("$0", "0", 1, 0, Size(80, 24)) == (
        *(session.id, session.name, session.windows, session.attached, session.size),
    )
    assert abs(session.created_at - started) <= 2
    listed = tmux.list_sessions()
    assert [session.id] == [one.id for one in listed.sessions]
    assert shown(tmux_server, "$0:", "#{pid}-#{start_time}") == listed.epoch
    assert str(tmp_path) == shown(tmux_server, "$0:", "#{session_path}"), "home, not our own folder"


def test_the_tmux_server_is_independent_of_us(
    tmux: Tmux, tmux_server: TmuxServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has no descriptor, process group or secret of ours, and is not our child."""
    monkeypatch.setenv("WEBMUX_TOKEN", "secret")
    monkeypatch.setenv("TMUX", "/tmp/other,1,0")
    descriptor = os.open(tmp_path, os.O_RDONLY)
    os.set_inheritable(descriptor, True)
    try:
        tmux.create_session(command="env > $HOME/env; exec sleep 60")
    finally:
        os.close(descriptor)
    pid = int(shown(tmux_server, "$0:", "#{pid}"))
    opened = [os.readlink(f"/proc/{pid}/fd/{name}") for name in os.listdir(f"/proc/{pid}/fd")]
    assert str(tmp_path) not in opened
    assert os.getsid(pid) != os.getsid(0)
    assert os.getpid() != psutil.Process(pid).ppid()
    assert b"secret" not in Path(f"/proc/{pid}/environ").read_bytes()
    eventually((tmp_path / "env").exists)
    eventually(lambda: "PATH=" in (tmp_path / "env").read_text())
    assert "secret" not in (tmp_path / "env").read_text()


def test_sessions_outlive_a_kill_9_of_us(tmux: Tmux, tmux_server: TmuxServer) -> None:
    code = (
        "from gevent import monkey; monkey.patch_all()\n"
        "import os, sys\nfrom webmux.tmux.server import Tmux\n"
        "Tmux(socket_path=sys.argv[1]).create_session('kept')\nos.kill(0, 9)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmux_server.socket_path)],
        start_new_session=True,
        cwd=Path(__file__).parents[2],
        check=False,
    )
    assert -signal.SIGKILL == done.returncode
    assert "kept" == tmux.find_session("kept").name


def test_a_new_window_starts_in_the_folder_of_the_active_pane(
    tmux: Tmux, tmux_server: TmuxServer, tmp_path: Path
) -> None:
    """As a split does; not in the folder in which the session was made."""
    (tmp_path / "deeper").mkdir()
    session = tmux.create_session("work", str(tmp_path), "cd deeper; exec sh")
    deeper = str(tmp_path / "deeper")
    eventually(lambda: shown(tmux_server, f"{session.id}:", "#{pane_current_path}") == deeper)
    window = tmux.create_window(session.id)
    eventually(lambda: shown(tmux_server, window.id, "#{pane_current_path}") == deeper)


@needs_asked_size
def test_a_session_is_made_as_requested(tmux: Tmux, tmux_server: TmuxServer, tmp_path: Path) -> None:
    session = tmux.create_session("build", str(tmp_path), "exec sleep 61", Size(132, 50))
    assert ("build", Size(132, 50)) == (session.name, session.size)
    assert str(tmp_path) == shown(tmux_server, f"{session.id}:", "#{session_path}")
    assert "sleep" == eventually(
        lambda: shown(tmux_server, f"{session.id}:", "#{pane_current_command}").replace("sh", "")
    )
    assert tmux.session(session.id) == tmux.find_session("build")


def test_new_sessions_get_the_servers_environment_not_ours(
    tmux: Tmux, tmux_server: TmuxServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server may have a DISPLAY that we, a service, have not."""
    tmux_server.new_session("first")
    tmux_server.run("set-environment", "-g", "DISPLAY", ":7")
    monkeypatch.setenv("DISPLAY", ":99")
    session = tmux.create_session("second")
    assert "" == tmux_server.run("show-environment", "-t", session.id)


def test_a_taken_name_is_refused(tmux: Tmux, tmux_server: TmuxServer) -> None:
    tmux_server.new_session("a")
    tmux_server.new_session("b")
    with pytest.raises(NameTaken, match="duplicate session: a"):
        tmux.create_session("a")
    with pytest.raises(NameTaken):
        tmux.rename_session("$1", "a")
    assert "B" == tmux.rename_session("$1", "B").name, "names differ by case"
    assert "B" == tmux.rename_session("$1", "B").name, "its own name is no conflict"


def test_an_unknown_session_is_not_found(tmux: Tmux, tmux_server: TmuxServer) -> None:
    tmux_server.new_session("a")
    for ask in (tmux.session, tmux.kill_session, tmux.list_windows, tmux.create_window):
        with pytest.raises(SessionNotFound):
            ask("$9")
        with pytest.raises(BadField):
            ask("a")
    with pytest.raises(SessionNotFound):
        tmux.rename_session("$9", "x")
    with pytest.raises(SessionNotFound):
        tmux.find_session("A")


def test_windows_are_made_found_renamed_and_ended(tmux: Tmux, tmux_server: TmuxServer) -> None:
    tmux_server.new_session("a")
    first = tmux.list_windows("$0")[0]
    second = tmux.create_window("$0", "logs")
    assert ("@1", "$0", 1, "logs", True, 1) == (
        *(second.id, second.session_id, second.index, second.name, second.active, second.panes),
    )
    tmux.select_window(first.id)
    assert [True, False] == [window.active for window in tmux.list_windows("$0")]
    assert first.id == tmux.current_window("$0")
    assert "tail" == tmux.rename_window("@1", "tail").name
    assert "tail" == tmux.window("@1").name
    tmux_server.run("split-window", "-t", "@1")
    assert 2 == tmux.window("@1").panes
    tmux.kill_window("@1")
    assert ["@0"] == [window.id for window in tmux.list_windows("$0")]


def test_an_unknown_window_is_not_found(tmux: Tmux, tmux_server: TmuxServer) -> None:
    tmux_server.new_session("a")
    for ask in (tmux.window, tmux.kill_window, tmux.select_window):
        with pytest.raises(WindowNotFound):
            ask("@99")
        with pytest.raises(BadField):
            ask("$0:0")
    with pytest.raises(WindowNotFound):
        tmux.rename_window("@99", "x")
    for name in ("#(x)", "a:b", ""):
        with pytest.raises(BadField):
            tmux.rename_window("@0", name)
        with pytest.raises(BadField):
            tmux.create_window("$0", name)


def test_a_new_window_starts_in_the_folder_of_its_session(
    tmux: Tmux, tmux_server: TmuxServer, tmp_path: Path
) -> None:
    folder = tmp_path / "#(touch canary) #[x"
    folder.mkdir()
    session = tmux.create_session("a", str(folder))
    window = tmux.create_window(session.id)
    pane = int(shown(tmux_server, window.id, "#{pane_pid}"))
    assert str(folder) == eventually(lambda: os.readlink(f"/proc/{pane}/cwd"))
    assert not list(folder.iterdir())


def test_several_commands_share_a_process(tmux: Tmux, tmux_server: TmuxServer) -> None:
    tmux_server.new_session("a")
    show = ("display-message", "-p", "-t", "$0:", "#{window_name};")
    assert "one;;\ntwo;;\n" == tmux.run(
        ("rename-window", "-t", "@0", "--", "one;"), show, ("rename-window", "-t", "@0", "--", "two;"), show
    )


def test_a_failure_names_the_command_and_the_message_of_tmux(tmux: Tmux, tmux_server: TmuxServer) -> None:
    tmux_server.new_session("a")
    with pytest.raises(TmuxCommandFailed, match="no-such-command -x: unknown command: no-such-command"):
        tmux.run(("no-such-command", "-x"))


def test_a_stopped_server_times_out_and_works_later(tmux_server: TmuxServer) -> None:
    tmux_server.new_session("a")
    tmux = Tmux(socket_path=str(tmux_server.socket_path), timeout_s=0.5)
    pid = tmux_server.pid()
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    try:
        started = time.monotonic()
        with pytest.raises(TmuxTimeout, match="list-sessions"):
            tmux.list_sessions()
        assert 0.4 < time.monotonic() - started < 2
        assert [] == [child for child in psutil.Process().children() if child.name().startswith("tmux")]
    finally:
        os.kill(pid, signal.SIGCONT)
    assert ["a"] == [session.name for session in tmux.list_sessions().sessions]


def test_a_socket_of_another_user_is_a_failure_not_an_empty_list(tmux_server: TmuxServer) -> None:
    if os.getuid() == 0:
        pytest.skip("root may connect to every socket")
    tmux_server.new_session("a")
    tmux_server.socket_path.chmod(0)
    try:
        with pytest.raises(TmuxCommandFailed, match="Permission denied"):
            Tmux(socket_path=str(tmux_server.socket_path)).list_sessions()
    finally:
        tmux_server.socket_path.chmod(0o600)


def test_a_new_server_has_another_epoch(tmux: Tmux, tmux_server: TmuxServer) -> None:
    tmux_server.new_session("a")
    before = tmux.list_sessions().epoch
    tmux_server.kill()
    assert SessionList("", ()) == tmux.list_sessions()
    tmux_server.new_session("a")
    assert before != tmux.list_sessions().epoch != ""
