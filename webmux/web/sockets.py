"""`/ws/optimized`: records over WebSocket, one route greenlet reading and one writing per socket."""

from __future__ import annotations

import time
from contextlib import AbstractContextManager
from typing import Any

import gevent
import structlog
from flask import Flask, g, request
from gevent.event import Event as Flag

from webmux.auth.roles import Role
from webmux.errors import (
    BadField,
    BadRecord,
    Forbidden,
    PeerError,
    SourceClosed,
    SubscriberClosed,
    TmuxError,
    WebMuxError,
)
from webmux.events import Event, Exited
from webmux.hub.hub import Hub
from webmux.hub.subscriber import Subscriber
from webmux.live import Live
from webmux.mirror.capture import HISTORY_MAX_ROWS
from webmux.tmux.news import windows_event
from webmux.web.guests import Guest
from webmux.web.open_sockets import OpenSockets
from webmux.web.routes import socket_route
from webmux.web.services import client_address, require_login, services
from webmux.web.stats import host_figures
from webmux.web.trail import audit
from webmux.web.transport import MAY_DEFLATE, STUCK_TIMEOUT_S, WebSocket
from webmux.web.wanted import Wanted, may_deflate, parse_query
from webmux.wire import codec, records
from webmux.wire.opcodes import Opcode

log = structlog.get_logger(__name__)

UNKNOWN_TYPES_MAX = 5
HISTORY_FIRST_MAX = 2**31 - 1


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
        hub = live.hub_for(
            wanted.session,
            wanted.size,
            own=wanted.own,
            hub_id=wanted.hub_id,
            view=wanted.view,
            window_id=wanted.window_id,
        )
        SubscriberSocket(ws, live, hub, wanted).serve()


LEAST_ROLES: dict[int, Role] = {
    Opcode.INPUT: Role.OPERATOR,
    Opcode.ACK: Role.VIEWER,
    Opcode.RESIZE: Role.VIEWER,
    Opcode.PING: Role.VIEWER,
    Opcode.PONG: Role.VIEWER,
    Opcode.WINDOW_SWITCH: Role.OPERATOR,
    Opcode.STATS: Role.VIEWER,
    Opcode.COMMAND: Role.VIEWER,
}
"""The least role that each record takes; what is not named is unknown. Resize is only remembered."""
COMMAND_ROLES = {
    "take-size": Role.OPERATOR,
    "history": Role.VIEWER,
    "ask-control": Role.VIEWER,
    "lend-control": Role.OPERATOR,
    "end-control": Role.OPERATOR,
}


KEYBOARD_S = 60.0
"""Who types after not having typed for so long has the keyboard anew."""
PASTE_MIN_BYTES = 256
"""No key sends so much at once."""


class SubscriberSocket:
    """One subscriber of a hub over one WebSocket."""

    def __init__(self, ws: WebSocket, live: Live, hub: Hub, wanted: Wanted) -> None:
        self._ws = ws
        self._live = live
        self._hub = hub
        self._session = wanted.session
        self._view = wanted.view
        self._window_id = wanted.window_id
        self._login = require_login()
        self._guests = services().guests
        self._guest: Guest | None = None
        self._recordings = services().recordings
        self._typed_at = -KEYBOARD_S
        self._role = Role.VIEWER if wanted.watch else Role.OPERATOR
        self._ready = Flag()
        self._unknown_types = 0
        resume_at = wanted.offset if wanted.hub_id == hub.id else None
        self._subscriber: Subscriber = hub.join(
            self._ready.set,
            wanted.size,
            may_type=not wanted.watch,
            resume_at=resume_at,
            greeting=lambda subscriber: {
                "view": wanted.view,
                "session": {"id": self._session.id, "name": self._session.name},
                "recording": self._recordings.is_on(self._session.id),
            },
        )

        if live.watch.state.session(self._session.id) is not None:
            listed = windows_event(live.watch.state, self._session.id, self._window_id)
            self._subscriber.tell(listed, "windows")

    def serve(self) -> None:
        """Read records until either side ends.

        Raises:
            SubscriberClosed: the usual end.
            PeerError: the peer broke the protocol.
        """
        self._ws.is_stuck = self._is_stuck
        began_at = time.monotonic()
        audit("attach", session=self._session.name, view=self._view, role=self._role.value)
        writer = gevent.spawn(self._write_all)
        writer.name = f"writer {self._hub.id}"
        try:
            with self._presence():
                while True:
                    self._take_message(self._ws.receive())
        finally:
            self._subscriber.leave()
            self._ready.set()
            writer.join()
            audit("detach", session=self._session.name, seconds=round(time.monotonic() - began_at))

    def _presence(self) -> AbstractContextManager[None]:
        """To be seen by guests, or by who let this guest in."""
        login = self._login
        if login.share is None:
            return self._guests.hosting(login.user_id, self._session.id, self)
        self._guest = Guest(login.share, client_address(), self, types=self._role is not Role.VIEWER)
        return self._guests.visiting(self._guest)

    def tell(self, event: Event, name: str) -> None:
        """See `Seat.tell`."""
        self._subscriber.tell(event, name)

    def let_type(self, *, allowed: bool) -> None:
        """See `Seat.let_type`."""
        self._role = Role.OPERATOR if allowed else Role.VIEWER
        self._subscriber.may_type = allowed

    # -- out -------------------------------------------------------------------------------

    def _write_all(self) -> None:
        """The writer greenlet: sends what the subscriber may be sent, for as long as both live."""
        try:
            while True:
                events = self._subscriber.take()
                if not events:
                    self._ready.clear()
                    self._ready.wait()
                    continue
                self._ws.send([codec.encode(event, deflate=self._ws.deflate) for event in events])
                if isinstance(events[-1], Exited):
                    self._ws.close(SourceClosed.close_code, events[-1].reason)
                    return
        except SubscriberClosed:
            pass
        except Exception:
            log.exception("writer crashed", hub=self._hub.id)
            self._ws.close(1011, "internal error")

    def _is_stuck(self, now: float) -> bool:
        return self._subscriber.stuck_s(now) >= STUCK_TIMEOUT_S

    def _answer(self, record: bytes) -> None:
        header, payload = codec.binary(record)
        self._ws.send_urgent(header + bytes(payload))

    def _answer_error(self, code: str, message: str) -> None:
        fields = {"code": code, "message": message, "fatal": False}
        self._answer(records.json_record(Opcode.ERROR, fields))

    # -- in --------------------------------------------------------------------------------

    def _take_message(self, message: bytes | str) -> None:
        if isinstance(message, str):
            self._ws.close(1003, "records are binary messages")
            return
        for opcode, payload in records.split(message):
            try:
                self._take_record(opcode, payload)
            except BadRecord:
                raise
            except (PeerError, Forbidden, TmuxError) as error:
                self._answer_error(error.code, error.message)
            except SourceClosed:
                return  # Exit is on its way

    def _take_record(self, opcode: int, payload: memoryview) -> None:
        if opcode not in LEAST_ROLES:
            self._unknown(opcode)
            return
        self._check_role(LEAST_ROLES[opcode])
        match opcode:
            case Opcode.INPUT:
                self._subscriber.write(payload)
                self._note_input(len(payload))
            case Opcode.ACK:
                self._subscriber.ack(records.parse_offset(payload))
            case Opcode.RESIZE:
                self._hub.ask_size(self._subscriber, records.parse_size(payload))
            case Opcode.PING:
                self._pong(payload)
            case Opcode.PONG:
                pass
            case Opcode.WINDOW_SWITCH:
                self._switch_window(records.parse_text(payload, "window"))
            case Opcode.STATS:
                self._answer(records.json_record(Opcode.STATS, self._stats()))
            case Opcode.COMMAND:
                self._command(records.parse_json(payload, "command"))

    def _check_role(self, least: Role) -> None:
        if not self._role.allows(least):
            raise Forbidden("this connection may look, not type")

    def _note_input(self, length: int) -> None:
        """For recordings and the audit trail: who has the keyboard, how much was pasted; never what."""
        self._recordings.typed(self._session.id, require_login().user)
        now = time.monotonic()
        if now - self._typed_at >= KEYBOARD_S:
            audit("keyboard", session=self._session.name)
        self._typed_at = now
        if length >= PASTE_MIN_BYTES:
            audit("paste", session=self._session.name, bytes=length)

    def _pong(self, payload: memoryview) -> None:
        if len(payload) > records.PING_MAX_BYTES:
            raise BadRecord(f"Ping carries at most {records.PING_MAX_BYTES} bytes")
        self._answer(records.record(Opcode.PONG, bytes(payload)))

    def _unknown(self, opcode: int) -> None:
        self._unknown_types += 1
        if self._unknown_types >= UNKNOWN_TYPES_MAX:
            raise BadRecord(f"unknown record type {opcode:#04x}, and not the first")
        self._answer_error("unknown_type", f"record type {opcode:#04x} is not known")

    def _switch_window(self, wanted: str) -> None:
        if self._window_id is not None:
            raise Forbidden("this link shows one window")
        window_id = wanted
        if wanted.isascii() and wanted.isdigit():
            windows = self._live.tmux.list_windows(self._session.id)
            found = [window.id for window in windows if window.index == int(wanted)]
            if not found:
                raise BadField("window", f"no window has index {wanted}", code="window_not_found")
            window_id = found[0]
        elif self._live.tmux.window(window_id).session_id != self._session.id:
            raise BadField("window", "belongs to another session", code="window_not_found")
        self._live.tmux.select_window(window_id)
        self._live.watch.look()

    def _command(self, command: dict[str, Any]) -> None:
        answer: dict[str, Any] = {"id": command.get("id"), "ok": True}
        try:
            answer["result"] = self._run_command(command)
        except (PeerError, Forbidden, TmuxError) as error:
            answer["ok"] = False
            answer["error"] = {"code": error.code, "message": error.message}
        self._answer(records.json_record(Opcode.REPLY, answer))

    def _run_command(self, command: dict[str, Any]) -> dict[str, Any]:
        name = command.get("name")
        if not isinstance(name, str) or name not in COMMAND_ROLES:
            raise BadField("name", "no such command", code="unknown_command")
        self._check_role(COMMAND_ROLES[name])
        match name:
            case "take-size":
                self._hub.give_size_to(self._subscriber)
                return {}
            case "ask-control":
                self._ask_control()
                return {}
            case "lend-control" | "end-control":
                self._decide_control(command.get("args"), allowed=name == "lend-control")
                return {}
            case _:
                return self._history(command.get("args"))

    def _ask_control(self) -> None:
        if self._guest is None:
            raise Forbidden("only a guest asks: who has an account may what its role says")
        self._guests.ask(self._guest)
        audit("control_asked", session=self._session.name, guest=self._guest.id)

    def _decide_control(self, args: object, *, allowed: bool) -> None:
        if self._guest is not None:
            raise Forbidden("a guest decides nothing")
        wanted = args.get("guest") if isinstance(args, dict) else None
        guest = self._guests.decide(self._login.user_id, wanted, allowed=allowed)
        outcome = "control_lent" if allowed else "control_ended"
        audit(outcome, session=self._session.name, guest=guest.id, guest_address=guest.address)

    def _history(self, args: object) -> dict[str, Any]:
        asked = args if isinstance(args, dict) else {}
        first, count = _within(asked, "first", HISTORY_FIRST_MAX), _within(asked, "count", HISTORY_MAX_ROWS)
        rows = self._live.history(self._window_id or f"{self._session.id}:", first, count)
        return {"first": first, "rows": [row.decode("utf-8", "replace") for row in rows]}

    def _stats(self) -> dict[str, Any]:
        sent = {
            "deflate": self._ws.deflate,
            "sent_bytes": self._ws.sent_bytes,
            "system_calls": self._ws.sendmsg_calls,
        }
        figures = {**self._hub.stats(self._subscriber), "wire": sent}
        return figures if self._guest is not None else {**figures, "host": host_figures()}


def _within(args: dict[str, Any], field: str, most: int) -> int:
    value = args.get(field)
    if type(value) is not int or not 1 <= value <= most:
        raise BadField(field, f"must be 1 to {most}", code="bad_range")
    return value


def refuse(ws: WebSocket, error: WebMuxError) -> None:
    """Tell a peer why its connection ends: an Error record, then the close code of the error."""
    fields = {"code": error.code, "message": error.message, "fatal": True}
    header, payload = codec.binary(records.json_record(Opcode.ERROR, fields))
    ws.send_urgent(header + bytes(payload))
    ws.close(error.close_code, error.message)
