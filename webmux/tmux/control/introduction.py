"""Introduces a control client to tmux in one piece: tmux before 3.7 crashes between its flags and its start.

A client names its flags first and its terminal, descriptors and environment after that, in several packets.
From the flags on such a tmux tells it what happens, and crashes because it has nothing yet to tell it with:
where another client detaches, or a session comes or goes, in these 0.1 ms, or on a busy machine in the many
milliseconds that the client waits for the processor. It crashes as well where the client ends in them.

So the client connects to us. We pass on what it says, but its flags only together with the end of its
introduction, which tmux reads in one go; docs/decisions/0005-control-connection.md.
"""

from __future__ import annotations

import os
import socket
import struct
import tempfile
from pathlib import Path

import structlog

from webmux.supervise import Nursery

log = structlog.get_logger(__name__)

# Messages are those of imsg(3): type, length with this header, and more that is passed on as it is. The
# numbers are those of tmux-protocol.h, the same in every tmux that this is for.
_HEADER = struct.Struct("=IH10x")
_FLAGS = (100, 111)
_DONE = 106
_MESSAGE_MAX_BYTES = 16384
_READ_BYTES = 65536
_DESCRIPTORS_MAX = 4


class Introduction:
    """Puts a client's flags behind everything else that it says before it is done. Pure."""

    def __init__(self) -> None:
        self.over = False
        """Whether everything that comes is passed on as it is: it is done, or is no introduction we know."""
        self._rest = b""
        self._flags = b""

    def feed(self, data: bytes) -> list[bytes]:
        """Take what the client sent next; returns what tmux gets now, each in a packet of its own."""
        data, self._rest = self._rest + data, b""
        packets = []
        before = b""
        while not self.over and len(data) >= _HEADER.size:
            kind, length = _HEADER.unpack_from(data)
            if not _HEADER.size <= length <= _MESSAGE_MAX_BYTES:
                self.over = True
            elif len(data) < length:
                break
            elif kind == _DONE:
                self.over = True
            else:
                message, data = data[:length], data[length:]
                if kind in _FLAGS:
                    self._flags += message
                else:
                    before += message
        packets.append(before)
        if self.over:
            packets.append(self._flags + data)
            self._flags = b""
        else:
            self._rest = data
        return [packet for packet in packets if packet]


class Handshake:
    """A socket for one client, which it reaches tmux through, until `close`."""

    def __init__(self, tmux_path: str) -> None:
        self._tmux_path = tmux_path
        self._folder = tempfile.TemporaryDirectory(prefix="webmux-")
        self.path = Path(self._folder.name, "tmux")
        self._listener = socket.socket(socket.AF_UNIX)
        self._sockets = [self._listener]
        self._nursery = Nursery("control handshake")
        try:
            self._listener.bind(str(self.path))
            self._listener.listen(1)
        except OSError:
            self.close()
            raise
        self._nursery.spawn("client", self._serve)

    def close(self) -> None:
        """Disconnect both sides. Safe to call twice."""
        self._nursery.stop()
        for each in self._sockets:
            each.close()
        self._sockets.clear()
        self._folder.cleanup()

    def _serve(self) -> None:
        client, _ = self._listener.accept()
        self._sockets.append(client)
        self._listener.close()
        self._folder.cleanup()
        tmux = socket.socket(socket.AF_UNIX)
        self._sockets.append(tmux)
        try:
            tmux.setblocking(False)
            tmux.connect(self._tmux_path)
            tmux.setblocking(True)
            self._nursery.spawn("tmux", _pass_on, tmux, client)
            _introduce(client, tmux)
            _pass_on(client, tmux)
        except OSError as error:
            log.info("control handshake", error=str(error))
            # Close, do not only shut down: unread descriptors keep the client's output open.
            client.close()
            tmux.close()


def _introduce(client: socket.socket, tmux: socket.socket) -> None:
    introduction = Introduction()
    descriptors: list[int] = []
    try:
        while not introduction.over:
            data, received, _, _ = socket.recv_fds(client, _READ_BYTES, _DESCRIPTORS_MAX)
            descriptors += received
            if not data:
                return
            for packet in introduction.feed(data):
                _send(tmux, packet, descriptors)
    finally:
        _close(descriptors)


def _send(tmux: socket.socket, packet: bytes, descriptors: list[int]) -> None:
    """Send a packet, with the descriptors that came before its end; those are closed here."""
    sent = socket.send_fds(tmux, [packet], descriptors) if descriptors else 0
    _close(descriptors)
    tmux.sendall(packet[sent:])


def _close(descriptors: list[int]) -> None:
    while descriptors:
        os.close(descriptors.pop())


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    try:
        while data := source.recv(_READ_BYTES):
            target.sendall(data)
    except OSError as error:
        log.info("control handshake", error=str(error))
        _shut(source)
    _shut(target, socket.SHUT_WR)


def _shut(one: socket.socket, how: int = socket.SHUT_RDWR) -> None:
    try:
        one.shutdown(how)
    except OSError:
        pass  # it has ended already
