"""`/ws/optimized`: the route, and the sockets of terminals and mirrors."""

from __future__ import annotations

from collections.abc import Callable

import gevent
from flask import Flask, g, request

from webmux.auth.roles import Role
from webmux.errors import BadField, SourceClosed
from webmux.hub.hub import Hub
from webmux.hub.size_owner import SizePolicy
from webmux.hub.subscriber import Subscriber
from webmux.live import Live
from webmux.model import Session
from webmux.web.engine.transport import MAY_DEFLATE, WebSocket
from webmux.web.presence.connections import OpenSockets
from webmux.web.services import client_address, services
from webmux.web.terminal import session_socket
from webmux.web.terminal.outbox import Switched, refuse
from webmux.web.terminal.session_events import switched_event
from webmux.web.terminal.session_socket import SessionSocket
from webmux.web.terminal.socket_handlers import Handlers
from webmux.web.terminal.upgrade import socket_route
from webmux.web.terminal.upgrade_query import SocketQuery, may_deflate, parse_query
from webmux.wire import records
from webmux.wire.opcodes import Opcode

RECORDS = Handlers(session_socket.RECORDS)

ServePanes = Callable[[WebSocket, Live, SocketQuery, SizePolicy, OpenSockets], None]


def register(app: Flask, live: Live, sockets: OpenSockets, serve_panes: ServePanes) -> None:
    """Add the route; the query is checked before the upgrade, so that errors are HTTP answers.

    `serve_panes` serves a connection of `view=panes`. Nothing of that view is loaded before the first one.
    """

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
        # A phone shows one pane at a time at the size that it has, so it needs no size of its own.
        borrows = other_size is None and query.view != "panes"
        follows = SizePolicy.BORROWS if borrows else SizePolicy.FOLLOWS
        size_policy = follows if query.follow else SizePolicy.LEADS
        if query.view == "panes" or query.ghost:
            serve_panes(ws, live, query, size_policy, sockets)
            return
        hub = live.hub_for(
            query.session,
            other_size or query.size,
            own=query.own,
            hub_id=query.hub_id,
            view=query.view,
            window_id=query.window_id,
        )
        SubscriberSocket(ws, live, hub, query, size_policy, sockets).serve()


class SubscriberSocket(SessionSocket):
    """One subscriber of a hub over one WebSocket."""

    records = RECORDS
    hub: Hub
    subscriber: Subscriber

    def _join(self, query: SocketQuery, size_policy: SizePolicy) -> Subscriber:
        """See `SessionSocket._join`."""
        # These may switch; nothing from `_arrive` to the join does.
        plain_keys = self.live.tmux.falls_back_to_plain_keys()
        common = self._greeting(query)
        replaces = self._arrive(query)
        try:
            return self.hub.join(
                self._writer.wake,
                query.size,
                may_type=self._role is not Role.VIEWER,
                resume_at=query.offset if query.hub_id == self.hub.id else None,
                size_policy=size_policy,
                person=self._person(),
                replaces=replaces,
                greeting=lambda subscriber: {
                    **common,
                    "extended_keys": query.view == "terminal" and plain_keys,
                    **self._typist.greeting(),
                },
            )
        except SourceClosed:
            self._typist.ended()
            raise

    def _follow_client(self) -> Callable[[], None]:
        """See `SessionSocket._follow_client`."""
        return self.live.follow(self.hub, self._follow)

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

    @RECORDS.add(Opcode.NUMBERED_INPUT, Role.OPERATOR)
    def _take_numbered_input(self, payload: memoryview) -> None:
        self.page.use()
        self._typist.take_numbered(payload)

    @RECORDS.add(Opcode.ACK, Role.VIEWER)
    def _take_ack(self, payload: memoryview) -> None:
        self.subscriber.ack(records.parse_offset(payload))
