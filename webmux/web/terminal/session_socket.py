"""One connection of `/ws/optimized`, whichever view it asked for: its greenlet reads, another one writes.

A view adds its records and commands to those of every view, and says how its viewer joins.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, nullcontext
from typing import Any, ClassVar

import gevent
from flask import current_app, request

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
from webmux.hub.size_owner import SizePolicy
from webmux.hub.viewer import SharedView, Viewer
from webmux.live import Live
from webmux.mirror.panes import Place
from webmux.model import Person
from webmux.web.access.audit_trail import audit, later_audit
from webmux.web.access.requester import person_of
from webmux.web.engine.transport import STUCK_TIMEOUT_S, WebSocket
from webmux.web.presence.connections import OpenSockets, whose_room
from webmux.web.presence.guests import Guest
from webmux.web.presence.input_streams import StreamKey
from webmux.web.presence.page_visibility import OpenPage
from webmux.web.services import client_address, rate_key, require_login, services
from webmux.web.terminal.agent_events import AgentEvents
from webmux.web.terminal.machine_stats import host_stats
from webmux.web.terminal.outbox import Outbox
from webmux.web.terminal.page_widths import changed_widths
from webmux.web.terminal.record_commands import COMMANDS
from webmux.web.terminal.session_events import first_events, session_fields_for
from webmux.web.terminal.socket_handlers import Handlers
from webmux.web.terminal.socket_writer import SocketWriter
from webmux.web.terminal.typed_input import Typist
from webmux.web.terminal.upgrade_query import SocketQuery
from webmux.web.terminal.window_switch import switch_window
from webmux.wire import records
from webmux.wire.opcodes import Opcode

UNKNOWN_TYPES_MAX = 5
CLOSE_REPLACED = 4411

RECORDS: Handlers[int, Callable[[Any, memoryview], None]] = Handlers()
"""The records of every view."""


class SessionSocket:
    """One viewer of a session over one WebSocket."""

    records: ClassVar[Handlers[int, Callable[[Any, memoryview], None]]] = RECORDS
    commands: ClassVar[Handlers[str, Callable[[Any, dict[str, Any]], dict[str, Any] | None]]] = COMMANDS

    def __init__(
        self,
        ws: WebSocket,
        live: Live,
        hub: SharedView,
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
        self._writer = self._make_writer(ws)
        self._replaced = False
        self._role = Role.VIEWER
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
        self.agent_events = AgentEvents(
            live, lambda event: self.notify(event, event.name), self.place() if self._is_guest else None
        )
        self._send_first_events()

    def _make_writer(self, ws: WebSocket) -> SocketWriter:
        return SocketWriter(ws, before_exit=self._typist.confirm_now)

    # -- joining ---------------------------------------------------------------------------

    def _join(self, query: SocketQuery, size_policy: SizePolicy) -> Viewer:
        """Become a viewer of `hub`. An older connection of the same page is replaced.

        Raises:
            SourceClosed: the hub has ended.
        """
        raise NotImplementedError

    def _arrive(self, query: SocketQuery) -> Viewer | None:
        """Claim the input stream, and know the role; returns the viewer that this one replaces.

        That may be one of another view. Never switches, and nothing may from here to the join.
        """
        before = None
        if query.input_id is not None:
            key = StreamKey(whose_room(self._login), query.input_id)
            before = self._typist.claim(services().input_streams, key)
        self.guest = before.replace() if before is not None else None
        has_control = self.guest is not None and self.guest.has_control
        self._role = Role.VIEWER if query.watch and not has_control else Role.OPERATOR
        return before.subscriber if before is not None else None

    def _greeting(self, query: SocketQuery) -> dict[str, Any]:
        """The fields of Attached that every view has. May switch."""
        return {
            "view": query.view,
            "session": session_fields_for(self.session, guest=self._is_guest),
            "recording": self._recordings.is_on(self.session.id),
            "version": current_app.config["ASSET_VERSION"],
            **changed_widths(query.widths),
        }

    def _person(self) -> Person:
        return person_of(self._login, request.headers.get("User-Agent", ""))

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

    def serve(self) -> None:
        """Read records until either side ends.

        Raises:
            SubscriberClosed: the connection ended in order.
            PeerError: the peer broke the protocol.
        """
        self._ws.is_stuck = lambda now: self.subscriber.stuck_s(now) >= STUCK_TIMEOUT_S
        began_at = time.monotonic()
        audit("attach", session=self.session.name, view=self._view, role=self._role.value)
        stop_following = self._follow_client()
        self._writer.start(self.subscriber)
        try:
            self._enter_session()
            with self._open_page():
                while True:
                    self._take_message(self._ws.receive())
        finally:
            stop_following()
            self.agent_events.stop()
            self._presence.close()
            self.subscriber.leave()
            self._writer.stop()
            self._typist.ended()
            audit("detach", session=self.session.name, seconds=round(time.monotonic() - began_at))

    def _follow_client(self) -> Callable[[], None]:
        """Follow the client of tmux to other sessions; returns a function that ends this."""
        return lambda: None

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
        handler = self.records.get(opcode)
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
        command = self.commands.get(name) if isinstance(name, str) else None
        if command is None:
            raise BadField("name", "no such command", code="unknown_command")
        self._check_role(command.role)
        if command.asks_tmux:
            self._rates.hit(Kind.REQUEST, self._rate_key)
        return command.run(self, args if isinstance(args, dict) else {}) or {}
