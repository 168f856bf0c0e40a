"""Agents that ended their task after they worked for a while. Pure; callers have the clock.

`task-ends.js` of the page does the same. Working time is the difference of the times of states, so a restart
of ours loses none of it; an agent that is done when it is first seen was reported before, or ended unseen.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from webmux.agents.agent_state import AgentInPane
from webmux.agents.episodes import SETTLE_S
from webmux.tmux.state.command_tracker import MIN_S

TASKS_MAX = 500
"""The tasks of more agents than this are not followed."""


@dataclass(slots=True)
class _Task:
    """What an agent did last; `worked_s` is without the current state. `due_at` is set while it is done."""

    agent: AgentInPane
    worked_s: float = 0.0
    due_at: float | None = None


class TaskEnds:
    """The tasks of all agents now. Never switches."""

    def __init__(self) -> None:
        self._tasks: dict[tuple[str, str, int], _Task] = {}

    def follow(self, epoch: str, agents: Iterable[AgentInPane], now: float) -> None:
        """These are the states of all agents now. An empty `epoch` means that tmux was not asked yet."""
        if not epoch:
            return
        tasks: dict[tuple[str, str, int], _Task] = {}
        for agent in agents:
            key = (epoch, agent.pane_id, agent.pid)
            if key not in tasks and len(tasks) < TASKS_MAX:  # a linked window counts for its first session
                tasks[key] = _next(self._tasks.get(key), agent, now)
        self._tasks = tasks

    def take_due(self, now: float) -> list[tuple[AgentInPane, float]]:
        """The agents that are done since `SETTLE_S`, once each, with how many seconds they worked.

        Those that worked for less than `MIN_S`, as for commands, are left out.
        """
        due = [one for one in self._tasks.values() if one.due_at is not None and one.due_at <= now]
        found = [(one.agent, one.worked_s) for one in due if one.worked_s >= MIN_S]
        for one in due:
            one.worked_s, one.due_at = 0.0, None
        return found

    def next_at(self) -> float | None:
        """When `take_due` may have something to return, if nothing changes until then."""
        return min((one.due_at for one in self._tasks.values() if one.due_at is not None), default=None)


def _next(before: _Task | None, agent: AgentInPane, now: float) -> _Task:
    if before is None:
        return _Task(agent)
    was, state = before.agent.state, agent.state
    worked_s = before.worked_s
    if was.kind == "working":
        worked_s += max(0, state.since - was.since)
    if state.kind == "done":
        due_at = before.due_at if was.kind == "done" else now + SETTLE_S
        return _Task(agent, worked_s, due_at)
    return _Task(agent, 0.0 if state.kind == "idle" else worked_s)
