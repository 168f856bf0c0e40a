"""Sessions that end at once, and how sessions were started."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support import eventually
from tests.tmux import TmuxServer
from webmux.errors import EndedAtOnce, SocketMissing
from webmux.tmux import session_start
from webmux.tmux.control.quoting import Command
from webmux.tmux.quotas import Quotas
from webmux.tmux.server import Tmux
from webmux.tmux.session_start import (
    Startup,
    Startups,
    check_runs,
    parse_start_command,
    with_shell_after,
)


@pytest.fixture
def tmux(tmux_server: TmuxServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tmux]:
    monkeypatch.setenv("SHELL", "/bin/sh")
    tmux_server.new_session("other")
    tmux = Tmux("tmux", tmux_server.socket_path)
    yield tmux
    tmux.stop()


def test_a_command_that_ends_at_once_is_reported_with_its_output(tmux: Tmux, tmux_server: TmuxServer) -> None:
    # tmux reads no more once it knows of the end, which may come first: so this one ends a little later.
    with pytest.raises(EndedAtOnce) as raised:
        Quotas(tmux, 9, 9).create_session("ada", name="x", command="echo one; echo t''wo; sleep 0.05; exit 3")
    assert "The command ended at once with exit status 3:\none\ntwo" == raised.value.message
    assert ["other"] == [session.name for session in tmux.list_sessions().sessions]


def test_a_program_ended_by_a_signal_is_reported_without_a_status(tmux: Tmux) -> None:
    with pytest.raises(EndedAtOnce) as raised:
        Quotas(tmux, 9, 9).create_session("ada", name="x", command="echo one; sleep 0.05; kill -9 $$")
    assert "The command ended at once:\none" == raised.value.message


class DeadPane:
    """A pane whose end tmux saw before it knew the exit status."""

    def __init__(self, *statuses: str) -> None:
        self._statuses = list(statuses)

    def run(self, *commands: Command) -> str:
        if commands[-1][0] != "list-panes":
            return ""
        status = self._statuses.pop(0) if len(self._statuses) > 1 else self._statuses[0]
        return f"1 %0 {status} /bin/sh"


UNKNOWN, SIGNALLED = "0", "signal"


@pytest.mark.parametrize(
    ("statuses", "status"),
    [
        ((UNKNOWN, "03"), 3),
        (("00",), 0),
        ((*(UNKNOWN,) * 8, "03"), 3),  # a busy machine
        ((SIGNALLED,), None),
        ((UNKNOWN,), None),  # a signal, before tmux 3.3
    ],
)
def test_the_exit_status_is_awaited(
    statuses: tuple[str, ...], status: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_start, "STATUS_PAUSES_S", (0.001,) * 10)
    with pytest.raises(EndedAtOnce) as raised:
        check_runs(DeadPane(*statuses), "$0")
    assert status == raised.value.exit_status


@pytest.mark.parametrize(
    ("status", "output", "told"),
    [
        (127, "", "The command ended at once with exit status 127, command not found."),
        (127, "sh: 1: ", "The command ended at once with exit status 127, command not found:\nsh: 1: "),
        (1, "", "The command ended at once with exit status 1."),
    ],
)
def test_the_status_says_why_because_output_may_be_lost(status: int, output: str, told: str) -> None:
    assert told == EndedAtOnce("", status, output).message


def test_a_shell_that_ends_at_once_is_named(tmux: Tmux, tmux_server: TmuxServer) -> None:
    tmux_server.run("set-option", "-g", "default-shell", "/bin/false")
    with pytest.raises(EndedAtOnce) as raised:
        Quotas(tmux, 9, 9).create_session("ada")
    assert "The shell /bin/false ended at once with exit status 1." == raised.value.message


def test_panes_of_a_running_session_end_normally_later(tmux: Tmux, tmux_server: TmuxServer) -> None:
    session = Quotas(tmux, 9, 9).create_session("ada", command="exec sleep 60")
    assert (
        "off" == tmux_server.run("display-message", "-p", "-t", f"{session.id}:", "#{remain-on-exit}").strip()
    )
    assert "off" == tmux_server.run("show-options", "-gwv", "remain-on-exit").strip()


def test_a_session_outlives_its_maker_with_any_options(tmux: Tmux, tmux_server: TmuxServer) -> None:
    tmux_server.run("set-option", "-t", "other", "destroy-unattached", "off")
    tmux_server.run("set-option", "-g", "destroy-unattached", "on")
    made = Quotas(tmux, 9, 9).create_session("ada", command="exec sleep 60")
    assert made.id in [session.id for session in tmux.list_sessions().sessions]


def test_a_folder_that_is_missing_is_named(tmux_server: TmuxServer) -> None:
    path = tmux_server.socket_path.parent / "none" / "tmux"
    with pytest.raises(SocketMissing, match=r"none/tmux.*: make its folder, or set tmux_socket"):
        Tmux("tmux", path).create_session()


@pytest.mark.parametrize(
    ("printed", "command"),
    [
        ("", ""),
        ("top", "top"),
        ('"sleep 50"', "sleep 50"),
        (r'"trap : INT\nsleep 50 # \"q\" \$HOME \\x"', 'trap : INT\nsleep 50 # "q" $HOME \\x'),
        ('vim -u "a b"', "vim -u 'a b'"),
        ('"a" "b;"', "a 'b;'"),
    ],
)
def test_a_start_command_is_read(printed: str, command: str) -> None:
    assert command == parse_start_command(printed)


COMMANDS = ["exec sleep 60", "echo '\"$HOME\\x' `pwd`; exec sleep 60 # é", with_shell_after("sleep 60")]


@pytest.mark.parametrize("command", COMMANDS)
def test_how_a_session_was_started_is_remembered(tmux: Tmux, tmux_server: TmuxServer, command: str) -> None:
    folder = tmux_server.socket_path.parent / "a folder"
    folder.mkdir()
    session = tmux.create_session("x", cwd=str(folder), command=command)
    tmux.startups.remember(tmux, session.id)
    tmux.kill_session(session.id)
    assert Startup(str(folder), command) == tmux.startups.of(f"{session.epoch} {session.id}")
    assert tmux.startups.of("1-1 $0") is None


class MemoryStore:
    """A store in memory."""

    def __init__(self, text: str | None = None) -> None:
        self.text = text

    def read(self) -> str | None:
        return self.text

    def write(self, text: str) -> None:
        self.text = text


def test_startups_outlive_the_process(tmux: Tmux, tmux_server: TmuxServer) -> None:
    store = MemoryStore()
    session = tmux.create_session("x", cwd="/", command="exec sleep 60")
    Startups(store).remember(tmux, session.id)
    tmux.kill_session(session.id)
    assert Startup("/", "exec sleep 60") == Startups(store).of(f"{session.epoch} {session.id}")


@pytest.mark.parametrize("text", ["", "{", "3", '["x"]', '[["k", 1, "x"]]', '[["k", "/"]]'])
def test_a_damaged_store_is_an_empty_one(text: str) -> None:
    assert Startups(MemoryStore(text)).of("k") is None


def test_a_shell_follows_an_ended_command(tmux: Tmux, tmux_server: TmuxServer) -> None:
    session = Quotas(tmux, 9, 9).create_session("ada", command=with_shell_after("echo bye; false"))
    tmux_server.run("send-keys", "-t", f"{session.id}:", "echo st''ill here", "Enter")
    eventually(lambda: "still here" in tmux_server.run("capture-pane", "-p", "-t", f"{session.id}:"))
