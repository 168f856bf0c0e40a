"""A real `tmux attach` behind the pty source: what is typed and shown, and what stays afterwards."""

from __future__ import annotations

import hashlib
import os
import random
import re
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import gevent
import pytest

from tests import leaks
from tests.attached import Screen
from tests.support import eventually
from tests.tmux import TmuxServer, tmux_is
from webmux.errors import SourceClosed
from webmux.model import Size
from webmux.tmux.pty import PtySource
from webmux.tmux.server import Tmux

SIZE = Size(80, 24)


@pytest.fixture
def tmux(tmux_server: TmuxServer) -> Tmux:
    return Tmux(socket_path=str(tmux_server.socket_path))


Attach = Callable[..., Screen]


@pytest.fixture
def attach(tmux: Tmux) -> Iterator[Attach]:
    """Attach to a session, by id, and read; all are closed afterwards."""
    screens: list[Screen] = []

    def start(session_id: str, size: Size = SIZE) -> Screen:
        screens.append(Screen(tmux.attach_source(session_id, size)))
        return screens[-1]

    yield start
    for screen in screens:
        screen.stop()


def test_the_screen_is_shown_and_keys_arrive(tmux_server: TmuxServer, attach: Attach) -> None:
    screen = attach(tmux_server.new_session("a"))
    screen.wait_for(b"$ ")
    screen.source.write("printf '%s\\n' «日本é» | tr a-z A-Z\r".encode())
    screen.wait_for("\n«日本é»".encode())


def test_names_outside_ascii_are_shown(
    tmux_server: TmuxServer, tmux: Tmux, attach: Attach, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In any locale of the service."""
    monkeypatch.setenv("LC_ALL", "C")
    screen = attach(tmux_server.new_session("名前", command="sleep 60"))
    screen.wait_for("名前".encode())
    assert "名前" == tmux.find_session("名前").name


def test_colours_of_24_bits_survive(tmux_server: TmuxServer, attach: Attach) -> None:
    command = "printf '\\033[38;2;12;34;56mtrue\\033[0m \\033[4:3mcurly\\033[0m'; exec sleep 60"
    screen = attach(tmux_server.new_session("a", command=command))
    screen.wait_for(b"curly")
    assert re.search(rb"38[;:]2[;:]+12[;:]34[;:]56", screen.seen)
    assert b"\x1b[4:3m" in screen.seen


def test_underlines_are_sent_with_their_colour(tmux_server: TmuxServer, attach: Attach) -> None:
    """In the form of the standard, which xterm.js reads; tmux writes another."""
    command = "printf '\\033[4:3;58:2::255:80:0mwavy\\033[0m'; exec sleep 60"
    screen = attach(tmux_server.new_session("a", command=command))
    screen.wait_for(b"wavy")
    assert b"\x1b[58:2::255:80:0m" in screen.seen


def test_updates_are_synchronized(tmux_server: TmuxServer, attach: Attach) -> None:
    """Those of a pane that is not active always are. Before 3.4 tmux writes other marks."""
    screen = attach(tmux_server.new_session("a", command="cat"))
    tmux_server.run("split-window", "-d", "-t", "=a:", "exec cat")
    screen.wait_for(b"[a]")  # the status line
    screen.quiet()
    tmux_server.run("send-keys", "-t", "=a:.1", "update")
    screen.wait_for(b"update")
    eventually(lambda: screen.seen.count(b"\x1b[?2026h") == screen.seen.count(b"\x1b[?2026l"))
    assert re.search(rb"\x1b\[\?2026h(?:(?!\x1b\[\?2026l).)*update", screen.seen, re.DOTALL)
    assert b"\x1bP=" not in screen.seen


def test_shift_enter_reaches_a_program_with_extended_keys(tmux_server: TmuxServer, attach: Attach) -> None:
    """As tmux writes it; another value that the user chose stays."""
    asks = "printf 'ready\\033[>4;1m\\r\\n'; stty raw -echo; exec cat -v"
    session_id = tmux_server.new_session("a")
    screen = attach(session_id)
    screen.wait_for(b"$")
    # From 3.5 on a program is refused that asked before the option was set.
    tmux_server.run("respawn-pane", "-k", "-t", f"{session_id}:", asks)
    screen.wait_for(b"ready")
    screen.source.write(b"\x1b[13;2u")
    # Later ones write it as xterm does, unless `extended-keys-format` says otherwise.
    screen.wait_for(b"^[[27;2;13~" if tmux_is(3, 5) else b"^[[13;2u")
    assert "on\n" == tmux_server.run("show-options", "-sv", "extended-keys")
    assert "on\n" == tmux_server.run("show-options", "-sv", "focus-events")
    tmux_server.run("set-option", "-s", "extended-keys", "always")
    attach(session_id).wait_for(b"ready")
    assert "always\n" == tmux_server.run("show-options", "-sv", "extended-keys")


def test_a_program_can_write_the_clipboard_unless_it_is_off(tmux_server: TmuxServer, attach: Attach) -> None:
    """With tmux's default, `external`, copies of a program in a pane go nowhere."""
    copies = "printf '\\033]52;c;aGVsbG8=\\007'; echo ready; read -r again"
    session_id = tmux_server.new_session("a", command=f"while {copies}; do :; done")
    screen = attach(session_id)
    screen.wait_for(b"ready")
    screen.source.write(b"\r")
    screen.wait_for(b"\x1b]52;c;aGVsbG8=\x07" if tmux_is(3, 4) else b"\x1b]52;;aGVsbG8=\x07")
    for chosen in ("off", "on"):
        tmux_server.run("set-option", "-s", "set-clipboard", chosen)
        attach(session_id).wait_for(b"ready")
        assert f"{chosen}\n" == tmux_server.run("show-options", "-sv", "set-clipboard")


def test_the_terminal_has_the_size_of_the_client_from_the_start(
    tmux_server: TmuxServer, tmux: Tmux, attach: Attach
) -> None:
    screen = attach(tmux_server.new_session("a"), Size(101, 31))

    def size() -> str:
        listed = tmux.run(("list-clients", "-F", "#{client_tty} #{client_width}x#{client_height}"))
        return dict(line.split(" ") for line in listed.splitlines()).get(screen.source.tty, "")

    assert "101x31" == eventually(size)
    for cols, rows in ((2, 1), (500, 200), (80, 24)):
        screen.source.resize(Size(cols, rows))
        eventually(lambda expected=f"{cols}x{rows}": size() == expected)


def test_a_repaint_draws_the_whole_screen_and_the_modes(tmux_server: TmuxServer, attach: Attach) -> None:
    session_id = tmux_server.new_session("a", command="printf 'marked line\\033[?1002h'; exec sleep 60")
    screen = attach(session_id)
    screen.wait_for(b"marked line")
    screen.quiet()
    screen.source.repaint()
    screen.wait_for(b"marked line")
    screen.quiet()
    screen.source.shared_with_terminals = True
    screen.source.repaint()
    screen.source.repaint()
    screen.wait_for(b"marked line")


def test_the_sessions_environment_stays_as_it_was(
    tmux_server: TmuxServer, attach: Attach, monkeypatch: pytest.MonkeyPatch
) -> None:
    session_id = tmux_server.new_session("a")
    tmux_server.run("set-environment", "-t", session_id, "DISPLAY", ":5")
    tmux_server.run("set-environment", "-t", session_id, "SSH_AUTH_SOCK", "/theirs")
    before = tmux_server.run("show-environment", "-t", session_id)
    monkeypatch.setenv("DISPLAY", ":99")
    monkeypatch.setenv("SSH_AUTH_SOCK", "/ours")
    monkeypatch.setenv("WEBMUX_TOKEN", "secret")
    screen = attach(session_id)
    screen.wait_for(b"$ ")
    assert before == tmux_server.run("show-environment", "-t", session_id)
    assert b"WEBMUX_TOKEN" not in Path(f"/proc/{screen.source.pid}/environ").read_bytes()


READER = """
import hashlib, os, sys, time, tty
tty.setraw(0)
sha, left = hashlib.sha256(), int(sys.argv[1])
os.write(1, b'ready.')
turn = 0
while left:
    data = os.read(0, 4000)
    sha.update(data)
    left -= len(data)
    turn += 1
    os.write(1, b'\\x1b[%dm%06d \\r\\n' % (31 + turn % 7, turn))
    time.sleep(0.002)
os.write(1, b'\\x1b[2J\\x1b[H=' + sha.hexdigest().encode() + b'=')
time.sleep(60)
"""


def typed_bytes(count: int) -> bytes:
    """Every byte tmux passes on: all of ASCII but ESC, and all bytes that UTF-8 text has.

    ESC is left out because tmux reads key sequences (and writes them again as the program's
    terminal has them), and bytes that are no UTF-8 because a client started with -u drops them.
    """
    chosen = random.Random(5)
    ascii_bytes = [value for value in range(128) if value != 27]
    letters = [chr(code) for code in (*range(0xA1, 0x180), *range(0x4E00, 0x9000), *range(0x1F600, 0x1F640))]
    parts: list[bytes] = []
    size = 0
    while size < count:
        part = bytes(chosen.choices(ascii_bytes, k=64)) + "".join(chosen.choices(letters, k=24)).encode()
        parts.append(part)
        size += len(part)
    return b"".join(parts)


def test_a_paste_of_a_million_bytes_reaches_a_slow_program_exactly(
    tmux_server: TmuxServer, attach: Attach, tmp_path: Path
) -> None:
    (tmp_path / "reader.py").write_text(READER)
    data = typed_bytes(1024 * 1024)
    assert set(range(128)) - {27} <= set(data)
    command = f"exec {sys.executable} {tmp_path}/reader.py {len(data)}"
    session_id = tmux_server.new_session("a", command=command)
    tmux_server.run("set-option", "-g", "prefix", "None", ";", "set-option", "-g", "prefix2", "None")
    screen = attach(session_id)
    screen.wait_for(b"ready.")
    for start in range(0, len(data), 65536):
        screen.source.write(data[start : start + 65536])
    screen.wait_for(b"=" + hashlib.sha256(data).hexdigest().encode() + b"=", timeout_s=15)
    assert b"000100" in screen.seen, "the program's output came meanwhile"


def test_each_control_byte_reaches_the_program(tmux_server: TmuxServer, attach: Attach) -> None:
    """NUL and the rest; C-b is typed twice because it is the prefix. A lone ESC arrives after escape-time."""
    command = f'stty raw -echo; printf ready; exec {sys.executable} -u -c "$CODE"'
    code = "import os\nwhile True: os.write(1, b'<' + os.read(0, 999).hex().encode() + b'>')"
    tmux_server.new_session("zero", command="sleep 60")
    tmux_server.run("set-environment", "-g", "CODE", code)
    screen = attach(tmux_server.new_session("a", command=command))
    screen.wait_for(b"ready")
    for value in range(32):
        screen.quiet()
        screen.source.write(b"\x02\x02" if value == 2 else bytes([value]))
        screen.wait_for(b"<%02x>" % value)


def end_session(tmux_server: TmuxServer, screen: Screen) -> None:
    tmux_server.run("kill-session", "-t", "$0")


def end_program(tmux_server: TmuxServer, screen: Screen) -> None:
    screen.source.write(b"printf '[detached (from session a)]\\n'; exit\r")


def end_server(tmux_server: TmuxServer, screen: Screen) -> None:
    tmux_server.run("kill-server")


def crash_server(tmux_server: TmuxServer, screen: Screen) -> None:
    os.kill(int(tmux_server.run("display-message", "-p", "#{pid}")), signal.SIGKILL)


def detach(tmux_server: TmuxServer, screen: Screen) -> None:
    tmux_server.run("detach-client", "-s", "$0")


def detach_by_key(tmux_server: TmuxServer, screen: Screen) -> None:
    screen.source.write(b"\x02d")


def kill_client(tmux_server: TmuxServer, screen: Screen) -> None:
    os.kill(screen.source.pid, signal.SIGKILL)


def terminate_client(tmux_server: TmuxServer, screen: Screen) -> None:
    os.kill(screen.source.pid, signal.SIGTERM)


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        (end_session, "session_ended"),
        (end_program, "session_ended"),
        (end_server, "server_exited"),
        (crash_server, "server_exited"),
        (detach, "detached"),
        (detach_by_key, "detached"),
        (kill_client, "detached"),
        (terminate_client, "detached"),
    ],
)
def test_the_reason_of_an_end_is_reported(
    tmux_server: TmuxServer, attach: Attach, act: Callable[..., None], reason: str
) -> None:
    tmux_server.new_session("a")
    tmux_server.new_session("other", command="sleep 60")
    screen = attach("$0")
    screen.wait_for(b"$ ")
    act(tmux_server, screen)
    assert reason == eventually(lambda: screen.reason)
    with pytest.raises(SourceClosed, match=reason):
        screen.source.write(b"x")
    eventually(lambda: not Path(f"/proc/{screen.source.pid}").exists())


def test_the_end_of_the_last_session_is_reported_as_session_ended(
    tmux_server: TmuxServer, attach: Attach
) -> None:
    """The server exits with it, but that is a consequence."""
    screen = attach(tmux_server.new_session("a"))
    screen.wait_for(b"$ ")
    screen.source.write(b"exit\r")
    assert "session_ended" == eventually(lambda: screen.reason)


def test_attaching_to_an_unknown_session_ends_at_once(tmux_server: TmuxServer, attach: Attach) -> None:
    tmux_server.new_session("a")
    nowhere = attach("$9")
    assert "session_ended" == eventually(lambda: nowhere.reason)
    tmux_server.run("kill-server")
    without_server = attach("$0")
    assert "server_exited" == eventually(lambda: without_server.reason)


def read_to_the_end(source: PtySource) -> str:
    try:
        while True:
            source.read(65536)
    except SourceClosed as closed:
        return closed.reason


def test_twenty_attaches_leave_nothing_behind(tmux_server: TmuxServer, tmux: Tmux, attach: Attach) -> None:
    session_id = tmux_server.new_session("a", command="while :; do echo filler; done")
    attach(session_id).wait_for(b"filler")
    baseline = leaks.Baseline.take()
    for number in range(20):
        source = tmux.attach_source(session_id, SIZE)
        reader = gevent.spawn(read_to_the_end, source)
        if number % 2:
            source.write(b"x" * 300_000)
            gevent.sleep(0.05)
        source.close()
        assert "closed" == reader.get(timeout=2)
    assert [] == baseline.leaks_after_grace()
    eventually(lambda: len(tmux.client_sessions()) == 1)
    assert "a" == tmux.session(session_id).name


def test_closing_ends_the_client_of_a_stopped_server(
    tmux_server: TmuxServer, attach: Attach, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webmux.tmux.pty.REAP_DEADLINE_S", 0.3)
    screen = attach(tmux_server.new_session("a"))
    screen.wait_for(b"$ ")
    pid = tmux_server.pid()
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    try:
        screen.source.close()
        eventually(lambda: not Path(f"/proc/{screen.source.pid}").exists(), timeout_s=2)
    finally:
        os.kill(pid, signal.SIGCONT)
    assert "closed" == screen.reason
    assert "$" in tmux_server.run("capture-pane", "-p", "-t", "$0:")


def test_a_client_that_switches_sessions_is_reported(
    tmux_server: TmuxServer, tmux: Tmux, attach: Attach
) -> None:
    """Rights are given for a session; a client can be moved to another one."""
    first, second = tmux_server.new_session("a"), tmux_server.new_session("b")
    screen = attach(first)
    assert first == eventually(lambda: tmux.client_sessions().get(screen.source.tty))
    tmux_server.run("switch-client", "-c", screen.source.tty, "-t", second)
    assert {screen.source.tty: second} == tmux.client_sessions()


def test_a_client_that_does_not_read_does_not_block_the_program(
    tmux_server: TmuxServer, tmux: Tmux, tmp_path: Path
) -> None:
    """tmux skips frames for a source that is not read; then the screen is right again."""
    session_id = tmux_server.new_session("a", command=f"seq 1 300000; touch {tmp_path}/done; exec sleep 60")
    source = tmux.attach_source(session_id, SIZE)
    eventually((tmp_path / "done").exists, timeout_s=10)
    screen = Screen(source)
    screen.wait_for(b"300000")
    assert len(screen.seen) < 500_000
    screen.stop()
