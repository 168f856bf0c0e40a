"""`/ws/optimized`: records over WebSocket. One greenlet of the route reads, another one writes."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, nullcontext
from typing import Any

import gevent
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
from webmux.logs import get_logger
from webmux.mirror.panes import Place
from webmux.model import Session
from webmux.web.access.audit_trail import audit, later_audit
from webmux.web.access.requester import person_of
from webmux.web.engine.transport import MAY_DEFLATE, STUCK_TIMEOUT_S, WebSocket
from webmux.web.presence.connections import OpenSockets, whose_room
from webmux.web.presence.guests import Guest
from webmux.web.presence.input_streams import StreamKey
from webmux.web.presence.page_visibility import OpenPage
from webmux.web.services import client_address, rate_key, require_login, services
from webmux.web.terminal.machine_stats import host_stats
from webmux.web.terminal.outbox import Outbox, Switched, refuse
from webmux.web.terminal.page_widths import changed_widths
from webmux.web.terminal.record_commands import COMMANDS
from webmux.web.terminal.session_events import first_events, session_fields_for, switched_event
from webmux.web.terminal.socket_handlers import Handlers
from webmux.web.terminal.socket_writer import SocketWriter
from webmux.web.terminal.typed_input import Typist
from webmux.web.terminal.upgrade import socket_route
from webmux.web.terminal.upgrade_query import SocketQuery, may_deflate, parse_query
from webmux.web.terminal.window_switch import switch_window
from webmux.wire import records
from webmux.wire.opcodes import Opcode

log = get_logger(__name__)

UNKNOWN_TYPES_MAX = 5
CLOSE_REPLACED = 4411

RECORDS: Handlers[int, Callable[[SubscriberSocket, memoryview], None]] = Handlers()


def register(app: Flask, live: Live, sockets: OpenSockets) -> None:
    """Add the route; the query is checked before the upgrade, so that errors are HTTP answers."""

    def check() -> None:
        try:
            g.query = parse_query(live)
        except BadField as error:
            error.status = 400  # the contract of an upgrade: a wrong query is a bad request
            raise
        config = services().config
        request.environ[MAY_DEFLATE] = may_deflate(config.compression, client_address())

    @socket_route(app, "/ws/optimized", sockets, check, refuse, guests=True)
    def optimized(ws: WebSocket) -> None:
        query: SocketQuery = g.query
        other_size = live.other_size(query.session) if query.follow else None
        follows = SizePolicy.FOLLOWS if other_size else SizePolicy.BORROWS
        size_policy = follows if query.follow else SizePolicy.LEADS
        hub = live.hub_for(
            query.session,
            other_size or query.size,
            own=query.own,
            hub_id=query.hub_id,
            view=query.view,
            window_id=query.window_id,
        )
        SubscriberSocket(ws, live, hub, query, size_policy, sockets).serve()


class SubscriberSocket:
    """One subscriber of a hub over one WebSocket."""

    def __init__(
        self,
        ws: WebSocket,
        live: Live,
        hub: Hub,
        query: SocketQuery,
        size_policy: SizePolicy,
        sockets: OpenSockets,
    ) -> None:
        self.live = live
        self.hub = hub
        self.session = query.session
        self.page = OpenPage(self.session.id, lambda: ws.received_at)
        self.guest: Guest | None = None
        self._ws = ws
        self._sockets = sockets
        self._view = query.view
        self._window_id = query.window_id
        self._login = require_login()
        self._guests = services().guests
        self._presence = ExitStack()
        self._audit_later = later_audit()
        self._recordings = services().recordings
        self._typist = Typist(
            ws,
            self.session,
            self._login,
            self._recordings,
            leave_mode=lambda: live.tmux.leave_copy_mode(self.place().target),
            replace=self._replace,
        )
        self._rates, self._rate_key = services().rates, rate_key()
        self._out = Outbox(ws)
        self._writer = SocketWriter(ws, before_exit=self._typist.confirm_now)
        self._replaced = False
        self._unknown_types = 0
        self.subscriber = self._typist.subscriber = self._join(query, size_policy)
        sockets.note(
            ws,
            role=self._role,
            view=query.view,
            session_id=self.session.id,
            session_name=self.session.name,
            window=self.subscriber.window,
            before_close=self._typist.confirm_now,
        )
        self._send_first_events()

    def _join(self, query: SocketQuery, size_policy: SizePolicy) -> Subscriber:
        """Become a subscriber. An older connection of the same page is replaced."""
        # These may switch; nothing from the claim to the join does.
        plain_keys = self.live.tmux.falls_back_to_plain_keys()
        server = {"version": current_app.config["ASSET_VERSION"], **changed_widths(query.widths)}
        before = None
        if query.input_id is not None:
            key = StreamKey(whose_room(self._login), query.input_id)
            before = self._typist.claim(services().input_streams, key)
        self.guest = before.replace() if before is not None else None
        has_control = self.guest is not None and self.guest.has_control
        self._role = Role.VIEWER if query.watch and not has_control else Role.OPERATOR
        replaces = before.subscriber if before is not None else None
        if replaces is not None and replaces.hub is not self.hub:
            replaces.leave()
            replaces = None
        try:
            return self.hub.join(
                self._writer.wake,
                query.size,
                may_type=self._role is not Role.VIEWER,
                resume_at=query.offset if query.hub_id == self.hub.id else None,
                size_policy=size_policy,
                person=person_of(self._login, request.headers.get("User-Agent", "")),
                replaces=replaces,
                greeting=lambda subscriber: {
                    "view": query.view,
                    "session": session_fields_for(self.session, guest=self._is_guest),
                    "recording": self._recordings.is_on(self.session.id),
                    **server,
                    "extended_keys": query.view == "terminal" and plain_keys,
                    **self._typist.greeting(),
                },
            )
        except SourceClosed:
            self._typist.ended()
            raise

    @property
    def _is_guest(self) -> bool:
        return self._login.share is not None

    def _replace(self) -> Guest | None:
        """See `Typist`."""
        self._replaced = True
        self.page.visible = False
        self._writer.wake()
        gevent.spawn(self._ws.close, CLOSE_REPLACED, "this page has a newer connection")
        return self.guest

    def _send_first_events(self) -> None:
        for event in first_events(self.live, self.hub, self.session, self._window_id, guest=self._is_guest):
            self.notify(event, event.name)

    def _follow(self, session: Session) -> None:
        """The tmux client of this terminal shows another session now. Never switches.

        A viewer may see only the session that they opened, so their connection ends.
        """
        if self._role is Role.VIEWER:
            gevent.spawn(refuse, self._ws, Switched("the terminal shows another session now"))
            return
        self._audit_later("switched", session=self.session.name, to=session.name)
        self.session = session
        self.page.session_id = session.id
        self._typist.session_changed(session)
        self._enter_session()
        self._sockets.note(self._ws, session_id=session.id, session_name=session.name)
        self.notify(switched_event(session, recording=self._recordings.is_on(session.id)), "switched")
        self._send_first_events()

    def serve(self) -> None:
        """Read records until either side ends.

        Raises:
            SubscriberClosed: the connection ended in order.
            PeerError: the peer broke the protocol.
        """
        self._ws.is_stuck = lambda now: self.subscriber.stuck_s(now) >= STUCK_TIMEOUT_S
        began_at = time.monotonic()
        audit("attach", session=self.session.name, view=self._view, role=self._role.value)
        stop_following = self.live.follow(self.hub, self._follow)
        self._writer.start(self.subscriber)
        try:
            self._enter_session()
            with self._open_page():
                while True:
                    self._take_message(self._ws.receive())
        finally:
            stop_following()
            self._presence.close()
            self.subscriber.leave()
            self._writer.stop()
            self._typist.ended()
            audit("detach", session=self.session.name, seconds=round(time.monotonic() - began_at))

    def _enter_session(self) -> None:
        """Be listed in the session: as a guest, or as a user who can give guests control."""
        login = self._login
        self._presence.close()
        if login.share is not None:
            before = self.guest
            self.guest = Guest(login.share, client_address(), self, may_type=self._role is not Role.VIEWER)
            if before is not None:
                self.guest.continue_as(before)
            self._presence.enter_context(self._guests.visiting(self.guest))
        elif self._role is not Role.VIEWER:  # a viewer has no control to give
            self._presence.enter_context(self._guests.hosting(login.user_id, self.session.id, self))

    def _open_page(self) -> AbstractContextManager[None]:
        """A user gets no notification about what they see; guests get none anyway."""
        if self._is_guest:
            return nullcontext()
        return services().page_visibility.opened(self._login.user_id, self.page)

    def notify(self, event: Event, name: str) -> None:
        """See `ControlledPage.notify`."""
        self.subscriber.notify(event, name)

    def set_control(self, *, allowed: bool) -> None:
        """See `ControlledPage.set_control`."""
        self._role = Role.OPERATOR if allowed else Role.VIEWER
        self.subscriber.may_type = allowed
        self._sockets.note(self._ws, role=self._role)
        self.hub.send_presence()

    def place(self) -> Place:
        """What this connection may read: its session, or the one window of a guest's link."""
        return Place(self.session.id, self._window_id or "", self.session.epoch)

    # -- records that came -----------------------------------------------------------------

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

    def _take_record(self, opcode: int, payload: memoryview) -> None:
        handler = RECORDS.get(opcode)
        if handler is None:
            self._unknown_types += 1
            if self._unknown_types >= UNKNOWN_TYPES_MAX:
                raise BadRecord(f"unknown record type {opcode:#04x}, and not the first")
            self._out.answer_error("unknown_type", f"record type {opcode:#04x} is not known")
            return
        self._check_role(handler.role)
        handler.run(self, payload)

    def _check_role(self, least: Role) -> None:
        if not self._role.allows(least):
            raise Forbidden("read-only: this connection cannot type")

    @RECORDS.add(Opcode.INPUT, Role.OPERATOR)
    def _take_input(self, payload: memoryview) -> None:
        self.page.use()
        self._typist.take(payload)

    @RECORDS.add(Opcode.NUMBERED_INPUT, Role.OPERATOR)
    def _take_numbered_input(self, payload: memoryview) -> None:
        self.page.use()
        self._typist.take_numbered(payload)

    @RECORDS.add(Opcode.ACK, Role.VIEWER)
    def _take_ack(self, payload: memoryview) -> None:
        self.subscriber.ack(records.parse_offset(payload))

    @RECORDS.add(Opcode.RESIZE, Role.VIEWER)  # the size of a viewer is only remembered
    def _take_resize(self, payload: memoryview) -> None:
        self.hub.sizing.ask(self.subscriber, records.parse_size(payload))

    @RECORDS.add(Opcode.PING, Role.VIEWER)
    def _take_ping(self, payload: memoryview) -> None:
        if len(payload) > records.PING_MAX_BYTES:
            raise BadRecord(f"Ping carries at most {records.PING_MAX_BYTES} bytes")
        self._out.answer(records.record(Opcode.PONG, bytes(payload)))

    @RECORDS.add(Opcode.PONG, Role.VIEWER)
    def _take_pong(self, payload: memoryview) -> None:
        pass

    @RECORDS.add(Opcode.WINDOW_SWITCH, Role.OPERATOR)
    def _take_window_switch(self, payload: memoryview) -> None:
        window = records.parse_text(payload, "window")
        if self._window_id is not None:
            raise Forbidden("this link shows one window")
        switch_window(self.live, self.session.id, window)

    @RECORDS.add(Opcode.STATS, Role.VIEWER)
    def _take_stats(self, payload: memoryview) -> None:
        stats = self.hub.stats(self.subscriber)
        stats["wire"] = {
            "deflate": self._ws.deflate,
            "sent_bytes": self._ws.sent_bytes,
            "system_calls": self._ws.sendmsg_calls,
        }
        if self.guest is None:
            stats["host"] = host_stats()
        self._out.answer(records.json_record(Opcode.STATS, stats))

    @RECORDS.add(Opcode.COMMAND, Role.VIEWER)
    def _take_command(self, payload: memoryview) -> None:
        command = records.parse_json(payload, "command")
        answer: dict[str, Any] = {"id": command.get("id"), "ok": True}
        try:
            answer["result"] = self._run_command(command.get("name"), command.get("args"))
        except (PeerError, AccessError, TmuxError) as error:
            answer["ok"] = False
            answer["error"] = {"code": error.code, "message": error.message}
        self._out.answer(records.json_record(Opcode.REPLY, answer))

    def _run_command(self, name: object, args: object) -> dict[str, Any]:
        command = COMMANDS.get(name) if isinstance(name, str) else None
        if command is None:
            raise BadField("name", "no such command", code="unknown_command")
        self._check_role(command.role)
        if command.asks_tmux:
            self._rates.hit(Kind.REQUEST, self._rate_key)
        return command.run(self, args if isinstance(args, dict) else {}) or {}
