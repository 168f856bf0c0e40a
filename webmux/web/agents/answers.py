"""What agents ask, and answers to them. A pane is named by tmux's number, without the `%`."""

from __future__ import annotations

import re
from typing import Any, Literal

from flask import request

from webmux.auth.roles import Role
from webmux.errors import BadField, NotAnswered
from webmux.web.access.audit_trail import audit
from webmux.web.access.body_model import Field, StrictBody, extra
from webmux.web.access.caller_panes import refuse_own, visible_place
from webmux.web.access.requester import person_of
from webmux.web.access.routes import OPERATOR, TYPE, VIEWER, Router
from webmux.web.services import require_login, services
from webmux.web.views.schemas import (
    PANE_ID,
    SESSION_ID,
    SHARE,
    WINDOW_ID,
    Json,
    choice,
    described,
    named,
    shape,
)

_NUMBER = re.compile(r"0|[1-9][0-9]{0,9}")
TEXT_MAX_CHARS = 4000
DIGEST: Json = {"type": "string", "pattern": "^[0-9a-f]{32}$"}

QUESTION = named(
    "Question",
    session_id=SESSION_ID,
    window_id=WINDOW_ID,
    pane_id=PANE_ID,
    session=described(str, "the name of the session"),
    waiting=described(bool, "the agent waits for an answer"),
    agent=described(str, "the name of the program, or empty"),
    since=described(int, "in seconds since 1970"),
    lines=described([str], "the end of the screen, at most 12 lines"),
    options=described(
        [shape(key=str, label=str)], "of a numbered menu; empty if the terminal has to be used"
    ),
    digest=described(DIGEST, "identifies the question; an answer has to send it"),
    may_answer=described(bool, "whether you may answer"),
)
ANSWERED = named(
    "Answered",
    session_id=SESSION_ID,
    window_id=WINDOW_ID,
    pane_id=PANE_ID,
    by=described(str, "who answered; empty for a guest"),
    device=choice("phone", "desktop"),
    label=described(str, "the option or key, or how long the text was"),
    at=described(int, "in seconds since 1970"),
)


def check_number(pane_number: str) -> None:
    """Refuse all but a number as tmux writes it: nothing else reaches tmux as a target."""
    if not _NUMBER.fullmatch(pane_number):
        raise BadField("pane", "must be the number of a pane, such as 12 for %12", code="bad_id")


route = Router("answers", "/api/panes/<pane_number>", check_number)


class Answer(StrictBody):
    """The digest of the question, and one of: the key of an option, a text, or a key."""

    SCHEMA = extra(minProperties=2, maxProperties=2)

    digest: str = Field(json_schema_extra=DIGEST)
    option: str | None = Field(None, json_schema_extra={"type": "string", "pattern": "^[1-9]$"})
    text: str | None = Field(
        None, json_schema_extra={"type": "string", "minLength": 1, "maxLength": TEXT_MAX_CHARS}
    )
    key: Literal["escape", "interrupt"] | None = None


@route.get("/question", VIEWER, "What the agent in a pane asks", {200: QUESTION}, query=SHARE, guests=True)
def question(pane_number: str) -> Json:
    asked = services().agent_answers.ask(f"%{pane_number}", visible_place())
    return _described(asked.fields())


@route.post(
    "/answer", OPERATOR, "Answer the agent in a pane", {200: ANSWERED}, query=SHARE, scope=TYPE, guests=True
)
def answer(pane_number: str, body: Answer) -> Json:
    from webmux.agents.answers.agent_answers import Press, Sender

    press = Press(body.option or "", body.text or "", body.key or "")
    if sum(map(bool, press)) != 1:
        raise BadField("option", "send exactly one of option, text and key, and not an empty one")
    person = person_of(require_login(), request.headers.get("User-Agent", ""))
    sender = Sender(person.name, person.device)
    pane_id = f"%{pane_number}"
    refuse_own(pane_id)
    try:
        given = services().agent_answers.answer(pane_id, visible_place(), body.digest, press, sender)
    except NotAnswered as error:
        if "question" in error.more:
            error.more["question"] = _described(error.more["question"])
        audit("agent_answered", "failed", pane=pane_id, code=error.code)
        raise
    services().notifier.answered(pane_id)
    session = services().live.watch.state.session(given.session_id)
    name = session.name if session else given.session_id
    audit("agent_answered", session=name, pane=pane_id, label=given.label, device=given.device)
    return given.fields()


def _described(fields: Any) -> Json:
    """A question with the name of its session, and whether the requester may answer."""
    session = services().live.watch.state.session(fields["session_id"])
    login = require_login()
    return {
        **fields,
        "session": session.name if session else "",
        "may_answer": (login.full_role or login.role).allows(Role.OPERATOR) and login.scope.allows(TYPE),
    }
