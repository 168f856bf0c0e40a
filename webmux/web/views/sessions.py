"""Sessions and windows for programs. Ids are tmux's, percent-encoded in paths."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, jsonify, make_response, request
from pydantic import Field

from webmux.errors import BadField
from webmux.mirror.previews import picture
from webmux.model import Session
from webmux.tmux.session_start import with_shell_after
from webmux.web.access.audit_trail import audit
from webmux.web.access.bodies import Nothing, StrictBody, has_body, read_body
from webmux.web.access.error_replies import no_content
from webmux.web.services import require_login, services
from webmux.web.terminal.session_list import listed
from webmux.web.views.openapi import document

blueprint = Blueprint("api", __name__, url_prefix="/api")

ID_MAX = 2**32 - 1
"""tmux counts ids in an unsigned int."""
_ID_DIGITS = re.compile(r"0|[1-9][0-9]{0,9}")


class NewSession(StrictBody):
    """What a session may be made of; tmux chooses what is left out."""

    name: str = Field("", description="wanted name; tmux counts when left out")
    cwd: str = Field("", description="directory to start in")
    command: str = Field("", description="shell command to run instead of the shell")
    keep_shell: bool = Field(False, description="run the shell when the command has ended")
    again: str = Field(
        "", max_length=64, description="`<epoch> <id>` of a session that ended: its folder and command"
    )


class NewWindow(StrictBody):
    """What a window may be made of."""

    name: str = Field("", description="wanted name; follows the program when left out")


class NewName(StrictBody):
    """Another name for something."""

    name: str


class InSession(StrictBody):
    """Which of the sessions that have the window is meant; without it the first of them."""

    session: str | None = None


@blueprint.get("/sessions")
def list_sessions() -> dict[str, Any]:
    state = services().live.state()
    return {"epoch": state.epoch, "sessions": listed(services(), state)}


@blueprint.post("/sessions")
def create_session() -> Response:
    body = read_body(NewSession)
    session = services().quotas.create_session(require_login().user, **_began(_given(body)))
    audit("session_created", session=session.name, id=session.id)
    return make_response(jsonify(_told(session)), 201)


@blueprint.patch("/sessions/<session_id>")
def rename_session(session_id: str) -> dict[str, Any]:
    tmux_id = _checked_id("$", session_id)
    session = services().tmux.rename_session(tmux_id, read_body(NewName).name)
    audit("session_renamed", session=session.name, id=session.id)
    return _told(session)


@blueprint.delete("/sessions/<session_id>")
def kill_session(session_id: str) -> Response:
    tmux_id = _checked_id("$", session_id)
    read_body(Nothing)
    services().tmux.kill_session(tmux_id)
    audit("session_killed", id=tmux_id)
    return no_content()


@blueprint.get("/sessions/<session_id>/preview")
def preview(session_id: str) -> dict[str, Any]:
    tmux_id = _checked_id("$", session_id)
    return {"id": tmux_id, **picture(services().live.previews.now(tmux_id))}


@blueprint.get("/sessions/<session_id>/windows")
def list_windows(session_id: str) -> dict[str, Any]:
    windows = services().live.watch.marked(services().tmux.list_windows(_checked_id("$", session_id)))
    return {"windows": [window.fields() for window in windows]}


@blueprint.get("/windows")
def list_all_windows() -> dict[str, Any]:
    return {"windows": [window.fields() for window in services().live.state().windows]}


@blueprint.post("/sessions/<session_id>/windows")
def create_window(session_id: str) -> Response:
    tmux_id = _checked_id("$", session_id)
    window = services().quotas.create_window(require_login().user, tmux_id, **_given(read_body(NewWindow)))
    audit("window_created", session_id=tmux_id, id=window.id)
    return make_response(jsonify(window.fields()), 201)


@blueprint.patch("/windows/<window_id>")
def rename_window(window_id: str) -> dict[str, Any]:
    tmux_id = _checked_id("@", window_id)
    window = services().tmux.rename_window(tmux_id, read_body(NewName).name)
    audit("window_renamed", window=window.name, id=window.id)
    return window.fields()


@blueprint.delete("/windows/<window_id>")
def kill_window(window_id: str) -> Response:
    tmux_id = _checked_id("@", window_id)
    read_body(Nothing)
    services().tmux.kill_window(tmux_id)
    audit("window_killed", id=tmux_id)
    return no_content()


@blueprint.post("/windows/<window_id>/select")
def select_window(window_id: str) -> Response:
    tmux_id = _checked_id("@", window_id)
    session_id = (read_body(InSession) if has_body() else InSession()).session
    services().tmux.select_window(tmux_id, session_id and _checked_id("$", session_id))
    return no_content()


@blueprint.get("/openapi.json")
def openapi() -> dict[str, Any]:
    return document(request.script_root)


def _told(session: Session) -> dict[str, Any]:
    return listed(services(), replace(services().live.watch.state, sessions=(session,)))[0]


def _given(body: StrictBody) -> dict[str, Any]:
    """The fields that were sent: one that was not is left to tmux, one sent empty is checked there."""
    return {field: getattr(body, field) for field in sorted(body.model_fields_set)}


def _began(given: dict[str, Any]) -> dict[str, Any]:
    """As what to make a session: `again` and `keep_shell` have become its folder and command.

    A session that is not known any more begins like any other.
    """
    before = services().tmux.startups.of(given.pop("again", ""))
    if before is not None:
        known = {"cwd": before.cwd, "command": before.command}
        given = {field: value for field, value in known.items() if value} | given
    if given.pop("keep_shell", False) and given.get("command"):
        given["command"] = with_shell_after(given["command"])
    return given


def _checked_id(sign: str, text: str) -> str:
    """A tmux id exactly as tmux writes it.

    Raises:
        BadField: it is not; nothing that is no id ever reaches tmux as a target.
    """
    digits = text.removeprefix(sign)
    if text == digits or not _ID_DIGITS.fullmatch(digits) or int(digits) > ID_MAX:
        raise BadField("id", f"must be a tmux id like {sign}0", code="bad_id")
    return text
