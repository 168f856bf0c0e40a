"""Routes of one pane: `/api/panes/<number>/...`, with tmux's id without its `%`.

What they need is loaded by the first request, because most servers never get one.
"""

from __future__ import annotations

import re

from flask import request

from webmux.auth.rates import Kind
from webmux.errors import BadField, Forbidden
from webmux.mirror.panes import Place
from webmux.web.access.audit_trail import audit
from webmux.web.access.body_model import Field, StrictBody, extra
from webmux.web.access.routes import OPERATOR, TYPE, VIEWER, Router
from webmux.web.services import require_login, services
from webmux.web.views.schemas import PANE_ID, SESSION_ID, WINDOW_ID, Json, described, named, shape

route = Router("automation", "/api/panes/<pane_number>")

SEND_BODY_MAX_BYTES = 8 * 1024 * 1024
"""JSON writes a control character as six."""
TEXT_MAX_CHARS = 1024 * 1024
KEYS_MAX = 64
CALLER = "X-WebMux-Pane"
"""The header by which a program says in which pane it runs: the process id of its tmux, and the pane."""
_CALLER = re.compile(r"([1-9][0-9]{0,9}) (%[0-9]{1,10})", re.ASCII)

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
SHARE: Json = {"share": described(str, "the id of a share link, for its guests")}


class OwnPane(Forbidden):
    """A program would type into the pane that it runs in, or wait for itself."""

    status = 409
    code = "own_pane"


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
    return read_screen(services().tmux, visible_place(), pane_id_of(pane_number), lines)


def visible_place(epoch: str = "") -> Place:
    """The panes that the current login may see: all of a tmux server, or those of a guest's link."""
    share = require_login().share
    if share is None:
        return Place(epoch=epoch)
    return Place(share.to.session_id, share.to.window_id or "", share.to.epoch)


def refuse_own(pane_id: str) -> None:
    """Refuse a program that says that it runs in this pane.

    Raises:
        OwnPane: it would drive itself, or wait for itself.
    """
    caller = _CALLER.fullmatch(request.headers.get(CALLER, ""))
    if caller is not None and caller[2] == pane_id and caller[1] == _tmux_pid():
        raise OwnPane(f"you run in {pane_id} yourself: a pane cannot drive itself")


def _tmux_pid() -> str:
    return services().tmux.list_sessions().epoch.partition("-")[0]


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
