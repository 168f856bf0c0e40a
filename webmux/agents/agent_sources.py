"""What all agents do: what an agent says itself wins over its screen, and that over its name alone.

Agents do not say everything: Claude Code, Gemini CLI and Copilot CLI have no hook for a question that was
answered or refused, and none for Esc. So a state that waits for such an event gives way to a newer screen.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from webmux.agents.agent_state import UNKNOWN, AgentInPane, AgentState
from webmux.agents.agent_watch import AgentWatch
from webmux.agents.manifest_files import Manifests
from webmux.agents.screen_watch import ScreenWatch
from webmux.signals import Signal
from webmux.tmux.state.watch import Watch, WatchedTmux

PASSING = frozenset(("waiting", "working"))
"""States that end without a hook if the user answers, refuses or interrupts."""


def newer(said: AgentState, seen: AgentState | None) -> AgentState:
    """What holds: what the agent said, or what its screen has shown since. Pure.

    The screen counts only if a rule fits it, for the same agent, and if its state began later.
    """
    if seen is None or seen.source != "screen" or seen.kind == UNKNOWN or seen.agent != said.agent:
        return said
    is_newer = said.kind in PASSING and seen.kind != said.kind and seen.since > said.since
    return seen if is_newer else said


class AgentSources:
    """The states of all agents now, and a signal of changes. The only owner of both sources."""

    def __init__(self, watch: Watch, tmux: WatchedTmux, manifests: Path | None = None) -> None:
        """Follows them from now on. `manifests` is the folder of the user's manifests. Never switches."""
        self.agents: tuple[AgentInPane, ...] = ()
        """One for each session that has the window of the pane."""
        self.epoch = ""
        """The tmux server that the states are of."""
        self.changed: Signal[[]] = Signal()
        """Listeners must not switch."""
        self._hooks = AgentWatch(watch)
        self._screens = ScreenWatch(watch, tmux, Manifests(manifests))
        self._undo = [self._hooks.changed.add(self._merge), self._screens.changed.add(self._merge)]
        self._screens.start()
        self._merge()

    def stop(self) -> None:
        """Follow no longer. Safe to call twice. Switches: up to two seconds."""
        for undo in self._undo:
            undo()
        self._hooks.stop()
        self._screens.stop()

    def fields(self) -> dict[str, Any]:
        """As the API sends them."""
        return {"epoch": self.epoch, "agents": [one.fields() for one in self.agents]}

    def _merge(self) -> None:
        said = self._hooks.agents
        hooked = {one.pane_id for one in said}
        self._screens.leave_to_hooks({one.pane_id for one in said if one.state.kind not in PASSING})
        seen = self._screens.agents if self._screens.epoch == self._hooks.epoch else ()
        by_pane = {one.pane_id: one.state for one in seen}
        corrected = (one._replace(state=newer(one.state, by_pane.get(one.pane_id))) for one in said)
        agents = (*corrected, *(one for one in seen if one.pane_id not in hooked))
        if (self.epoch, self.agents) != (self._hooks.epoch, agents):
            self.epoch, self.agents = self._hooks.epoch, agents
            self.changed.send()
