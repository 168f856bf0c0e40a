"""From an address to a prompt that takes keys: how long it takes Chromium, and how much is loaded."""

from __future__ import annotations

import time
from statistics import median

from playwright.sync_api import Browser, BrowserContext

from bench.rows import Row
from bench.stage import Stage
from tests import pages
from tests.pages import wait_screen

TIMES = 15
PROMPT_MAX_S = 1.0
LOAD_MAX_BYTES = 130 * 1024
PROMPT = """() => window.__term !== undefined
  && window.__term.buffer.active.getLine(0).translateToString(true).startsWith('$')"""


def measure() -> list[Row]:
    with Stage() as stage, pages.chromium() as browser:
        stage.session("first", pages.SHELL)
        cold = [_cold(stage, browser) for _ in range(TIMES)]
        context = pages.logged_in(browser, stage.server)
        warm = [_open(stage, context)[0] for _ in range(TIMES)]
        context.close()
    times, until_prompt, in_all = ([one[i] for one in cold] for i in range(3))
    return [
        Row(
            "first load: page to prompt, nothing cached, median/worst",
            "-",
            _seconds(times),
            "< 1 s",
            _fits(times),
        ),
        Row("the same, files cached", "-", _seconds(warm), "< 1 s", _fits(warm)),
        Row(
            "bytes until the prompt, without headers",
            "-",
            f"{max(until_prompt) / 1024:.1f} KB",
            "<= 130 KB",
            max(until_prompt) <= LOAD_MAX_BYTES,
        ),
        Row("bytes with all that follows by itself", "-", f"{max(in_all) / 1024:.1f} KB", "-", None),
    ]


def _cold(stage: Stage, browser: Browser) -> tuple[float, int, int]:
    context = pages.logged_in(browser, stage.server)
    context.pages[0].close()
    # Whatever the list of sessions has in common with the terminal was loaded by it.
    context.new_cdp_session(context.new_page()).send("Network.clearBrowserCache")
    try:
        return _open(stage, context)
    finally:
        context.close()


def _open(stage: Stage, context: BrowserContext) -> tuple[float, int, int]:
    page = context.new_page()
    loaded: dict[str, int] = {}
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    page.on("response", lambda one: loaded.update({one.url: int(one.headers.get("content-length", "0"))}))
    start = time.monotonic()
    page.goto(f"{stage.server.address}/s/first", wait_until="commit")
    page.wait_for_function(PROMPT, polling=5)
    took = time.monotonic() - start
    wait_screen(page, "$")
    page.wait_for_load_state("networkidle")
    in_all = sum(loaded.values())
    # The rest of the page is asked for once the terminal is attached, and begins with this module.
    later = next(place for place, url in enumerate(asked) if "/features" in url)
    until_prompt = sum(loaded[url] for url in set(asked[:later]))
    page.close()
    return took, until_prompt, in_all


def _seconds(times: list[float]) -> str:
    return f"{median(times):.2f}/{max(times):.2f} s"


def _fits(times: list[float]) -> bool:
    return median(times) < PROMPT_MAX_S
