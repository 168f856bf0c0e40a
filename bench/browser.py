"""From a key to its picture in Chromium: our page, and a plain page on `/ws` without flow control."""

from __future__ import annotations

import time
from typing import Any

from playwright.sync_api import BrowserContext, Page

from bench.echo import LETTERS
from bench.rows import Row, milliseconds, percentiles
from bench.stage import Stage
from tests import pages

KEYS = 150
GAP_MS = 40
WAIT_MS = 10_000
BUDGET_S = 30.0
"""For one kind of page; where keys take seconds there are fewer of them."""

PLAIN_PAGE = """async (session) => {
  const { Terminal } = await import('/static/vendor/xterm.mjs');
  const place = document.createElement('div');
  document.body.replaceChildren(place);
  const term = new Terminal({ cols: 120, rows: 40, scrollback: 0, allowProposedApi: true });
  term.open(place);
  const ws = new WebSocket(location.origin.replace('http', 'ws') + '/ws');
  const send = (message) => ws.send(JSON.stringify(message));
  ws.onopen = () => send({ type: 'attach-session', sessionName: session, cols: 120, rows: 40 });
  ws.onmessage = (event) => {
    const message = JSON.parse(event.data);
    if (message.type === 'output') term.write(message.data);
  };
  term.onData((data) => send({ type: 'input', data }));
  term.focus();
  window.__term = term;
}"""
"""What a simple client does: write what comes, when it comes."""

WATCH = """() => {
  const term = window.__term;
  const channel = new MessageChannel();
  window.__took = [];
  let key = null, at = 0, found = 0, answer = () => {};
  channel.port1.onmessage = () => { window.__took.push(performance.now() - found); answer(); };
  window.__drawn = (n, ms) => new Promise((resolve) => {
    answer = () => window.__took.length > n && resolve();
    setTimeout(resolve, ms);
    answer();
  });
  document.addEventListener('keydown', (event) => { key = event.key; at = performance.now(); }, true);
  const shown = () => {
    const buffer = term.buffer.active;
    for (let y = term.rows - 1; y >= 0; y -= 1) {
      const line = buffer.getLine(buffer.viewportY + y);
      if (line && line.translateToString(true).endsWith(key)) return true;
    }
    return false;
  };
  term.onRender(() => {
    if (key === null || !shown()) return;
    found = at;
    key = null;
    channel.port2.postMessage(0);  // a task after the frame's paint
  });
}"""


def measure() -> list[Row]:
    with Stage() as stage, pages.chromium() as browser:
        context = pages.logged_in(browser, stage.server)
        rows = [
            _row(stage, context, "quiet", "p50 <= 10 ms", ("p50", 0.010)),
            _row(stage, context, "a flood in the next pane", "p95 <= 60 ms", ("p95", 0.060)),
            _row(stage, context, "a flood in the same pane", "p95 <= 60 ms", ("p95", 0.060)),
        ]
        context.close()
    return rows


def _row(stage: Stage, context: BrowserContext, load: str, reach: str, limit: tuple[str, float]) -> Row:
    before, after = (percentiles(_keys(stage, context, kind, load)) for kind in ("plain", "ours"))
    what = f"browser: key to painted, {load}, p50/p95/p99"
    return Row(what, milliseconds(before), milliseconds(after), reach, after[limit[0]] <= limit[1])


def session_with(stage: Stage, name: str, load: str) -> str:
    """A session whose first pane runs `cat`, or floods as `load` says."""
    stage.session(name, stage.painter("paint") if load.endswith("same pane") else "cat")
    if load.endswith("next pane"):
        stage.server.tmux("split-window", "-d", "-t", f"={name}:", stage.painter("scroll"))
    return name


def _keys(stage: Stage, context: BrowserContext, kind: str, load: str) -> list[float]:
    session = session_with(stage, f"{kind}-browser", load)
    page = context.new_page()
    page.goto(stage.server.url + ("/" if kind == "plain" else f"/s/{session}"))
    if kind == "plain":
        page.evaluate(PLAIN_PAGE, session)
    page.wait_for_function("() => window.__term !== undefined")
    page.wait_for_timeout(2000)
    page.evaluate(WATCH)
    deadline = time.monotonic() + BUDGET_S
    times: list[float] = []
    while len(times) < KEYS and time.monotonic() < deadline:
        times.append(time_of_key(page, chr(LETTERS[len(times) % len(LETTERS)]), len(times)))
    page.close()
    stage.server.tmux("kill-session", "-t", f"={session}")
    return times * 2 if len(times) == 1 else times


def time_of_key(page: Page, letter: str, number: int) -> float:
    """Seconds from the `number`th key of a page to its picture; `WATCH` runs there."""
    page.keyboard.press(letter)
    # Not `wait_for_function`: it asks at each frame, so that the browser makes frames all the time.
    page.evaluate("([n, ms]) => window.__drawn(n, ms)", [number, WAIT_MS])
    took: list[Any] = page.evaluate("() => window.__took")
    if len(took) <= number:  # as slow as we care to wait
        page.evaluate("(ms) => window.__took.push(ms)", WAIT_MS)
        took.append(WAIT_MS)
    page.wait_for_timeout(GAP_MS)
    return float(took[number]) / 1000
