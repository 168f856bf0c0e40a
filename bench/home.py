"""The session list with twelve previews that never stand still: what the page and the server spend on it."""

from __future__ import annotations

from typing import NamedTuple

from playwright.sync_api import Browser, Page

from bench.rows import Row
from bench.stage import Stage
from tests import pages

CARDS = 12
LOOK_S = 10.0
SETTLE_MS = 4000
BUDGET = 0.15
VIEWPORT = {"width": 1600, "height": 1900}
"""All twelve cards are on the screen."""


class Spent(NamedTuple):
    """Parts of a core, and pictures that the server took a second."""

    renderer: float
    painter: float
    worker: float
    pictures: float

    @property
    def counted(self) -> float:
        """What the budget is for."""
        return self.renderer + self.worker

    def words(self) -> str:
        """In per cent."""
        parts = f"renderer {self.renderer * 100:.1f}, worker {self.worker * 100:.1f}"
        return f"{self.counted * 100:.1f} % ({parts})"


def measure() -> list[Row]:
    with pages.chromium() as browser:
        quiet = _measure(browser, "cat")
        busy = _measure(browser, None)
    return [
        Row(
            f"home: {CARDS} preview cards, all redrawing, CPU",
            f"{quiet.words()}, nothing happens",
            busy.words(),
            f"< {BUDGET * 100:.0f} % of a core",
            busy.counted < BUDGET,
            f"{busy.pictures:.1f} pictures a second; Chromium's GPU process {busy.painter * 100:.1f} %",
        )
    ]


def _measure(browser: Browser, command: str | None) -> Spent:
    with Stage() as stage:
        for number in range(CARDS - 1):  # the stage has one of its own
            stage.session(f"card{number:02}", command or stage.painter("redraw"))
        stage.server.tmux("respawn-pane", "-k", "-t", "=stage:", command or stage.painter("redraw"))
        context = pages.logged_in(browser, stage.server)
        for page in context.pages:
            page.close()
        page = context.new_page()
        page.set_viewport_size(VIEWPORT)  # type: ignore[arg-type]
        page.goto(stage.server.url + "/")
        page.wait_for_timeout(SETTLE_MS)
        spent = _look(browser, page, stage)
        context.close()
    return spent


def _look(browser: Browser, page: Page, stage: Stage) -> Spent:
    before = _totals(browser, stage)
    page.wait_for_timeout(LOOK_S * 1000)
    return Spent(*((now - old) / LOOK_S for now, old in zip(_totals(browser, stage), before, strict=True)))


def _totals(browser: Browser, stage: Stage) -> tuple[float, ...]:
    devtools = browser.new_browser_cdp_session()
    processes = devtools.send("SystemInfo.getProcessInfo")["processInfo"]
    devtools.detach()
    renderer, painter = (
        sum(p["cpuTime"] for p in processes if p["type"] == kind) for kind in ("renderer", "GPU")
    )
    return renderer, painter, stage.server_cpu_s(), stage.metric("webmux_captures_total")
