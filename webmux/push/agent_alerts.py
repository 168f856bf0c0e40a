"""Notifies users of agents that wait for them or are done.

That an agent waits is repeated once, and withdrawn when it does not.

Loaded when the first browser is subscribed.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

from gevent.event import Event as Flag

from webmux.agents.agent_state import AgentInPane
from webmux.agents.episodes import Due, Episode, Episodes
from webmux.agents.task_ends import TaskEnds
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
    """Follows agents until `stop`; calls `notify`, `withdraw` and `ended` in a greenlet of its own.

    `notify` gets an agent, and whether it was notified before; `ended` one that is done, and how many seconds
    it worked.
    """

    def __init__(
        self,
        agents: Agents,
        store: TextStore,
        nursery: Nursery,
        *,
        notify: Callable[[AgentInPane, bool], None],
        withdraw: Callable[[Episode], None],
        ended: Callable[[AgentInPane, float], None],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._agents = agents
        self._store = store
        self._notify = notify
        self._withdraw = withdraw
        self._ended = ended
        self._clock = clock
        self._stored = store.read() or ""
        self.episodes = Episodes(self._stored)
        self._tasks = TaskEnds()
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
        now = self._clock()
        due, self._due = [*self._due, *self.episodes.take_due(now)], []
        done = self._tasks.take_due(now)
        for what, episode in due:
            if what == "withdraw":
                self._withdraw(episode)
            elif episode.agent is not None:
                self._notify(episode.agent, what == "repeat")
        for agent, seconds in done:
            self._ended(agent, seconds)
        text = self.episodes.text()
        if text != self._stored:
            self._stored = text
            self._store.write(text)

    def _follow(self) -> None:
        for one in (self.episodes, self._tasks):
            one.follow(self._agents.epoch, self._agents.agents, self._clock())
        self._woken.set()

    def _run(self) -> None:
        while True:
            self._woken.clear()
            self.act()
            at = min(filter(None, (self.episodes.next_at(), self._tasks.next_at())), default=None)
            self._woken.wait(None if at is None else max(0.0, at - self._clock()))
