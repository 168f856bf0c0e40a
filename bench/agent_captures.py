"""What twenty agents that redraw all the time cost: their states, transcripts and previews."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from playwright.sync_api import Browser, Page

from bench.rows import Row
from bench.stage import Stage, settle
from tests import pages
from tests.server import ROOT

AGENTS = 20
LOOK_S = 10.0
SETTLE_S = 6.0
SAYS_S = 0.1
"""One of the agents changes its state so often; each of them every two seconds."""
STATE_MAX, PREVIEWS_MAX = 0.06, 0.12
KINDS = ("waiting", "done", "working")
VIEWPORT = {"width": 1600, "height": 2400}
PAINTER = f"{sys.executable} {ROOT / 'bench' / 'painter.py'} answer"
HOOKS, SCREENS, NOBODY = "by hooks", "by screens", "no agents"


class Spent(NamedTuple):
    """Parts of a core, captures a second, and the memory of the worker."""

    worker: float
    tmux: float
    captures: float
    memory_bytes: int

    @property
    def both(self) -> float:
        return self.worker + self.tmux

    def words(self) -> str:
        return f"{self.both * 100:.1f} % (worker {self.worker * 100:.1f}, tmux {self.tmux * 100:.1f})"


def measure() -> list[Row]:
    with pages.chromium() as browser:
        plain = {previews: _measure(browser, NOBODY, previews) for previews in (False, True)}
        return [
            _row(source, plain, _measure(browser, source, previews), previews)
            for source in (HOOKS, SCREENS)
            for previews in (False, True)
        ]


def _row(source: str, plain: dict[bool, Spent], spent: Spent, previews: bool) -> Row:
    """State is what agents add to the same page without agents; with previews all the worker does counts."""
    before = plain[previews]
    added = spent.both - before.both
    counted, most = (added + before.worker, PREVIEWS_MAX) if previews else (added, STATE_MAX)
    page = "with" if previews else "without"
    grown = (spent.memory_bytes - before.memory_bytes) / (1 << 20)
    note = f"{spent.captures:.0f} captures a second, {added * 100:+.1f} % of a core, {grown:+.1f} MB"
    return Row(
        f"{AGENTS} agents that redraw at 10 Hz, {source}, home page {page} previews",
        f"{before.words()}, {NOBODY}",
        spent.words(),
        f"<= {most * 100:.0f} % of a core {'in all' if previews else 'more'}",
        counted <= most,
        note,
    )


def _measure(browser: Browser, source: str, previews: bool) -> Spent:
    with Stage() as stage:
        command = f"exec -a claude {PAINTER}" if source == SCREENS else f"exec {PAINTER}"
        for number in range(AGENTS):
            stage.session(f"agent{number:02}", f"exec bash -c '{command}'")
        saying = states(stage) if source == HOOKS else contextlib.nullcontext()
        with home(browser, stage, previews) as page, saying:
            if source == HOOKS:
                page.locator("#cards [data-agent]:not([hidden])").nth(AGENTS - 1).wait_for()
            settle(SETTLE_S)
            before = totals(stage)
            time.sleep(LOOK_S)
            worker, tmux, captures = (
                (now - old) / LOOK_S for now, old in zip(totals(stage), before, strict=True)
            )
            return Spent(worker, tmux, captures, stage.pss_bytes())


def totals(stage: Stage) -> tuple[float, float, float]:
    return stage.server_cpu_s(), stage.tmux_cpu_s(), stage.metric("webmux_captures_total")


@contextmanager
def states(stage: Stage) -> Iterator[None]:
    """Each agent says by a hook what it does, one after the other."""
    over = threading.Event()
    pid = stage.server.tmux("display-message", "-p", "#{pid}")

    def say() -> None:
        turn = 0
        while not over.wait(SAYS_S if turn >= AGENTS else 0):
            value = f"{KINDS[(turn // AGENTS) % len(KINDS)]}:{int(time.time())}:{pid}:bench"
            pane = f"=agent{turn % AGENTS:02}:"
            stage.server.tmux("set-option", "-p", "-t", pane, "@webmux_agent", value)
            turn += 1

    speaker = threading.Thread(target=say)
    speaker.start()
    try:
        yield
    finally:
        over.set()
        speaker.join()


@contextmanager
def home(browser: Browser, stage: Stage, previews: bool) -> Iterator[Page]:
    """The home page, all cards on the screen."""
    context = pages.logged_in(browser, stage.server)
    for page in context.pages:
        page.close()
    page = context.new_page()
    page.set_viewport_size(VIEWPORT)  # type: ignore[arg-type]
    page.goto(stage.server.url + "/")
    page.locator(f"[data-layout={'grid' if previews else 'list'}]").click()
    page.locator("#cards .card").nth(AGENTS - 1).wait_for()
    yield page
    context.close()
