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
            wanted = stand.client.received + COUNT * len(WRITE)
            before, start = stand.ws.sendmsg_calls, time.perf_counter()
            stand.source.feed(*[WRITE] * COUNT)
            while stand.client.received < wanted:
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
        import gevent

        from bench.load import Json
        from webmux.web.terminal.json_socket import JsonSocket

        self.client = Json(self._theirs)
        served = JsonSocket(self.ws, _live())
        reader = gevent.spawn(served._read_all, self.source)

        def end() -> None:
            self.source.close()
            reader.join()
            self.ws.abort()

        return end

    def optimized(self) -> Any:
        """Serve as `/ws/optimized` does; returns what ends it."""
        import gevent

        from bench.load import Optimized
        from webmux.hub.hub import Hub, HubLimits
        from webmux.model import Session, Size
        from webmux.web.terminal.record_socket import SubscriberSocket, Wanted

        self.client = Optimized(self._theirs)
        hub = Hub(self.source, HubLimits())
        session = Session("$0", "bench", 0, 0, 0, 1, Size(80, 24))
        wanted = Wanted(session, Size(80, 24), own=False, watch=False, hub_id=None, offset=None)
        serving = gevent.spawn(_until_closed, SubscriberSocket(self.ws, _live(), hub, wanted))

        def end() -> None:
            self.ws.abort()
            serving.join()
            hub.close()

        return end


def _until_closed(socket: Any) -> None:
    from webmux.errors import SubscriberClosed

    try:
        socket.serve()
    except SubscriberClosed:
        pass


def _live() -> Any:
    from types import SimpleNamespace

    from webmux.hub.hub import HubLimits

    return SimpleNamespace(tmux=None, limits=HubLimits(), decoded_bytes=0)


if __name__ == "__main__":
    main()
