"""A string that stays open for longer than tmux waits."""

from __future__ import annotations

import gevent
import pytest

from tests.support import eventually
from webmux.panes.floods.tracker import PaneTracker
from webmux.panes.snapshots import forgotten_strings
from webmux.panes.snapshots.forgotten_strings import ForgottenStrings
from webmux.supervise import Nursery


@pytest.fixture
def printed(monkeypatch):
    """Feeds output; `forgotten` has an item for each string that tmux forgot."""
    monkeypatch.setattr(forgotten_strings, "FORGOTTEN_S", 0.05)
    tracker, nursery = PaneTracker(), Nursery("test")
    forgotten: list[bool] = []
    strings = ForgottenStrings(tracker, nursery, lambda: forgotten.append(tracker.in_string))

    def feed(data: bytes) -> None:
        tracker.feed(data)
        strings.check()

    feed.forgotten, feed.nursery, feed.strings = forgotten, nursery, strings
    return feed


@pytest.mark.parametrize("begin", [b"\x1bP", b"\x1b]0;", b"\x1b_"])
def test_a_string_that_is_not_ended_is_forgotten_once(printed, begin):
    printed(b"text" + begin)
    printed(b"more")
    eventually(lambda: printed.forgotten)
    printed(b"plain")
    eventually(lambda: not len(printed.nursery))
    assert [False] == printed.forgotten


def test_nothing_waits_when_the_hub_has_ended(printed, monkeypatch):
    monkeypatch.setattr(forgotten_strings, "FORGOTTEN_S", 60.0)
    printed(b"\x1bP")
    printed.strings.close()
    eventually(lambda: not len(printed.nursery))


def test_strings_that_end_are_not_forgotten(printed):
    """An image after an image is no long string."""
    for _ in range(12):
        printed(b"pixels\x1b\\\x1bPq")
        gevent.sleep(0.01)
    printed(b"\x1b\\")
    eventually(lambda: not len(printed.nursery))
    assert [] == printed.forgotten
