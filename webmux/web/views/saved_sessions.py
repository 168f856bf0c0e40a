"""Sessions that come back: what was saved, restoring it, and the commands that ran in restored panes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Literal

from webmux.errors import TmuxError
from webmux.saved_sessions import offers
from webmux.saved_sessions.restorer import RESTORED, Restore, Result
from webmux.saved_sessions.saved_set import SESSIONS_MAX
from webmux.tmux import names
from webmux.web.access.audit_trail import audit, later_audit
from webmux.web.access.body_model import Field, StrictBody
from webmux.web.access.routes import ADMIN, NO_CONTENT, OPERATOR, VIEWER, Router
from webmux.web.services import require_login, services
from webmux.web.terminal.session_list import short_path
from webmux.web.views.schemas import (
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

route = Router("saved", "/api")

STATES = choice("runs", "gone", "name_taken", "settled")
SAVED_SESSION = named(
    "SavedSession",
    id=SESSION_ID,
    name=str,
    windows=int,
    panes=int,
    state=described(STATES, "what became of it"),
)
SAVED_SET = named(
    "SavedSet",
    id=str,
    saved_at=int,
    current=described(bool, "it is of the tmux server that runs now"),
    gone=described(int, "how many of its sessions are gone"),
    sessions=[SAVED_SESSION],
)
MAYBE_SESSION_ID: Json = {**SESSION_ID, "type": ["string", "null"]}
RESULT = named(
    "RestoreResult",
    id=SESSION_ID,
    name=str,
    outcome=choice("restored", "skipped", "failed"),
    session_id=described(MAYBE_SESSION_ID, "that of the new session"),
    problems=described([str], "what differs from the saved session, or why there is none"),
)
RESTORE = named(
    "Restore",
    set=str,
    user=str,
    running=bool,
    windows=int,
    windows_done=int,
    sessions=int,
    sessions_done=int,
    results=[RESULT],
)
SAVED_LIST = named(
    "SavedSessions",
    offered=described(str | None, "the set to offer on a page"),
    restore={"oneOf": [of(dict), {"type": "null"}], "description": "the last restore, as its POST answers"},
    sets=[SAVED_SET],
    history=described(choice("on", "off", "open"), "the text of histories is saved; `open`: nobody chose"),
)
PROGRAMS_MAX = 10
DETAILS = named(
    "SavedSessionDetails",
    sessions=[
        shape(
            id=SESSION_ID,
            name=str,
            folder=described(str, "that of its active pane, `~` for home"),
            programs=described([str], "names of what ran, without arguments"),
        )
    ],
)
OFFERS = named(
    "Offers",
    offers=[shape(pane=PANE_ID, window_id=WINDOW_ID, command=str, active=bool, ready=bool)],
)


class OneSession(StrictBody):
    """A session of the set; `name` is another name for it."""

    id: str = Field(json_schema_extra=SESSION_ID)
    name: str | None = None


class WhatToRestore(StrictBody):
    """Sessions of a set, by default those that are gone; `taken`: what to do if a name is taken."""

    sessions: list[OneSession] | None = Field(None, max_length=SESSIONS_MAX)
    taken: Literal["skip", "rename"] = "skip"


class HistoryToSave(StrictBody):
    """Whether to save it. With the option `save_history` it is saved in any case."""

    save: bool


class WhatToDismiss(StrictBody):
    """Sessions of a set, by default all."""

    sessions: list[str] | None = Field(None, max_length=SESSIONS_MAX)


@route.get("/saved-sessions", VIEWER, "What was saved of sessions, and what is gone", {200: SAVED_LIST})
def saved_sessions() -> Json:
    may_see = require_login().role.allows(OPERATOR)
    live = services().live
    try:
        state = live.state()
    except TmuxError:  # such as a server that is ending: when this page matters most
        state = live.watch.state
    return services().saved_sessions.fields(state, with_problems=may_see)


@route.get("/saved-sessions/<set_id>", OPERATOR, "Folders and programs of saved sessions", {200: DETAILS})
def saved_set(set_id: str) -> Json:
    sessions = services().saved_sessions.details(set_id)
    return {
        "sessions": [
            {
                "id": one.id,
                "name": one.name,
                "folder": _shown(short_path(one.folder)),
                "programs": [_shown(program) for program in one.programs[:PROGRAMS_MAX]],
            }
            for one in sessions
        ]
    }


@route.post("/saved-sessions/history", ADMIN, "Choose whether the text of histories is saved", NO_CONTENT)
def choose_history(body: HistoryToSave) -> None:
    services().saved_sessions.choose_history(save=body.save)
    audit("history_chosen", save=body.save)


@route.post(
    "/saved-sessions/<set_id>/restore", OPERATOR, "Restore sessions", {202: RESTORE}, optional_body=True
)
def restore_sessions(set_id: str, body: WhatToRestore) -> Json:
    user = require_login().user
    chosen = None
    if body.sessions is not None:
        chosen = {one.id: None if one.name is None else names.check_name(one.name) for one in body.sessions}
    begun: Restore = services().saved_sessions.restore(
        set_id,
        user,
        names=chosen,
        taken=body.taken,
        may_copy=partial(services().quotas.check_room, user, 1),
        on_result=partial(_record, later_audit()),
    )
    audit("restore_started", set=set_id, sessions=begun.sessions, windows=begun.windows)
    return begun.fields()


@route.post(
    "/saved-sessions/<set_id>/dismiss",
    OPERATOR,
    "Offer saved sessions no more",
    NO_CONTENT,
    optional_body=True,
)
def dismiss_saved_sessions(set_id: str, body: WhatToDismiss) -> None:
    services().saved_sessions.dismiss(set_id, body.sessions)
    audit("restore_dismissed", set=set_id)


@route.get(
    "/sessions/<session_id>/offers", OPERATOR, "Commands that ran in panes before tmux ended", {200: OFFERS}
)
def list_offers(session_id: str) -> Json:
    return {"offers": [offer.fields() for offer in offers.of_session(services().tmux, session_id)]}


@route.post("/panes/<pane_id>/offer", OPERATOR, "Type this command, without Enter", NO_CONTENT)
def type_offer(pane_id: str) -> None:
    offer = offers.type_into(services().tmux, pane_id)
    audit("offer_typed", pane=pane_id, window_id=offer.window_id)
    services().live.watch.refresh()


@route.delete("/panes/<pane_id>/offer", OPERATOR, "Offer this command no more", NO_CONTENT)
def drop_offer(pane_id: str) -> None:
    offers.drop(services().tmux, pane_id)
    audit("offer_dropped", pane=pane_id)
    services().live.watch.refresh()


def _shown(text: str) -> str:
    """Text for JSON: bytes that are not UTF-8 are replaced."""
    return text.encode("utf-8", "replace").decode()


def _record(record: Callable[..., None], result: Result) -> None:
    """Record what became of one session, for the user who began the restore."""
    outcome = "ok" if result.outcome == RESTORED else "failed"
    record("session_restored", outcome=outcome, session=result.name, problems=len(result.problems))
