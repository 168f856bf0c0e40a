"""The model of tmux: asked for once per change, told to whoever listens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, cast

import gevent
import pytest

from tests.support import eventually
from webmux.errors import TmuxTimeout
from webmux.model import Session, Size, TmuxState, Window
from webmux.tmux import watch
from webmux.tmux.notifications import (
    ClientDetached,
    Notification,
    PaneModeChanged,
    PaneOutput,
    SessionRenamed,
    SubscriptionChanged,
)
from webmux.tmux.watch import Watch

ONE = Session("$0", "one", 1, 1, 0, 1, Size(80, 24))
WINDOW = Window("@0", "$0", 0, "sh", active=True, panes=1)
FIRST = TmuxState("1-1", (ONE,), (WINDOW,), "ok")


class Link:
    """Notifications and failures come when the test says so."""

    def __init__(self) -> None:
        self.connected = True
        self.connects = 1
        self.ran: list[tuple[str, ...]] = []
        self.stopped = False
        self.tell: Callable[[Notification], None] = lambda told: None
        self.change: Callable[[], None] = lambda: None

    def on_notification(self, listener: Callable[[Notification], None]) -> Callable[[], None]:
        self.tell = listener
        return lambda: None

    def on_change(self, listener: Callable[[], None]) -> Callable[[], None]:
        self.change = listener
        return lambda: None

    def run(self, *commands: tuple[str, ...], timeout_s: float | None = None) -> str:
        self.ran += commands
        if self.stopped:
            raise TmuxTimeout("tmux did not answer")
        return ""


class Asked:
    """A tmux whose state the test sets."""

    def __init__(self) -> None:
        self.link = Link()
        self.now = FIRST
        self.asked = 0

    def state(self) -> TmuxState:
        self.asked += 1
        if self.link.stopped:
            raise TmuxTimeout("tmux did not answer")
        return self.now


@pytest.fixture
def tmux() -> Asked:
    return Asked()


@pytest.fixture
def watching(tmux: Asked) -> Iterator[Watch]:
    watching = Watch(cast(Any, tmux))
    watching.start()
    eventually(lambda: watching.state == FIRST)
    yield watching
    watching.stop()
    watching.stop()


def settled(tmux: Asked) -> int:
    """How often it was asked, once that no longer changes."""
    gevent.sleep(watch.GAP_S * 3)
    return tmux.asked


def test_without_news_nobody_asks(tmux: Asked, watching: Watch) -> None:
    asked = settled(tmux)
    gevent.sleep(0.1)
    assert asked == tmux.asked


@pytest.mark.parametrize(
    "change", [{"name": "two"}, {"windows": 2}, {"attached": 1}, {"size": Size(81, 24)}, {"id": "$1"}]
)
def test_a_change_of_what_is_shown_is_told_once(tmux: Asked, watching: Watch, change: dict[str, Any]) -> None:
    heard: list[tuple[TmuxState, TmuxState]] = []
    watching.add_listener(lambda before, now: heard.append((before, now)))
    settled(tmux)
    assert [] == heard
    tmux.now = replace(FIRST, sessions=(replace(ONE, **change),))
    tmux.link.tell(SessionRenamed("$0", "two"))
    settled(tmux)
    assert [(FIRST, tmux.now)] == heard


def test_a_burst_is_two_questions_at_most(tmux: Asked, watching: Watch) -> None:
    asked = settled(tmux)
    for _ in range(50):
        tmux.link.tell(ClientDetached("/dev/pts/1"))
    assert settled(tmux) - asked <= 2


def test_activity_alone_is_no_change(tmux: Asked, watching: Watch) -> None:
    heard: list[TmuxState] = []
    watching.add_listener(lambda before, now: heard.append(now))
    tmux.now = replace(FIRST, sessions=(replace(ONE, activity_at=99),))
    tmux.link.tell(SessionRenamed("$0", "one"))
    settled(tmux)
    assert [] == heard
    assert tmux.now == watching.state


def test_output_asks_nothing(tmux: Asked, watching: Watch) -> None:
    asked = settled(tmux)
    tmux.link.tell(PaneOutput("%0", b"x"))
    assert asked == settled(tmux)


def test_windows_that_had_output_are_told_and_only_those(tmux: Asked, watching: Watch) -> None:
    heard: list[Any] = []
    watching.add_activity_listener(heard.append)
    first = "@0 100.%0.0..1.1 *.b25d,80x24,0,0,0.sh;@1 100.%1.0..1.1 .b25d,80x24,0,0,1.a;b;"
    tmux.link.tell(SubscriptionChanged(watch.SUBSCRIPTION, first))
    tmux.link.tell(SubscriptionChanged(watch.SUBSCRIPTION, first.replace("@1 100", "@1 101")))
    tmux.link.tell(SubscriptionChanged("another", first))
    tmux.link.tell(PaneModeChanged("%0"))
    assert [{"@0", "@1"}, {"@1"}, None] == heard


def test_a_bell_told_by_the_subscription_makes_it_ask(tmux: Asked, watching: Watch) -> None:
    tmux.link.tell(SubscriptionChanged(watch.SUBSCRIPTION, "@0 100.%0 *.b25d.sh;"))
    asked = settled(tmux)
    tmux.link.tell(SubscriptionChanged(watch.SUBSCRIPTION, "@0 101.%0 *.b25d.sh;"))
    assert asked == settled(tmux), "output is no change of the lists"
    tmux.link.tell(SubscriptionChanged(watch.SUBSCRIPTION, "@0 101.%0 *!.b25d.sh;"))
    assert asked + 1 == settled(tmux)


def test_each_new_connection_is_subscribed_once(tmux: Asked, watching: Watch) -> None:
    def subscriptions() -> int:
        return len([command for command in tmux.link.ran if command[0] == "refresh-client"])

    assert 1 == subscriptions()
    tmux.link.connects = 2
    tmux.link.change()
    settled(tmux)
    watching.look()
    settled(tmux)
    assert 2 == subscriptions()


def test_a_tmux_that_does_not_answer_is_slow_and_then_well(
    tmux: Asked, watching: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was known is kept meanwhile."""
    monkeypatch.setattr(watch, "PING_S", 0.02)
    heard: list[str] = []
    watching.add_listener(lambda before, now: heard.append(now.health))
    settled(tmux)
    tmux.link.stopped = True
    eventually(lambda: heard == ["slow"])
    assert (ONE,) == watching.state.sessions
    tmux.link.stopped = False
    eventually(lambda: heard == ["slow", "ok"])


def test_who_took_itself_back_hears_nothing(tmux: Asked, watching: Watch) -> None:
    heard: list[TmuxState] = []
    remove = watching.add_listener(lambda before, now: heard.append(now))
    remove()
    remove()
    tmux.now = TmuxState()
    tmux.link.change()
    settled(tmux)
    assert [] == heard
    assert "none" == watching.state.health
