"""Beside ttyd, in one run: from a key to its echo, and 31 MB to one viewer.

ttyd is looked for as `WEBMUX_BENCH_TTYD`, then on the PATH; without it no row is made.
Both show `tmux attach` of the same tmux server to a client that costs nothing, and take turns, so that
what else the machine does meets both alike.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from bench.echo import LETTERS, OptimizedTypist, drain_socket, optimized, socket_key
from bench.load import Viewer, client_frame, upgrade
from bench.rows import Row, milliseconds, percentiles
from bench.stage import Stage, settle

ROUNDS = 5
QUIET_KEYS = 300
"""Keys of one round; the rounds of both programs take turns."""
FLOOD_KEYS = 100
QUIET_GAP_S = 0.02
FLOOD_GAP_S = 0.03
THROUGHPUT_ROUNDS = 5
START_S = 10.0
FLOOD = "while :; do seq 100000; done"


class TtydTypist(Viewer):
    """The cheapest client of ttyd there can be: its messages are a letter and then bytes."""

    seen = b""

    def take(self, message: bytes) -> None:
        if message[:1] == b"0":
            self.see(message[1:])

    def see(self, data: bytes) -> None:
        super().see(data)
        self.seen += data

    def type(self, text: bytes) -> None:
        """Send what was typed."""
        self.sock.sendall(client_frame(0x82, b"0" + text))

    def key(self, letter: bytes) -> float:
        return socket_key(self, letter)

    def drain(self, seconds: float) -> None:
        drain_socket(self, seconds)


def measure() -> list[Row]:
    ttyd = os.environ.get("WEBMUX_BENCH_TTYD") or shutil.which("ttyd")
    if ttyd is None:
        print("no ttyd on the PATH and no WEBMUX_BENCH_TTYD: nothing to compare with", file=sys.stderr)
        return []
    with Stage() as stage:
        quiet = _echo(stage, ttyd, None, QUIET_KEYS, QUIET_GAP_S)
        rows = [_row("quiet", quiet, 1.2)]
        rows.append(_row("a flood in the next pane", _echo(stage, ttyd, FLOOD, FLOOD_KEYS, FLOOD_GAP_S), 1.5))
        rows.append(_throughput(stage, ttyd))
    return rows


def _echo(stage: Stage, ttyd: str, flood: str | None, keys: int, gap_s: float) -> dict[str, list[float]]:
    """Seconds from key to echo of both, in turns, each in a session with the same programs."""
    times: dict[str, list[float]] = {"ttyd": [], "webmux": []}
    for _ in range(ROUNDS):
        for name, found in times.items():
            session = stage.session("echo", "cat")
            if flood is not None:
                stage.server.tmux("split-window", "-d", "-t", f"={session}:", flood)
            with _typist(stage, ttyd, name, session, in_flood=flood is not None) as client:
                client.drain(1.0)
                for i in range(keys):
                    found.append(client.key(LETTERS[i % len(LETTERS) :][:1]))
                    settle(gap_s) if flood is None else client.drain(gap_s)
                    client.drain(0)
            stage.server.tmux("kill-session", "-t", f"={session}")
    return times


@contextmanager
def _typist(
    stage: Stage, ttyd: str, name: str, session: str, *, in_flood: bool, marker: bytes = b""
) -> Iterator[OptimizedTypist | TtydTypist]:
    """A client of the program of that name; both end with the block."""
    if name == "ttyd":
        with ttyd_typist(stage, ttyd, session, marker) as theirs:
            yield theirs
        return
    ours = optimized(stage, session)
    ours.in_flood, ours.marker = in_flood, marker
    yield ours
    ours.close()


@contextmanager
def ttyd_typist(stage: Stage, ttyd: str, session: str, marker: bytes = b"") -> Iterator[TtydTypist]:
    """A client of a ttyd of its own; both end with the block."""
    with _ttyd(stage, ttyd, session) as sock:
        theirs = TtydTypist(sock, marker)
        theirs.sock.sendall(client_frame(0x82, json.dumps({"columns": 120, "rows": 40}).encode()))
        yield theirs


@contextmanager
def _ttyd(stage: Stage, ttyd: str, session: str) -> Iterator[socket.socket]:
    """A socket to a ttyd of its own that attaches to the session."""
    port = _free_port()
    attach = ["tmux", "-S", str(stage.server.tmux_socket), "-u", "attach", "-t", f"={session}"]
    command = [ttyd, "-W", "-i", "127.0.0.1", "-p", str(port), "-T", "xterm-256color", *attach]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        with _connected(port) as sock:
            yield sock
    finally:
        process.terminate()
        process.wait()


def _connected(port: int) -> socket.socket:
    deadline = time.monotonic() + START_S
    while True:
        try:
            return upgrade("127.0.0.1", port, "", "/ws", protocol="tty")
        except ConnectionRefusedError:
            if time.monotonic() > deadline:
                raise
            settle(0.02)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _row(where: str, times: dict[str, list[float]], most: float) -> Row:
    theirs, ours = percentiles(times["ttyd"]), percentiles(times["webmux"])
    ratios = {name: ours[name] / theirs[name] for name in ("p50", "p95", "p99")}
    return Row(
        f"key to echo beside ttyd, {where}, p50/p95/p99",
        milliseconds(theirs) + " ttyd",
        milliseconds(ours),
        f"p50 and p95 <= {most} x",
        ratios["p50"] <= most and ratios["p95"] <= most,
        " / ".join(f"{value:.2f} x" for value in ratios.values()),
    )


def _throughput(stage: Stage, ttyd: str) -> Row:
    """31 MB to the last line, one viewer, in turns."""
    times: dict[str, list[float]] = {"ttyd": [], "webmux": []}
    marker = "the-last-line"
    path = stage.flood_file(marker)
    for _ in range(THROUGHPUT_ROUNDS):
        for name, found in times.items():
            session = stage.session("flood")
            with _typist(stage, ttyd, name, session, in_flood=True, marker=marker.encode()) as client:
                client.drain(0.5)
                start = time.monotonic()
                stage.type(session, f"cat {path}")
                while not client.done_at:
                    client.read()
                    client.seen = b""
                found.append(client.done_at - start)
            stage.server.tmux("kill-session", "-t", f"={session}")
    before, after = statistics.median(times["ttyd"]), statistics.median(times["webmux"])
    return Row(
        "31 MB to the last line beside ttyd, 1 viewer, median of 5",
        f"{before:.2f} s ttyd",
        f"{after:.2f} s",
        "no worse than before",
        None,
        f"{after / before:.2f} x",
    )
