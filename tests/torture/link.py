"""A TCP proxy that cuts, silences, stalls, delivers late and delivers twice, one fault at a time.

It knows WebSocket frames in one direction, from the client, so that it can repeat whole ones.
"""

from __future__ import annotations

import random
import socket
import struct
from collections import deque
from collections.abc import Callable

import gevent
from gevent.event import Event as Flag
from gevent.pool import Group
from gevent.server import StreamServer

CHUNK_BYTES = 65536
REPEATED = 12
CLOSE_FRAME = 8


def reset(connection: socket.socket) -> None:
    """End it as a broken network does, not as a program would."""
    try:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    except OSError:
        pass
    connection.close()


class Frames:
    """The frames of a client's stream after the head of its upgrade; plain HTTP passes unchanged."""

    def __init__(self) -> None:
        self._rest = b""
        self._plain: bool | None = None

    def feed(self, data: bytes) -> list[bytes]:
        """Whole pieces."""
        if self._plain is None:
            return self._feed_head(data)
        if self._plain:
            return [data]
        self._rest += data
        pieces = []
        while (length := self._length()) and len(self._rest) >= length:
            pieces.append(self._rest[:length])
            self._rest = self._rest[length:]
        return pieces

    def _feed_head(self, data: bytes) -> list[bytes]:
        head, end, rest = (self._rest + data).partition(b"\r\n\r\n")
        if not end:
            self._rest = head
            return []
        self._rest, self._plain = b"", b"upgrade: websocket" not in head.lower()
        return [head + end, *(self.feed(rest) if rest else [])]

    def _length(self) -> int:
        if len(self._rest) < 14:
            short = len(self._rest) >= 2 and self._rest[1] & 0x7F < 126
            return 6 + (self._rest[1] & 0x7F) if short else 0
        size = self._rest[1] & 0x7F
        if size == 126:
            return 8 + int.from_bytes(self._rest[2:4], "big")
        return 6 + size if size < 126 else 14 + int.from_bytes(self._rest[2:10], "big")


class Wire:
    """One connection through the proxy."""

    def __init__(self, client: socket.socket, server: socket.socket, link: FaultyLink) -> None:
        self.client, self.server = client, server
        self.up, self.down = Flag(), Flag()
        self.up.set()
        self.down.set()
        self.late_s = 0.0
        self.typed = 0
        """Frames that came from the client."""
        self._link = link
        self._sent: deque[bytes] = deque(maxlen=REPEATED)

    def cut(self) -> None:
        """Reset: both sides notice it."""
        reset(self.client)
        reset(self.server)

    def run(self) -> None:
        up = gevent.spawn(self._pass_up)
        down = gevent.spawn(self._pass_down)
        try:
            gevent.joinall([up, down], count=1)
            self._link.wires.discard(self)
            reset(self.client)
            if self.late_s or not self.up.is_set():
                # The ghost: the server hears later, or never, that the client is gone.
                up.join(timeout=self.late_s + self._link.ghost_s)
        finally:
            self._link.wires.discard(self)
            gevent.killall([up, down])
            self.cut()

    def _pass_up(self) -> None:
        frames = Frames()
        try:
            while data := self.client.recv(CHUNK_BYTES):
                self.up.wait()
                if self.late_s:
                    gevent.sleep(self.late_s)
                for piece in frames.feed(data):
                    self.typed += 1
                    self.server.sendall(piece)
                    self._repeat(piece)
        except OSError:
            pass

    def _repeat(self, piece: bytes) -> None:
        """Sometimes send one of the last frames again."""
        if piece[0] & 0x80 and piece[0] & 0x0F != CLOSE_FRAME:
            self._sent.append(piece)
            if self._link.chance.random() < self._link.repeats:
                self.server.sendall(self._link.chance.choice(self._sent))

    def _pass_down(self) -> None:
        try:
            while data := self.server.recv(CHUNK_BYTES):
                self.down.wait()
                self.client.sendall(data)
        except OSError:
            pass


class FaultyLink:
    """A link to `host:port`; `with` it listens on `self.host:self.port`."""

    host = "127.0.0.1"

    def __init__(self, host: str, port: int, chance: random.Random, ghost_s: float = 0.3) -> None:
        self.chance = chance
        self.repeats = 0.0
        self.dead = False
        """Whether new connections pass nothing either."""
        self.ghost_s = ghost_s
        self.wires: set[Wire] = set()
        self._target = (host, port)
        self._running = Group()
        self._server = StreamServer((self.host, 0), self._serve)

    def __enter__(self) -> FaultyLink:
        self._server.start()
        self.port: int = self._server.server_port
        return self

    def __exit__(self, *error: object) -> None:
        self._server.stop(timeout=0)
        for wire in list(self.wires):
            wire.cut()
        self._running.kill()

    def _serve(self, client: socket.socket, address: object) -> None:
        server = socket.socket()
        try:
            server.connect(self._target)
        except OSError:
            reset(client)
            server.close()
            return
        except gevent.GreenletExit:
            server.close()
            raise
        for each in (client, server):
            each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        wire = Wire(client, server, self)
        if self.dead:
            wire.up.clear()
            wire.down.clear()
        self.wires.add(wire)
        running = gevent.spawn(wire.run)
        self._running.add(running)
        running.join()

    # -- faults ----------------------------------------------------------------------------

    def each(self, act: Callable[[Wire], object]) -> None:
        for wire in list(self.wires):
            act(wire)

    def die(self) -> None:
        """The network is disconnected: nothing passes, on old or new connections, until `live`."""
        self.dead = True
        self.silence()

    def live(self) -> None:
        """New connections pass; the old ones stay closed."""
        self.dead = False

    def cut(self) -> None:
        """A reset that both sides notice."""
        self.each(Wire.cut)

    def silence(self) -> None:
        """Nothing passes any more, and neither side notices."""
        self.each(lambda wire: (wire.up.clear(), wire.down.clear()))

    def swallow_answers(self) -> None:
        """Input still arrives; messages of the server do not."""
        self.each(lambda wire: wire.down.clear())

    def deliver_late(self) -> None:
        """The client sees a reset; what it had sent arrives later, during its next connection."""

        def late(wire: Wire) -> None:
            wire.late_s = self.chance.uniform(0.02, 0.2)
            wire.down.clear()
            gevent.sleep(0.005)
            reset(wire.client)

        self.each(late)

    def stall(self) -> None:
        """Nothing passes for a moment, then everything does."""
        wires = list(self.wires)
        self.silence()
        gevent.sleep(self.chance.uniform(0.01, 0.25))
        for wire in wires:
            wire.up.set()
            wire.down.set()
