"""The pty source over plain programs: bytes exact both ways, nothing left behind."""

from __future__ import annotations

import gc
import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import gevent
import psutil
import pytest

from tests.support import eventually
from webmux.errors import SourceClosed
from webmux.model import Size
from webmux.tmux import pty
from webmux.tmux.pty import PtySource, attach_command

Start = Callable[..., PtySource]
SIZE = Size(80, 24)


@pytest.fixture
def start() -> Iterator[Start]:
    """Start a program in a pty; all are closed afterwards."""
    sources: list[PtySource] = []

    def run(*argv: str, **options: object) -> PtySource:
        sources.append(PtySource(list(argv), SIZE, **options))  # type: ignore[arg-type]
        return sources[-1]

    yield run
    for source in sources:
        source.close()


def python(code: str) -> tuple[str, ...]:
    return (sys.executable, "-S", "-c", code)


def read_until(source: PtySource, expected: bytes) -> bytes:
    seen = b""
    while expected not in seen:
        seen += source.read(65536)
    return seen


def read_all(source: PtySource) -> tuple[bytes, str]:
    seen = b""
    try:
        while True:
            seen += source.read(65536)
    except SourceClosed as closed:
        return seen, closed.reason


def test_newer_features_are_last_and_only_for_newer_versions() -> None:
    """3.3a stops at the first feature that it does not know."""
    old, new = (attach_command(["tmux"], "$3", version) for version in ("3.3a", "3.4"))
    assert ["attach-session", "-E", "-t", "$3"] == old[-4:]
    assert "hyperlinks" not in old[3]
    assert old[3] + ",hyperlinks" == new[3]
    for other in ("3.10", "next-3.8", "master"):
        assert new == attach_command(["tmux"], "$3", other)
    assert ["-f", "ignore-size", "-t", "$3"] == attach_command(["tmux"], "$3", "3.4", sets_size=False)[-4:]


def test_all_output_is_read_before_the_end(start: Start) -> None:
    source = start(*python("import os; os.write(1, b'x' * 100_000)"), ask_reason=lambda _: "detached")
    seen, reason = read_all(source)
    assert (100_000, "detached") == (len(seen), reason)
    with pytest.raises(SourceClosed):
        source.read(10)
    with pytest.raises(SourceClosed):
        source.write(b"x")


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("[exited]\n", "session_ended"),
        ("[detached (from session a)]\n", "detached"),
        ("[detached and SIGHUP (from session a)]\r\n", "detached"),
        ("[server exited]\n", "server_exited"),
        ("[server exited unexpectedly]\n", "server_exited"),
        ("[lost server]\n", "server_exited"),
        ("[detached (from session a)] and more", "asked"),
        ("[detached (from session a)]\n[exited]\n", "session_ended"),
        ("[lost tty]\n", "asked"),
        ("", "asked"),
    ],
)
def test_the_last_output_has_the_reason(start: Start, said: str, reason: str) -> None:
    """Earlier output of a program in the pane does not count."""
    source = start(*python(f"import os; os.write(1, {said.encode()!r})"), ask_reason=lambda _: "asked")
    assert (said.encode(), reason) == read_all(source)


def test_a_read_gathers_available_output_up_to_the_limit(start: Start) -> None:
    """A pty gives at most 4 KiB a read."""
    source = start(*python("import os\nwhile True: os.write(1, b'x' * 60_000)"))
    eventually(lambda: len(source.read(8_000)) == 8_000)
    assert source.reads >= 2
    eventually(lambda: 4096 < len(source.read(65_536)) <= 65_536)


def test_a_read_without_output_ends_at_its_deadline(start: Start) -> None:
    source = start("sleep", "60")
    started = time.monotonic()
    assert b"" == source.read(100, 0.05)
    assert 0.04 < time.monotonic() - started < 1


def test_early_input_is_neither_echoed_nor_edited(start: Start) -> None:
    """The terminal is raw before the program says so."""
    source = start(*python("import os, time; time.sleep(0.3); os.write(1, b'<' + os.read(0, 99) + b'>')"))
    source.write(b"a\x7fb\rc\x03\x04\x15")
    assert (b"<a\x7fb\rc\x03\x04\x15>", "session_ended") == read_all(source)


def test_the_program_sees_its_size_from_the_start_and_each_change(start: Start) -> None:
    code = (
        "import os, signal, time\n"
        "say = lambda *_: os.write(1, b'%dx%d.' % os.get_terminal_size(0))\n"
        "signal.signal(signal.SIGWINCH, say); say()\n"
        "while True: time.sleep(1)"
    )
    source = start(*python(code))
    assert b"80x24." == source.read(100)
    source.resize(Size(132, 50))
    assert b"132x50." == source.read(100)
    source.resize(Size(132, 50))
    assert b"" == source.read(100, 0.1), "an equal size is no change"
    source.repaint()
    assert b"132x50." == source.read(100), "a repaint is a SIGWINCH"


def test_a_repaint_does_not_change_the_size_of_shared_terminals(start: Start) -> None:
    asked: list[str] = []
    source = start("sleep", "60", refresh=asked.append)
    source.shared_with_terminals = True
    source.repaint()
    eventually(lambda: asked)
    assert [os.readlink(f"/proc/{source.pid}/fd/0")] == asked == [source.tty]


def test_a_repaint_after_the_end_signals_nobody(start: Start) -> None:
    """The id of a process that was waited for may be another's by now."""
    source = start("true")
    eventually(lambda: not Path(f"/proc/{source.pid}").exists())
    killed: list[int] = []
    real, os.kill = os.kill, lambda pid, number: killed.append(pid)  # type: ignore[assignment]
    try:
        source.repaint()
        source.shared_with_terminals = True
        source.repaint()
    finally:
        os.kill = real
    assert [] == killed


SLOW_READER = """
import hashlib, os, sys, time
sha, left, since = hashlib.sha256(), int(sys.argv[1]), time.monotonic()
while left:
    data = os.read(0, 3000)
    sha.update(data); left -= len(data)
    os.write(1, b'.' * 200)
    time.sleep(0.0005)
os.write(1, b'=' + sha.hexdigest().encode() + b'=')
"""


def test_a_million_random_bytes_reach_a_slow_reader_exactly(start: Start, tmp_path: Path) -> None:
    """All 256 values, while the program prints and we read; the writer never waits."""
    (tmp_path / "reader.py").write_text(SLOW_READER)
    data = random.Random(7).randbytes(1024 * 1024)
    source = start(sys.executable, str(tmp_path / "reader.py"), str(len(data)))
    started = time.monotonic()
    for at in range(0, len(data), 65536):
        source.write(memoryview(bytearray(data[at : at + 65536])))
    assert time.monotonic() - started < 0.5
    seen = read_until(source, b"=")
    while seen.count(b"=") < 2:
        seen += source.read(65536)
    assert hashlib.sha256(data).hexdigest() == seen.split(b"=")[1].decode()


FLUSHES = """
import os, sys, termios
sys.stdin.readline()  # until the test has typed
termios.tcflush(0, termios.TCIFLUSH)
os.write(1, b"listens ")
while True: os.write(1, os.read(0, 100))
"""


def test_a_program_that_drops_early_input_gets_it_after_its_first_output(start: Start) -> None:
    """As tmux 3.2a, which flushes its terminal when it takes it."""
    source = start(*python(FLUSHES), drops_early_input=True)
    receipt = Receipt()
    source.write(b"early ", receipt)
    gevent.sleep(0)
    source.write(b"later ", receipt)
    assert receipt.taken == 0
    os.write(source._fd, b"\n")
    assert b"listens early later " == read_until(source, b"later ")
    assert receipt.taken == 12
    source.write(b"at once", receipt)
    assert receipt.taken == 19
    unheard = start("sleep", "60", drops_early_input=True)
    lost = Receipt()
    unheard.write(b"x", lost)
    gevent.sleep(0)
    unheard.close()
    assert (lost.taken, lost.is_lost) == (0, True)


def test_writers_wait_only_beyond_the_limit(start: Start) -> None:
    source = start("sleep", "60")
    source.write(b"x" * (pty.PENDING_MAX_BYTES - 100_000))
    blocked = gevent.spawn(source.write, b"y" * 400_000)
    gevent.sleep(0.05)
    assert not blocked.dead
    source.close()
    with pytest.raises(SourceClosed):
        blocked.get(timeout=1)


class Receipt:
    def __init__(self) -> None:
        self.taken = 0
        self.is_lost = False

    def taken_more(self, count: int) -> None:
        self.taken += count

    def lost(self) -> None:
        self.is_lost = True


def test_a_receipt_counts_what_the_terminal_accepted(start: Start) -> None:
    """Not the bytes in our queue, which are lost when the terminal ends."""
    source = start(*python("import time\ntime.sleep(30)"))
    first, behind = Receipt(), Receipt()
    source.write(b"x" * 400_000, first)
    source.write(b"y", behind)
    assert 0 < first.taken < 400_000
    assert (behind.taken, first.is_lost) == (0, False)
    source.close()
    assert (first.is_lost, behind.is_lost, behind.taken) == (True, True, 0)


def test_a_receipt_is_notified_of_all_pending_input(start: Start) -> None:
    source = start(*python("import os, time\ntime.sleep(0.2)\nwhile True: os.read(0, 65536)"))
    receipt = Receipt()
    source.write(b"x" * 400_000, receipt)
    eventually(lambda: receipt.taken == 400_000)
    assert not receipt.is_lost


def test_concurrent_writers_keep_their_order(start: Start) -> None:
    code = "import os\nwhile True: os.write(1, os.read(0, 1000))"
    source = start(*python(code))
    writers = [gevent.spawn(source.write, b"%03d" % number * 2000) for number in range(100)]
    expected = b"".join(b"%03d" % number * 2000 for number in range(100))
    seen = b""
    while len(seen) < len(expected):
        seen += source.read(65536)
    gevent.joinall(writers, raise_error=True)
    assert expected == seen


def test_a_reused_buffer_does_not_change_pending_input(start: Start) -> None:
    code = "import os, time\ntime.sleep(0.2)\nwhile True: os.write(1, os.read(0, 1000))"
    source = start(*python(code))
    buffer = bytearray(b"a" * 50_000)
    source.write(memoryview(buffer))
    buffer[:] = b"b" * 50_000
    seen = b""
    while len(seen) < 50_000:
        seen += source.read(65536)
    assert b"a" * 50_000 == seen


def test_closing_wakes_the_reader_and_frees_everything(start: Start) -> None:
    source = start("sleep", "60")
    reader = gevent.spawn(source.read, 100)
    gevent.sleep(0.01)
    source.close()
    source.close()
    with pytest.raises(SourceClosed, match="closed"):
        reader.get(timeout=1)
    eventually(lambda: not Path(f"/proc/{source.pid}").exists())


def test_a_descriptor_is_closed_exactly_once(start: Start) -> None:
    """A second close, at garbage collection, could hit a descriptor that reuses the number."""
    source = start("sleep", "60")
    fd = source._fd
    source.close()
    with open("/dev/null") as other:
        taken = other.fileno() if other.fileno() == fd else os.dup2(other.fileno(), fd)
        source._process.fileobj = None
        gc.collect()
        os.fstat(taken)
        if taken != other.fileno():
            os.close(taken)


def test_a_client_that_ignores_the_hangup_is_killed(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pty, "REAP_DEADLINE_S", 0.2)
    code = (
        "import os, signal, time\n"
        "signal.signal(signal.SIGHUP, signal.SIG_IGN); os.write(1, b'.')\n"
        "while True: time.sleep(1)"
    )
    source = start(*python(code))
    assert b"." == source.read(1)
    source.close()
    eventually(lambda: not Path(f"/proc/{source.pid}").exists(), timeout_s=2)


def test_closing_does_not_switch(start: Start) -> None:
    """A hub closes its source at a place where no other greenlet may run."""
    source = start("sleep", "60")
    ran: list[int] = []
    gevent.spawn(ran.append, 1)
    source.close()
    source.repaint()
    source.resize(Size(90, 30))
    assert [] == ran
    gevent.sleep(0)


def test_a_program_that_cannot_start_is_an_error_not_a_hang() -> None:
    with pytest.raises(SourceClosed):
        PtySource(["/nowhere/tmux", "attach"], SIZE)


def test_a_killed_program_ends_the_source(start: Start) -> None:
    source = start("sleep", "60", ask_reason=lambda _: "detached")
    os.kill(source.pid, signal.SIGKILL)
    assert (b"", "detached") == read_all(source)


WORKER = """
from gevent import monkey
monkey.patch_all()
import subprocess, time
from webmux.model import Size
from webmux.tmux.pty import PtySource
source = PtySource(["sleep", "60"], Size(80, 24))
holder = subprocess.Popen(["sleep", "60"], pass_fds=[source._fd])
print(source.pid, holder.pid, flush=True)
time.sleep(60)
"""


def test_a_client_ends_with_a_worker_that_is_killed() -> None:
    """Also if its terminal is not hung up, because another process has the other side of it."""
    with subprocess.Popen([sys.executable, "-c", WORKER], stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout is not None
        client, holder = map(int, worker.stdout.readline().split())
        worker.kill()
    try:
        eventually(lambda: not psutil.pid_exists(client) or psutil.Process(client).status() == "zombie")
    finally:
        os.kill(holder, signal.SIGKILL)
