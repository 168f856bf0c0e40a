"""The socket of `view=panes`: the records of single panes, and who may send them."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import Any

from webmux.auth.roles import Role
from webmux.errors import PaneNotFound, SourceClosed
from webmux.events import Output
from webmux.hub.size_owner import SizePolicy
from webmux.live import Live
from webmux.panes.layout.border_drag import BorderDrag
from webmux.panes.pane_events import LayoutChanged, PaneOutput, PaneSnapshot
from webmux.panes.pane_session import PaneSession
from webmux.panes.tmux_limits import limits_of
from webmux.panes.viewers.pane_subscriber import PaneSubscriber
from webmux.source import Receipt
from webmux.web.engine.transport import WebSocket
from webmux.web.panes import layout_commands  # noqa: F401  it adds its commands
from webmux.web.panes.pane_commands import PANE_COMMANDS
from webmux.web.presence.connections import OpenSockets
from webmux.web.terminal import session_socket
from webmux.web.terminal.session_socket import SessionSocket
from webmux.web.terminal.socket_handlers import Handlers
from webmux.web.terminal.socket_writer import SocketWriter
from webmux.web.terminal.upgrade_query import SocketQuery
from webmux.wire import codec, pane_records, records
from webmux.wire.codec import Frame
from webmux.wire.opcodes import Opcode

PANE_RECORDS = Handlers(session_socket.RECORDS)
CLOSE_OTHER_SERVER = 4409


def serve(
    ws: WebSocket, live: Live, query: SocketQuery, size_policy: SizePolicy, sockets: OpenSockets
) -> None:
    """Serve one connection of `view=panes`, or of a ghost, until it ends; see `SessionSocket.serve`."""
    if query.ghost:
        from webmux.web.panes.ghost_socket import serve_ghost

        serve_ghost(ws, live, query, sockets)
        return
    live.tmux.let_programs_reach_us()  # before the greeting, which says whether tmux reports the focus
    hub = live.native.enter(query.session, query.window_id)
    PaneSocket(ws, live, hub, query, size_policy, sockets).serve()


def encode(event: Any, *, deflate: bool = False) -> Frame:
    """One event of a subscriber as one message; see `codec.encode`."""
    match event:
        case PaneOutput(pane, output):
            return pane_records.output_frame(pane, output, deflate=deflate)
        case PaneSnapshot():
            if deflate not in event.messages:
                event.messages[deflate] = _snapshot_message(event, deflate=deflate)
            return event.messages[deflate]
        case LayoutChanged(_, payload):
            return codec.record_frame(records.record(Opcode.LAYOUT, payload), deflate=deflate)
    assert not isinstance(event, Output)
    return codec.encode(event, deflate=deflate)


def _snapshot_message(event: PaneSnapshot, *, deflate: bool) -> Frame:
    record = pane_records.snapshot_record(
        event.pane, event.offset, event.size, event.kind, event.flags, event.data
    )
    return codec.record_frame(record, deflate=deflate)


class PaneSocket(SessionSocket):
    """One subscriber of a session over one WebSocket."""

    records = PANE_RECORDS
    commands = PANE_COMMANDS
    hub: PaneSession
    subscriber: PaneSubscriber

    def _make_writer(self, ws: WebSocket) -> SocketWriter:
        codes = {"server_exited": CLOSE_OTHER_SERVER}
        return SocketWriter(ws, self._typist.confirm_now, encode=encode, close_codes=codes)

    def _join(self, query: SocketQuery, size_policy: SizePolicy) -> PaneSubscriber:
        """See `SessionSocket._join`."""
        version = self.hub.link.version
        about = {"tmux": version, "limits": limits_of(version)}
        common = {**self._greeting(query), **self.hub.bindings.prefixes(), **about}
        self.drag = BorderDrag(self.hub, query.window_id or "")
        replaces = self._arrive(query)
        subscriber = PaneSubscriber(
            self.hub,
            self._writer.wake,
            may_type=self._role is not Role.VIEWER,
            size=query.size,
            resume=query.resume,
            window_id=query.window_id or "",
        )
        try:
            self.hub.join(
                subscriber,
                link_id=query.link,
                person=self._person(),
                size_policy=size_policy,
                replaces=replaces,
                greeting=lambda: {**common, **self._typist.greeting()},
            )
        except SourceClosed:
            self._typist.ended()
            raise
        return subscriber

    @PANE_RECORDS.add(Opcode.PANE_ACK, Role.VIEWER)
    def _take_acks(self, payload: memoryview) -> None:
        self.subscriber.acks(pane_records.parse_acks(payload))

    @PANE_RECORDS.add(Opcode.PANE_INPUT, Role.OPERATOR)
    def _take_pane_input(self, payload: memoryview) -> None:
        pane, kind, data = pane_records.parse_input(payload)
        self.page.use()
        self.hub.type(self.subscriber, pane, kind, data, None)
        self._typist.note(len(data))

    @PANE_RECORDS.add(Opcode.NUMBERED_INPUT, Role.OPERATOR)
    def _take_numbered_input(self, payload: memoryview) -> None:
        offset, flags, pane, kind, data = pane_records.parse_numbered(payload)
        self.page.use()
        self._typist.take_at(offset, data, partial(self._type, flags, pane, kind))

    def _type(self, flags: int, pane: int | None, kind: int, data: memoryview, receipt: Receipt) -> None:
        """Type numbered input; the mode of a pane always ends before it."""
        with suppress(PaneNotFound):  # the receipt was refused; the stream goes on with the next pane
            self.hub.type(self.subscriber, pane, kind, data, receipt)
