"""The commands of `view=panes` that arrange windows and panes. docs/protocol.md describes them."""

from __future__ import annotations

from typing import Any

from webmux.auth.roles import Role
from webmux.errors import BadField
from webmux.panes.layout.arranging import Arranger
from webmux.web.access.audit_trail import audit
from webmux.web.panes.pane_commands import PANE_COMMANDS, PaneCaller, pane_number, pane_of, with_known_pane
from webmux.web.services import require_login, services
from webmux.web.terminal.record_commands import Args


def _arranger(caller: PaneCaller) -> Arranger:
    return Arranger(caller.hub.link, caller.hub.layout, caller.subscriber.window_id)


@PANE_COMMANDS.add("resize-pane", Role.OPERATOR)
def _resize_pane(caller: PaneCaller, args: Args) -> None:
    caller.drag.move(pane_number(args), args.get("cols"), args.get("rows"))


@PANE_COMMANDS.add("select", Role.OPERATOR)
def _select(caller: PaneCaller, args: Args) -> None:
    pane = pane_number(args) if args.get("pane") is not None else None
    _arranger(caller).select(pane, args.get("window"))


@PANE_COMMANDS.add("split", Role.OPERATOR, asks_tmux=True)
def _split(caller: PaneCaller, args: Args) -> dict[str, Any]:
    pane, arranger = pane_number(args), _arranger(caller)
    made = services().quotas.make_pane(
        require_login().user, lambda: arranger.split(pane, args.get("direction"), args.get("size"))
    )
    audit("pane_created", session=caller.session.name, id=made)
    return with_known_pane(caller, {"pane": int(made[1:])})


@PANE_COMMANDS.add("zoom", Role.OPERATOR, asks_tmux=True)
def _zoom(caller: PaneCaller, args: Args) -> None:
    _arranger(caller).zoom(pane_number(args))


@PANE_COMMANDS.add("kill", Role.OPERATOR, asks_tmux=True)
def _kill(caller: PaneCaller, args: Args) -> None:
    pane = pane_number(args)
    _arranger(caller).kill(pane)
    audit("pane_killed", session=caller.session.name, id=f"%{pane}")


@PANE_COMMANDS.add("swap", Role.OPERATOR, asks_tmux=True)
def _swap(caller: PaneCaller, args: Args) -> None:
    _arranger(caller).swap(pane_number(args), pane_number(args, "with"))


@PANE_COMMANDS.add("break", Role.OPERATOR, asks_tmux=True)
def _break(caller: PaneCaller, args: Args) -> dict[str, Any]:
    return {"window": _arranger(caller).break_out(pane_number(args))}


@PANE_COMMANDS.add("join", Role.OPERATOR, asks_tmux=True)
def _join(caller: PaneCaller, args: Args) -> None:
    pane = pane_number(args)
    beside = pane_number(args, "with") if args.get("with") is not None else None
    direction = args.get("direction", "right")
    _arranger(caller).join(pane, args.get("window"), beside, direction)


@PANE_COMMANDS.add("rename", Role.OPERATOR, asks_tmux=True)
def _rename(caller: PaneCaller, args: Args) -> None:
    if (args.get("pane") is None) == (args.get("window") is None):
        raise BadField("pane", "send either a pane or a window")
    if args.get("pane") is not None:
        _arranger(caller).rename_pane(pane_number(args), args.get("name"))
    else:
        _arranger(caller).rename_window(args.get("window"), args.get("name"))


@PANE_COMMANDS.add("respawn", Role.OPERATOR, asks_tmux=True)
def _respawn(caller: PaneCaller, args: Args) -> None:
    pane, kill = pane_of(caller, args), args.get("kill", False)
    if not isinstance(kill, bool):
        raise BadField("kill", "must be true or false")
    hub = caller.hub.hub_of(pane)
    with hub.fencing:  # nobody else pauses the pane now, or lets it go on
        _arranger(caller).respawn(pane, kill=kill, paused=hub.held)
    hub.fences.stays_paused = False
    hub.refresh(cut=True)  # tmux has cleared the screen without any output
    if kill:
        audit("pane_killed", session=caller.session.name, id=f"%{pane}")


@PANE_COMMANDS.add("layout", Role.OPERATOR, asks_tmux=True)
def _layout(caller: PaneCaller, args: Args) -> None:
    _arranger(caller).arrange(args.get("window"), args.get("name"))


@PANE_COMMANDS.add("synchronize", Role.OPERATOR, asks_tmux=True)
def _synchronize(caller: PaneCaller, args: Args) -> None:
    on = args.get("on")
    if not isinstance(on, bool):
        raise BadField("on", "must be true or false")
    _arranger(caller).synchronize(args.get("window"), on=on)


@PANE_COMMANDS.add("clear-history", Role.OPERATOR, asks_tmux=True)
def _clear_history(caller: PaneCaller, args: Args) -> None:
    pane = pane_number(args)
    _arranger(caller).clear_history(pane)
    caller.live.transcripts.forget(f"%{pane}")
    caller.hub.hub_of(pane).refresh()  # what viewers have scrolled back to is gone
