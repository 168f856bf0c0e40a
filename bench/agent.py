"""A coding agent that redraws 94 KB ten times a second, seen over a link of a megabit a second."""

from __future__ import annotations

import time
from typing import NamedTuple
from urllib.parse import urlencode

from playwright.sync_api import BrowserContext, Page

from bench.browser import WATCH, time_of_key
from bench.echo import LETTERS
from bench.link import slow_link
from bench.pane_views import ATTACHED, NATIVE
from bench.rows import Row, milliseconds, percentiles
from bench.stage import Stage
from tests import pages

KEYS = 100
KEYS_MAX_S = 25.0
KEY_MAX_S = 0.1
LOOK_S = 10.0
SETTLE_S = 3.0
QUERIES: dict[str, dict[str, str]] = {ATTACHED: {}, NATIVE: {"view": "panes"}}

WATCH_ROWS = """() => {
  const term = window.__term;
  window.__drawn = { renders: 0, torn: 0, turns: 0, last: '' };
  term.onRender(() => {
    const buffer = term.buffer.active;
    const digits = [];
    for (let y = 0; y < term.rows - 1; y += 1) {  // the last row has the key
      digits.push(buffer.getLine(buffer.baseY + y).translateToString(true).slice(0, 1));
    }
    const drawn = window.__drawn;
    drawn.renders += 1;
    if (new Set(digits).size > 1) {
      drawn.torn += 1;
      drawn.example = digits.join('');
    } else if (digits[0] !== drawn.last) drawn.turns += 1;
    drawn.last = digits[0];
  });
}"""


class Drawn(NamedTuple):
    """What Chromium drew: how often, with parts of two frames, and another frame than before."""

    renders: int
    torn: int
    turns: int
    example: str


def measure() -> list[Row]:
    """Compressed, as for every browser that is not on this machine."""
    rows = []
    with Stage("--compression", "on") as stage, slow_link(stage) as port, pages.chromium() as browser:
        context = pages.logged_in(browser, stage.server)
        for view in QUERIES:
            session = stage.session(f"agent-{view}", stage.painter("agent"))
            for link, at in (("1 Mbit/s", port), ("loopback", stage.server.port)):
                rows += _seen(context, view, session, link, at)
            stage.server.tmux("kill-session", "-t", f"={session}")
        context.close()
    return rows


def _seen(context: BrowserContext, view: str, session: str, link: str, port: int) -> list[Row]:
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{port}/s/{session}?{urlencode(QUERIES[view])}")
    page.wait_for_function("() => window.__term !== undefined", timeout=60_000)
    page.wait_for_timeout(SETTLE_S * 1000)
    row = _torn(page, view, link)
    page.evaluate(WATCH)
    deadline = time.monotonic() + KEYS_MAX_S
    took: list[float] = []
    while len(took) < KEYS and time.monotonic() < deadline:
        took.append(time_of_key(page, chr(LETTERS[len(took) % len(LETTERS)]), len(took)))
    page.close()
    cuts = percentiles(took * 2)
    what = f"agent, {view}, {link}: 94 KB redrawn at 10 Hz, key to painted, p50/p95/p99"
    reach = f"p95 <= {KEY_MAX_S * 1000:.0f} ms"
    return [Row(what, "-", milliseconds(cuts), reach, cuts["p95"] <= KEY_MAX_S), row]


def _torn(page: Page, view: str, link: str) -> Row:
    page.evaluate(WATCH_ROWS)
    deadline = time.monotonic() + LOOK_S
    while time.monotonic() < deadline:
        page.wait_for_timeout(100)
    found = page.evaluate("() => window.__drawn")
    drawn = Drawn(found["renders"], found["torn"], found["turns"], found.get("example", ""))
    return Row(
        f"agent, {view}, {link}: pictures in Chromium with parts of two frames",
        "-",
        f"{drawn.torn} of {drawn.renders}",
        "0",
        drawn.torn == 0,
        f"{drawn.turns / LOOK_S:.1f} frames a second" + (f", such as {drawn.example}" if drawn.torn else ""),
    )
