"""Twenty coding agents: from the state that one sets to its card, and what it costs when all redraw."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
from playwright.sync_api import Page

from bench import agent_captures
from bench.agent_captures import AGENTS, KINDS
from bench.rows import Row, percentiles
from bench.stage import Stage, settle
from tests import pages
from tests.client import Closed, RawSocket

CHANGES = 100
GAP_S = 0.07
"""Not a part of a second, so that what tmux does once a second happens at any time of a change."""
PUSH_MAX_S = 0.25
_REAPED = 8  # of the fields after the name in /proc/<pid>/stat: cminflt, page faults of children that ended

WATCH_CARDS = """() => {
  window.__shown = {};
  const look = () => {
    for (const badge of document.querySelectorAll('#cards [data-agent]:not([hidden])')) {
      const name = badge.closest('.card').textContent.match(/agent\\d\\d/)?.[0];
      window.__shown[`${name} ${badge.dataset.agent}`] ??= Date.now();
    }
  };
  new MutationObserver(look).observe(document.querySelector('#cards'), {
    attributes: true, childList: true, subtree: true, characterData: true,
  });
}"""


def measure() -> list[Row]:
    with Stage() as stage:
        _start_agents(stage, "cat")
        rows = _pushed(stage)
        with pages.chromium() as browser, agent_captures.home(browser, stage, previews=True) as page:
            page.locator("#cards [data-agent]:not([hidden])").nth(AGENTS - 1).wait_for()
            rows.append(_carded(stage, page))
    return [*rows, *agent_captures.measure()]


def _start_agents(stage: Stage, command: str) -> None:
    for number in range(AGENTS):
        stage.session(f"agent{number:02}", command)
        _say(stage, number, "working")


def _say(stage: Stage, number: int, kind: str) -> None:
    value = f"{kind}:{int(time.time())}:{os.getpid()}:bench"
    stage.server.tmux("set-option", "-p", "-t", f"=agent{number:02}:", "@webmux_agent", value)


def _changes(stage: Stage, wait: Callable[[int, str], float]) -> list[float]:
    """Seconds of each change; `wait` returns when it was seen."""
    took = []
    for turn in range(CHANGES):
        number, kind = turn % AGENTS, KINDS[(turn // AGENTS) % len(KINDS)]
        start = time.time()
        _say(stage, number, kind)
        took.append(wait(number, kind) - start)
        time.sleep(GAP_S)
    return took


def _pushed(stage: Stage) -> list[Row]:
    """The message of `/ws`, and the processes that the worker and tmux started for all of them."""
    with _watching(stage) as received:
        settle(1)
        processes = [
            stage.worker(),
            psutil.Process(int(stage.server.tmux("display-message", "-p", "#{pid}"))),
        ]
        before = [_started(process) for process in processes]
        ids = _sessions(stage)

        def wait(number: int, kind: str) -> float:
            deadline = time.time() + 10
            while (at := received.get((ids[f"agent{number:02}"], kind))) is None:
                assert time.time() < deadline, "no message"
                time.sleep(0.001)
            received.clear()
            return at

        took = _changes(stage, wait)
        none = before == [_started(process) for process in processes]
    return [
        _latency("agents: `set-option` to the message of `/ws`", took),
        Row(
            f"agents: processes started for {CHANGES} changes",
            "-",
            "0" if none else "some",
            "0",
            none,
            "by the worker and by tmux",
        ),
    ]


def _carded(stage: Stage, page: Page) -> Row:
    page.evaluate(WATCH_CARDS)

    def wait(number: int, kind: str) -> float:
        state = f"agent{number:02} {kind}"
        page.wait_for_function("(state) => window.__shown[state]", arg=state, polling=5, timeout=10_000)
        at: float = page.evaluate("(state) => window.__shown[state]", state) / 1000
        page.evaluate("() => { window.__shown = {}; }")
        return at

    return _latency("agents: `set-option` to the card in Chromium", _changes(stage, wait))


def _latency(what: str, took: list[float]) -> Row:
    cuts = percentiles(took)
    shown = "/".join(f"{cuts[key] * 1000:.0f}" for key in ("p50", "p95", "p99")) + " ms"
    reach = f"p95 <= {PUSH_MAX_S * 1000:.0f} ms"
    return Row(f"{what}, p50/p95/p99", "-", shown, reach, cuts["p95"] <= PUSH_MAX_S)


@contextmanager
def _watching(stage: Stage) -> Iterator[dict[tuple[str, str], float]]:
    """A client of `/ws` that watches the list: when each session and kind was last reported as new."""
    socket = RawSocket(stage.server.host, stage.server.port, "/ws", stage.server.bearer)
    socket.send(json.dumps({"type": "list-sessions", "watch": True}))
    received: dict[tuple[str, str], float] = {}
    over = threading.Event()

    def read() -> None:
        known: set[tuple[str, str]] = set()
        while not over.is_set():
            try:
                message = json.loads(socket.receive())
            except (OSError, Closed):
                return
            if message["type"] == "agents":
                now = {(one["session_id"], one["kind"]) for one in message["agents"]}
                received.update(dict.fromkeys(now - known, time.time()))
                known = now

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    try:
        yield received
    finally:
        over.set()
        socket.close()
        reader.join(5)


def _sessions(stage: Stage) -> dict[str, str]:
    listed = stage.server.tmux("list-sessions", "-F", "#{session_name} #{session_id}").splitlines()
    return dict(line.split(" ") for line in listed)  # type: ignore[misc]


def _started(process: psutil.Process) -> tuple[set[int], int]:
    """Grows when a process starts a child, also one that has ended since."""
    stat = Path(f"/proc/{process.pid}/stat").read_bytes().rpartition(b")")[2].split()
    return {child.pid for child in process.children()}, int(stat[_REAPED])
