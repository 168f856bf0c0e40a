"""What the agents of panes do, as events of one connection of `/ws/optimized`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from webmux.events import Event
from webmux.live import Live
from webmux.mirror.panes import Place


class AgentEvents:
    """Sends the agents that a connection may see, now and after each change, once it asked for that.

    `send` must not switch. `place` is what a guest may see; None for users, who see all sessions.
    """

    def __init__(self, live: Live, send: Callable[[Event], None], place: Place | None) -> None:
        self._live = live
        self._send = send
        self._place = place
        self._stop: Callable[[], None] | None = None

    def watch(self) -> None:
        """Send them from now on. Safe to call twice. Switches: never."""
        if self._stop is None:
            self._stop = self._live.agents.changed.add(self._send_all)
        self._send_all()

    def stop(self) -> None:
        """Send nothing more. Safe to call twice."""
        if self._stop is not None:
            self._stop()

    def _send_all(self) -> None:
        fields = seen_from(self._place, self._live.agents.fields())
        ids = {one["session_id"] for one in fields["agents"]}
        names = {one.id: one.name for one in self._live.watch.state.sessions if one.id in ids}
        self._send(Event("agents", {**fields, "names": names}))


def seen_from(place: Place | None, fields: dict[str, Any]) -> dict[str, Any]:
    """The agents in this place; all of them if it is None. A guest learns nothing about the tmux server."""
    if place is None:
        return fields
    found = [
        one
        for one in fields["agents"]
        if fields["epoch"] == place.epoch
        and one["session_id"] == place.session_id
        and place.window_id in ("", one["window_id"])
    ]
    return {"epoch": "", "agents": found}
