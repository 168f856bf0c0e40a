"""Sessions and windows. Ids are tmux's, percent-encoded in paths."""

from __future__ import annotations

import re
from dataclasses import replace

from flask import request

from webmux.errors import BadField
from webmux.mirror.previews import picture
from webmux.model import Session
from webmux.presets.preset_session import make_session
from webmux.tmux.session_start import with_shell_after
from webmux.web.access.audit_trail import audit
from webmux.web.access.body_model import Field, StrictBody
from webmux.web.access.routes import NO_CONTENT, OPERATOR, VIEWER, Router
from webmux.web.services import require_login, services
from webmux.web.terminal.session_list import listed
from webmux.web.views.openapi import document
from webmux.web.views.schemas import (
    CELLS,
    PANE_ID,
    SESSION_ID,
    WINDOW_ID,
    Json,
    choice,
    described,
    named,
    of,
    shape,
)

ID_MAX = 2**32 - 1
"""tmux counts ids in an unsigned int."""
_ID_DIGITS = re.compile(r"0|[1-9][0-9]{0,9}")


def check_ids(**ids: str) -> None:
    """Refuse all but ids as tmux writes them: nothing else reaches tmux as a target."""
    for name, text in ids.items():
        sign = "@" if name == "window_id" else "$"
        digits = text.removeprefix(sign)
        if text == digits or not _ID_DIGITS.fullmatch(digits) or int(digits) > ID_MAX:
            raise BadField("id", f"must be a tmux id like {sign}0", code="bad_id")


route = Router("api", "/api", check_ids)

SESSION = named(
    "Session",
    id=SESSION_ID,
    name=str,
    created_at=int,
    activity_at=int,
    attached=int,
    windows=int,
    size=CELLS,
    command=described(str, "what its current window runs in the foreground"),
    path=described(str, "the folder that is in, `~` for home"),
    alerts=described(
        shape(bell=int, activity=int, silence=int, done=int),
        "how many windows have each, and were not looked at since",
    ),
    viewers=described(int, "browsers that have it open"),
    recording=bool,
    title=described(str, "that of its current window"),
)
SESSION_LIST = named("SessionList", epoch=str, sessions=[SESSION])
PREVIEW = named(
    "Preview",
    id=SESSION_ID,
    size=CELLS,
    cursor=shape(x=int, y=int, visible=bool),
    rows=of(dict) | {"additionalProperties": of(str)},
)
WINDOW = named(
    "Window",
    id=WINDOW_ID,
    session_id=SESSION_ID,
    index=int,
    name=str,
    active=bool,
    panes=int,
    bell=bool,
    activity=bool,
    silence=bool,
    zoomed=bool,
    layout=described(str, "how its panes lie, in tmux's notation"),
    command=described(str, "what runs in the foreground of its active pane"),
    title=described(str, "what its program calls it, where that says anything"),
    done=described(bool, "a long command ended and nobody has looked since"),
    alternate=described(bool, "a program fills the active pane"),
    mode=described(str, "tmux's mode over the active pane, such as copy-mode"),
    new_output=described(bool, "the pane is in copy mode and printed since"),
    offers=described(bool, "a pane ran a command before tmux ended, which can be typed again"),
)
WINDOW_LIST = named("WindowList", windows=[WINDOW])

AGENT = named(
    "Agent",
    session_id=SESSION_ID,
    window_id=WINDOW_ID,
    pane_id=PANE_ID,
    kind=choice("waiting", "working", "done", "idle", "unknown"),
    since=described(int, "in seconds since 1970"),
    agent=described(str, "the name of the program, or empty"),
    source=described(choice("hook", "screen", "process"), "the agent, its screen, or its name"),
    rule=described(str, "what decided, in a sentence"),
    rule_name=described(str, "of the rule in the manifest of the agent, or empty"),
)
AGENT_LIST = named("AgentList", epoch=str, agents=[AGENT])


class NewSession(StrictBody):
    """What a session is made of. tmux chooses what is missing.

    With `keep_shell` the shell runs after the command has ended. `again` is the `<epoch> <id>` of a session
    that ended: its folder and command are the defaults.

    With `preset`, the id of one, only `name` and `run` count: `run` runs the commands of a saved preset.
    """

    name: str = ""
    cwd: str = ""
    command: str = ""
    keep_shell: bool = False
    again: str = Field("", max_length=64)
    preset: str = Field("", max_length=100)
    run: bool = False


class NewWindow(StrictBody):
    """A window; without a name tmux names it after its program."""

    name: str = ""


class NewName(StrictBody):
    """A new name."""

    name: str


class InSession(StrictBody):
    """One of the sessions that have the window; by default the first."""

    session: str | None = Field(None, json_schema_extra=SESSION_ID)


@route.get("/sessions", VIEWER, "List the sessions", {200: SESSION_LIST})
def list_sessions() -> Json:
    state = services().live.state()
    return {"epoch": state.epoch, "sessions": listed(services(), state)}


@route.post("/sessions", OPERATOR, "Create a session", {201: SESSION})
def create_session(body: NewSession) -> Json:
    if body.preset:
        return _create_from_preset(body)
    if body.run:
        raise BadField("run", "is for presets: send preset as well")
    session = services().quotas.create_session(require_login().user, **_session_options(_sent_fields(body)))
    audit("session_created", session=session.name, id=session.id)
    return _session_reply(session)


@route.patch("/sessions/<session_id>", OPERATOR, "Rename a session", {200: SESSION})
def rename_session(session_id: str, body: NewName) -> Json:
    session = services().tmux.rename_session(session_id, body.name)
    audit("session_renamed", session=session.name, id=session.id)
    return _session_reply(session)


@route.delete("/sessions/<session_id>", OPERATOR, "End a session", NO_CONTENT)
def kill_session(session_id: str) -> None:
    services().tmux.kill_session(session_id)
    audit("session_killed", id=session_id)


@route.get("/sessions/<session_id>/preview", VIEWER, "The screen of a session now", {200: PREVIEW})
def preview(session_id: str) -> Json:
    return {"id": session_id, **picture(services().live.previews.now(session_id))}


@route.get("/sessions/<session_id>/windows", VIEWER, "Windows of a session", {200: WINDOW_LIST})
def list_windows(session_id: str) -> Json:
    windows = services().live.watch.marked(services().tmux.list_windows(session_id))
    return {"windows": [window.fields() for window in windows]}


@route.get("/windows", VIEWER, "Windows of all sessions", {200: WINDOW_LIST})
def list_all_windows() -> Json:
    return {"windows": [window.fields() for window in services().live.state().windows]}


@route.post("/sessions/<session_id>/windows", OPERATOR, "Create a window", {201: WINDOW})
def create_window(session_id: str, body: NewWindow) -> Json:
    window = services().quotas.create_window(require_login().user, session_id, **_sent_fields(body))
    audit("window_created", session_id=session_id, id=window.id)
    return window.fields()


@route.patch("/windows/<window_id>", OPERATOR, "Rename a window", {200: WINDOW})
def rename_window(window_id: str, body: NewName) -> Json:
    window = services().tmux.rename_window(window_id, body.name)
    audit("window_renamed", window=window.name, id=window.id)
    return window.fields()


@route.delete("/windows/<window_id>", OPERATOR, "End a window", NO_CONTENT)
def kill_window(window_id: str) -> None:
    services().tmux.kill_window(window_id)
    audit("window_killed", id=window_id)


@route.post("/windows/<window_id>/select", OPERATOR, "Make a window current", NO_CONTENT, optional_body=True)
def select_window(window_id: str, body: InSession) -> None:
    if body.session:
        check_ids(session_id=body.session)
    services().tmux.select_window(window_id, body.session)


@route.get("/agents", VIEWER, "What agents in panes do", {200: AGENT_LIST})
def agents() -> Json:
    return services().live.agents.fields()


@route.get("/openapi.json", VIEWER, "This document", {200: of(dict)})
def openapi() -> Json:
    return document(request.script_root)


def _create_from_preset(body: NewSession) -> Json:
    """The session, with `problems`: sentences about what differs from the preset."""
    others = body.sent - {"preset", "name", "run"}
    if others:
        raise BadField(min(others), "cannot be combined with preset")
    login = require_login()
    stored = services().presets.get(body.preset, login.user_id)
    built = make_session(
        services().tmux, services().quotas, stored, user=login.user, name=body.name, run=body.run
    )
    audit("session_created", session=built.session.name, id=built.session.id, preset=stored.name)
    return {**_session_reply(built.session), "problems": list(built.problems)}


def _session_reply(session: Session) -> Json:
    return listed(services(), replace(services().live.watch.state, sessions=(session,)))[0]


def _sent_fields(body: StrictBody) -> Json:
    """The fields that the client sent. tmux chooses what is missing, and an empty one is checked later."""
    return {field: getattr(body, field) for field in sorted(body.sent)}


def _session_options(fields: Json) -> Json:
    """What tmux needs for a session: `again` and `keep_shell` become a folder and a command.

    `again` has no effect if WebMux does not know that session any more.
    """
    for name in ("preset", "run"):  # sent, but empty
        fields.pop(name, None)
    before = services().tmux.startups.of(fields.pop("again", ""))
    if before is not None:
        known = {"cwd": before.cwd, "command": before.command}
        fields = {field: value for field, value in known.items() if value} | fields
    if fields.pop("keep_shell", False) and fields.get("command"):
        fields["command"] = with_shell_after(fields["command"])
    return fields
