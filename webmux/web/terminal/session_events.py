"""Events that a client of `/ws/optimized` gets about the session that its terminal shows."""

from __future__ import annotations

from typing import Any

from webmux.events import Event
from webmux.hub.viewer import ViewedPort
from webmux.live import Live
from webmux.model import Session
from webmux.tmux.state.state_events import elsewhere_event, waiting, windows_event


def session_fields_for(session: Session, *, guest: bool) -> dict[str, str]:
    """What identifies a session after a rename. A guest learns nothing about the tmux server."""
    fields = {"id": session.id, "name": session.name}
    return fields if guest else {**fields, "epoch": session.epoch}


def first_events(
    live: Live, hub: ViewedPort, session: Session, window_id: str | None, *, guest: bool
) -> list[Event]:
    """The first events about a session; none if the model of tmux does not have it yet."""
    state = live.watch.state
    if state.session(session.id) is None:
        return []
    listed = windows_event(state, session.id, window_id)
    if guest:
        return [listed]
    terminals = live.terminals_event(hub)
    return [listed, elsewhere_event(waiting(state), session.id), *([terminals] if terminals else [])]


def switched_event(session: Session, *, recording: bool) -> Event:
    """The terminal shows another session now, by `switch-client` or because its session ended."""
    fields: dict[str, Any] = {"session": session_fields_for(session, guest=False), "recording": recording}
    return Event("switched", fields)
