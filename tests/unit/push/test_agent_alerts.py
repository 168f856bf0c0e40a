"""Agents that wait are notified in a greenlet, and what was done survives a restart."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from tests.support import eventually
from webmux.agents.agent_state import AgentInPane, AgentState
from webmux.agents.episodes import REPEAT_S, SETTLE_S
from webmux.push.agent_alerts import AgentAlerts
from webmux.signals import Signal
from webmux.supervise import Nursery

AGENT = AgentInPane("$0", "@0", "%1", 7, AgentState("waiting", 990, "claude"))


class Store:
    text: str | None = None

    def read(self) -> str | None:
        return self.text

    def write(self, text: str) -> None:
        self.text = text


class World:
    """Agents and a clock that the test moves; `done` is what was notified and withdrawn."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.agents = SimpleNamespace(epoch="1-1", agents=(), changed=Signal())
        self.store = Store()
        self.done: list[str] = []
        self.nursery = Nursery("test")
        self.start()

    def start(self) -> None:
        self.alerts = AgentAlerts(
            self.agents,
            self.store,
            self.nursery,
            notify=self._notify,
            withdraw=lambda episode: self.done.append(f"withdraw {sorted(episode.users)}"),
            ended=lambda agent, seconds: self.done.append(f"done {agent.pane_id} {seconds:g}"),
            clock=lambda: self.now,
        )

    def _notify(self, agent: AgentInPane, again: bool) -> None:
        self.done.append(f"{'repeat' if again else 'notify'} {agent.pane_id}")
        self.alerts.sent(agent.pane_id, 3)

    def set(self, *agents: AgentInPane) -> None:
        self.agents.agents = agents
        self.agents.changed.send()

    def after(self, seconds: float) -> list[str]:
        self.now += seconds
        self.alerts.act()
        return self.done


@pytest.fixture
def world() -> Iterator[World]:
    world = World()
    yield world
    world.alerts.stop()
    world.alerts.stop()
    world.nursery.stop()


def test_one_notification_a_repeat_and_a_withdrawal(world: World) -> None:
    world.set(AGENT)
    assert ["notify %1"] == world.after(SETTLE_S)
    assert ["notify %1"] == world.after(REPEAT_S - 1)
    assert ["notify %1", "repeat %1"] == world.after(1)
    world.set()
    assert "withdraw [3]" == world.after(SETTLE_S)[-1]
    assert 3 == len(world.after(REPEAT_S))


def test_a_restart_does_not_notify_again(world: World) -> None:
    world.set(AGENT)
    world.after(SETTLE_S)
    world.after(1)
    world.alerts.stop()
    world.start()
    assert ["notify %1"] == world.after(10)
    world.set()
    assert "withdraw [3]" == world.after(SETTLE_S)[-1]


def test_an_answer_withdraws_it_without_waiting_for_the_state(world: World) -> None:
    world.set(AGENT)
    world.after(SETTLE_S)
    world.alerts.answered("%1")
    eventually(lambda: world.done == ["notify %1", "withdraw [3]"])


def test_the_greenlet_notifies_by_itself(world: World) -> None:
    world.set(AGENT)
    world.now += SETTLE_S
    world.set(AGENT)
    eventually(lambda: world.done == ["notify %1"])
    world.alerts.stop()
    world.set()
    assert ["notify %1"] == world.after(0)


def test_an_agent_that_is_done_is_notified_once_and_not_after_a_restart(world: World) -> None:
    world.set(AGENT._replace(state=AgentState("working", 980, "claude")))
    world.set(AGENT._replace(state=AgentState("done", 1_000, "claude")))
    assert ["done %1 20"] == world.after(SETTLE_S)
    world.alerts.stop()
    world.start()
    assert ["done %1 20"] == world.after(REPEAT_S)
