"""When tmux is asked for a layout, and that the answer counts at its place in the stream."""

from __future__ import annotations

from collections.abc import Iterator

import gevent
import pytest

from tests.fake_panes import FakeLink, row
from tests.support import eventually, no_switch
from webmux.errors import SessionNotFound
from webmux.panes.layout import layout_follower
from webmux.panes.layout.layout_follower import SUBSCRIPTION, PaneLayout
from webmux.panes.layout.pane_layout import SessionLayout
from webmux.tmux.control.notifications import Notification
from webmux.tmux.control.parser import Reply


@pytest.fixture
def link() -> FakeLink:
    return FakeLink()


@pytest.fixture
def layout(link: FakeLink) -> Iterator[PaneLayout]:
    layout = PaneLayout(link)
    yield layout
    layout.stop()


def questions(link: FakeLink) -> int:
    return sum(line[0][0] == "list-panes" for line in link.lines)


def test_many_notifications_cause_one_question_and_one_more(link: FakeLink, layout: PaneLayout) -> None:
    with no_switch():
        for _ in range(50):
            link.notified.send(Notification("%layout-change"))
    eventually(lambda: link.waiting)
    for _ in range(50):
        link.notified.send(Notification("%window-add"))
    assert 1 == questions(link)
    link.reply(row(pane=1))
    eventually(lambda: link.waiting)
    link.reply(row(pane=1), row(pane=2))
    assert {1, 2} == layout.now.panes()
    assert 2 == questions(link)


def test_what_changed_back_before_the_subscription_looked_is_seen(
    link: FakeLink, layout: PaneLayout, monkeypatch: pytest.MonkeyPatch
) -> None:
    """tmux compares once a second, and then finds what it found before."""
    monkeypatch.setattr(layout_follower, "SETTLE_S", 0.05)
    layout.refresh()
    for rows in ([row(pane=1)], [row(pane=1), row(pane=2)], [row(pane=1)], [row(pane=1)]):
        eventually(lambda: link.waiting)
        link.reply(*rows)
    assert {1} == layout.now.panes()
    eventually(lambda: not layout._following)
    assert 4 == questions(link)


@pytest.mark.parametrize(
    ("kind", "name", "asks"), [("%output", "", 0), ("%subscription-changed", "webmux", 0)]
)
def test_other_notifications_cause_none(
    link: FakeLink, layout: PaneLayout, kind: str, name: str, asks: int
) -> None:
    link.notified.send(Notification(kind, name=name))
    gevent.sleep(0)
    assert asks == questions(link)
    link.notified.send(Notification("%subscription-changed", name=SUBSCRIPTION))
    eventually(lambda: questions(link) == 1)


def test_a_change_is_reported_where_the_reply_stands(link: FakeLink, layout: PaneLayout) -> None:
    """The listener runs before anything that tmux sent after the reply; nothing is sent without a change."""
    seen: list[tuple[SessionLayout, SessionLayout]] = []
    layout.changed.add(lambda before, now: seen.append((before, now)))
    layout.refresh()
    eventually(lambda: link.waiting)
    with no_switch():
        link.reply(row(pane=1))
    [(before, now)] = seen
    assert (set(), {1}, 1) == (before.panes(), now.panes(), now.seq)
    link.answer = lambda commands: [Reply(True, True, (row(pane=1),))]
    assert now is layout.ask_now()
    assert 1 == len(seen)
    link.answer = lambda commands: [Reply(True, True, (row(pane=1, status="off"),))]
    assert (2, 0) == (layout.ask_now().seq, layout.now.status_rows)


def test_a_session_that_ended_is_an_error_only_to_one_who_asks(link: FakeLink, layout: PaneLayout) -> None:
    layout.refresh()
    eventually(lambda: link.waiting)
    link.waiting.pop()(None)
    link.answer = lambda commands: [Reply(False, True, (b"can't find session: $0",))]
    with pytest.raises(SessionNotFound):
        layout.ask_now()


def test_it_subscribes_by_a_window_until_that_is_gone(link: FakeLink, layout: PaneLayout) -> None:
    def subscribed() -> list[str]:
        return [line[0][2].split(":")[1] for line in link.lines if line[0][:2] == ("refresh-client", "-B")]

    for rows in ([row(0, 1), row(1, 2)], [row(0, 1)], [row(3, 4), row(0, 1, index=1)], [row(3, 4)]):
        link.answer = lambda commands, rows=rows: [Reply(True, True, tuple(rows))]
        layout.ask_now()
    assert ["@0", "@3"] == subscribed()


def test_tmux_3_4_puts_a_backslash_before_a_dollar() -> None:
    link = FakeLink("3.4")
    layout = PaneLayout(link)
    link.answer = lambda commands: [Reply(True, True, (row(texts=r"\\$HOME title sh /tmp"),))]
    assert "$HOME" == layout.ask_now().windows[0].name
    layout.stop()
