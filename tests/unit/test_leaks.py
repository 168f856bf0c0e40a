"""The leak check fails for each kind of leak, of which a test makes one."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import gevent
import greenlet
import pytest

from tests.leaks import Baseline
from tests.tmux import TmuxServer

ROOT = Path(__file__).parents[2]


def test_without_leaks_nothing_is_found() -> None:
    baseline = Baseline.take()
    gevent.spawn(int).join()
    assert [] == baseline.leaks_after_grace()


def test_waiting_greenlet_is_found() -> None:
    baseline = Baseline.take()
    waiting = gevent.spawn(gevent.sleep, 60)
    assert ["greenlet"] == [line.split()[0] for line in baseline.leaks()]
    gevent.sleep(0)
    assert ["greenlet"] == [line.split()[0] for line in baseline.leaks()]
    waiting.kill()
    assert [] == baseline.leaks_after_grace()


def test_switched_plain_greenlet_is_found() -> None:
    baseline = Baseline.take()
    parent = greenlet.getcurrent()
    plain = greenlet.greenlet(parent.switch)
    plain.switch()
    assert ["greenlet"] == [line.split()[0] for line in baseline.leaks()]
    plain.throw()
    assert [] == baseline.leaks()


def test_open_descriptor_is_found() -> None:
    baseline = Baseline.take()
    read_end, write_end = os.pipe()
    assert [read_end, write_end] == sorted(int(line.split()[1]) for line in baseline.leaks())
    os.close(read_end)
    os.close(write_end)
    assert [] == baseline.leaks_after_grace()


def test_child_is_found_while_running_and_as_a_zombie() -> None:
    baseline = Baseline.take()
    pid = os.posix_spawn("/bin/sh", ["sh", "-c", "read line"], {}, file_actions=[])
    assert any(f"process {pid}" in line for line in baseline.leaks())
    os.kill(pid, 9)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)  # without gevent, which would reap it
    assert any(f"process {pid} (zombie)" in line for line in baseline.leaks())
    os.waitpid(pid, 0)
    assert [] == baseline.leaks_after_grace()


def test_tmux_server_is_found(tmux_server: TmuxServer) -> None:
    baseline = Baseline.take()
    tmux_server.new_session("left")
    found = baseline.leaks()
    assert any(f"process {tmux_server.pid()} tmux" in line for line in found), found
    tmux_server.kill()
    assert [] == baseline.leaks_after_grace()


def test_children_of_an_older_child_are_not_counted() -> None:
    """A browser of the whole session may start helpers during a test."""
    with subprocess.Popen(["sh", "-c", "read go; sleep 60 & echo; wait"], stdin=-1, stdout=-1) as older:
        assert older.stdin is not None
        assert older.stdout is not None
        baseline = Baseline.take()
        older.stdin.write(b"\n")
        older.stdin.flush()
        older.stdout.readline()
        assert [] == [line for line in baseline.leaks() if line.startswith("process")]
        subprocess.run(["pkill", "-P", str(older.pid)], check=True)


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ("gevent.spawn(gevent.sleep, 60)", "the test left behind"),
        ("os.pipe()", "the test left behind"),
        ("gevent.sleep(60)", "still running after 0.5 s"),
    ],
)
def test_a_whole_run_fails(tmp_path: Path, body: str, complaint: str) -> None:
    """The fixture and the time limit are in force without being asked for."""
    text = f"""
        import gevent, os, pytest

        @pytest.mark.timeout_s(0.5)
        def test_it():
            {body}
    """
    (tmp_path / "test_it.py").write_text(textwrap.dedent(text))
    command = [sys.executable, "-m", "pytest", "-c", str(ROOT / "pyproject.toml"), "--rootdir", str(ROOT)]
    command += ["-p", "tests.conftest", "-p", "no:cacheprovider", str(tmp_path / "test_it.py")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert 1 == done.returncode, done.stdout
    assert complaint in done.stdout
