"""What the viewers of one session hear when the model of tmux changed. Pure."""

from __future__ import annotations

from webmux.events import Event, WindowSwitched
from webmux.model import TmuxState

HEALTH = {
    "slow": ("tmux_slow", "tmux does not answer; the session goes on when it does"),
    "ok": ("tmux_ok", "tmux answers again"),
}


def windows_event(state: TmuxState, session_id: str) -> Event:
    """The windows of a session, as viewers hear of them."""
    return Event("windows", {"windows": [window.fields() for window in state.windows_of(session_id)]})


def news(before: TmuxState, now: TmuxState, session_id: str) -> list[tuple[str, Event | WindowSwitched]]:
    """Pairs of a name, of which only the latest matters, and what to tell."""
    told: list[tuple[str, Event | WindowSwitched]] = []
    if before.health != now.health and now.health in HEALTH and before.health != "none":
        code, message = HEALTH[now.health]
        told.append(("health", Event("notice", {"code": code, "message": message})))
    if now.health != "ok":
        return told
    was, session = before.session(session_id), now.session(session_id)
    if was is not None and session is not None and was.name != session.name:
        told.append(("sessions", Event("sessions", {"session": {"id": session.id, "name": session.name}})))
    if before.windows_of(session_id) != now.windows_of(session_id):
        told.append(("windows", windows_event(now, session_id)))
    current = _current(now, session_id)
    if current is not None and current != _current(before, session_id):
        told.append(("window", WindowSwitched(current)))
    return told


def _current(state: TmuxState, session_id: str) -> str | None:
    return next((window.id for window in state.windows_of(session_id) if window.active), None)
