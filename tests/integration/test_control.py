"""The control connection with a real tmux: exact arguments, clean ends, and failures of tmux."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from contextlib import nullcontext

import gevent
import pytest

from tests.server import ROOT
from tests.support import eventually
from webmux.errors import SessionNotFound, TmuxCommandFailed, TmuxTimeout
from webmux.model import Size
from webmux.tmux.control import client
from webmux.tmux.control import introduction as handshake
from webmux.tmux.control.connection import ConnectionLost, ControlConnection
from webmux.tmux.control.notifications import Notification
from webmux.tmux.control.parser import unescape_buffer
from webmux.tmux.control.process import NoServer
from webmux.tmux.server import Tmux
from webmux.tmux.state import bells
from webmux.tmux.state.watch import Watch
from webmux.tmux.version import traits

ABRUPT_ENDS = 200


@pytest.fixture
def tmux(tmux_server):
    """A `Tmux` that stays connected to the test's own server, which has the session `first`."""
    tmux_server.new_session("first")
    tmux = Tmux("tmux", tmux_server.socket_path)
    tmux.link.keep()
    eventually(lambda: tmux.link.connected)
    yield tmux
    tmux.stop()


def tmux_argv(tmux_server) -> list[str]:
    return ["tmux", "-S", str(tmux_server.socket_path), "-u"]


def listed(tmux_server) -> list[str]:
    return tmux_server.run("list-clients", "-F", "#{client_pid} #{session_name}").splitlines()


def clients(tmux_server) -> str:
    return tmux_server.run("list-clients", "-F", "#{client_name} #{session_name}")


def test_every_byte_of_an_argument_arrives(tmux):
    """All bytes except NUL, at the start, in the middle and at the end of a word; and what tmux expands."""
    everything = bytes(range(1, 256)).decode("utf-8", "surrogateescape")
    texts = [chr(code) for code in range(1, 128)]
    texts += [
        "~",
        "~/x",
        "$HOME",
        "${HOME}",
        "#{pid}",
        "#(touch x)",
        ";",
        "a;",
        "a ;b",
        "\\",
        "a\\",
        "-x",
        "--",
    ]
    texts += [
        "'",
        '"',
        "'\"",
        "%if",
        "%begin",
        "{",
        "}",
        "{ a }",
        "a=b",
        "# no",
        "a\nb\n",
        "\t ",
        "é日😀",
        everything,
    ]
    decoded = unescape_buffer if traits(tmux.version()).encodes_buffers else bytes
    for text in texts:
        shown, _ = tmux.link.run_each(
            [
                [("set-buffer", "-b", "x", "--", text), ("show-buffer", "-b", "x")],
                [("delete-buffer", "-b", "x")],
            ]
        )
        raw = text.encode("utf-8", "surrogateescape")
        got = b"\n".join(map(decoded, shown.removesuffix(b"\n").split(b"\n")))
        assert got.removesuffix(b"\n") == raw.removesuffix(b"\n"), repr(text)


def test_lists_do_not_count_our_own_client(tmux, tmux_server):
    """Our client is attached and reads nothing, and WebMux does not list it."""
    assert "first" in clients(tmux_server)
    assert [session.attached for session in tmux.list_sessions().sessions] == [0]
    assert tmux.client_sessions() == {}


def test_failures_have_their_error_and_name_the_command(tmux):
    with pytest.raises(SessionNotFound):
        tmux.kill_session("$99")
    with pytest.raises(TmuxCommandFailed, match="no-such-command"):
        tmux.run(("list-sessions",), ("no-such-command",))


def test_a_failure_stops_only_the_rest_of_its_group(tmux, tmux_server):
    """Later commands of the group have not run; other groups are not concerned."""
    bad, good = tmux.link.run_each(
        [
            [("kill-session", "-t", "$99"), ("rename-session", "-t", "$0", "never")],
            [("display-message", "-p", "fine")],
        ]
    )
    assert isinstance(bad, SessionNotFound)
    assert good == b"fine\n"
    assert "never" not in tmux_server.run("list-sessions")


def test_concurrent_questions_get_their_own_answers(tmux):
    """A hundred greenlets at once, each with its own text, some with failures."""

    def ask(number: int) -> bool:
        if number % 7 == 0:
            try:
                tmux.run(("kill-session", "-t", f"${number + 1000}"))
            except SessionNotFound as error:
                return f"${number + 1000}" in error.message
        return tmux.run(("display-message", "-p", f"number {number}")) == f"number {number}\n"

    asking = [gevent.spawn(ask, number) for number in range(100)]
    assert all(greenlet.get() for greenlet in asking)


def test_the_replies_of_an_attach_are_not_taken_for_others(tmux, tmux_server):
    """In a tmux with its default options; a surplus block would be taken for the next reply."""
    attaching = gevent.spawn(tmux.attach_source, "$0", Size(80, 24))
    answers = set()

    def ask() -> None:
        while not attaching.ready():
            answers.add(tmux.run(("list-sessions", "-F", "#{session_name}")))

    gevent.joinall([gevent.spawn(ask) for _ in range(5)], raise_error=True)
    assert answers == {"first\n"}
    attaching.get().close()
    assert tmux_server.run("show-options", "-sv", "extended-keys") == "on\n"


def test_tmux_reports_what_other_clients_do(tmux, tmux_server):
    told = []
    tmux.link.notified.add(told.append)
    tmux_server.run("rename-session", "-t", "first", "renamed")
    eventually(lambda: Notification("%session-renamed") in told)
    tmux_server.run("new-session", "-d", "-s", "second")
    eventually(lambda: Notification("%sessions-changed") in told)


def test_ten_megabytes_of_answer_arrive_whole(tmux, tmux_server, tmp_path):
    lines = b"".join(b"%08d %s\n" % (number, b"x" * 90) for number in range(105_000))
    (tmp_path / "big").write_bytes(lines)
    tmux_server.run("load-buffer", "-b", "big", str(tmp_path / "big"))
    big, after = tmux.link.run_each([[("show-buffer", "-b", "big")], [("display-message", "-p", "after")]])
    assert big.removesuffix(b"\n") == lines
    assert after == b"after\n"


def test_late_answers_of_a_stopped_tmux_are_dropped(tmux, tmux_server):
    """Questions during the stop time out; afterwards every reply belongs to its question."""
    os.kill(tmux_server.pid(), signal.SIGSTOP)
    try:
        for number in range(3):
            with pytest.raises(TmuxTimeout, match="display-message"):
                tmux.link.run(("display-message", "-p", f"late {number}"), timeout_s=0.1)
    finally:
        os.kill(tmux_server.pid(), signal.SIGCONT)
    assert tmux.run(("display-message", "-p", "now")) == "now\n"
    assert tmux.link.connects == 1


def test_commands_beyond_the_buffer_of_a_stopped_tmux_are_refused(tmux, tmux_server):
    """Nothing grows without bound, nothing is sent in part."""
    os.kill(tmux_server.pid(), signal.SIGSTOP)
    text = "x" * 1_000_000
    try:
        with pytest.raises(TmuxTimeout, match="does not read"):
            for _ in range(8):
                try:
                    tmux.link.run(("set-buffer", "-b", "x", text), timeout_s=0.01)
                except TmuxTimeout as late:
                    if "did not answer" not in late.message:
                        raise
    finally:
        os.kill(tmux_server.pid(), signal.SIGCONT)
    assert tmux.run(("show-buffer", "-b", "x")) == text + "\n"


def test_the_connection_moves_when_its_session_is_killed(tmux, tmux_server):
    tmux_server.new_session("second")
    tmux_server.run("kill-session", "-t", "first")
    eventually(lambda: tmux.link.connects == 2 and tmux.link.connected)
    assert "second" in clients(tmux_server)
    assert [session.name for session in tmux.list_sessions().sessions] == ["second"]


@pytest.mark.timeout_s(40)
def test_the_connection_returns_after_three_kills_of_tmux(tmux, tmux_server):
    """While it is away lists are empty and true; each new server is found by itself."""
    for number in range(3):
        os.kill(tmux_server.pid(), signal.SIGKILL)
        eventually(lambda: not tmux.link.connected)
        assert tmux.list_sessions().sessions == ()
        tmux_server.new_session(f"again{number}")
        assert [session.name for session in tmux.list_sessions().sessions] == [f"again{number}"]
        eventually(lambda: tmux.link.connected, timeout_s=8)
        assert [session.name for session in tmux.list_sessions().sessions] == [f"again{number}"]


def test_a_first_server_is_found_by_its_socket(tmux_server):
    """Without a question: the kernel reports the socket."""
    tmux = Tmux("tmux", tmux_server.socket_path)
    tmux.link.keep()
    gevent.sleep(0.05)
    tmux_server.new_session("first")
    eventually(lambda: tmux.link.connected)
    tmux.stop()
    assert clients(tmux_server) == ""


def test_a_server_that_the_kernel_did_not_report_is_found(tmux_server, monkeypatch):
    """As if two servers started in one second, or the socket was checked between bind and listen."""
    monkeypatch.setattr(client, "watching", lambda path, changed: nullcontext())
    monkeypatch.setattr(client, "RECHECK_S", 0.05)
    tmux = Tmux("tmux", tmux_server.socket_path)
    tmux.link.keep()
    eventually(tmux.link._known.is_set)
    tmux_server.new_session("first")
    eventually(lambda: tmux.link.connected)
    tmux.stop()


def test_a_server_that_starts_before_the_watch_is_found(tmux_server, monkeypatch):
    tmux = Tmux("tmux", tmux_server.socket_path)
    wait = tmux.link._wait_for_socket

    def late() -> None:
        if not os.path.exists(tmux_server.socket_path):
            tmux_server.new_session("first")
        wait()

    monkeypatch.setattr(tmux.link, "_wait_for_socket", late)
    tmux.link.keep()
    eventually(lambda: tmux.link.connected)
    tmux.stop()


def test_a_question_right_after_the_server_started_waits_for_the_connection(tmux_server, monkeypatch):
    """Even if nothing has reported the start yet."""
    tmux = Tmux("tmux", tmux_server.socket_path)
    monkeypatch.setattr(tmux.link, "_wait_for_socket", tmux.link._nudged.wait)
    tmux.link.keep()
    eventually(tmux.link._known.is_set)
    with pytest.raises(NoServer):
        tmux.link.ask([("display-message", "-p", "x")])
    tmux_server.new_session("first")
    assert tmux.link.ask([("display-message", "-p", "x")]) == [[b"x"]]
    tmux.stop()


def test_a_command_during_the_death_of_tmux_has_an_unknown_result(tmux, tmux_server):
    """A command that changes something is not run twice; one that reads is asked again."""
    os.kill(tmux_server.pid(), signal.SIGSTOP)
    change = gevent.spawn(lambda: tmux.run(("rename-session", "-t", "$0", "x")))
    read = gevent.spawn(tmux.list_sessions)
    gevent.sleep(0.02)
    os.kill(tmux_server.pid(), signal.SIGKILL)
    with pytest.raises(ConnectionLost):
        change.get()
    assert read.get().sessions == ()


def test_stopping_leaves_no_client_and_no_process(tmux, tmux_server):
    connection = ControlConnection(tmux_argv(tmux_server), "$0", lambda told: None, lambda: None)
    assert connection.wait_ready(5)
    assert len(clients(tmux_server).splitlines()) == 2
    connection.close()
    assert connection.wait_end(3)
    assert len(clients(tmux_server).splitlines()) == 1


def test_tmux_survives_the_end_of_the_session_of_the_connection(tmux, tmux_server):
    """Until our client has detached it has no session, and tmux may evaluate its subscription then."""
    tmux_server.new_session("other", command="while :; do echo x; sleep 0.1; done")
    watching = Watch(tmux)
    told = []
    watching.drawn.add(told.append)
    watching.start()
    eventually(lambda: any(told), timeout_s=5)
    [client] = [int(pid) for pid, at in map(str.split, listed(tmux_server)) if at == "first"]
    # Ours stays where somebody else is.
    beside = ControlConnection(tmux_argv(tmux_server), "$0", lambda told: None, lambda: None)
    assert beside.wait_ready(5)
    ticks = []
    observer = ControlConnection(tmux_argv(tmux_server), "$1", ticks.append, lambda: None)
    assert observer.wait_ready(5)
    observer.ask([[("refresh-client", "-B", "ticks:%1:#{window_activity}")]], 5)
    os.kill(client, signal.SIGSTOP)
    try:
        tmux_server.run("kill-session", "-t", "=first")
        ticks.clear()
        eventually(lambda: sum(tick.kind == "%subscription-changed" for tick in ticks) >= 3, timeout_s=8)
    finally:
        os.kill(client, signal.SIGCONT)
    assert tmux_server.run("list-sessions", "-F", "#{session_name}") == "other\n"
    observer.close()
    assert observer.wait_end(3)
    assert beside.wait_end(3)
    eventually(lambda: tmux.link.session_id == "$1", timeout_s=5)
    told.clear()
    eventually(lambda: any(told), timeout_s=5)
    watching.stop()


def test_our_hook_is_set_once_for_each_tmux_server(tmux):
    """tmux redraws all terminals for it; the user's own hook stays."""
    tmux.run(("set-hook", "-g", "alert-bell", "display-message rang"))
    assert not bells.is_hooked(tmux.run(bells.ASK_HOOK))
    tmux.run(bells.HOOK)
    assert bells.is_hooked(tmux.run(bells.ASK_HOOK))
    assert "rang" in tmux.run(("show-hooks", "-g", "alert-bell"))


def test_events_during_the_introduction_of_a_client_do_not_crash_tmux(tmux_server, monkeypatch):
    """Before 3.7 tmux sends it events after its flags, and crashes if the introduction is not complete."""
    tmux_server.new_session("first")
    send = handshake._send
    packets = []

    def send_and_wait(tmux, packet, descriptors):
        send(tmux, packet, descriptors)
        packets.append(packet)
        tmux_server.run("new-session", "-d", "-s", "second", ";", "kill-session", "-t", "second")

    monkeypatch.setattr(handshake, "_send", send_and_wait)
    path = str(tmux_server.socket_path)
    connection = ControlConnection(
        tmux_argv(tmux_server), "$0", lambda told: None, lambda: None, handshake.Handshake(path)
    )
    assert connection.wait_ready(10)
    assert len(packets) > 1
    [[reply]] = connection.ask([[("display-message", "-p", "#{session_name}")]], 5)
    assert list(reply.lines) == [b"first"]
    connection.close()
    assert connection.wait_end(3)
    eventually(lambda: clients(tmux_server) == "", timeout_s=5)


@pytest.mark.timeout_s(60)
def test_two_hundred_hard_kills_neither_crash_nor_block_tmux(tmux_server, tmp_path):
    """Each at a random moment of a connection's first 30 ms; tmux survives, drops them, and still ends."""
    tmux_server.new_session("first")
    (tmp_path / "big").write_bytes(b"x" * 1_000_000)
    tmux_server.run("load-buffer", "-b", "big", str(tmp_path / "big"))
    pid = tmux_server.pid()
    seed = random.randrange(1000)
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.abrupt",
            str(tmux_server.socket_path),
            "$0",
            str(ABRUPT_ENDS),
            str(seed),
        ],
        cwd=ROOT,
        env={
            **os.environ,
            "TMPDIR": str(tmux_server.socket_path.parent),
        },  # what they leave behind goes with it
        check=False,
        timeout=50,
    )
    assert done.returncode == 0, f"seed {seed}"
    assert int(tmux_server.run("display-message", "-p", "#{pid}")) == pid
    eventually(lambda: clients(tmux_server) == "", timeout_s=5)
    tmux_server.kill()
