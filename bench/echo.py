"""From a key to its echo: typed straight into a `tmux attach` pty, and through WebMux, taking turns."""

from __future__ import annotations

import os
import pty
import select
import struct
import time
from urllib.parse import urlencode

from bench.load import Optimized, client_frame
from bench.rows import Row, milliseconds, percentiles
from bench.stage import Stage, settle

INPUT = 0x03
KEYS = 1000
GAP_S = 0.004
"""Between two keys: enough for the screen to be quiet, far faster than a person."""


class StraightPty:
    """`tmux attach` in a pty, read by nothing else."""

    def __init__(self, stage: Stage, session: str) -> None:
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ["TERM"] = "xterm-256color"
            socket_path = str(stage.server.tmux_socket)
            os.execvp("tmux", ["tmux", "-S", socket_path, "-u", "attach", "-t", f"={session}"])

    def key(self, letter: bytes) -> float:
        """Type one letter; seconds until it shows."""
        start = time.perf_counter()
        os.write(self.fd, letter)
        while letter not in os.read(self.fd, 65536):
            pass
        return time.perf_counter() - start

    def drain(self, seconds: float) -> None:
        while select.select([self.fd], [], [], seconds)[0]:
            os.read(self.fd, 65536)

    def close(self) -> None:
        os.close(self.fd)
        os.waitpid(self.pid, 0)


class ThroughWebMux(Optimized):
    """The cheapest client there can be, so that the server is what is measured."""

    def key(self, letter: bytes) -> float:
        """Type one letter; seconds until its echo came."""
        self.seen = b""
        start = time.perf_counter()
        self.sock.sendall(client_frame(0x82, struct.pack("<BI", INPUT, 1) + letter))
        while letter not in self.seen:
            self.read()
        elapsed = time.perf_counter() - start
        self.acknowledge()
        return elapsed

    def drain(self, seconds: float) -> None:
        while select.select([self.sock], [], [], seconds)[0]:
            self.read()
        self.acknowledge()

    def see(self, data: bytes) -> None:
        self.seen += data

    def after_read(self) -> None:
        """Acknowledged later: the contract gives 50 ms."""


def measure() -> list[Row]:
    with Stage() as stage:
        straight = StraightPty(stage, stage.session("straight", "cat"))
        query = urlencode({"session": stage.session("webmux", "cat"), "cols": 120, "rows": 40})
        server = stage.server
        client = ThroughWebMux(server.host, server.port, server.token, f"/ws/optimized?{query}", b"")
        client.seen = b""
        client.drain(0.5)
        straight.drain(0.3)
        ours: list[float] = []
        theirs: list[float] = []
        for i in range(KEYS):
            letter = b"qxzjkvwy"[i % 8 : i % 8 + 1]
            theirs.append(straight.key(letter))
            settle(GAP_S)
            straight.drain(0)
            ours.append(client.key(letter))
            settle(GAP_S)
            client.drain(0)
        client.sock.close()
        straight.close()
    before, after = percentiles(theirs), percentiles(ours)
    added = (after["p50"] - before["p50"]) * 1000
    return [
        Row(
            "key to echo, quiet, p50/p95/p99",
            milliseconds(before) + " straight pty",
            milliseconds(after),
            "p50 <= straight + 0.4 ms",
            added <= 0.4,
            f"{added:+.2f} ms",
        )
    ]
