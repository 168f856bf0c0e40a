"""From a key to its picture in Chromium: `view=panes` beside the attached view, taking turns in one run."""

from __future__ import annotations

import itertools

from playwright.sync_api import BrowserContext, Page

from bench.browser import WATCH, session_with, time_of_key
from bench.echo import LETTERS
from bench.pane_views import ATTACHED, NATIVE, in_turns
from bench.rows import Row, milliseconds, percentiles
from bench.stage import Stage
from tests import pages

KEYS = 40
"""Keys of one round."""
READY_MS = 2000
P95_MOST_S = 0.060
MOST = 0.4
"""Panes may take this part of what the attached view takes."""
VIEWS = {ATTACHED: "terminal", NATIVE: "panes"}
_numbers = itertools.count()


def measure() -> list[Row]:
    with Stage() as stage, pages.chromium() as browser:
        context = pages.logged_in(browser, stage.server)
        rows = [
            _row(stage, context, load, limited=load != "quiet")
            for load in ("quiet", "a flood in the next pane")
        ]
        context.close()
    return rows


def _row(stage: Stage, context: BrowserContext, load: str, *, limited: bool) -> Row:
    found = in_turns(list(VIEWS), lambda view: _keys(stage, context, VIEWS[view], load))
    attached, native = (percentiles(found[view]) for view in VIEWS)
    ratio = native["p95"] / attached["p95"]
    return Row(
        f"browser: key to painted, {load}, p50/p95/p99 (15)",
        milliseconds(attached) + " attached",
        milliseconds(native),
        f"p95 <= {P95_MOST_S * 1000:.0f} ms, p95 <= {MOST} x" if limited else "-",
        native["p95"] <= P95_MOST_S and ratio <= MOST if limited else None,
        f"p95 {ratio:.2f} x",
    )


def _keys(stage: Stage, context: BrowserContext, view: str, load: str) -> list[float]:
    session = session_with(stage, f"{view}-{next(_numbers)}", load)
    page = _open(stage, context, session, view)
    times = [time_of_key(page, chr(LETTERS[number % len(LETTERS)]), number) for number in range(KEYS)]
    page.close()
    stage.server.tmux("kill-session", "-t", f"={session}")
    return times


def _open(stage: Stage, context: BrowserContext, session: str, view: str) -> Page:
    page = context.new_page()
    page.goto(stage.server.url + f"/s/{session}?view={view}")
    page.wait_for_function(pages.READY)
    page.wait_for_timeout(READY_MS)
    page.evaluate(WATCH)
    return page
