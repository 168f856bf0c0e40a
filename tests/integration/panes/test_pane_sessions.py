"""How long the control client of a session stays, and what it leaves."""

from __future__ import annotations

import pytest

from tests.support import eventually
from tests.unit.panes.fake_hub import SIZE
from webmux.errors import SourceClosed
from webmux.events import Exited
from webmux.hub import linger
from webmux.hub.limits import HubLimits
from webmux.hub.session_states import SessionStates
from webmux.hub.size_owner import SizePolicy
from webmux.model import Person
from webmux.panes.pane_session import PaneSession
from webmux.panes.pane_sessions import PaneSessions
from webmux.panes.viewers.pane_subscriber import PaneSubscriber


@pytest.fixture
def ended() -> list[PaneSession]:
    return []


@pytest.fixture
def sessions(tmux, ended):
    sessions = PaneSessions(tmux, HubLimits(), SessionStates(), on_ended=ended.append)
    yield sessions
    sessions.stop()
    eventually(lambda: not sessions.all())


def join(session: PaneSession) -> PaneSubscriber:
    subscriber = PaneSubscriber(session, lambda: None, may_type=True, size=SIZE)
    how = {"link_id": None, "person": Person(), "size_policy": SizePolicy.LEADS, "replaces": None}
    session.join(subscriber, greeting=dict, **how)
    return subscriber


def test_the_control_client_ends_a_while_after_the_last_viewer(tmux, sessions, ended, monkeypatch):
    monkeypatch.setattr(linger, "LINGER_S", 0.3)
    work = tmux.find_session("work")
    entered = sessions.enter(work)
    changes: list[int] = []
    entered.presence_changed.add(lambda: changes.append(len(entered.subscribers)))
    subscribers = [join(entered), join(entered)]
    assert sessions.enter(work) is entered
    clients = ("list-clients", "-F", "#{client_flags}")
    assert 2 == len(tmux.run(clients).splitlines())
    for subscriber in subscribers:
        subscriber.leave()
    assert [1, 2, 1, 0] == changes
    assert sessions.enter(work) is entered
    stays = join(entered)
    with pytest.raises(AssertionError):
        eventually(lambda: ended, timeout_s=0.5)
    stays.leave()
    eventually(lambda: [entered] == ended)
    eventually(lambda: 1 == len(tmux.run(clients).splitlines()))
    with pytest.raises(SourceClosed):
        join(entered)
    assert sessions.enter(work) is not entered


def test_hubs_end_with_their_session_when_its_viewers_have_left(tmux, sessions):
    entered = sessions.enter(tmux.find_session("work"))
    subscriber = join(entered)
    [hub] = entered.hubs()
    entered.end(Exited("closed"))
    events = []
    while not events or not isinstance(events[-1], Exited):
        events += subscriber.take()
    assert not hub.closed, "the rest of its output can still be sent"
    subscriber.leave()
    eventually(lambda: hub.closed)
