"""A bad link: a TCP proxy that cuts, stalls, or lets through only so many bytes a second.

`with Link(host, port) as link:` listens on `link.host:link.port`. Its buffers are small, so that what
the slow side has not taken waits at the server, as on a real link. Needs gevent's patched sockets;
a process without them runs `python -m tests.proxy HOST PORT BYTES_PER_S`, which prints its port.
"""

from __future__ import annotations

import socket
import struct
import time
from types import TracebackType

import gevent
from gevent.event import Event as Flag
from gevent.fileobject import FileObject
from gevent.pool import Group
from gevent.server import StreamServer

BUFFER_BYTES = 8192
SLICE_S = 0.02
"""A slow link passes on what it may in turns of this length."""


class Link:
    """One link to `host:port`. Its attributes apply to open and to new connections."""

    host = "127.0.0.1"

    def __init__(self, host: str, port: int, bytes_per_s: float | None = None) -> None:
        self.cut_after: int | None = None
        """Bytes from the server until the connection breaks without a word; None: never."""
        self.bytes_per_s = bytes_per_s
        self.passed = 0
        self._target = (host, port)
        self._flowing = Flag()
        self._flowing.set()
        self._pipes = Group()
        self._server = StreamServer((self.host, 0), self._serve)

    def __enter__(self) -> Link:
        self._server.start()
        self.port: int = self._server.server_port
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.stop(timeout=0)
        self._pipes.kill()

    def stall(self) -> None:
        """Pass nothing on until `flow`."""
        self._flowing.clear()

    def flow(self) -> None:
        self._flowing.set()

    def _serve(self, client: socket.socket, address: object) -> None:
        server = socket.socket()
        server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER_BYTES)
        for each in (client, server):
            each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BUFFER_BYTES)
        server.connect(self._target)
        up = self._pipes.spawn(self._pipe, client, server, False)
        down = self._pipes.spawn(self._pipe, server, client, True)
        try:
            gevent.joinall([up, down], count=1)
        finally:
            gevent.killall([up, down])
            for each in (client, server):
                # A reset, not an orderly end: what a broken link looks like.
                each.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                each.close()

    def _pipe(self, source: socket.socket, sink: socket.socket, down: bool) -> None:
        try:
            while True:
                self._flowing.wait()
                data = source.recv(self._slice_bytes())
                self._flowing.wait()
                if not data:
                    return
                if down and self.cut_after is not None:
                    data = data[: max(0, self.cut_after - self.passed)]
                    if not data:
                        return
                started = time.monotonic()
                sink.sendall(data)
                if down:
                    self.passed += len(data)
                self._pace(len(data), started)
        except OSError:
            return

    def _slice_bytes(self) -> int:
        return BUFFER_BYTES if self.bytes_per_s is None else max(1, int(self.bytes_per_s * SLICE_S))

    def _pace(self, length: int, started: float) -> None:
        if self.bytes_per_s is not None:
            gevent.sleep(max(0.0, length / self.bytes_per_s - (time.monotonic() - started)))


def main() -> None:
    import sys

    host, port, bytes_per_s = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
    with Link(host, port, bytes_per_s) as link:
        print(link.port, flush=True)  # noqa: T201  the one who started this reads it
        FileObject(sys.stdin.fileno(), "rb", close=False).readline()  # the plain one stops all


if __name__ == "__main__":
    from gevent import monkey

    monkey.patch_all()
    main()
