"""Pages of a real browser, and what tests and benches ask of them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.screens import pane_lines
from tests.support import eventually

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
SHELL = "env PS1='$ ' sh"

HOOKS = """
new MutationObserver((_, observer) => {
  if (!document.documentElement) return;
  document.documentElement.dataset.testHooks = '1';
  observer.disconnect();
}).observe(document, { childList: true });
document.addEventListener('securitypolicyviolation', (e) => console.error('CSP', e.blockedURI));
"""

READ_SCREEN = """() => {
  const buffer = window.__term.buffer.active;
  const lines = [];
  for (let y = 0; y < window.__term.rows; y += 1) {
    lines.push(buffer.getLine(buffer.viewportY + y).translateToString(true));
  }
  return lines;
}"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, without a window and without background traffic."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


def logged_in(browser: Browser, server: Any) -> BrowserContext:
    """A context of its own, logged in by the server's token; its pages have `window.__term`."""
    context = browser.new_context(
        viewport={"width": 1000, "height": 640}, ignore_https_errors=server.context is not None
    )
    context.add_init_script(HOOKS)
    context.set_default_timeout(8000)
    entered = context.request.post(
        f"{server.address}/login", data={"token": server.token}, headers={"Origin": server.url}
    )
    assert entered.status == 204, entered.text()
    context.new_page().goto(server.address + "/")
    return context


def screen(page: Page) -> list[str]:
    return page.evaluate(READ_SCREEN)


def wait_screen(page: Page, text: str, timeout_s: float = 10) -> None:
    """Wait until a row of xterm.js's buffer contains `text`."""
    page.wait_for_function("() => window.__term !== undefined")
    eventually(lambda: any(text in line for line in screen(page)), timeout_s, every_s=0.05)


def equals_pane(page: Page, server, session: str) -> bool:
    shown = [line.rstrip() for line in screen(page)[:-1]]
    wanted = pane_lines(server, session)
    return shown == (wanted + [""] * len(shown))[: len(shown)]


def session(server, name: str, command: str = SHELL) -> None:
    server.tmux("new-session", "-d", "-s", name, "-x", "80", "-y", "24", command)


def terminal(open_page, server, name: str = "work") -> Page:
    session(server, name)
    page = open_page(f"/s/{name}")
    wait_screen(page, "$ ")
    return page
