"""History: opening it, reading on, its memory in the browser; and a search through a million lines."""

from __future__ import annotations

import http.client
import json
import threading
import time
from typing import Any

from playwright.sync_api import Page

from bench.rows import Row, milliseconds, percentiles
from bench.stage import Stage, settle
from tests import pages
from tests.client import TerminalClient

LINES = 50_000
PANES = 20
PAGES_READ = 120
HEAP_MAX_MB = 64

OPENED = """() => new Promise((resolve) => {
  const at = performance.now();
  window.__term.textarea.dispatchEvent(new KeyboardEvent('keydown', {
    key: 'H', code: 'KeyH', ctrlKey: true, shiftKey: true, bubbles: true, cancelable: true,
  }));
  const look = () => {
    const shown = document.querySelector('.history-row:not(.is-missing)');
    if (shown) setTimeout(() => resolve(performance.now() - at));
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})"""
"""From the key to a task after the frame with rows in it."""

PAGE_LOADED = """(part) => new Promise((resolve) => {
  const scroller = document.querySelector('.history-scroller');
  scroller.scrollTop = scroller.scrollHeight * part;
  const at = performance.now();
  const look = () => {
    const rows = document.querySelectorAll('.history-row');
    const box = scroller.getBoundingClientRect();
    const seen = document.elementFromPoint(box.left + 20, box.top + box.height / 2)?.closest('.history-row');
    if (seen && !seen.classList.contains('is-missing') && rows.length > 0) resolve(performance.now() - at);
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})"""

READ_THROUGH = """() => new Promise((resolve) => {
  const scroller = document.querySelector('.history-scroller');
  const took = [];
  let before = performance.now();
  const step = (now) => {
    took.push(now - before);
    before = now;
    scroller.scrollTop -= 600;
    if (scroller.scrollTop > 0) requestAnimationFrame(step);
    else resolve(took.slice(1));
  };
  requestAnimationFrame(step);
})"""
"""Upwards through all of it, 600 pixels a frame; how long each frame took."""


def measure() -> list[Row]:
    with Stage() as stage:
        stage.server.tmux("set-option", "-g", "history-limit", str(LINES))
        _fill(stage)
        return [*_reading(stage), *_searching(stage)]


def _fill(stage: Stage) -> None:
    for number in range(PANES):
        name = stage.session(f"h{number}", "env PS1='$ ' sh", 120, 40)
        stage.type(
            name, f"seq -f 'session {number} line %.0f: some words that a log may have, and more' {LINES}"
        )
    deadline = time.monotonic() + 120
    for number in range(PANES):
        while time.monotonic() < deadline:
            size = stage.server.tmux("display-message", "-p", "-t", f"=h{number}:", "#{history_size}")
            if int(size) >= LINES - LINES // 10 and stage.server.tmux(
                "capture-pane", "-p", "-t", f"=h{number}:"
            ).rstrip().endswith("$"):
                break
            settle(0.2)


def _reading(stage: Stage) -> list[Row]:
    with pages.chromium() as browser:
        context = pages.logged_in(browser, stage.server)
        page = context.new_page()
        page.goto(f"{stage.server.url}/s/h0")
        pages.wait_screen(page, "$ ")
        page.wait_for_function("() => document.querySelector('#terminal').dataset.features === 'ready'")
        before = _heap_mb(page)
        first = page.evaluate(OPENED)
        opened = []
        for _ in range(10):
            page.keyboard.press("Escape")
            page.locator(".history").wait_for(state="detached")
            opened.append(page.evaluate(OPENED))
        loads = [page.evaluate(PAGE_LOADED, (37 * n % 101) / 101) / 1000 for n in range(PAGES_READ)]
        page.keyboard.press("End")
        frames = page.evaluate(READ_THROUGH)
        after = _heap_mb(page)
        nodes = page.evaluate("() => document.querySelectorAll('.history *').length")
        context.close()
    slow = sum(took > 50 for took in frames)
    return [
        Row(
            "history: from the key to rows on the screen",
            f"{first:.0f} ms the first time",
            f"{sorted(opened)[5]:.0f} ms",
            "<= 300 ms",
            sorted(opened)[5] <= 300,
        ),
        Row(
            f"history of {LINES:,} lines: a page far away, p50/p95/p99",
            "-",
            milliseconds(percentiles(loads)),
            "p95 <= 300 ms",
            percentiles(loads)["p95"] <= 0.3,
        ),
        Row(
            f"history: frames while {LINES:,} lines are scrolled through",
            "-",
            f"{len(frames)} frames, {milliseconds(percentiles([took / 1000 for took in frames]))}",
            "p95 <= 50 ms",
            percentiles(frames)["p95"] <= 50,
            f"{slow} over 50 ms, no GPU",
        ),
        Row(
            f"history: JS heap after {LINES:,} lines were read through",
            f"{before:.1f} MB before it was opened",
            f"{after:.1f} MB, {nodes} elements",
            f"<= {HEAP_MAX_MB} MB more",
            after - before <= HEAP_MAX_MB,
        ),
    ]


def _heap_mb(page: Page) -> float:
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    used: float = session.send("Runtime.getHeapUsage")["usedSize"]
    return used / 1e6


def _searching(stage: Stage) -> list[Row]:
    client = TerminalClient(stage.server, "stage", view="mirror")
    client.settle(0.5)
    quiet = _echoes(client, 100)
    tmux, worker = stage.tmux_cpu_s(), stage.server_cpu_s()
    ended: dict[str, Any] = {}
    searching = threading.Thread(target=_search, args=(stage, "not anywhere in there", "0", ended))
    searching.start()
    busy = []
    while searching.is_alive():
        busy += _echoes(client, 5)
    tmux, worker = stage.tmux_cpu_s() - tmux, stage.server_cpu_s() - worker
    plain = dict(ended)
    _search(stage, r"not .* in the(re|se)\b", "1", ended)
    client.close()
    return [
        Row(
            f"search of {plain['rows']:,} lines in {plain['of']} panes",
            "-",
            f"{plain['seconds']:.1f} s",
            "<= 30 s",
            plain["seconds"] <= 30 and plain["reason"] == "done",
            f"tmux {tmux:.1f} s, worker {worker:.1f} s of CPU; as an expression {ended['seconds']:.1f} s",
        ),
        Row(
            "a command of another connection meanwhile, p50/p95/p99",
            milliseconds(percentiles(quiet)),
            milliseconds(percentiles(busy)),
            "p95 <= 100 ms",
            percentiles(busy)["p95"] <= 0.1,
        ),
    ]


def _echoes(client: TerminalClient, count: int) -> list[float]:
    """Times of a command that asks tmux as well."""
    took = []
    for _ in range(count):
        at = time.monotonic()
        client.ask("history", count=1)
        took.append(time.monotonic() - at)
    return took


def _search(stage: Stage, query: str, regex: str, ended: dict[str, Any]) -> None:
    at = time.monotonic()
    connection = http.client.HTTPConnection(stage.server.host, stage.server.port, timeout=120)
    asked = query.replace(" ", "%20").replace("\\", "%5C")
    connection.request("GET", f"/api/search?q={asked}&regex={regex}", headers=stage.server.bearer)
    last = connection.getresponse().read().splitlines()[-1]
    connection.close()
    ended.clear()
    ended.update(json.loads(last), seconds=time.monotonic() - at)
