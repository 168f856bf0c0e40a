"""Notifies users of agents that wait for them, repeats that once, and withdraws it when they do not.

Loaded when the first browser is subscribed.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

from gevent.event import Event as Flag

from webmux.agents.agent_state import AgentInPane
from webmux.agents.episodes import Due, Episode, Episodes
from webmux.signals import Signal
from webmux.supervise import Nursery


class Agents(Protocol):
    """The part of `AgentWatch` that this uses."""

    epoch: str
    agents: tuple[AgentInPane, ...]
    changed: Signal[[]]


class TextStore(Protocol):
    """Text that survives a restart; see `StateFile`."""

    def read(self) -> str | None: ...

    def write(self, text: str) -> None: ...


class AgentAlerts:
    """Follows agents until `stop`; calls `notify` and `withdraw` in a greenlet of its own.

    `notify` gets an agent, and whether it was notified before.
    """

    def __init__(
        self,
        agents: Agents,
        store: TextStore,
        nursery: Nursery,
        *,
        notify: Callable[[AgentInPane, bool], None],
        withdraw: Callable[[Episode], None],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._agents = agents
        self._store = store
        self._notify = notify
        self._withdraw = withdraw
        self._clock = clock
        self._stored = store.read() or ""
        self.episodes = Episodes(self._stored)
        self._due: list[Due] = []
        self._woken = Flag()
        self._stop = agents.changed.add(self._follow)
        self._greenlet = nursery.spawn("agent alerts", self._run)
        self._follow()

    def stop(self) -> None:
        """Follow no longer. Safe to call twice."""
        self._stop()
        self._greenlet.kill(block=False)

    def answered(self, pane_id: str) -> None:
        """A person answered the agent of this pane: withdraw its notification. Never switches."""
        self._due += self.episodes.answered(pane_id)
        self._woken.set()

    def sent(self, pane_id: str, user_id: int) -> None:
        """This user got a notification about the pane. Never switches."""
        self.episodes.sent(pane_id, user_id)
        self._woken.set()

    def act(self) -> None:
        """Do what is due, and store what was done. Switches: yes."""
        due, self._due = [*self._due, *self.episodes.take_due(self._clock())], []
        for what, episode in due:
            if what == "withdraw":
                self._withdraw(episode)
            elif episode.agent is not None:
                self._notify(episode.agent, what == "repeat")
        text = self.episodes.text()
        if text != self._stored:
            self._stored = text
            self._store.write(text)

    def _follow(self) -> None:
        self.episodes.follow(self._agents.epoch, self._agents.agents, self._clock())
        self._woken.set()

    def _run(self) -> None:
        while True:
            self._woken.clear()
            self.act()
            at = self.episodes.next_at()
            self._woken.wait(None if at is None else max(0.0, at - self._clock()))
