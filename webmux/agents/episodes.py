"""Episodes: from the moment that an agent waits for a person until it does not. Pure; callers have the clock.

Each is notified once, again if nobody answers, and withdrawn at its end. They have the time of their
agent, so a restart of ours is not a new episode.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from webmux.agents.agent_state import AgentInPane

SETTLE_S = 1.5
"""A state that changes again within this time is not reported: neither that it began nor that it ended."""
RESTART_S = 15.0
"""After a restart of ours the first states may take so long: options and screens have to be read."""
REPEAT_S = 300.0
"""An agent that still waits after this time is notified again."""
EPISODES_MAX = 500
"""More waiting agents than this are not notified."""
ENDED_MAX = 500


class Key(NamedTuple):
    """What identifies an episode: the tmux server, the pane, the process of the agent, and when it began."""

    epoch: str
    pane_id: str
    pid: int
    since: int


@dataclass(slots=True)
class Episode:
    """One episode. `agent` is None until it was seen since our start; `users` got a notification."""

    key: Key
    agent: AgentInPane | None = None
    seen_at: float = 0.0
    notified_at: float | None = None
    repeated: bool = False
    answered: bool = False
    gone_at: float | None = None
    users: set[int] = field(default_factory=set)

    def due_at(self) -> float | None:
        """When something must be done about it next; None if nothing must."""
        if self.gone_at is not None:
            return self.gone_at + (RESTART_S if self.agent is None else SETTLE_S)
        if self.agent is None:
            return None
        if self.notified_at is None:
            return self.seen_at + SETTLE_S
        return None if self.repeated or self.answered else self.notified_at + REPEAT_S


class Due(NamedTuple):
    """What must be done about an episode now."""

    what: Literal["notify", "repeat", "withdraw"]
    episode: Episode


class Episodes:
    """All episodes now. Never switches."""

    def __init__(self, stored: str = "") -> None:
        """`stored` is what `text` returned before a restart; anything else is ignored."""
        self._episodes = {one.key: one for one in _read(stored)}
        self._ended: dict[Key, None] = {}

    def follow(self, epoch: str, agents: Iterable[AgentInPane], now: float) -> None:
        """These are the states of all agents now. An empty `epoch` means that tmux was not asked yet."""
        if not epoch:
            return
        waiting: dict[Key, AgentInPane] = {}
        for one in agents:
            if one.state.kind == "waiting":
                waiting.setdefault(_key(epoch, one), one)  # a linked window counts for its first session
        for key, one in waiting.items():
            episode = self._episodes.get(key)
            if episode is None and key not in self._ended and len(self._episodes) < EPISODES_MAX:
                episode = self._episodes[key] = Episode(key, seen_at=now)
            if episode is not None:
                episode.agent, episode.gone_at = one, None
        for key, episode in self._episodes.items():
            if key not in waiting and episode.gone_at is None:
                episode.gone_at = now

    def take_due(self, now: float) -> list[Due]:
        """What must be done now, each once."""
        return [due for episode in list(self._episodes.values()) if (due := self._due(episode, now))]

    def next_at(self) -> float | None:
        """When `take_due` has something to return, if nothing changes until then."""
        return min(filter(None, (one.due_at() for one in self._episodes.values())), default=None)

    def answered(self, pane_id: str) -> list[Due]:
        """A person answered the agent of this pane: it is not repeated, and is withdrawn at once."""
        found = [one for one in self._episodes.values() if one.key.pane_id == pane_id and not one.answered]
        for one in found:
            one.answered = True
            one.notified_at = one.notified_at or one.seen_at  # and it is not notified for the first time
        return [Due("withdraw", one) for one in found]

    def waiting(self) -> list[AgentInPane]:
        """The agents that wait now and that nobody answered."""
        found = (one for one in self._episodes.values() if one.gone_at is None and not one.answered)
        return [one.agent for one in found if one.agent is not None]

    def waits(self, pane_id: str) -> bool:
        """Whether the agent of this pane is one of them."""
        return any(one.pane_id == pane_id for one in self.waiting())

    def sent(self, pane_id: str, user_id: int) -> None:
        """This user got a notification about the pane, which has to be withdrawn."""
        for one in self._episodes.values():
            if one.key.pane_id == pane_id and one.gone_at is None:
                one.users.add(user_id)

    def text(self) -> str:
        """What has to be stored over a restart."""
        notified = [one for one in self._episodes.values() if one.notified_at is not None]
        return json.dumps(
            [[*one.key, one.notified_at, one.repeated, one.answered, sorted(one.users)] for one in notified]
        )

    def _due(self, episode: Episode, now: float) -> Due | None:
        at = episode.due_at()
        if at is None or now < at:
            return None
        if episode.gone_at is not None:
            self._end(episode.key)
            return Due("withdraw", episode) if episode.users and not episode.answered else None
        if episode.notified_at is None:
            episode.notified_at = now
            return Due("notify", episode)
        episode.repeated = True
        return Due("repeat", episode)

    def _end(self, key: Key) -> None:
        del self._episodes[key]
        self._ended[key] = None
        while len(self._ended) > ENDED_MAX:
            del self._ended[next(iter(self._ended))]


def _key(epoch: str, agent: AgentInPane) -> Key:
    return Key(epoch, agent.pane_id, agent.pid, agent.state.since)


def _read(stored: str) -> list[Episode]:
    try:
        return [
            Episode(
                Key(str(epoch), str(pane_id), int(pid), int(since)),
                notified_at=float(notified_at),
                repeated=bool(repeated),
                answered=bool(answered),
                users={int(user_id) for user_id in users},
            )
            for epoch, pane_id, pid, since, notified_at, repeated, answered, users in json.loads(stored)
        ][:EPISODES_MAX]
    except (ValueError, TypeError):
        return []
