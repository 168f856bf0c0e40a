"""What all agents do: what an agent says itself wins over its screen, and that over its name alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from webmux.agents.agent_state import AgentInPane
from webmux.agents.agent_watch import AgentWatch
from webmux.agents.manifest_files import Manifests
from webmux.agents.screen_watch import ScreenWatch
from webmux.signals import Signal
from webmux.tmux.state.watch import Watch, WatchedTmux


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
        self._screens.leave_to_hooks(hooked)
        seen = self._screens.agents if self._screens.epoch == self._hooks.epoch else ()
        agents = (*said, *(one for one in seen if one.pane_id not in hooked))
        if (self.epoch, self.agents) != (self._hooks.epoch, agents):
            self.epoch, self.agents = self._hooks.epoch, agents
            self.changed.send()
