"""The end of a process that is not our child is noticed. `nothing_outlives_the_test` counts descriptors."""

from __future__ import annotations

import os
import subprocess

import pytest

from tests.support import eventually
from webmux.process_ends import MAX_PROCESSES, ProcessEnds

pytestmark = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="only Linux has pidfd_open")


@pytest.fixture
def cat():
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE) as process:
        yield process


def test_an_end_is_reported_once(cat) -> None:
    ended: list[int] = []
    ends = ProcessEnds(ended.append)
    ends.follow([cat.pid])
    ends.follow([cat.pid, 0, -1, 2**22 + 1])
    assert 1 == len(ends)
    cat.stdin.close()
    eventually(lambda: ended == [cat.pid])
    assert 0 == len(ends)


def test_a_process_that_its_pane_keeps_is_reported_once(monkeypatch) -> None:
    """Such as one that tmux has in another namespace; each report pauses the pane."""

    def zombie(pid: int) -> int:
        readable, other = os.pipe()
        os.close(other)
        return readable

    monkeypatch.setattr(os, "pidfd_open", zombie)
    ended: list[int] = []
    ends = ProcessEnds(ended.append)
    ends.follow([7])
    eventually(lambda: ended == [7])
    ends.follow([7])
    assert 0 == len(ends)
    ends.follow([])
    ends.follow([7])
    assert 1 == len(ends), "another process has the number"
    ends.stop()


def test_what_is_no_longer_followed_is_not_reported(cat) -> None:
    ended: list[int] = []
    ends = ProcessEnds(ended.append)
    ends.follow([cat.pid])
    ends.follow([os.getpid()])
    assert 1 == len(ends)
    ends.stop()
    ends.follow([cat.pid])
    assert 0 == len(ends)
    cat.stdin.close()
    cat.wait()
    assert [] == ended


def test_only_so_many_are_followed(monkeypatch) -> None:
    ends = ProcessEnds(lambda pid: None)
    descriptors = iter([os.dup(0) for _ in range(MAX_PROCESSES + 1)])
    monkeypatch.setattr(os, "pidfd_open", lambda pid: next(descriptors))
    ends.follow(range(1, MAX_PROCESSES + 10))
    assert MAX_PROCESSES == len(ends)
    ends.stop()
    os.close(next(descriptors))
