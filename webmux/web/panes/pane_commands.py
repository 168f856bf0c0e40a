"""The commands of `view=panes`: those of every view, and those of its own.

A command gets the connection that sent it and its `args`, which are whatever the client sent. Commands that
have to run in order with typed keys go over `caller.hub.link`. docs/protocol.md describes them all.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Protocol

from webmux.auth.roles import Role
from webmux.errors import BadField, Forbidden, TmuxError
from webmux.panes.input.colour_queries import parse_theme
from webmux.panes.layout.border_drag import BorderDrag
from webmux.panes.pane_events import FOCUS, SHOWN
from webmux.panes.pane_session import SCROLLBACK_ROWS, SHOWN_MAX_PANES, PaneSession
from webmux.panes.viewers.pane_subscriber import PaneSubscriber
from webmux.web.access.audit_trail import audit
from webmux.web.terminal.record_commands import COMMANDS, Args, Caller
from webmux.web.terminal.socket_handlers import Handlers

SCROLLBACK_MAX_ROWS = 10_000
PANE_MAX = 2**32 - 1
TEXT_MAX_CHARS = 256
COMMAND_MAX_CHARS = 4096
_NUMBER = re.compile(r"0|[1-9][0-9]{0,9}")


class PaneCaller(Caller, Protocol):
    """The connection that sent a command."""

    @property
    def hub(self) -> PaneSession:
        """The session that it views."""

    @property
    def subscriber(self) -> PaneSubscriber:
        """Its subscriber there."""

    drag: BorderDrag
    """The border that it drags."""


PANE_COMMANDS: Handlers[str, Callable[[Any, Args], dict[str, Any] | None]] = Handlers(COMMANDS)


def pane_of(caller: PaneCaller, args: Args, field: str = "pane") -> int:
    """A pane named by its number in `args`, which the caller may reach.

    Raises:
        BadField: not a number.
        PaneNotFound: there is no such pane, or it is not in the one window of a guest.
    """
    pane = pane_number(args, field)
    caller.hub.check_pane(caller.subscriber, pane)
    return pane


def pane_number(args: Args, field: str = "pane") -> int:
    """The number of a pane in `args`, whether or not there is such a pane; BadField if it is no number."""
    pane = args.get(field)
    if type(pane) is not int or not 0 <= pane <= PANE_MAX:
        raise BadField(field, "must be the number of a pane")
    return pane


def with_known_pane(caller: PaneCaller, result: dict[str, Any]) -> dict[str, Any]:
    """A result, after we know the pane in it: the client may type there at once. Switches: if it is new."""
    if "pane" in result and result["pane"] not in caller.hub.layout.now.panes():
        with suppress(TmuxError):  # the session has ended
            caller.hub.layout.ask_now()
    return result


@PANE_COMMANDS.add("look", Role.VIEWER)
def _look(caller: PaneCaller, args: Args) -> None:
    shown = _by_pane(args, "panes")
    rows = args.get("scrollback", SCROLLBACK_ROWS)
    if type(rows) is not int or not 0 <= rows <= SCROLLBACK_MAX_ROWS:
        raise BadField("scrollback", f"must be 0 to {SCROLLBACK_MAX_ROWS}")
    if not all(how in (FOCUS, SHOWN) for how in shown.values()) or list(shown.values()).count(FOCUS) > 1:
        raise BadField("panes", f"must be {SHOWN} for each pane, and {FOCUS} for one at most")
    resume = _by_pane(args, "resume") if "resume" in args else {}
    if not all(type(offset) is int for offset in resume.values()):
        raise BadField("resume", "must be an offset for each pane")
    caller.hub.look(caller.subscriber, shown, rows, resume)


def _by_pane(args: Args, field: str) -> dict[int, Any]:
    """An object of `args` whose names are numbers of panes."""
    panes = args.get(field)
    if not isinstance(panes, dict) or len(panes) > SHOWN_MAX_PANES:
        raise BadField(field, f"must be an object with at most {SHOWN_MAX_PANES} panes")
    if not all(_NUMBER.fullmatch(pane) for pane in panes):
        raise BadField(field, "must have the numbers of panes as names")
    return {int(pane): value for pane, value in panes.items()}


@PANE_COMMANDS.add("keys", Role.OPERATOR, asks_tmux=True)
def _keys(caller: PaneCaller, args: Args) -> dict[str, Any]:
    _check_no_guest(caller)
    return caller.hub.bindings.tables()


@PANE_COMMANDS.add("binding", Role.OPERATOR)
def _binding(caller: PaneCaller, args: Args) -> dict[str, Any]:
    _check_no_guest(caller)
    table, key = _text(args, "table"), _text(args, "key")
    answer = None if args.get("answer") is None else _text(args, "answer")
    result = caller.hub.bindings.run(pane_of(caller, args), table, key, answer)
    if result["kind"] in ("done", "printed"):
        audit("binding", session=caller.session.name, table=table, key=key)
    return with_known_pane(caller, result)


@PANE_COMMANDS.add("run", Role.OPERATOR)
def _run(caller: PaneCaller, args: Args) -> dict[str, Any]:
    _check_no_guest(caller)
    text = _text(args, "text", COMMAND_MAX_CHARS)
    result = caller.hub.bindings.run_text(pane_of(caller, args), text)
    if result["kind"] in ("done", "printed"):
        audit("binding", session=caller.session.name, table="command-prompt", key=text.split(" ")[0][:64])
    return with_known_pane(caller, result)


@PANE_COMMANDS.add("colours", Role.OPERATOR)
def _colours(caller: PaneCaller, args: Args) -> None:
    caller.hub.set_theme(caller.subscriber, parse_theme(args))


@PANE_COMMANDS.add("status-line", Role.OPERATOR)
def _status_line(caller: PaneCaller, args: Args) -> None:
    _check_no_guest(caller)  # it has all windows of the session, and what programs of the user print
    if type(args.get("on")) is not bool:
        raise BadField("on", "must be true or false")
    status = caller.hub.status_line
    (status.show if args["on"] else status.hide)(caller.subscriber)


def _check_no_guest(caller: PaneCaller) -> None:
    """A binding acts on all of tmux, and a guest has one session, or one window of it."""
    if caller.guest is not None:
        raise Forbidden("guests cannot use tmux's key bindings: type into the pane instead")


def _text(args: Args, field: str, most: int = TEXT_MAX_CHARS) -> str:
    value = args.get(field)
    if not isinstance(value, str) or not 0 < len(value) <= most or not value.isprintable():
        raise BadField(field, f"must be 1 to {most} characters, none of them a control character")
    return value
