"""The events that the viewers of a session get when the model of tmux changes. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from webmux.events import Event, WindowSwitched
from webmux.model import TmuxState, Window
from webmux.tmux.state.command_tracker import Finished

HEALTH = {
    "slow": ("tmux_slow", "tmux does not answer; the session goes on when it does"),
    "ok": ("tmux_ok", "tmux answers again"),
}

ALERTS = ("bell", "activity", "silence", "done")
ELSEWHERE_MAX = 20
"""At most this many sessions are named."""


def alerts_of(windows: Iterable[Window]) -> dict[str, int]:
    """How many of these windows need attention, by reason."""
    found = list(windows)
    return {name: sum(getattr(window, name) for window in found) for name in ALERTS}


def waiting(state: TmuxState) -> list[dict[str, Any]]:
    """The sessions that need attention and the reasons, in the form of the event `elsewhere`."""
    windows: defaultdict[str, list[Window]] = defaultdict(list)
    for window in state.windows:
        windows[window.session_id].append(window)
    alerts = {session.id: alerts_of(windows[session.id]) for session in state.sessions}
    return [
        {"id": session.id, "name": session.name, "alerts": alerts[session.id]}
        for session in state.sessions
        if any(alerts[session.id].values())
    ]


def elsewhere_event(all_waiting: list[dict[str, Any]], session_id: str) -> Event:
    """The sessions except this one that need attention; not for viewers who may not see them."""
    others = [session for session in all_waiting if session["id"] != session_id]
    return Event("elsewhere", {"sessions": others[:ELSEWHERE_MAX]})


def windows_event(state: TmuxState, session_id: str, only: str | None = None) -> Event:
    """The windows of a session, or `only` the one with this id."""
    return Event("windows", {"windows": [window.fields() for window in _windows(state, session_id, only)]})


def done_event(finished: Finished) -> Event:
    window = {"id": finished.window_id, "name": finished.window_name}
    return Event("done", {"window": window, "command": finished.command, "seconds": round(finished.seconds)})


def rang_event(window: Window) -> Event:
    """A window rang; the event `bell` comes sooner and does not name the window."""
    return Event("rang", {"window": {"id": window.id, "name": window.name}})


def rung(before: TmuxState, now: TmuxState) -> list[Window]:
    """The windows that tmux flagged between two states; none if another tmux server was started."""
    if before.epoch != now.epoch:
        return []
    marked = {window.id for window in before.windows if window.bell}
    return [window for window in now.windows if window.bell and window.id not in marked]


def _windows(state: TmuxState, session_id: str, only: str | None) -> tuple[Window, ...]:
    return tuple(window for window in state.windows_of(session_id) if only in (None, window.id))


def viewer_events(
    before: TmuxState, now: TmuxState, session_id: str, only: str | None = None
) -> list[tuple[str, Event | WindowSwitched]]:
    """Pairs of a name and an event; a later event replaces an earlier one of the same name.

    A viewer of `only` one window gets no event about others.
    """
    events: list[tuple[str, Event | WindowSwitched]] = []
    if before.health != now.health and now.health in HEALTH and before.health != "none":
        code, message = HEALTH[now.health]
        events.append(("health", Event("notice", {"code": code, "message": message})))
    if now.health != "ok":
        return events
    was, session = before.session(session_id), now.session(session_id)
    # The first viewers may be there before the model has their session: they know an earlier one.
    if session is not None and (was is None or was.name != session.name):
        events.append(("sessions", Event("sessions", {"session": {"id": session.id, "name": session.name}})))
    if _windows(before, session_id, only) != _windows(now, session_id, only):
        events.append(("windows", windows_event(now, session_id, only)))
    if only is None and session is not None and (was is None or was.path != session.path):
        events.append(("folder", Event("folder", {})))
    current = None if only else _current(now, session_id)
    if current is not None and current != _current(before, session_id):
        events.append(("window", WindowSwitched(current)))
    return events


def _current(state: TmuxState, session_id: str) -> str | None:
    return next((window.id for window in state.windows_of(session_id) if window.active), None)
