"""Connects a control client to tmux so that its introduction arrives as one packet.

A client sends its flags first, and then its terminal, descriptors and environment in several packets. tmux
before 3.7 sends notifications to a client whose flags it has read, and crashes if the client is not yet
ready for them. That happens if another client detaches, or a session starts or ends, in these 0.1 ms, which
are many on a busy machine. It also crashes if the client ends in this time.

So the client connects to us. We hold its flags until its introduction ends, and send them with the rest:
docs/decisions/0005-control-connection.md.
"""

from __future__ import annotations

import os
import socket
import struct
import tempfile
from pathlib import Path

from webmux.logs import get_logger
from webmux.supervise import Nursery

log = get_logger(__name__)

# Messages of imsg(3): type, length including this header, and more that is passed on unchanged. The numbers
# are those of tmux-protocol.h, the same in every tmux before 3.7.
_HEADER = struct.Struct("=IH10x")
_FLAGS = (100, 111)
_DONE = 106
_MESSAGE_MAX_BYTES = 16384
_READ_BYTES = 65536
_DESCRIPTORS_MAX = 4


class Introduction:
    """Moves a client's flags behind everything else in its introduction. Pure."""

    def __init__(self) -> None:
        self.over = False
        """Everything further is passed on unchanged: the introduction ended, or has an unknown form."""
        self._rest = b""
        self._flags = b""

    def feed(self, data: bytes) -> list[bytes]:
        """Take the next bytes of the client; returns the packets to send to tmux now."""
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
    """A socket through which one client reaches tmux, until `close`."""

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
    """Send a packet with these descriptors, and close them."""
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
        pass  # already ended
