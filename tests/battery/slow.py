"""Clients that the server drops only after half a minute: all start at once, while other rows run."""

from __future__ import annotations

import socket

import gevent

from tests.battery.raw import JSON, UPGRADE, head
from tests.frames import Peer
from tests.server import Server
from tests.support import eventually

FLOOD = "sh -c 'while :; do seq 100; sleep 0.1; done'"
BYTE_EVERY_S = 1.0
RECEIVE_BUFFER_BYTES = 4096


class SlowPeers:
    """One connection for each way to be slow; `close` drops them all."""

    def __init__(self, server: Server) -> None:
        server.tmux("new-session", "-d", "-s", "flood", "-x", "80", "-y", "24", FLOOD)
        self._server = server
        self._open: list[socket.socket] = []
        self.body = self._connect()
        self.body.sendall(
            head(server, "POST /api/sessions HTTP/1.1", "Host: {host}", JSON, "Content-Length: 1000")
        )
        self._dripping = gevent.spawn(self._drip)
        self.silent = self._upgrade("/ws")
        self.forgetful = self._upgrade("/ws/optimized?session=flood&own=1")
        self._reading = gevent.spawn(self._read)
        self.forgetful_code = 0
        self.unread = self._upgrade("/ws/optimized?session=flood&own=1", RECEIVE_BUFFER_BYTES)
        # An attach changes the size of the session, which must not happen during a row.
        eventually(
            lambda: len(server.tmux("list-clients", "-t", "=flood", "-F", "#{client_tty}").split()) == 2
        )

    def close(self) -> None:
        gevent.killall([self._dripping, self._reading])
        for connection in self._open:
            connection.close()

    def _connect(self, receive_buffer_bytes: int = 0) -> socket.socket:
        connection = socket.socket()
        if receive_buffer_bytes:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer_bytes)
        connection.connect((self._server.host, self._server.port))
        self._open.append(connection)
        return connection

    def _upgrade(self, path: str, receive_buffer_bytes: int = 0) -> Peer:
        connection = self._connect(receive_buffer_bytes)
        connection.sendall(head(self._server, f"GET {path} HTTP/1.1", "Host: {host}", *UPGRADE, close=False))
        peer = Peer(connection)
        assert peer.head.startswith(b"HTTP/1.1 101 "), peer.head
        connection.settimeout(60)
        return peer

    def _drip(self) -> None:
        """A body at one byte a second."""
        try:
            while True:
                gevent.sleep(BYTE_EVERY_S)
                self.body.sendall(b" ")
        except OSError:
            pass

    def _read(self) -> None:
        """Reads everything and acknowledges nothing."""
        try:
            self.forgetful_code = self.forgetful.close_code()
        except (OSError, EOFError):
            pass  # `close` came first
