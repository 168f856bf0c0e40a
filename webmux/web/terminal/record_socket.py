"""`/ws/optimized`: records over WebSocket, one route greenlet reading and one writing per socket."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, nullcontext
from typing import Any

import gevent
import structlog
from flask import Flask, current_app, g, request

from webmux.auth.rates import Kind
from webmux.auth.roles import Role
from webmux.errors import (
    AccessError,
    BadField,
    BadRecord,
    Forbidden,
    PeerError,
    SourceClosed,
    SubscriberClosed,
    TmuxError,
)
from webmux.events import Event
from webmux.hub.hub import Hub
from webmux.hub.size_owner import SizePolicy
from webmux.hub.subscriber import Subscriber
from webmux.live import Live
from webmux.mirror.panes import Place
from webmux.model import Session
from webmux.web.access.audit_trail import audit, later_audit
from webmux.web.access.requester import person_of
from webmux.web.engine.transport import MAY_DEFLATE, STUCK_TIMEOUT_S, WebSocket
from webmux.web.presence.connections import OpenSockets, whose_room
from webmux.web.presence.guests import Guest
from webmux.web.presence.input_streams import StreamKey
from webmux.web.presence.page_visibility import Look
from webmux.web.services import client_address, rate_key, require_login, services
from webmux.web.terminal.guest_commands import ask_control, decide_control
from webmux.web.terminal.history_commands import found_rows, told_page, told_panes, told_screen
from webmux.web.terminal.machine_stats import host_figures
from webmux.web.terminal.outbox import Outbox
from webmux.web.terminal.page_widths import news_of_widths
from webmux.web.terminal.record_commands import ASKING_COMMANDS, COMMAND_ROLES, LEAST_ROLES
from webmux.web.terminal.refusal import Switched, refuse
from webmux.web.terminal.session_events import first_events, switched_event, told_session
from webmux.web.terminal.socket_writer import SocketWriter
from webmux.web.terminal.typed_input import Typist
from webmux.web.terminal.upgrade import socket_route
from webmux.web.terminal.upgrade_query import Wanted, may_deflate, parse_query
from webmux.web.terminal.window_switch import switch_window
from webmux.wire import records
from webmux.wire.opcodes import Opcode

log = structlog.get_logger(__name__)

UNKNOWN_TYPES_MAX = 5
CLOSE_REPLACED = 4411


def register(app: Flask, live: Live, sockets: OpenSockets) -> None:
    """Add the route; the query is checked before the upgrade, so that errors are HTTP answers."""

    def check() -> None:
        try:
            g.wanted = parse_query(live)
        except BadField as error:
            error.status = 400  # the contract of an upgrade: a wrong query is a bad request
            raise
        config = services().config
        request.environ[MAY_DEFLATE] = may_deflate(config.compression, client_address())

    @socket_route(app, "/ws/optimized", sockets, check, refuse)
    def optimized(ws: WebSocket) -> None:
        wanted: Wanted = g.wanted
        elsewhere = live.size_elsewhere(wanted.session) if wanted.follow else None
        follows = SizePolicy.FOLLOWS if elsewhere else SizePolicy.BORROWS
        size_policy = follows if wanted.follow else SizePolicy.LEADS
        hub = live.hub_for(
            wanted.session,
            elsewhere or wanted.size,
            own=wanted.own,
            hub_id=wanted.hub_id,
            view=wanted.view,
            window_id=wanted.window_id,
        )
        SubscriberSocket(ws, live, hub, wanted, size_policy, sockets).serve()


class SubscriberSocket:
    """One subscriber of a hub over one WebSocket."""

    def __init__(
        self,
        ws: WebSocket,
        live: Live,
        hub: Hub,
        wanted: Wanted,
        size_policy: SizePolicy,
        sockets: OpenSockets,
    ) -> None:
        self._ws = ws
        self._sockets = sockets
        self._live = live
        self._hub = hub
        self._session = wanted.session
        self._view = wanted.view
        self._window_id = wanted.window_id
        self._login = require_login()
        self._guests = services().guests
        self._guest: Guest | None = None
        self._look = Look(self._session.id, lambda: ws.heard_at)
        self._lookers = services().lookers
        self._there = ExitStack()
        self._audit_later = later_audit()
        self._recordings = services().recordings
        self._typist = Typist(
            ws,
            self._session,
            self._login,
            self._recordings,
            leave_mode=lambda: live.tmux.leave_copy_mode(self._place().target),
            give_way=self._give_way,
        )
        self._rates, self._rate_key = services().rates, rate_key()
        self._out = Outbox(ws)
        self._writer = SocketWriter(ws)
        self._replaced = False
        self._unknown_types = 0
        self._commands: dict[str, Callable[[object], dict[str, Any] | None]] = {
            "take-size": lambda args: self._hub.sizing.give_to(self._subscriber),
            "input-taken": lambda args: None,  # taken in order: what was typed before is on its way
            "give-size": lambda args: self._hub.sizing.take_back(self._subscriber),
            "pane": lambda args: told_screen(live, self._place()),
            "leave-copy-mode": lambda args: live.tmux.leave_copy_mode(self._place().target),
            "panes": lambda args: told_panes(live, self._place()),
            "history": lambda args: told_page(live, self._place(), args),
            "history-find": lambda args: found_rows(live, self._place(), args),
            "visible": self._look.show,
            "used": self._used,
            "ask-control": lambda args: ask_control(self._guests, self._guest, self._session.name),
            "lend-control": lambda args: self._decide_control(args, allowed=True),
            "end-control": lambda args: self._decide_control(args, allowed=False),
        }
        self._subscriber = self._typist.subscriber = self._join(wanted, size_policy)
        sockets.note(
            ws,
            role=self._role,
            view=wanted.view,
            session_id=self._session.id,
            session_name=self._session.name,
            window=self._subscriber.window,
        )
        self._tell_first()

    def _join(self, wanted: Wanted, size_policy: SizePolicy) -> Subscriber:
        """Become a subscriber, in the place of the connection that this page had before, if that is here."""
        # These may switch; nothing from the claim to the join does.
        plain_keys = self._live.tmux.falls_back_to_plain_keys()
        about = {"version": current_app.config["ASSET_VERSION"], **news_of_widths(wanted.widths)}
        before = None
        if wanted.input_id is not None:
            key = StreamKey(whose_room(self._login), wanted.input_id)
            before = self._typist.claim(services().input_streams, key)
        self._guest = before.give_way() if before is not None else None
        lent = self._guest is not None and self._guest.lent
        self._role = Role.VIEWER if wanted.watch and not lent else Role.OPERATOR
        replaces = before.subscriber if before is not None else None
        if replaces is not None and replaces.hub is not self._hub:
            replaces.leave()
            replaces = None
        try:
            return self._hub.join(
                self._writer.wake,
                wanted.size,
                may_type=self._role is not Role.VIEWER,
                resume_at=wanted.offset if wanted.hub_id == self._hub.id else None,
                size_policy=size_policy,
                person=person_of(self._login, request.headers.get("User-Agent", "")),
                replaces=replaces,
                greeting=lambda subscriber: {
                    "view": wanted.view,
                    "session": told_session(self._session, guest=self._login.share is not None),
                    "recording": self._recordings.is_on(self._session.id),
                    **about,
                    "extended_keys": wanted.view == "terminal" and plain_keys,
                    **self._typist.greeting(),
                },
            )
        except SourceClosed:
            self._typist.ended()
            raise

    def _give_way(self) -> Guest | None:
        """See `Typist`."""
        self._replaced = True
        self._look.visible = False
        self._writer.wake()
        gevent.spawn(self._ws.close, CLOSE_REPLACED, "this page has a newer connection")
        return self._guest

    def _tell_first(self) -> None:
        is_guest = self._login.share is not None
        for event in first_events(self._live, self._hub, self._session, self._window_id, guest=is_guest):
            self._subscriber.notify(event, event.name)

    def _follow(self, session: Session) -> None:
        """The tmux client of this terminal shows another session now. Never switches.

        Who only looks was let look at one session: for them it ends here.
        """
        if self._role is Role.VIEWER:
            gevent.spawn(refuse, self._ws, Switched("the terminal shows another session now"))
            return
        self._audit_later("switched", session=self._session.name, to=session.name)
        self._session = session
        self._look.session_id = session.id
        self._typist.moved(session)
        self._be_there()
        self._sockets.note(self._ws, session_id=session.id, session_name=session.name)
        told = switched_event(session, recording=self._recordings.is_on(session.id))
        self._subscriber.notify(told, "switched")
        self._tell_first()

    def serve(self) -> None:
        """Read records until either side ends.

        Raises:
            SubscriberClosed: the usual end.
            PeerError: the peer broke the protocol.
        """
        self._ws.is_stuck = self._is_stuck
        began_at = time.monotonic()
        audit("attach", session=self._session.name, view=self._view, role=self._role.value)
        stop_following = self._live.follow(self._hub, self._follow)
        self._writer.start(self._subscriber)
        try:
            self._be_there()
            with self._looking():
                while True:
                    self._take_message(self._ws.receive())
        finally:
            stop_following()
            self._there.close()
            self._subscriber.leave()
            self._writer.stop()
            self._typist.ended()
            audit("detach", session=self._session.name, seconds=round(time.monotonic() - began_at))

    def _be_there(self) -> None:
        """Be seen in the session on show by guests, or by who let this guest in."""
        login = self._login
        self._there.close()
        if login.share is not None:
            before = self._guest
            self._guest = Guest(login.share, client_address(), self, types=self._role is not Role.VIEWER)
            if before is not None:
                self._guest.go_on_as(before)
            self._there.enter_context(self._guests.visiting(self._guest))
        elif self._role is not Role.VIEWER:  # who only watches has no keyboard to lend
            self._there.enter_context(self._guests.hosting(login.user_id, self._session.id, self))

    def _looking(self) -> AbstractContextManager[None]:
        """To be told elsewhere of nothing that is before one's eyes; a guest is told nothing anyway."""
        if self._login.share is not None:
            return nullcontext()
        return self._lookers.looking(self._login.user_id, self._look)

    def tell(self, event: Event, name: str) -> None:
        """See `Seat.tell`."""
        self._subscriber.notify(event, name)

    def let_type(self, *, allowed: bool) -> None:
        """See `Seat.let_type`."""
        self._role = Role.OPERATOR if allowed else Role.VIEWER
        self._subscriber.may_type = allowed
        self._sockets.note(self._ws, role=self._role)
        self._hub.send_presence()

    # -- out -------------------------------------------------------------------------------

    def _is_stuck(self, now: float) -> bool:
        return self._subscriber.stuck_s(now) >= STUCK_TIMEOUT_S

    # -- in --------------------------------------------------------------------------------

    def _take_message(self, message: bytes | str) -> None:
        if self._replaced:
            raise SubscriberClosed("this page has a newer connection")
        if isinstance(message, str):
            self._ws.close(1003, "records are binary messages")
            return
        for opcode, payload in records.split(message):
            try:
                self._take_record(opcode, payload)
            except BadRecord:
                raise
            except (PeerError, Forbidden, TmuxError) as error:
                self._out.answer_error(error.code, error.message)
            except SourceClosed:
                return  # Exit is on its way

    def _take_record(self, opcode: int, payload: memoryview) -> None:  # noqa: C901  one case for each record
        if opcode not in LEAST_ROLES:
            self._unknown(opcode)
            return
        self._check_role(LEAST_ROLES[opcode])
        match opcode:
            case Opcode.INPUT:
                self._look.use()
                self._typist.take(payload)
            case Opcode.NUMBERED_INPUT:
                self._look.use()
                self._typist.take_numbered(payload)
            case Opcode.ACK:
                self._subscriber.ack(records.parse_offset(payload))
            case Opcode.RESIZE:
                self._hub.sizing.ask(self._subscriber, records.parse_size(payload))
            case Opcode.PING:
                self._pong(payload)
            case Opcode.PONG:
                pass
            case Opcode.WINDOW_SWITCH:
                self._switch_window(records.parse_text(payload, "window"))
            case Opcode.STATS:
                self._out.answer(records.json_record(Opcode.STATS, self._stats()))
            case Opcode.COMMAND:
                self._command(records.parse_json(payload, "command"))

    def _check_role(self, least: Role) -> None:
        if not self._role.allows(least):
            raise Forbidden("read-only: this connection cannot type")

    def _pong(self, payload: memoryview) -> None:
        if len(payload) > records.PING_MAX_BYTES:
            raise BadRecord(f"Ping carries at most {records.PING_MAX_BYTES} bytes")
        self._out.answer(records.record(Opcode.PONG, bytes(payload)))

    def _unknown(self, opcode: int) -> None:
        self._unknown_types += 1
        if self._unknown_types >= UNKNOWN_TYPES_MAX:
            raise BadRecord(f"unknown record type {opcode:#04x}, and not the first")
        self._out.answer_error("unknown_type", f"record type {opcode:#04x} is not known")

    def _switch_window(self, wanted: str) -> None:
        if self._window_id is not None:
            raise Forbidden("this link shows one window")
        switch_window(self._live, self._session.id, wanted)

    def _command(self, command: dict[str, Any]) -> None:
        answer: dict[str, Any] = {"id": command.get("id"), "ok": True}
        try:
            answer["result"] = self._run_command(command)
        except (PeerError, AccessError, TmuxError) as error:
            answer["ok"] = False
            answer["error"] = {"code": error.code, "message": error.message}
        self._out.answer(records.json_record(Opcode.REPLY, answer))

    def _run_command(self, command: dict[str, Any]) -> dict[str, Any]:
        name = command.get("name")
        if not isinstance(name, str) or name not in COMMAND_ROLES:
            raise BadField("name", "no such command", code="unknown_command")
        self._check_role(COMMAND_ROLES[name])
        if name in ASKING_COMMANDS:
            self._rates.hit(Kind.REQUEST, self._rate_key)
        return self._commands[name](command.get("args")) or {}

    def _used(self, args: object) -> None:
        """Somebody is at this page; one that gets the focus takes the size from another of the same user."""
        self._look.use()
        self._subscriber.takes_size = True
        if isinstance(args, dict) and args.get("focus") is True:
            self._hub.sizing.follow_user(self._subscriber)

    def _decide_control(self, args: object, *, allowed: bool) -> None:
        if self._guest is not None:
            raise Forbidden("guests cannot give or take control")
        decide_control(self._guests, self, args, self._session.name, allowed=allowed)

    def _place(self) -> Place:
        """Where this connection may read history: its session, or the one window of a guest's link."""
        return Place(self._session.id, self._window_id or "", self._session.epoch)

    def _stats(self) -> dict[str, Any]:
        sent = {
            "deflate": self._ws.deflate,
            "sent_bytes": self._ws.sent_bytes,
            "system_calls": self._ws.sendmsg_calls,
        }
        figures = {**self._hub.stats(self._subscriber), "wire": sent}
        return figures if self._guest is not None else {**figures, "host": host_figures()}
