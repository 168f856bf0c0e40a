"""What the client of `/ws/optimized` hears of the session that its terminal shows."""

from __future__ import annotations

from typing import Any

from webmux.events import Event
from webmux.hub.hub import Hub
from webmux.live import Live
from webmux.model import Session
from webmux.tmux.state.state_events import elsewhere_event, waiting, windows_event


def told_session(session: Session, *, guest: bool) -> dict[str, str]:
    """As the client may find it again after a rename; of the tmux server guests hear nothing."""
    told = {"id": session.id, "name": session.name}
    return told if guest else {**told, "epoch": session.epoch}


def first_events(
    live: Live, hub: Hub, session: Session, window_id: str | None, *, guest: bool
) -> list[Event]:
    """What a client hears first of a session, as far as the model of tmux has it."""
    state = live.watch.state
    if state.session(session.id) is None:
        return []
    listed = windows_event(state, session.id, window_id)
    if guest:
        return [listed]
    beside = live.terminals_event(hub)
    return [listed, elsewhere_event(waiting(state), session.id), *([beside] if beside else [])]


def switched_event(session: Session, *, recording: bool) -> Event:
    """That the terminal shows another session now, `switch-client` or the end of the one before."""
    told: dict[str, Any] = {"session": told_session(session, guest=False), "recording": recording}
    return Event("switched", told)
