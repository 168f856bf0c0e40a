"""`view=panes` beside the attached view and, if it is installed, ttyd: all take turns in one run.

`WEBMUX_BENCH_ROUNDS` says how often, at most and by default 5. A row names the acceptance it belongs to.
"""

from __future__ import annotations

import itertools
import time
from statistics import median

from bench import share
from bench.echo import LETTERS
from bench.load import Viewer, connect, pump
from bench.pane_views import (
    ATTACHED,
    MODES,
    NATIVE,
    ROUNDS,
    TTYD,
    echo_row,
    in_turns,
    ratio_row,
    typist,
    views,
)
from bench.rows import Row
from bench.stage import FLOOD_BYTES, Stage, settle

KEYS = 100
"""Keys of one round."""
KEY_GAP_S = 0.03
STOPS = 3
"""Floods of one round that are stopped by Ctrl+C."""
STOP_MAX_S = 20.0
JOINS = 10
HISTORY_ROWS = 1500
HIDDEN = 20
HIDDEN_S = 4.0
WINDOWS, PANES = 20, 4
_numbers = itertools.count()


def measure() -> list[Row]:
    with Stage() as stage:
        for mode in MODES.values():
            share.flood(stage, mode, 1, 1_000_000)  # warm up
        rows = [*_floods(stage), _unwatched(stage), *_echoes(stage), _stopped(stage), *_joins(stage)]
        rows += _hidden(stage)
    return rows + _windows()


# -- floods ----------------------------------------------------------------------------------


def _floods(stage: Stage) -> list[Row]:
    rows = []
    for count, elapsed_most, cpu_most in ((1, 1.0, 0.5), (10, None, None), (50, 1.0, 0.3)):
        found: dict[str, dict[str, list[float]]] = {}
        for _ in range(ROUNDS):
            for view, mode in MODES.items():
                result = share.flood(stage, mode, count)
                for name in ("seconds", "cpu_s", "tmux_cpu_s"):
                    found.setdefault(name, {}).setdefault(view, []).append(result[name])
            if count == 1 and TTYD in views():
                found["seconds"].setdefault(TTYD, []).append(_flood_ttyd(stage))
        what = f"31 MB flood, viewers: {count}"
        tmux_most = None if cpu_most is None else 0.9
        rows.append(ratio_row(f"{what}: to the last line (9)", found["seconds"], elapsed_most))
        rows.append(ratio_row(f"{what}: CPU of the server (9)", found["cpu_s"], cpu_most))
        rows.append(ratio_row(f"{what}: CPU of tmux (9)", found["tmux_cpu_s"], tmux_most))
    return rows


def _flood_ttyd(stage: Stage) -> float:
    marker = f"LASTLINE{next(_numbers):04d}"
    path = stage.flood_file(marker)
    session = stage.session(f"ttyd{next(_numbers)}")
    with typist(stage, TTYD, session, marker=marker.encode(), in_flood=True) as client:
        client.drain(0.5)
        start = time.monotonic()
        stage.type(session, f"cat {path}")
        _read_until_marker(client)
        took = client.done_at - start
    stage.server.tmux("kill-session", "-t", f"={session}")
    return took


def _read_until_marker(client: Viewer) -> None:
    while not client.done_at:
        client.read()
        client.seen = b""  # type: ignore[attr-defined]  # it would become very long


def _unwatched(stage: Stage) -> Row:
    """How long the program itself takes, alone and with native viewers."""
    found: dict[str, list[float]] = {ATTACHED: [], NATIVE: []}
    for _ in range(ROUNDS):
        found[ATTACHED].append(_program_s(stage, 0))
        found[NATIVE].append(_program_s(stage, 10))
    alone, native = median(found[ATTACHED]), median(found[NATIVE])
    return Row(
        "31 MB flood: until the program ends, nobody / 10 native viewers (8)",
        f"{alone:.2f} s nobody",
        f"{native:.2f} s",
        "<= 1.1 x",
        native <= 1.1 * alone,
        f"{native / alone:.2f} x",
    )


def _program_s(stage: Stage, viewers: int) -> float:
    number = next(_numbers)
    session = stage.session(f"alone{number}")
    path = stage.flood_file(f"LASTLINE{number:04d}", FLOOD_BYTES)
    tmux = f"tmux -S {stage.server.tmux_socket}"

    def run() -> float:
        start = time.monotonic()
        stage.type(session, f"cat {path}; {tmux} wait-for -S done{number}")
        stage.server.tmux("wait-for", f"done{number}")
        return time.monotonic() - start

    settle(0.5)
    if viewers:
        with stage.viewers(MODES[NATIVE], viewers, session, f"LASTLINE{number:04d}") as watching:
            watching.go()
            took = run()
            watching.result()
    else:
        took = run()
    stage.server.tmux("kill-session", "-t", f"={session}")
    return took


# -- keys ------------------------------------------------------------------------------------


def _echoes(stage: Stage) -> list[Row]:
    cases = (
        ("quiet", "cat", None, 1.35),
        ("a flood in the next pane", "cat", stage.painter("scroll"), 0.7),
        ("a full-screen program in the next pane", "cat", stage.painter("paint"), 0.3),
        ("a full-screen program in the same pane", stage.painter("paint"), None, 0.9),
    )
    return [
        echo_row(f"key to echo, {what}, p50/p95/p99 (14)", _echo(stage, program, neighbour), most)
        for what, program, neighbour, most in cases
    ]


def _echo(stage: Stage, program: str, neighbour: str | None) -> dict[str, list[float]]:
    in_flood = neighbour is not None or program != "cat"

    def keys(view: str) -> list[float]:
        session = stage.session(f"echo{next(_numbers)}", program)
        if neighbour is not None:
            stage.server.tmux("split-window", "-d", "-t", f"={session}:", neighbour)
        with typist(stage, view, session, in_flood=in_flood) as client:
            client.drain(1.5)
            took = []
            for number in range(KEYS):
                took.append(client.key(LETTERS[number % len(LETTERS) :][:1]))
                client.drain(KEY_GAP_S)
        stage.server.tmux("kill-session", "-t", f"={session}")
        return took

    return in_turns(views(), keys)


def _stopped(stage: Stage) -> Row:
    found = in_turns(views(), lambda view: _stops(stage, view))
    medians = {view: median(took) * 1000 for view, took in found.items()}
    return Row(
        "Ctrl+C of a flood, to the prompt, p50 (16)",
        f"{medians[ATTACHED]:.0f} ms attached",
        f"{medians[NATIVE]:.0f} ms",
        "<= attached + 20 ms",
        medians[NATIVE] <= medians[ATTACHED] + 20,
        f"ttyd {medians[TTYD]:.0f} ms" if TTYD in medians else "",
    )


def _stops(stage: Stage, view: str) -> list[float]:
    session = stage.session(f"stop{next(_numbers)}", "env PS1='vyprompt ' sh")
    took = []
    with typist(stage, view, session, in_flood=True) as client:
        client.drain(0.5)
        for _ in range(STOPS):
            client.type(b"seq 99999999\r")
            client.drain(1.0)
            client.seen = b""
            start = time.perf_counter()
            client.type(b"\x03")
            while b"vyprompt " not in client.seen and time.perf_counter() - start < STOP_MAX_S:
                client.seen = client.seen[-20:]
                client.read()
            took.append(time.perf_counter() - start)
            client.drain(0.5)
    stage.server.tmux("kill-session", "-t", f"={session}")
    return took


# -- joining ---------------------------------------------------------------------------------


def _joins(stage: Stage) -> list[Row]:
    rows = []
    for what, history in (
        ("an empty history", 0),
        (f"{HISTORY_ROWS} coloured rows of history", HISTORY_ROWS),
    ):
        session = stage.session(f"join{next(_numbers)}", "sh")
        marker = f"JOINED{next(_numbers)}"
        path = stage.flood_file(marker, 200 * history)
        stage.type(session, f"clear; cat {path}")
        settle(1.0)
        watching = connect(MODES[NATIVE], *_address(stage), session, b"")
        attached = connect(MODES[ATTACHED], *_address(stage), session, b"")
        pump([watching, attached], time.monotonic() + 0.5, done=False)  # so neither view is started for one

        def join(view: str, session: str = session, marker: str = marker) -> list[float]:
            return [_join_s(stage, MODES[view], session, marker) for _ in range(JOINS)]

        found = in_turns(views(peers=False), join)
        in_ms = {view: [second * 1000 for second in took] for view, took in found.items()}
        rows.append(ratio_row(f"join a pane with {what}: to the screen", in_ms, None, "ms"))
        watching.sock.close()
        attached.sock.close()
        stage.server.tmux("kill-session", "-t", f"={session}")
    return rows


def _address(stage: Stage) -> tuple[str, int, str]:
    return stage.server.host, stage.server.port, stage.server.token


def _join_s(stage: Stage, mode: str, session: str, marker: str) -> float:
    start = time.monotonic()
    viewer = connect(mode, *_address(stage), session, marker.encode())
    while not viewer.done_at:
        viewer.read()
    viewer.sock.close()
    return viewer.done_at - start


# -- windows ---------------------------------------------------------------------------------


def _hidden(stage: Stage) -> list[Row]:
    rows = []
    for what, program, count in (
        (f"{HIDDEN} hidden windows, 20 lines/s in each", stage.painter("tick"), HIDDEN),
        ("2 hidden windows that flood", stage.painter("scroll"), 2),
    ):
        session = stage.session(f"hidden{next(_numbers)}", "cat")
        for _ in range(count):
            stage.server.tmux("new-window", "-d", "-t", f"={session}:", program)
        found: dict[str, dict[str, list[float]]] = {"server": {}, "tmux": {}}
        for _ in range(ROUNDS):
            for view, mode in MODES.items():
                with stage.viewers(mode, 1, session, "never"):
                    settle(2.0)
                    server, tmux = stage.server_cpu_s(), stage.tmux_cpu_s()
                    settle(HIDDEN_S)
                    used = {"server": stage.server_cpu_s() - server, "tmux": stage.tmux_cpu_s() - tmux}
                    for name, seconds in used.items():
                        found[name].setdefault(view, []).append(seconds / HIDDEN_S * 100)
        rows += [ratio_row(f"{what}: CPU of {name}", each, None, "%") for name, each in found.items()]
        stage.server.tmux("kill-session", "-t", f"={session}")
    return rows


def _windows() -> list[Row]:
    """A viewer visits each of 20 windows with four panes: time to see each, and the memory that is left."""
    took: dict[str, list[float]] = {}
    memory: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        for view in MODES:
            with Stage() as stage:
                times, grown = _visit(stage, view)
                took.setdefault(view, []).extend(second * 1000 for second in times)
                memory.setdefault(view, []).append(grown / 1e6)
    what = f"{WINDOWS} windows x {PANES} panes"
    return [
        ratio_row(f"{what}: from select-window to all panes seen", took, None, "ms"),
        ratio_row(f"{what}: memory after visiting all (PSS)", memory, None, "MB"),
    ]


def _visit(stage: Stage, view: str) -> tuple[list[float], float]:
    session = stage.session("many", "cat")
    for window in range(WINDOWS):
        stage.server.tmux("new-window", "-d", "-t", f"={session}:{window + 1}", _prints(window, 0))
        for pane in range(1, PANES):
            target = f"={session}:{window + 1}"
            stage.server.tmux("split-window", "-d", "-t", target, _prints(window, pane))
            stage.server.tmux("select-layout", "-t", target, "tiled")
    before = stage.pss_bytes()
    times = []
    with typist(stage, view, session, in_flood=True) as client:
        client.drain(1.0)
        for window in range(WINDOWS):
            client.seen = b""
            start = time.monotonic()
            stage.server.tmux("select-window", "-t", f"={session}:{window + 1}")
            while not all(_mark(window, pane) in client.seen for pane in range(PANES)):
                client.read()
            times.append(time.monotonic() - start)
            client.drain(0.1)
        settle(1.0)
        return times, float(stage.pss_bytes() - before)


def _mark(window: int, pane: int) -> bytes:
    return b"w%02dp%d" % (window, pane)


def _prints(window: int, pane: int) -> str:
    return f"echo {_mark(window, pane).decode()}; exec cat"
