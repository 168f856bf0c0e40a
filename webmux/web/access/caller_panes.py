"""Which panes the caller of a route may reach, and which one it runs in itself."""

from __future__ import annotations

import re

from flask import request

from webmux.errors import Forbidden
from webmux.mirror.panes import Place
from webmux.web.services import require_login, services

CALLER = "X-WebMux-Pane"
"""The header by which a program says in which pane it runs: the process id of its tmux, and the pane."""
_CALLER = re.compile(r"([1-9][0-9]{0,9}) (%[0-9]{1,10})", re.ASCII)


class OwnPane(Forbidden):
    """A program would type into the pane that it runs in, answer itself or wait for itself."""

    status = 409
    code = "own_pane"


def visible_place(epoch: str = "") -> Place:
    """The panes that the current login may see: all of a tmux server, or those of a guest's link."""
    share = require_login().share
    if share is None:
        return Place(epoch=epoch)
    return Place(share.to.session_id, share.to.window_id or "", share.to.epoch)


def refuse_own(pane_id: str) -> None:
    """Refuse a program that says that it runs in this pane.

    Raises:
        OwnPane: it would type into itself, answer itself or wait for itself.
    """
    caller = _CALLER.fullmatch(request.headers.get(CALLER, ""))
    if caller is not None and caller[2] == pane_id and caller[1] == _tmux_pid():
        raise OwnPane(f"you run in {pane_id} yourself: a pane cannot drive itself")


def _tmux_pid() -> str:
    return services().tmux.list_sessions().epoch.partition("-")[0]
