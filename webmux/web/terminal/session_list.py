"""Lists of sessions: each with its command, and with what needs attention in it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

from webmux.model import Session, TmuxState, Window
from webmux.tmux.state.state_events import alerts_of
from webmux.web.services import Services


def listed(services: Services, state: TmuxState) -> list[dict[str, Any]]:
    """All sessions, for an answer or a message."""
    viewers, recordings = services.live.viewers(), services.recordings
    return [
        session_fields(
            session, state.windows, viewers=viewers[session.id], recording=recordings.is_on(session.id)
        )
        for session in state.sessions
    ]


def session_fields(
    session: Session, windows: Iterable[Window], *, viewers: int, recording: bool
) -> dict[str, Any]:
    """A session as `GET /api/sessions` returns it; `windows` may include those of other sessions."""
    own = [window for window in windows if window.session_id == session.id]
    return {
        **session.fields(),
        "command": next((window.command for window in own if window.active), session.command),
        "path": short_path(session.path),
        "alerts": alerts_of(own),
        "viewers": viewers,
        "recording": recording,
        "title": next((window.title for window in own if window.active), ""),
    }


def short_path(path: str) -> str:
    """A folder with `~` for the home directory of the server's user, as in a shell's prompt."""
    home = os.path.expanduser("~").rstrip("/")
    if home and (path == home or path.startswith(home + "/")):
        return "~" + path[len(home) :]
    return path
