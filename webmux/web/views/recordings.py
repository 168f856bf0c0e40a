"""Recordings over HTTP: begun and ended by who may type, seen by who began them and by admins."""

from __future__ import annotations

import re
import time
from typing import Any

from flask import Blueprint, Response, jsonify, make_response, render_template

from webmux.auth.roles import Role
from webmux.recording.catalogue import Ended, Recording
from webmux.store.audit import Audit
from webmux.web.access.audit_trail import audit
from webmux.web.access.bodies import Nothing, read_body
from webmux.web.access.error_replies import no_content
from webmux.web.services import require_login, services

blueprint = Blueprint("recordings", __name__)

MEDIA_TYPE = "application/x-asciicast"
FULL = ("no_space", "recordings_full", "recording_failed", "failed")


@blueprint.post("/api/sessions/<session_id>/recording")
def start(session_id: str) -> Response:
    read_body(Nothing)
    held, login = services(), require_login()
    recording = held.recordings.begin(held.tmux.session(session_id), login.user_id, login.user)
    audit("recording_started", recording=recording.id, session=recording.session_name)
    return make_response(jsonify(recording.fields()), 201)


@blueprint.delete("/api/sessions/<session_id>/recording")
def stop(session_id: str) -> dict[str, Any]:
    read_body(Nothing)
    recording = services().recordings.end(session_id)
    audit("recording_stopped", **_facts(recording))
    return recording.fields()


@blueprint.get("/api/recordings")
def list_recordings() -> dict[str, Any]:
    return {"recordings": [one.fields() for one in services().recordings.all(_whose())]}


@blueprint.get("/api/recordings/<recording_id>")
def play(recording_id: str) -> Response:
    """The file, as far as it is written. Who gets it is in the audit trail."""
    recording = services().recordings.find(recording_id, _whose())
    size, parts, close = services().recordings.open(recording)
    audit("recording_played", recording=recording.id, session=recording.session_name, owner=recording.user)
    answer = Response(parts, mimetype=MEDIA_TYPE)
    answer.call_on_close(close)
    answer.content_length = size
    answer.headers["Content-Disposition"] = f'attachment; filename="{_file_name(recording)}"'
    return answer


@blueprint.delete("/api/recordings/<recording_id>")
def delete(recording_id: str) -> Response:
    read_body(Nothing)
    recording = services().recordings.find(recording_id, _whose())
    services().recordings.delete(recording)
    audit("recording_deleted", recording=recording.id, session=recording.session_name, owner=recording.user)
    return no_content()


@blueprint.get("/recordings")
def page() -> str:
    config = services().config
    return render_template("recordings.html", days=config.recording_days)


@blueprint.get("/recordings/<recording_id>")
def player(recording_id: str) -> str:
    recording = services().recordings.find(recording_id, _whose())
    return render_template("player.html", recording=recording)


def ends_in(trail: Audit) -> Ended:
    """What notes in the audit trail each recording that nobody stopped and that ended all the same."""

    def note(recording: Recording) -> None:
        if recording.reason == "stopped":
            return
        outcome = "failed" if recording.reason in FULL else "ok"
        trail.record(
            "recording_stopped", outcome, user=recording.user, address="", request_id="", **_facts(recording)
        )

    return note


def _facts(recording: Recording) -> dict[str, Any]:
    return {
        "recording": recording.id,
        "session": recording.session_name,
        "bytes": recording.bytes,
        "reason": recording.reason,
    }


def _whose() -> int | None:
    """Whose recordings the one who asks may have: an admin everybody's."""
    login = require_login()
    return None if login.role.allows(Role.ADMIN) else login.user_id


def _file_name(recording: Recording) -> str:
    name = re.sub(r"[^A-Za-z0-9_-]+", "-", recording.session_name).strip("-") or "session"
    return f"{name}-{time.strftime('%Y%m%d-%H%M%S', time.gmtime(recording.began_at))}.cast"
