"""The commands of `view=panes`: those of every view, and those of its own.

A command gets the connection that sent it and its `args`, which are whatever the client sent. Commands that
have to run in order with typed keys go over `caller.hub.link`. docs/protocol.md describes them all.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from webmux.auth.roles import Role
from webmux.errors import BadField
from webmux.panes.pane_events import FOCUS, SHOWN
from webmux.panes.pane_session import SCROLLBACK_ROWS, PaneSession
from webmux.panes.seat import Seat
from webmux.web.terminal.record_commands import COMMANDS, Args, Caller
from webmux.web.terminal.socket_handlers import Handlers

LOOK_MAX_PANES = 64
SCROLLBACK_MAX_ROWS = 10_000
PANE_MAX = 2**32 - 1


class PaneCaller(Caller, Protocol):
    """The connection that sent a command."""

    @property
    def hub(self) -> PaneSession:
        """The session that it views."""

    @property
    def subscriber(self) -> Seat:
        """Its seat there."""


PANE_COMMANDS: Handlers[str, Callable[[Any, Args], dict[str, Any] | None]] = Handlers(COMMANDS)


def pane_of(caller: PaneCaller, args: Args, field: str = "pane") -> int:
    """A pane named by its number in `args`, which the caller may reach.

    Raises:
        BadField: not a number.
        PaneNotFound: there is no such pane, or it is not in the one window of a guest.
    """
    pane = args.get(field)
    if type(pane) is not int or not 0 <= pane <= PANE_MAX:
        raise BadField(field, "must be the number of a pane")
    caller.hub.check_pane(caller.subscriber, pane)
    return pane


@PANE_COMMANDS.add("look", Role.VIEWER)
def _look(caller: PaneCaller, args: Args) -> None:
    panes = args.get("panes")
    rows = args.get("scrollback", SCROLLBACK_ROWS)
    if not isinstance(panes, dict) or len(panes) > LOOK_MAX_PANES:
        raise BadField("panes", f"must be an object with at most {LOOK_MAX_PANES} panes")
    if type(rows) is not int or not 0 <= rows <= SCROLLBACK_MAX_ROWS:
        raise BadField("scrollback", f"must be 0 to {SCROLLBACK_MAX_ROWS}")
    shown: dict[int, str] = {}
    for pane, how in panes.items():
        if not pane.isascii() or not pane.isdigit() or len(pane) > len(str(PANE_MAX)):
            raise BadField("panes", "must have the numbers of panes as names")
        if how not in (FOCUS, SHOWN) or (how == FOCUS and FOCUS in shown.values()):
            raise BadField("panes", f"must be {SHOWN} for each pane, and {FOCUS} for one at most")
        shown[int(pane)] = how
    caller.hub.look(caller.subscriber, shown, rows)
