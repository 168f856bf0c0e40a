"""A hundred small writes of a program, from the terminal to a client that has understood them.

`python -m bench.deliver` measures in a process of its own, because it needs gevent's patched sockets.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from typing import Any

from bench.rows import Row, ratio

COUNT = 100
WRITE = b"a line of 32 bytes, one write.\r\n"
ROUNDS = 200


def measure() -> list[Row]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.deliver"], stdout=subprocess.PIPE, text=True, check=True
    )
    found = json.loads(done.stdout)
    before, after = found["json"], found["optimized"]
    return [
        Row(
            f"deliver {COUNT} small messages, end to end",
            f"{before['ms']:.2f} ms, {before['calls']:.0f} system calls",
            f"{after['ms']:.3f} ms, {after['calls']:.0f} system calls",
            ">= 12.5 x faster, <= 3 system calls",
            before["ms"] / after["ms"] >= 12.5 and after["calls"] <= 3,
            ratio(before["ms"], after["ms"]),
        )
    ]


def main() -> None:
    from gevent import monkey

    monkey.patch_all()
    sys.stdout.write(json.dumps({mode: _deliver(mode) for mode in ("json", "optimized")}))


def _deliver(mode: str) -> dict[str, float]:
    """Median milliseconds and system calls of one delivery."""
    import time

    import gevent

    stand = _Stand()
    end = stand.json() if mode == "json" else stand.optimized()
    times, calls = [], []
    try:
        for _ in range(ROUNDS):
            gevent.sleep(0.006)  # longer than the batch time: a quiet moment lies before
            target = stand.client.received + COUNT * len(WRITE)
            before, start = stand.ws.sendmsg_calls, time.perf_counter()
            stand.source.feed(*[WRITE] * COUNT)
            while stand.client.received < target:
                stand.client.read()
            times.append(time.perf_counter() - start)
            calls.append(stand.ws.sendmsg_calls - before)
    finally:
        end()
    return {"ms": statistics.median(times) * 1000, "calls": statistics.median(calls)}


class _Stand:
    """Both ends of one connection in this process: a fed source, the real transport, a cheap client."""

    def __init__(self) -> None:
        import socket
        from types import SimpleNamespace

        from tests.fakes import FakeSource
        from webmux.web.engine.transport import WebSocket

        ours, theirs = socket.socketpair()
        unreader = SimpleNamespace(take_buffered=lambda: b"")
        self.source = FakeSource()
        self.ws = WebSocket(
            {
                "gunicorn.socket": ours,
                "HTTP_SEC_WEBSOCKET_KEY": "AAAAAAAAAAAAAAAAAAAAAA==",
                "wsgi.input": SimpleNamespace(reader=SimpleNamespace(unreader=unreader)),
            }
        )
        self._theirs = theirs

    def json(self) -> Any:
        """Serve as `/ws` does; returns what ends it."""
        from types import SimpleNamespace

        import gevent

        from bench.load import Json
        from webmux.web.terminal import json_socket

        self.client = Json(self._theirs)
        json_socket.later_audit = lambda: None  # there is no request
        services = SimpleNamespace(quotas=None, sockets=None, admin_changes=None)
        served = json_socket.JsonSocket(self.ws, _live(), None, services)
        reader = gevent.spawn(served._read_all, self.source)

        def end() -> None:
            self.source.close()
            reader.join()
            self.ws.abort()

        return end

    def optimized(self) -> Any:
        """Send as `/ws/optimized` does, and take acknowledgements; returns what ends it."""
        import gevent

        from bench.load import Optimized
        from webmux.hub.hub import Hub
        from webmux.hub.limits import HubLimits
        from webmux.model import Size
        from webmux.web.terminal.socket_writer import SocketWriter

        self.client = Optimized(self._theirs)
        hub = Hub(self.source, HubLimits())
        writer = SocketWriter(self.ws)
        subscriber = hub.join(writer.wake, Size(80, 24), may_type=True)
        writer.start(subscriber)
        acknowledging = gevent.spawn(_acknowledge, self.ws, subscriber)

        def end() -> None:
            self.ws.abort()
            acknowledging.join()
            subscriber.leave()
            writer.stop()
            hub.close()

        return end


def _acknowledge(ws: Any, subscriber: Any) -> None:
    from webmux.errors import SubscriberClosed
    from webmux.wire import records
    from webmux.wire.opcodes import Opcode

    try:
        while True:
            for opcode, payload in records.split(ws.receive()):
                if opcode == Opcode.ACK:
                    subscriber.ack(records.parse_offset(payload))
    except SubscriberClosed:
        pass


def _live() -> Any:
    from types import SimpleNamespace

    from webmux.hub.limits import HubLimits

    return SimpleNamespace(tmux=None, previews=None, limits=HubLimits(), decoded_bytes=0)


if __name__ == "__main__":
    main()
