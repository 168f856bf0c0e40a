"""Recordings. Operators start and stop them; their owners and admins see them."""

from __future__ import annotations

import re
import time

from flask import Response, render_template

from webmux.auth.roles import Role
from webmux.recording.catalogue import Recording
from webmux.web.access.audit_trail import audit
from webmux.web.access.routes import FILE, NO_CONTENT, OPERATOR, Router
from webmux.web.services import recording_detail, require_login, services
from webmux.web.views.schemas import SESSION_NAME, Json, named

route = Router("recordings")

MEDIA_TYPE = "application/x-asciicast"
RECORDING = named(
    "Recording",
    id=str,
    user=str,
    session=SESSION_NAME,
    began_at=int,
    ended_at=int | None,
    length_s=float,
    bytes=int,
    reason=str,
)
RECORDING_LIST = named("RecordingList", recordings=[RECORDING])


@route.post(
    "/api/sessions/<session_id>/recording", OPERATOR, "Record a session from now on", {201: RECORDING}
)
def start(session_id: str) -> Json:
    login, session = require_login(), services().tmux.session(session_id)
    recording = services().recordings.begin(session, login.user_id, login.user)
    audit("recording_started", recording=recording.id, session=recording.session_name)
    return recording.fields()


@route.delete("/api/sessions/<session_id>/recording", OPERATOR, "Stop recording a session", {200: RECORDING})
def stop(session_id: str) -> Json:
    recording = services().recordings.end(session_id)
    audit("recording_stopped", **recording_detail(recording))
    return recording.fields()


@route.get(
    "/api/recordings", OPERATOR, "Your recordings, for admins those of all users", {200: RECORDING_LIST}
)
def list_recordings() -> Json:
    return {"recordings": [one.fields() for one in services().recordings.all(_owner_id())]}


@route.get(
    "/api/recordings/<recording_id>", OPERATOR, "A recording as asciicast v3, application/x-asciicast", FILE
)
def play(recording_id: str) -> Response:
    """The file, as far as it is written."""
    recording = services().recordings.find(recording_id, _owner_id())
    size, parts, close = services().recordings.open(recording)
    audit("recording_played", recording=recording.id, session=recording.session_name, owner=recording.user)
    answer = Response(parts, mimetype=MEDIA_TYPE)
    answer.call_on_close(close)
    answer.content_length = size
    answer.headers["Content-Disposition"] = f'attachment; filename="{_file_name(recording)}"'
    return answer


@route.delete("/api/recordings/<recording_id>", OPERATOR, "Delete a recording", NO_CONTENT)
def delete(recording_id: str) -> None:
    recording = services().recordings.find(recording_id, _owner_id())
    services().recordings.delete(recording)
    audit("recording_deleted", recording=recording.id, session=recording.session_name, owner=recording.user)


@route.get("/recordings", OPERATOR, "The recordings page")
def page() -> str:
    return render_template("recordings.html", days=services().config.recording_days)


@route.get("/recordings/<recording_id>", OPERATOR, "The page that plays a recording")
def player(recording_id: str) -> str:
    recording = services().recordings.find(recording_id, _owner_id())
    return render_template("player.html", recording=recording)


def _owner_id() -> int | None:
    """The user whose recordings the current login may see; None for an admin, who may see all."""
    login = require_login()
    return None if login.role.allows(Role.ADMIN) else login.user_id


def _file_name(recording: Recording) -> str:
    name = re.sub(r"[^A-Za-z0-9_-]+", "-", recording.session_name).strip("-") or "session"
    return f"{name}-{time.strftime('%Y%m%d-%H%M%S', time.gmtime(recording.began_at))}.cast"
