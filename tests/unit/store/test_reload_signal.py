"""An announcement of one process reaches the others."""

from __future__ import annotations

from pathlib import Path

from tests.support import eventually
from webmux.store.reload_signal import Changes
from webmux.store.state_dir import StateDir


def test_each_announcement_is_received(tmp_path: Path) -> None:
    ours, theirs = (Changes(StateDir(tmp_path / "state")) for _ in range(2))
    heard: list[int] = []
    ours.follow(lambda: heard.append(1))
    eventually(lambda: len(heard) == 1)  # what changed before anybody listened
    for number in (2, 3, 4):
        theirs.announce()
        eventually(lambda number=number: len(heard) == number)
    ours.stop()
    ours.stop()
    others: list[int] = []
    theirs.follow(lambda: others.append(1))
    eventually(lambda: len(others) == 1)
    theirs.announce()
    eventually(lambda: len(others) == 2)
    assert 4 == len(heard)
    theirs.stop()
