"""The socket of a ghost: a terminal over the panes of a page, which counts as nobody."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from webmux.hub.size_owner import SizePolicy
from webmux.live import Live
from webmux.panes.input.ghost import Ghost
from webmux.web.engine.transport import WebSocket
from webmux.web.presence.connections import OpenSockets
from webmux.web.terminal.record_socket import SubscriberSocket
from webmux.web.terminal.upgrade_query import SocketQuery


def serve_ghost(ws: WebSocket, live: Live, query: SocketQuery, sockets: OpenSockets) -> None:
    """Serve one ghost, which ends with its connection; see `SessionSocket.serve`."""
    ghost = Ghost(live.native.enter(query.session, None), live.clients)
    try:
        GhostSocket(ws, live, ghost, query, sockets).serve()
    finally:
        ghost.hub.close()


class GhostSocket(SubscriberSocket):
    """The only subscriber of a ghost. Its page has another connection, which is the viewer."""

    def __init__(
        self, ws: WebSocket, live: Live, ghost: Ghost, query: SocketQuery, sockets: OpenSockets
    ) -> None:
        self._ghost = ghost
        super().__init__(ws, live, ghost.hub, query, SizePolicy.FOLLOWS, sockets)
        sockets.note(ws, view="ghost")

    def _greeting(self, query: SocketQuery) -> dict[str, Any]:
        return {**super()._greeting(query), "ghost": True}

    def _send_first_events(self) -> None:
        pass

    def _follow_client(self) -> Callable[[], None]:
        return self._ghost.follow(self._follow)

    def _enter_session(self) -> None:
        pass

    def _open_page(self) -> AbstractContextManager[None]:
        return nullcontext()
