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

from bench.rows import Row, percentiles
from bench.stage import Stage, settle
from tests import pages
from tests.client import Closed, RawSocket

AGENTS = 20
CHANGES = 100
GAP_S = 0.07
"""Not a part of a second, so that what tmux does once a second happens at any time of a change."""
PUSH_MAX_S = 0.25
LOOK_S = 10.0
SETTLE_S = 4.0
SAYS_S = 0.1
"""One of the agents changes its state so often; each of them every two seconds."""
STATE_MAX, PREVIEWS_MAX = 0.06, 0.12
KINDS = ("waiting", "done", "working")
_REAPED = 8  # of the fields after the name in /proc/<pid>/stat: cminflt, page faults of children that ended
VIEWPORT = {"width": 1600, "height": 2400}

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
        with _home(stage) as page:
            rows.append(_carded(stage, page))
        for number in range(AGENTS):
            command = stage.painter("frames")
            stage.server.tmux("respawn-pane", "-k", "-t", f"=agent{number:02}:", command)
        with _watching(stage):
            rows.append(_cost(stage, "the list without previews", STATE_MAX))
        with _home(stage):
            rows.append(_cost(stage, "the home page with previews", PREVIEWS_MAX))
    return rows


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


def _cost(stage: Stage, viewer: str, most: float) -> Row:
    over = threading.Event()

    def say() -> None:
        turn = 0
        while not over.wait(SAYS_S):
            _say(stage, turn % AGENTS, KINDS[(turn // AGENTS) % len(KINDS)])
            turn += 1

    speaker = threading.Thread(target=say)
    speaker.start()
    settle(SETTLE_S)
    before = _totals(stage)
    time.sleep(LOOK_S)
    spent, tmux, pictures = ((now - old) / LOOK_S for now, old in zip(_totals(stage), before, strict=True))
    over.set()
    speaker.join()
    what = f"{AGENTS} agents that redraw at 10 Hz, CPU of the server, {viewer}"
    note = f"tmux {tmux * 100:.0f} %, {pictures:.0f} pictures a second, {1 / SAYS_S:.0f} changes of state"
    reach = f"<= {most * 100:.0f} % of a core"
    return Row(what, "-", f"{spent * 100:.1f} % of a core", reach, spent <= most, note)


def _totals(stage: Stage) -> tuple[float, float, float]:
    return stage.server_cpu_s(), stage.tmux_cpu_s(), stage.metric("webmux_captures_total")


@contextmanager
def _home(stage: Stage) -> Iterator[Page]:
    """The list in Chromium, all cards on the screen."""
    with pages.chromium() as browser:
        context = pages.logged_in(browser, stage.server)
        for page in context.pages:
            page.close()
        page = context.new_page()
        page.set_viewport_size(VIEWPORT)  # type: ignore[arg-type]
        page.goto(stage.server.url + "/")
        page.locator("#cards [data-agent]:not([hidden])").nth(AGENTS - 1).wait_for()
        yield page
        context.close()


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
