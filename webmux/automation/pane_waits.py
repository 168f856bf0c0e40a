"""What the waits for one pane know, and which of them are over. Pure: time and screens are arguments."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from webmux.automation.pane_now import PaneNow
from webmux.mirror.panes import Place

AGAIN_S = 1.2
REST_S = 0.5
"""A shell between two commands of a loop rests for less."""
SETTLE_S = 1.5
"""After input a program has this time to begin: until then it looks as if it had ended already."""
EVERYWHERE = Place()
TIMEOUT, ENDED = "timeout", "ended"
_OVER = ("done", "idle")


@dataclass(frozen=True, slots=True)
class Goal:
    """What a wait is for; the first of them that holds ends it."""

    text: str = ""
    """This text is on the screen, or scrolled off it since."""
    quiet_s: float | None = None
    """The screen did not change for so long."""
    done: bool = False
    """The command, the task of the agent, or the program of the pane ended."""
    waiting: bool = False
    """The agent needs an answer."""


@dataclass(eq=False, slots=True)
class Wait:
    """One wait. Times are those of `time.monotonic`; `result` is set once, when it is over."""

    goal: Goal
    began: float
    deadline: float
    result: Any
    place: Place = EVERYWHERE
    """What the one who waits may see, of the tmux server that the pane was in."""


@dataclass(frozen=True, slots=True)
class Agent:
    """What an agent does: its `kind`, and since when on the clock of `time.monotonic`."""

    kind: str = ""
    since: float = 0.0


@dataclass(slots=True)
class PaneWaits:
    """All waits for one pane. They share what is known: a screen is captured once for all of them."""

    id: str
    waits: dict[Wait, None] = field(default_factory=dict)
    pane: PaneNow | None = None
    text: str = ""
    changed_at: float = 0.0
    looked_at: float = float("-inf")
    rests_since: float | None = None
    agent: Agent = Agent()
    input_at: float = float("-inf")
    """When a program typed into the pane for the last time."""
    again_at: float = float("inf")
    """When to look again: tmux reports output by the second, and may have reported this second already."""
    epoch: str = ""
    """The tmux server: the next one uses the same ids for other panes."""

    @property
    def needs_screen(self) -> bool:
        """Whether any wait is for what the screen shows."""
        return any(wait.goal.text or wait.goal.quiet_s is not None for wait in self.waits)

    def scrolled(self, pane: PaneNow) -> int:
        """How many rows went into the history since the last look."""
        return 0 if self.pane is None else max(0, pane.history - self.pane.history)

    def take(self, pane: PaneNow, text: str | None, now: float, *, rests: bool) -> None:
        """Note what was seen now; `text` is None if nobody needs the screen."""
        screen = (self.text if text is None else text, pane.cursor, pane.history)
        if self.pane is None or screen != (self.text, self.pane.cursor, self.pane.history):
            self.changed_at = now
        self.pane, self.text, self.looked_at = pane, screen[0], now
        if not rests:
            self.rests_since = None
        elif self.rests_since is None:
            self.rests_since = now

    def outcome(self, wait: Wait, now: float) -> str:
        """Why the wait is over: the goal that holds, `timeout`, or `""` if it goes on."""
        goal, dead = wait.goal, self.pane is not None and self.pane.dead
        if goal.text and goal.text in self.text:
            return "text"
        if goal.waiting and self.agent.kind == "waiting" and self._is_new(self.agent.since, now):
            return "waiting"
        if goal.done and (dead or self._is_over(now)):
            return "done"
        if goal.quiet_s is not None and now >= self._quiet_at(wait, goal.quiet_s):
            return "quiet"
        if dead:
            return ENDED
        return TIMEOUT if now >= wait.deadline else ""

    def next_look(self) -> float:
        """When a wait may be over although nothing is reported: after the last look, or infinity."""
        times = [float("inf"), self.again_at]
        for wait in self.waits:
            times.append(wait.deadline)
            if wait.goal.quiet_s is not None:
                times.append(self._quiet_at(wait, wait.goal.quiet_s))
            if wait.goal.done and self.rests_since is not None:
                times.append(max(self.rests_since + REST_S, self.input_at + SETTLE_S))
            if wait.goal.done or wait.goal.waiting:
                times.append(self.input_at + SETTLE_S)
        return min(time for time in times if time > self.looked_at)

    def _quiet_at(self, wait: Wait, quiet_s: float) -> float:
        return max(self.changed_at, wait.began, self.input_at) + quiet_s

    def _is_new(self, since: float, now: float) -> bool:
        """Whether a state is not one of before the last input."""
        return since >= self.input_at or now >= self.input_at + SETTLE_S

    def _is_over(self, now: float) -> bool:
        if self.agent.kind not in ("", "unknown"):
            return self.agent.kind in _OVER and self._is_new(self.agent.since, now)
        if self.rests_since is None:
            return False
        return now >= max(self.rests_since + REST_S, self.input_at + SETTLE_S)
