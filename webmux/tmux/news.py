"""What the viewers of one session hear when the model of tmux changed. Pure."""

from __future__ import annotations

from webmux.events import Event, WindowSwitched
from webmux.model import TmuxState, Window

HEALTH = {
    "slow": ("tmux_slow", "tmux does not answer; the session goes on when it does"),
    "ok": ("tmux_ok", "tmux answers again"),
}


def windows_event(state: TmuxState, session_id: str, only: str | None = None) -> Event:
    """The windows of a session, or the one with the id `only`, as viewers hear of them."""
    return Event("windows", {"windows": [window.fields() for window in _windows(state, session_id, only)]})


def _windows(state: TmuxState, session_id: str, only: str | None) -> tuple[Window, ...]:
    return tuple(window for window in state.windows_of(session_id) if only in (None, window.id))


def news(
    before: TmuxState, now: TmuxState, session_id: str, only: str | None = None
) -> list[tuple[str, Event | WindowSwitched]]:
    """Pairs of a name, of which only the latest matters, and what to tell.

    Who sees `only` one window hears of no other.
    """
    told: list[tuple[str, Event | WindowSwitched]] = []
    if before.health != now.health and now.health in HEALTH and before.health != "none":
        code, message = HEALTH[now.health]
        told.append(("health", Event("notice", {"code": code, "message": message})))
    if now.health != "ok":
        return told
    was, session = before.session(session_id), now.session(session_id)
    if was is not None and session is not None and was.name != session.name:
        told.append(("sessions", Event("sessions", {"session": {"id": session.id, "name": session.name}})))
    if _windows(before, session_id, only) != _windows(now, session_id, only):
        told.append(("windows", windows_event(now, session_id, only)))
    current = None if only else _current(now, session_id)
    if current is not None and current != _current(before, session_id):
        told.append(("window", WindowSwitched(current)))
    return told


def _current(state: TmuxState, session_id: str) -> str | None:
    return next((window.id for window in state.windows_of(session_id) if window.active), None)
