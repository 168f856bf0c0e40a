"""The commands of `/ws/optimized`: each with its name, the least role that it requires, and what it does.

A command gets the connection that sent it and its `args`, which are whatever the client sent. It returns
the result for the reply. docs/protocol.md describes them all.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from webmux.auth.roles import Role
from webmux.errors import Forbidden
from webmux.hub.viewer import SharedView, Viewer
from webmux.live import Live
from webmux.mirror.panes import Place
from webmux.model import Session
from webmux.web.access.audit_trail import audit
from webmux.web.presence.guests import ControlledPage, Guest
from webmux.web.presence.page_visibility import OpenPage
from webmux.web.services import services
from webmux.web.terminal.agent_events import AgentEvents
from webmux.web.terminal.history_commands import find_reply, page_reply, panes_reply, screen_reply
from webmux.web.terminal.socket_handlers import Handlers

Args = dict[str, Any]


class Caller(ControlledPage, Protocol):
    """The connection that sent a command."""

    live: Live

    @property
    def hub(self) -> SharedView:
        """What it views."""

    @property
    def subscriber(self) -> Viewer:
        """The connection among the viewers of `hub`."""

    session: Session
    page: OpenPage
    guest: Guest | None
    """None for a user with an account."""
    agent_events: AgentEvents

    def place(self) -> Place:
        """What it may read: its session, or the one window of a guest's link."""


COMMANDS: Handlers[str, Callable[[Caller, Args], dict[str, Any] | None]] = Handlers()


@COMMANDS.add("take-size", Role.OPERATOR)
def _take_size(caller: Caller, args: Args) -> None:
    caller.hub.sizing.give_to(caller.subscriber)


@COMMANDS.add("give-size", Role.OPERATOR)
def _give_size(caller: Caller, args: Args) -> None:
    caller.hub.sizing.take_back(caller.subscriber)


@COMMANDS.add("input-taken", Role.OPERATOR)
def _input_taken(caller: Caller, args: Args) -> None:
    pass  # records are handled in order, so the reply says that earlier input was typed


@COMMANDS.add("visible", Role.VIEWER)
def _visible(caller: Caller, args: Args) -> None:
    caller.page.set_visible(args.get("visible"))


@COMMANDS.add("used", Role.VIEWER)
def _used(caller: Caller, args: Args) -> None:
    # With the focus the page takes the size from another page of the same user.
    caller.page.use()
    caller.subscriber.takes_size = True
    if args.get("focus") is True:
        caller.hub.sizing.follow_user(caller.subscriber)


@COMMANDS.add("pane", Role.VIEWER, asks_tmux=True)
def _pane(caller: Caller, args: Args) -> dict[str, Any]:
    return screen_reply(caller.live, caller.place())


@COMMANDS.add("panes", Role.VIEWER, asks_tmux=True)
def _panes(caller: Caller, args: Args) -> dict[str, Any]:
    return panes_reply(caller.live, caller.place())


@COMMANDS.add("history", Role.VIEWER, asks_tmux=True)
def _history(caller: Caller, args: Args) -> dict[str, Any]:
    return page_reply(caller.live, caller.place(), args)


@COMMANDS.add("history-find", Role.VIEWER, asks_tmux=True)
def _history_find(caller: Caller, args: Args) -> dict[str, Any]:
    return find_reply(caller.live, caller.place(), args)


@COMMANDS.add("leave-copy-mode", Role.OPERATOR)
def _leave_copy_mode(caller: Caller, args: Args) -> None:
    caller.live.tmux.leave_copy_mode(caller.place().target)


@COMMANDS.add("watch-agents", Role.VIEWER)
def _watch_agents(caller: Caller, args: Args) -> None:
    caller.agent_events.watch()


@COMMANDS.add("ask-control", Role.VIEWER)
def _ask_control(caller: Caller, args: Args) -> None:
    if caller.guest is None:
        raise Forbidden("only guests ask for control: with an account, the role decides")
    services().guests.ask(caller.guest)
    audit("control_asked", session=caller.session.name, guest=caller.guest.id)


@COMMANDS.add("lend-control", Role.OPERATOR)
def _lend_control(caller: Caller, args: Args) -> None:
    _decide_control(caller, args, allowed=True)


@COMMANDS.add("end-control", Role.OPERATOR)
def _end_control(caller: Caller, args: Args) -> None:
    _decide_control(caller, args, allowed=False)


def _decide_control(caller: Caller, args: Args, *, allowed: bool) -> None:
    if caller.guest is not None:
        raise Forbidden("guests cannot give or take control")
    guest = services().guests.decide(caller, args.get("guest"), allowed=allowed)
    outcome = "control_lent" if allowed else "control_ended"
    audit(outcome, session=caller.session.name, guest=guest.id, guest_address=guest.address)
