"""Which windows are visible to a user, and whether the user is present."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from webmux.web.presence import page_visibility as module
from webmux.web.presence.page_visibility import ALIVE_S, IDLE_S, OpenPage, PageVisibility

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


def test_a_visible_page_shows_the_current_window_of_its_session(clock: Clock) -> None:
    visibility, page = PageVisibility(SHOWN.get), OpenPage("$0", hears(clock))
    with visibility.opened(USER, page):
        who = ((USER, "$0", "@0"), (USER, "$0", ""), (USER, "$0", "@9"), (2, "$0", "@0"), (USER, "$1", ""))
        assert [True, True, False, False, False] == [visibility.sees(*one) for one in who]
        assert visibility.sees(USER, "$2", "@0"), "a linked window is the same wherever it shows"
        page.session_id = "$1"
        assert [False, True] == [visibility.sees(USER, *one) for one in (("$0", "@0"), ("$1", "@1"))]
    assert not visibility.sees(USER, "$1", "@1")
    assert {} == visibility._pages


def test_only_visible_pages_count(clock: Clock) -> None:
    visibility, first, second = PageVisibility(), OpenPage("$0", hears(clock)), OpenPage("$0", hears(clock))
    with visibility.opened(USER, first), visibility.opened(USER, second):
        first.visible = False
        assert visibility.sees(USER, "$0")
        second.visible = False
        assert not visibility.sees(USER, "$0")


def test_a_page_with_a_silent_connection_does_not_count(clock: Clock) -> None:
    """The phone has left the Wi-Fi: no event reports it, and no user is present."""
    heard_at = clock.now
    visibility, page = PageVisibility(), OpenPage("$0", lambda: heard_at)
    with visibility.opened(USER, page):
        clock.now += ALIVE_S - 1
        assert visibility.sees(USER, "$0")
        assert not visibility.is_shown(USER, "$0", "", since=clock.now - 1)
        clock.now += 2
        assert not visibility.sees(USER, "$0")


def test_a_page_that_nobody_uses_does_not_count(clock: Clock) -> None:
    """A monitor that is on does not prove that a user is present."""
    visibility, page = PageVisibility(), OpenPage("$0", hears(clock))
    with visibility.opened(USER, page):
        clock.now += IDLE_S + 1
        assert not visibility.sees(USER, "$0")
        rang_at = clock.now
        assert not visibility.reacted(USER, "$0", "", since=rang_at)
        clock.now += 1
        assert visibility.is_shown(USER, "$0", "", since=rang_at)
        page.use()
        assert visibility.sees(USER, "$0")
        assert visibility.reacted(USER, "$0", "", since=rang_at)


def test_the_page_of_a_question_counts_while_it_is_visible_but_only_for_its_agent(clock: Clock) -> None:
    visibility, page = PageVisibility(SHOWN.get), OpenPage("", hears(clock), pane_id="%4")
    with visibility.opened(USER, page):
        clock.now += IDLE_S + 1
        asked = (USER, "$0", "@0", "%4")
        since = clock.now - 1
        assert visibility.sees(*asked)
        assert visibility.is_shown(*asked, since=since)
        assert visibility.reacted(*asked, since=since)
        others = ((USER, "$0", "@0", "%5"), (USER, "$0", "@0", ""), (USER, "", "", ""), (2, *asked[1:]))
        assert [False] * 4 == [visibility.sees(*one) for one in others]
        page.set_visible(False)
        assert not visibility.sees(*asked)
        assert not visibility.is_shown(*asked, since=since)
    assert not visibility.sees(*asked)
