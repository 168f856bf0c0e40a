"""A phone with nothing cached, over a far, slow link: when a session is readable, and when it takes keys."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median

from playwright.sync_api import Browser, BrowserContext

from bench.rows import Row
from bench.stage import Stage
from tests import pages
from tests.server import ROOT

TIMES = 5
DELAY_S = 0.2
BYTES_PER_S = 400_000 / 8
READABLE_MAX_S, USABLE_MAX_S = 4.0, 6.0
QUESTION = "Continue? [y/n]"
READABLE = f"() => document.querySelector('#stage')?.innerText.includes({QUESTION!r})"
USABLE = "() => document.querySelector('.touch-bar')?.checkVisibility() && window.__term !== undefined"
PHONE = pages.phone(390, 844)


@contextmanager
def far_link(stage: Stage) -> Iterator[str]:
    """The address of the stage's server behind a link of 400 ms and 400 kbit/s."""
    server = stage.server
    arguments = [server.host, str(server.port), str(DELAY_S), str(BYTES_PER_S)]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.far", *arguments],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        address = f"http://{server.host}:{int(process.stdout.readline())}"
        server.environment["WEBMUX_PUBLIC_ORIGINS"] = address
        yield address
    finally:
        process.kill()
        process.communicate()


def measure() -> list[Row]:
    stage = Stage()
    with far_link(stage) as address, stage, pages.chromium() as browser:
        stage.session("cold", f"printf {QUESTION!r}; exec cat")
        cold = [_cold(stage, browser, address) for _ in range(TIMES)]
        context = pages.logged_in(browser, stage.server, PHONE)
        _open(context, address)
        warm = [_open(context, address) for _ in range(TIMES)]
        context.close()
    return [
        _row("phone, 400 ms, 400 kbit/s, nothing cached: readable, median/worst", cold, 0, READABLE_MAX_S),
        _row("the same: keys usable", cold, 1, USABLE_MAX_S),
        _row("the same, files cached: readable", warm, 0, None),
        _row("the same, files cached: keys usable", warm, 1, None),
        Row("the same, nothing cached: requests until keys are usable", "-", f"{cold[0][2]:.0f}", "-", None),
    ]


def _row(what: str, opened: list[tuple[float, float, int]], place: int, most: float | None) -> Row:
    times = [one[place] for one in opened]
    reached = None if most is None else median(times) <= most
    return Row(
        what, "-", f"{median(times):.1f}/{max(times):.1f} s", f"<= {most:.0f} s" if most else "-", reached
    )


def _cold(stage: Stage, browser: Browser, address: str) -> tuple[float, float, int]:
    context = pages.logged_in(browser, stage.server, PHONE)
    try:
        return _open(context, address)
    finally:
        context.close()


def _open(context: BrowserContext, address: str) -> tuple[float, float, int]:
    page = context.new_page()
    page.set_default_timeout(60_000)
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    start = time.monotonic()
    page.goto(f"{address}/s/cold", wait_until="commit")
    page.wait_for_function(READABLE, polling=20)
    readable = time.monotonic() - start
    page.wait_for_function(USABLE, polling=20)
    usable, requests = time.monotonic() - start, len(asked)
    page.wait_for_load_state("networkidle")
    page.close()
    return readable, usable, requests
