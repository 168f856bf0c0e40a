"""A far, slow link: a TCP proxy with a delay each way and a rate that all its connections share.

`python -m tests.far HOST PORT DELAY_S BYTES_PER_S` prints its port and ends with its standard input. As on
a real link a connection costs one round trip before its first byte.
"""

from __future__ import annotations

import socket
import sys
import time

import gevent
from gevent.event import Event as Flag
from gevent.fileobject import FileObject
from gevent.queue import Queue
from gevent.server import StreamServer

PACKET_BYTES = 1460


class Rate:
    """One direction of a link: packets leave one after the other, whichever connection they are of."""

    def __init__(self, bytes_per_s: float) -> None:
        self._bytes_per_s = bytes_per_s
        self._free_at = 0.0

    def send(self, size: int) -> None:
        """Wait until a packet of this size has left."""
        now = time.monotonic()
        self._free_at = max(now, self._free_at) + size / self._bytes_per_s
        gevent.sleep(self._free_at - now)


class FarLink:
    """Passes connections on to `host:port`."""

    host = "127.0.0.1"

    def __init__(self, host: str, port: int, delay_s: float, bytes_per_s: float) -> None:
        self._target = (host, port)
        self._delay_s = delay_s
        self._up, self._down = Rate(bytes_per_s), Rate(bytes_per_s)
        self._server = StreamServer((self.host, 0), self._serve)

    def __enter__(self) -> FarLink:
        self._server.start()
        self.port: int = self._server.server_port
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stop(timeout=0)

    def _serve(self, client: socket.socket, _address: object) -> None:
        server = socket.create_connection(self._target)
        for each in (client, server):
            each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        gevent.sleep(2 * self._delay_s)
        pipes = [
            gevent.spawn(self._pipe, client, server, self._up),
            gevent.spawn(self._pipe, server, client, self._down),
        ]
        try:
            gevent.joinall(pipes)
        finally:
            gevent.killall(pipes)
            for each in (client, server):
                each.close()

    def _pipe(self, source: socket.socket, sink: socket.socket, rate: Rate) -> None:
        under_way: Queue[tuple[float, bytes]] = Queue()
        ended = Flag()
        arriving = gevent.spawn(_arrive, sink, under_way, ended)
        try:
            while (data := source.recv(PACKET_BYTES)) and not ended.is_set():
                rate.send(len(data))
                under_way.put((time.monotonic() + self._delay_s, data))
        except OSError:
            pass  # an end like any other
        under_way.put((time.monotonic() + self._delay_s, b""))
        arriving.join()


def _arrive(sink: socket.socket, under_way: Queue[tuple[float, bytes]], ended: Flag) -> None:
    try:
        while True:
            due, data = under_way.get()
            gevent.sleep(max(0.0, due - time.monotonic()))
            if not data:
                sink.shutdown(socket.SHUT_WR)
                return
            sink.sendall(data)
    except OSError:
        pass  # the reader has closed the connection
    finally:
        ended.set()


def main() -> None:
    host, port, delay_s, bytes_per_s = sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), float(sys.argv[4])
    with FarLink(host, port, delay_s, bytes_per_s) as link:
        print(link.port, flush=True)  # noqa: T201  the one who started this reads it
        FileObject(sys.stdin.fileno(), "rb", close=False).readline()


if __name__ == "__main__":
    from gevent import monkey

    monkey.patch_all()
    main()
