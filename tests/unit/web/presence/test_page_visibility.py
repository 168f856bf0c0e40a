"""Who has which window before their eyes, and whether somebody is there to see it."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from webmux.web.presence import page_visibility as module
from webmux.web.presence.page_visibility import ALIVE_S, IDLE_S, Look, Lookers

USER = 1
SHOWN = {"$0": "@0", "$1": "@1", "$2": "@0"}


class Clock:
    now = 1000.0


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: clock.now))
    return clock


def hears(clock: Clock) -> Callable[[], float]:
    return lambda: clock.now


def test_a_page_sees_the_window_that_its_session_shows(clock: Clock) -> None:
    lookers, look = Lookers(SHOWN.get), Look("$0", hears(clock))
    with lookers.looking(USER, look):
        who = ((USER, "$0", "@0"), (USER, "$0", ""), (USER, "$0", "@9"), (2, "$0", "@0"), (USER, "$1", ""))
        assert [True, True, False, False, False] == [lookers.sees(*one) for one in who]
        assert lookers.sees(USER, "$2", "@0"), "a linked window is the same wherever it shows"
        look.session_id = "$1"
        assert [False, True] == [lookers.sees(USER, *one) for one in (("$0", "@0"), ("$1", "@1"))]
    assert not lookers.sees(USER, "$1", "@1")
    assert {} == lookers._looks


def test_only_visible_pages_see(clock: Clock) -> None:
    lookers, first, second = Lookers(), Look("$0", hears(clock)), Look("$0", hears(clock))
    with lookers.looking(USER, first), lookers.looking(USER, second):
        first.visible = False
        assert lookers.sees(USER, "$0")
        second.visible = False
        assert not lookers.sees(USER, "$0")


def test_a_page_whose_connection_is_silent_sees_nothing(clock: Clock) -> None:
    """The phone has left the Wi-Fi: nothing says so, and nobody is there."""
    heard_at = clock.now
    lookers, look = Lookers(), Look("$0", lambda: heard_at)
    with lookers.looking(USER, look):
        clock.now += ALIVE_S - 1
        assert lookers.sees(USER, "$0")
        assert not lookers.is_shown(USER, "$0", "", since=clock.now - 1)
        clock.now += 2
        assert not lookers.sees(USER, "$0")


def test_a_page_that_nobody_uses_sees_nothing(clock: Clock) -> None:
    """A monitor that is on is nobody who looks."""
    lookers, look = Lookers(), Look("$0", hears(clock))
    with lookers.looking(USER, look):
        clock.now += IDLE_S + 1
        assert not lookers.sees(USER, "$0")
        rang_at = clock.now
        assert not lookers.reacted(USER, "$0", "", since=rang_at)
        clock.now += 1
        assert lookers.is_shown(USER, "$0", "", since=rang_at)
        look.use()
        assert lookers.sees(USER, "$0")
        assert lookers.reacted(USER, "$0", "", since=rang_at)
