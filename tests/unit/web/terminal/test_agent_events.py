"""Agents as events of a connection: those that it may see, after it asked, until it ends."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from webmux.agents.agent_state import AgentInPane, AgentState
from webmux.events import Event
from webmux.mirror.panes import Place
from webmux.signals import Signal
from webmux.web.terminal.agent_events import AgentEvents, seen_from

AGENTS = [
    AgentInPane(session, window, pane, 7, AgentState("waiting", 990)).fields()
    for session, window, pane in (("$0", "@0", "%0"), ("$0", "@1", "%1"), ("$1", "@2", "%2"))
]
FIELDS = {"epoch": "1-1", "agents": AGENTS}


@pytest.mark.parametrize(
    ("place", "panes"),
    [
        (Place("$0", "", "1-1"), ["%0", "%1"]),
        (Place("$0", "@1", "1-1"), ["%1"]),
        (Place("$0", "", "2-2"), []),
        (Place("$9", "", "1-1"), []),
    ],
)
def test_a_guest_sees_the_agents_of_the_link(place: Place, panes: list[str]) -> None:
    found = seen_from(place, FIELDS)
    assert ("", panes) == (found["epoch"], [one["pane_id"] for one in found["agents"]])


def test_a_user_sees_all() -> None:
    assert FIELDS == seen_from(None, FIELDS)


def test_they_are_sent_once_asked_and_until_the_end() -> None:
    sent: list[Event] = []
    agents = SimpleNamespace(changed=Signal(), fields=lambda: FIELDS)
    sessions = (SimpleNamespace(id="$0", name="work"), SimpleNamespace(id="$5", name="other"))
    live = SimpleNamespace(agents=agents, watch=SimpleNamespace(state=SimpleNamespace(sessions=sessions)))
    events = AgentEvents(live, sent.append, None)
    agents.changed.send()
    assert [] == sent
    events.watch()
    events.watch()
    agents.changed.send()
    assert 3 == len(sent)
    assert ("agents", {"$0": "work"}) == (sent[0].name, sent[0].fields["names"])
    events.stop()
    events.stop()
    agents.changed.send()
    assert 3 == len(sent)
