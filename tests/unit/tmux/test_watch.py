"""The live list: one poller while somebody listens, silence otherwise."""

from __future__ import annotations

from dataclasses import replace

import gevent
import pytest

from tests.support import eventually
from webmux.errors import TmuxTimeout
from webmux.model import Session, SessionList, Size
from webmux.tmux.watch import ListWatcher

ONE = Session("$0", "one", 1, 1, 0, 1, Size(80, 24))
FIRST = SessionList("1-1", (ONE,))


class Lists:
    """A tmux whose list the test sets."""

    def __init__(self) -> None:
        self.now = FIRST
        self.asked = 0
        self.failing = False

    def list_sessions(self) -> SessionList:
        self.asked += 1
        if self.failing:
            raise TmuxTimeout("tmux list-sessions did not answer")
        return self.now


@pytest.fixture
def lists() -> Lists:
    return Lists()


def test_nobody_listening_means_no_question(lists: Lists) -> None:
    ListWatcher(lists, 0.001)
    gevent.sleep(0.02)
    assert 0 == lists.asked


@pytest.mark.parametrize(
    "change",
    [
        *({"name": "two"}, {"windows": 2}, {"attached": 1}, {"size": Size(81, 24)}, {"id": "$1"}),
    ],
)
def test_a_change_of_what_is_shown_is_told_once(lists: Lists, change: dict[str, object]) -> None:
    watcher = ListWatcher(lists, 0.001)
    heard: list[SessionList] = []
    remove = watcher.add_listener(heard.append, FIRST)
    eventually(lambda: lists.asked > 2)
    assert [] == heard
    lists.now = SessionList("1-1", (replace(ONE, **change),))  # type: ignore[arg-type]
    asked = lists.asked
    eventually(lambda: lists.asked > asked + 3)
    assert [lists.now] == heard
    remove()


def test_activity_alone_is_no_change(lists: Lists) -> None:
    watcher = ListWatcher(lists, 0.001)
    heard: list[SessionList] = []
    remove = watcher.add_listener(heard.append, FIRST)
    lists.now = SessionList("1-1", (replace(ONE, activity_at=99),))
    eventually(lambda: lists.asked > 3)
    assert [] == heard
    remove()


def test_a_change_before_the_first_question_is_told(lists: Lists) -> None:
    """Between the list a page was given and its listening something may have happened."""
    watcher = ListWatcher(lists, 0.001)
    heard: list[SessionList] = []
    lists.now = SessionList("", ())
    remove = watcher.add_listener(heard.append, FIRST)
    eventually(lambda: heard)
    assert [SessionList("", ())] == heard
    remove()


def test_one_greenlet_serves_all_and_ends_with_the_last(lists: Lists) -> None:
    watcher = ListWatcher(lists, 0.02)
    removes = [watcher.add_listener(lambda _: None, FIRST) for _ in range(10)]
    eventually(lambda: lists.asked >= 3)
    assert lists.asked < 10
    for remove in removes:
        remove()
        remove()
    asked = lists.asked
    gevent.sleep(0.06)
    assert asked == lists.asked


def test_a_listener_may_leave_while_it_is_called(lists: Lists) -> None:
    watcher = ListWatcher(lists, 0.001)
    removes = [watcher.add_listener(lambda _: removes[0](), FIRST)]
    lists.now = SessionList("", ())
    eventually(lambda: lists.asked > 0)
    gevent.sleep(0.01)
    asked = lists.asked
    gevent.sleep(0.02)
    assert asked == lists.asked
    heard: list[SessionList] = []
    remove = watcher.add_listener(heard.append, FIRST)
    eventually(lambda: heard)
    remove()


def test_a_failure_ends_nothing(lists: Lists) -> None:
    watcher = ListWatcher(lists, 0.001)
    heard: list[SessionList] = []
    remove = watcher.add_listener(heard.append, FIRST)
    lists.failing = True
    eventually(lambda: lists.asked > 3)
    lists.failing = False
    lists.now = SessionList("2-2", ())
    eventually(lambda: heard)
    remove()
    watcher.stop()
