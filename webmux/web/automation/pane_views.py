"""Routes of one pane: `/api/panes/<number>/...`, with tmux's id without its `%`.

What they need is loaded by the first request, because most servers never get one.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from typing import TYPE_CHECKING, Any

from flask import Response, request

from webmux.auth.rates import Kind
from webmux.errors import BadField
from webmux.mirror.panes import Place
from webmux.web.access.audit_trail import audit
from webmux.web.access.body_model import Field, StrictBody, extra
from webmux.web.access.caller_panes import refuse_own, visible_place
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

if TYPE_CHECKING:
    from webmux.auth.gate import Ended
    from webmux.automation.pane_waits import Goal
    from webmux.automation.waits import Outcome
    from webmux.errors import AccessError
    from webmux.web.automation.long_answer import Result

route = Router("automation", "/api/panes/<pane_number>")

SEND_BODY_MAX_BYTES = 8 * 1024 * 1024
"""JSON writes a control character as six."""
TEXT_MAX_CHARS = 1024 * 1024
KEYS_MAX = 64
WAIT_S = 30
WAIT_MAX_S = 600
QUIET_S = 2
WAIT_TEXT_MAX_CHARS = 1000
GOALS = frozenset(("text", "quiet", "done", "waiting"))

SCREEN = named(
    "Screen",
    epoch=str,
    session_id=SESSION_ID,
    window_id=WINDOW_ID,
    pane_id=PANE_ID,
    cols=int,
    rows=int,
    cursor=shape(x=int, y=int, visible=bool),
    alternate=described(bool, "a program fills the pane and has no history"),
    mode=described(str, "tmux's mode over the pane, such as copy-mode, or empty"),
    dead=described(bool, "its program has ended"),
    history=described(int, "rows above the screen"),
    text=described(str, "the rows, without colours and without spaces at their ends"),
)
SENT = named("Sent", pane_id=PANE_ID, bytes=int, keys=int, enter=bool)
MET = named(
    "Met",
    pane_id=PANE_ID,
    met=described(choice("text", "quiet", "done", "waiting", "timeout", "ended"), "why the wait is over"),
    agent=described(str, "what the agent in the pane does, or empty"),
)


class SendInput(StrictBody):
    """Text, which arrives as one paste, or tmux's names of keys; then Enter, if `enter` is true.

    `leave_mode` ends copy mode, which otherwise refuses the input. `epoch` refuses another tmux server.
    """

    SCHEMA = extra(minProperties=1)

    text: str | None = Field(None, max_length=TEXT_MAX_CHARS)
    keys: list[str] = Field(default_factory=list, max_length=KEYS_MAX)
    enter: bool = False
    leave_mode: bool = False
    epoch: str = Field("", max_length=64)


@route.post(
    "/send",
    OPERATOR,
    "Type text or keys into a pane",
    {200: SENT},
    query=SHARE,
    scope=TYPE,
    kind=Kind.SEND,
    body_max_bytes=SEND_BODY_MAX_BYTES,
    guests=True,
)
def send(pane_number: str, body: SendInput) -> Json:
    from webmux.automation.pane_now import pane_id_of
    from webmux.automation.sending import Input

    pane_id = pane_id_of(pane_number)
    refuse_own(pane_id)
    what = Input(body.text, body.keys, body.enter, body.leave_mode)
    pane = services().pane_sender.send(visible_place(body.epoch), pane_id, what)
    sent: Json = {"bytes": len((body.text or "").encode()), "keys": len(body.keys), "enter": body.enter}
    audit("input_sent", session_id=pane.session_id, pane=pane.id, **sent)
    return {"pane_id": pane.id, **sent}


@route.get(
    "/screen",
    VIEWER,
    "The text of a pane now",
    {200: SCREEN},
    query={"lines": described(int, "the last rows of history and screen"), **SHARE},
    guests=True,
)
def screen(pane_number: str) -> Json:
    from webmux.automation.pane_now import pane_id_of
    from webmux.automation.pane_screen import LINES_MAX, read_screen

    lines = whole_number("lines", 1, LINES_MAX)
    shown = read_screen(services().tmux, visible_place(), pane_id_of(pane_number), lines)
    note_read("screen_read", shown["pane_id"])
    return shown


def note_read(event: str, pane_id: str) -> None:
    """Record what a token read, once a minute for each pane: a script may read ten times a second."""
    login = require_login()
    if login.is_bearer and not services().reads_noted.hit((login.id, event, pane_id), 1):
        audit(event, pane=pane_id)


@route.get(
    "/wait",
    VIEWER,
    "Wait until a pane shows a text, is quiet, has ended, or its agent needs an answer",
    {200: MET},
    query={
        "for": described(str, "what to wait for: text, quiet, done, waiting; several with commas"),
        "text": described(str, "the text to appear"),
        "seconds": described(int, "how long the screen must not change, by default 2"),
        "timeout": described(int, "seconds to wait at most, by default 30"),
        **SHARE,
    },
    required="for",
    guests=True,
)
def wait(pane_number: str) -> Response:
    from webmux.automation.pane_now import pane_id_of
    from webmux.web.automation.long_answer import LongAnswer

    pane_id = pane_id_of(pane_number)
    refuse_own(pane_id)
    timeout_s = whole_number("timeout", 0, WAIT_MAX_S)
    within_s = WAIT_S if timeout_s is None else timeout_s
    note_read("pane_awaited", pane_id)
    return LongAnswer(PaneWait(visible_place(), pane_id, _goal(), within_s))


class EndsWithLogin:
    """The result of a wait that is over when its outcome comes or when the login ends, whichever is first."""

    __slots__ = ("_end", "_forget", "_is_over", "_result")

    def __init__(self, result: Result) -> None:
        self._result = result
        self._is_over = False
        self._end: Callable[[], None] = _nothing
        self._forget: Callable[[], None] = _nothing

    def watch(self, on_login_end: Callable[[Ended], Callable[[], None]], end: Callable[[], None]) -> None:
        """Call `end`, and fail, when the login ends."""
        if not self._is_over:
            self._end = end
            self._forget = on_login_end(self._refuse)
        if self._is_over:
            self._forget()

    def set(self, value: Any) -> None:
        """Give the outcome to the one who waits."""
        if self._finish():
            self._result.set(value)

    def set_exception(self, exception: BaseException) -> None:
        """Give an error to the one who waits."""
        if self._finish():
            self._result.set_exception(exception)

    def stop(self) -> None:
        """Nobody waits any longer."""
        if self._finish():
            self._end()

    def _refuse(self, error: AccessError) -> None:
        self._end()
        self.set_exception(error)

    def _finish(self) -> bool:
        was_over, self._is_over = self._is_over, True
        self._forget()
        return not was_over


def _nothing() -> None:
    pass


class PaneWait:
    """A wait as the work of a long answer."""

    def __init__(self, place: Place, pane_id: str, goal: Goal, timeout_s: float) -> None:
        shared = services()
        self._waits = shared.pane_waits
        self._holds = partial(shared.admission.long_wait, _descriptor())
        self._on_login_end = partial(shared.gate.on_ended, require_login().id)
        self._what = (place, pane_id, goal, timeout_s)

    def begin(self, result: Any) -> Callable[[], None]:
        """See `Work`. The wait also ends with the login, and with an error then."""
        answer = EndsWithLogin(result)
        answer.watch(self._on_login_end, self._waits.begin(*self._what, answer))
        return answer.stop

    def fields(self, outcome: Outcome) -> Json:
        """See `Work`."""
        return {"pane_id": self._what[1], "met": outcome.met, "agent": outcome.agent}

    def holds(self) -> AbstractContextManager[None]:
        """See `Work`."""
        return self._holds()


def _goal() -> Goal:
    from webmux.automation.pane_waits import Goal

    kinds, text = set(request.args.get("for", "").split(",")), request.args.get("text", "")
    if not kinds or not kinds <= GOALS:
        raise BadField("for", f"must be one or more of {', '.join(sorted(GOALS))}")
    if not ("text" not in kinds or 0 < len(text) <= WAIT_TEXT_MAX_CHARS):
        raise BadField("text", f"must have 1 to {WAIT_TEXT_MAX_CHARS} characters")
    quiet_s = (whole_number("seconds", 1, WAIT_MAX_S) or QUIET_S) if "quiet" in kinds else None
    return Goal(text if "text" in kinds else "", quiet_s, "done" in kinds, "waiting" in kinds)


def _descriptor() -> int:
    connection = request.environ.get("gunicorn.socket")
    return -1 if connection is None else connection.fileno()


def whole_number(name: str, least: int, most: int) -> int | None:
    """A number from the query, or None.

    Raises:
        BadField: it is no number, or not in these bounds.
    """
    text = request.args.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and least <= int(text[:9]) <= most):
        raise BadField(name, f"must be {least} to {most}")
    return int(text)
