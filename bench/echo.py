"""From a key to its echo, quiet and while a program floods the same screen."""

from __future__ import annotations

import json
import os
import pty
import select
import socket
import struct
import time
from typing import Protocol
from urllib.parse import urlencode

from bench.load import Json, Optimized, Viewer, client_frame, upgrade
from bench.rows import Row, milliseconds, percentiles
from bench.stage import Stage, settle

INPUT = 0x03
QUIET_KEYS = 1000
QUIET_GAP_S = 0.004
"""Between two keys: enough for the screen to be quiet, far faster than a person."""
FLOOD_KEYS = 300
FLOOD_GAP_S = 0.03
LETTERS = b"zjkvwy"
"""None of these ends a control sequence that tmux sends."""
KEY_TIMEOUT_S = 20.0


class Typist(Protocol):
    """A terminal to type into."""

    def key(self, letter: bytes) -> float:
        """Type one letter; seconds until it shows."""
        ...

    def drain(self, seconds: float) -> None:
        """Read for so long."""
        ...

    def close(self) -> None: ...


class SocketTypist(Protocol):
    """A client of a WebSocket that remembers what it saw since `seen` was emptied."""

    sock: socket.socket
    seen: bytes

    def type(self, text: bytes) -> None: ...

    def read(self) -> None: ...


class StraightPty:
    """`tmux attach` in a pty, read by nothing else."""

    def __init__(self, stage: Stage, session: str) -> None:
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ["TERM"] = "xterm-256color"
            socket_path = str(stage.server.tmux_socket)
            os.execvp("tmux", ["tmux", "-S", socket_path, "-u", "attach", "-t", f"={session}"])

    def key(self, letter: bytes) -> float:
        start = time.perf_counter()
        os.write(self.fd, letter)
        while letter not in os.read(self.fd, 65536):
            pass
        return time.perf_counter() - start

    def drain(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while _readable(self.fd, deadline):
            os.read(self.fd, 65536)

    def close(self) -> None:
        os.close(self.fd)
        os.waitpid(self.pid, 0)


class RecordTypist(Viewer):
    """Types over `/ws/optimized`, and does no more, so that the server is what is measured."""

    seen = b""
    in_flood = False

    def type(self, text: bytes) -> None:
        """Send what was typed."""
        self.sock.sendall(client_frame(0x82, struct.pack("<BI", INPUT, len(text)) + text))

    def key(self, letter: bytes) -> float:
        return socket_key(self, letter)

    def drain(self, seconds: float) -> None:
        drain_socket(self, seconds)
        self.acknowledge()

    def see(self, data: bytes) -> None:
        super().see(data)
        self.seen += data

    def close(self) -> None:
        self.sock.close()


class OptimizedTypist(RecordTypist, Optimized):
    """The cheapest client of the attached view there can be."""

    def after_read(self) -> None:
        if self.in_flood:  # else later: the contract gives 50 ms
            self.acknowledge()


class JsonTypist(Json):
    """The same for `/ws`."""

    seen = b""

    def type(self, text: bytes) -> None:
        """Send what was typed."""
        message = json.dumps({"type": "input", "data": text.decode()})
        self.sock.sendall(client_frame(0x81, message.encode()))

    def key(self, letter: bytes) -> float:
        return socket_key(self, letter)

    def drain(self, seconds: float) -> None:
        drain_socket(self, seconds)

    def see(self, data: bytes) -> None:
        self.seen += data

    def close(self) -> None:
        self.sock.close()


def socket_key(client: SocketTypist, letter: bytes) -> float:
    """Type one letter; seconds until it is among the output."""
    client.seen = b""
    start = time.perf_counter()
    client.type(letter)
    while letter not in client.seen and time.perf_counter() - start < KEY_TIMEOUT_S:
        client.seen = b""
        client.read()
    return time.perf_counter() - start


def drain_socket(client: SocketTypist, seconds: float) -> None:
    """Read for so long."""
    deadline = time.monotonic() + seconds
    while _readable(client.sock.fileno(), deadline):
        client.read()


def _readable(fd: int, deadline: float) -> bool:
    """Whether there is something to read before the deadline, which ends a flood too."""
    left = deadline - time.monotonic()
    return left > -QUIET_GAP_S and bool(select.select([fd], [], [], max(0.0, left))[0])


def optimized(stage: Stage, session: str, port: int | None = None) -> OptimizedTypist:
    """A typist on `/ws/optimized`, perhaps by way of another port."""
    query = urlencode({"session": session, "cols": 120, "rows": 40})
    server = stage.server
    sock = upgrade(server.host, port or server.port, server.token, f"/ws/optimized?{query}")
    return OptimizedTypist(sock)


def plain_json(stage: Stage, session: str, port: int | None = None) -> JsonTypist:
    """A typist on `/ws`."""
    server = stage.server
    client = JsonTypist(upgrade(server.host, port or server.port, server.token, "/ws"))
    wish = {"type": "attach-session", "sessionName": session, "cols": 120, "rows": 40}
    client.sock.sendall(client_frame(0x81, json.dumps(wish).encode()))
    return client


def measure() -> list[Row]:
    with Stage() as stage:
        rows = [_quiet(stage)]
        rows.append(_flood(stage, "in the next pane", "scroll"))
        rows.append(_flood(stage, "in the same pane", "paint"))
    return rows


def _quiet(stage: Stage) -> Row:
    straight = StraightPty(stage, stage.session("straight", "cat"))
    client = optimized(stage, stage.session("webmux", "cat"))
    client.drain(0.5)
    straight.drain(0.3)
    ours: list[float] = []
    theirs: list[float] = []
    for i in range(QUIET_KEYS):
        letter = LETTERS[i % len(LETTERS) :][:1]
        theirs.append(straight.key(letter))
        settle(QUIET_GAP_S)
        straight.drain(0)
        ours.append(client.key(letter))
        settle(QUIET_GAP_S)
        client.drain(0)
    client.close()
    straight.close()
    before, after = percentiles(theirs), percentiles(ours)
    added = (after["p50"] - before["p50"]) * 1000
    return Row(
        "key to echo, quiet, p50/p95/p99",
        milliseconds(before) + " straight pty",
        milliseconds(after),
        "p50 <= straight + 0.4 ms",
        added <= 0.4,
        f"{added:+.2f} ms",
    )


def _flood(stage: Stage, where: str, how: str) -> Row:
    cuts = {}
    for name, connect in (("straight", StraightPty), ("json", plain_json), ("optimized", optimized)):
        session = f"{how}-{name}"
        if how == "paint":
            stage.session(session, stage.painter("paint"))
        else:
            stage.session(session, "cat")
            stage.server.tmux("split-window", "-d", "-t", f"={session}:", stage.painter("scroll"))
        client: Typist = connect(stage, session)
        if isinstance(client, OptimizedTypist):
            client.in_flood = True
        client.drain(1.0)
        times = []
        for i in range(FLOOD_KEYS):
            times.append(client.key(LETTERS[i % len(LETTERS) :][:1]))
            client.drain(FLOOD_GAP_S)
        client.close()
        stage.server.tmux("kill-session", "-t", f"={session}")
        cuts[name] = percentiles(times)
    after = cuts["optimized"]
    return Row(
        f"key to echo, a flood {where}, p50/p95/p99",
        milliseconds(cuts["json"]),
        milliseconds(after),
        "p99 <= 50 ms",
        after["p99"] <= 0.05,
        "straight pty " + milliseconds(cuts["straight"]),
    )
