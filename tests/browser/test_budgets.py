"""What a page may weigh, and that it gives back what it took."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.request import Request, urlopen

import pytest

from tests import pages
from tests.pages import A_CARD, RENDERER, session, wait_screen
from tests.support import eventually

FIRST_LOAD_MAX_BYTES = {"": 130 * 1024, "?view=panes": 160 * 1024}
OPENED = 20
HEAP_SLACK_BYTES = 3_000_000
FIGURES = ("JSEventListeners", "Documents", "Nodes")


def gzip_bytes(url: str) -> int:
    """What a browser gets that does not take Brotli, as over plain HTTP."""
    with urlopen(Request(url, headers={"Accept-Encoding": "gzip"})) as answer:
        return int(answer.headers["Content-Length"])


@pytest.mark.parametrize(("query", "most"), FIRST_LOAD_MAX_BYTES.items())
def test_the_prompt_comes_with_a_first_load_within_the_budget(server, work, open_page, query, most):
    """All that is sent until the shell's prompt stands in the terminal: page, styles and packed modules.

    What comes after it by itself begins with the file of `features.js`.
    """
    page = open_page("/login")
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    opened = page.goto(server.address + "/s/work" + query, wait_until="commit")
    wait_screen(page, "$ ")
    later = next(place for place, url in enumerate(asked) if re.search(r"/features[-.][^/]*js", url))
    sizes = {url: gzip_bytes(url) for url in set(asked[1:later])}
    sizes[asked[0]] = int(opened.headers["content-length"])
    listed = "\n".join(f"{size} {url}" for url, size in sorted(sizes.items(), key=lambda one: -one[1]))
    assert sum(sizes.values()) <= most, listed
    assert any("/static/packed/" in url for url in sizes), listed


@contextmanager
def figures_of(page) -> Iterator[object]:
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")

    def read() -> dict[str, float]:
        session.send("HeapProfiler.collectGarbage")
        told = session.send("Performance.getMetrics")["metrics"]
        return {one["name"]: one["value"] for one in told}

    yield read
    session.detach()


def gave_back(before: dict[str, float], now: dict[str, float]) -> bool:
    heap = now["JSHeapUsedSize"] - before["JSHeapUsedSize"] < HEAP_SLACK_BYTES
    return heap and all(now[name] <= before[name] * 1.05 for name in FIGURES)


@pytest.mark.timeout_s(60)
def test_terminals_that_were_closed_leave_nothing(server, work, open_page):
    """Twenty terminals, one after the other in one tab."""
    page = open_page("/")

    def open_and_leave():
        page.goto(server.address + "/s/work")
        wait_screen(page, "$ ")
        page.goto(server.address + "/")
        page.locator("#cards .card-link").first.wait_for()

    with figures_of(page) as read:
        for _ in range(3):
            open_and_leave()
        before = read()
        for _ in range(OPENED):
            open_and_leave()

        eventually(lambda: gave_back(before, read()), timeout_s=10, every_s=0.2)
    assert len(server.terminals()) <= 1


CONTEXTS = """
window.__contexts = 0;
const { getContext } = HTMLCanvasElement.prototype;
HTMLCanvasElement.prototype.getContext = function (...how) {
  if (how[0] === 'webgl2') window.__contexts += 1;
  return getContext.apply(this, how);
};
"""


@pytest.mark.timeout_s(60)
def test_sessions_that_were_shown_in_one_page_leave_nothing(server, work, open_page):
    """One page shows two sessions in turn, ten times each; it has one terminal all the time."""
    session(server, "beta", "env PS1='beta> ' sh")
    page = open_page("/login")
    page.add_init_script(A_CARD + CONTEXTS)
    page.goto(server.address + "/s/work")
    wait_screen(page, "$ ")
    eventually(lambda: page.evaluate(RENDERER) == "webgl", every_s=0.05)
    contexts = page.evaluate("() => window.__contexts")
    page.keyboard.press("Control+Shift+O")
    page.get_by_role("option", name="beta").click()
    wait_screen(page, "beta> ")

    def there_and_back():
        page.go_back()
        wait_screen(page, "$ ")
        page.go_forward()
        wait_screen(page, "beta> ")

    with figures_of(page) as read:
        for _ in range(3):
            there_and_back()
        before = read()
        for _ in range(OPENED // 2):
            there_and_back()
        eventually(lambda: gave_back(before, read()), timeout_s=10, every_s=0.2)
    if pages.VIEW == "terminal":  # panes of another session are other terminals
        assert page.evaluate("() => window.__contexts") == contexts
    assert page.locator(".xterm").count() == 1
