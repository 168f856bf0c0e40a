"""Processes with our mark, of this server and of another one."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from webmux.tmux.leftovers import VARIABLE, Mark, end_leftovers

Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def mark(tmp_path: Path) -> Mark:
    made = Mark()
    made.of_server(tmp_path)
    return made


@pytest.fixture
def start() -> Iterator[Start]:
    """Start a process with a mark. It is killed after the test; its script prints a line when it is ready."""
    started: list[subprocess.Popen[bytes]] = []

    def make(mark_text: str, script: str = "echo; exec sleep 60", *words: str) -> subprocess.Popen[bytes]:
        environment = {"PATH": os.environ["PATH"], VARIABLE: mark_text}
        process = subprocess.Popen(
            ["/bin/sh", "-c", script, "sh", *words], env=environment, stdout=subprocess.PIPE
        )
        started.append(process)
        assert process.stdout is not None
        process.stdout.read(1)
        return process

    yield make
    for process in started:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def of_earlier_process(mark: Mark) -> str:
    server, _, _ = mark.variables()[VARIABLE].partition(":")
    return f"{server}:1"


def test_only_clients_of_earlier_processes_of_this_server_are_ended(
    mark: Mark, start: Start, tmp_path: Path
) -> None:
    other = Mark()
    other.of_server(tmp_path / "other")
    left = start(of_earlier_process(mark))
    stay = [start(mark.variables()[VARIABLE]), start(of_earlier_process(other))]
    assert 1 == end_leftovers(time.sleep, mark)
    assert -signal.SIGTERM == left.wait(5)
    assert [None, None] == [process.poll() for process in stay]
    assert 0 == end_leftovers(time.sleep, mark)


def test_a_client_that_ignores_the_signal_is_killed_unless_it_is_a_control_client(
    mark: Mark, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webmux.tmux.leftovers.END_DEADLINE_S", 0.2)
    deaf = "trap '' TERM; echo; while :; do sleep 0.1; done"
    attach = start(of_earlier_process(mark), deaf, "attach-session")
    control = start(of_earlier_process(mark), deaf, "-C", "attach-session")
    assert 2 <= end_leftovers(time.sleep, mark)  # and the `sleep` of a loop
    assert -signal.SIGKILL == attach.wait(5)
    assert None is control.poll()


def test_without_a_server_nothing_is_marked_and_nothing_is_left_over() -> None:
    assert {} == Mark().variables()
    assert not Mark().is_left_over(f"{VARIABLE}=:1\0".encode())
