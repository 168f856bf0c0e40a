"""Pages of a real browser, and helpers for tests and benches."""

from __future__ import annotations

import base64
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, BrowserType, Page, expect, sync_playwright
from playwright.sync_api import TimeoutError as Late

from tests.screens import pane_lines
from tests.support import eventually
from tests.tmux import tmux_version

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

NO_LIMITS = """try { localStorage['webmux.limits'] ??= '{"/":"%s"}'; } catch {}"""
"""The notice of what this tmux lacks would cover a part of native panes."""

VIEW = os.environ.get("WEBMUX_TEST_VIEW", "terminal")
"""The view of session pages: with `panes`, the tests of the attached view run against that one."""


def status_rows() -> int:
    """The height of tmux's status line, which only the attached view shows."""
    return 1 if VIEW == "terminal" else 0


# Before the modules of the page start; its address stays as it is.
IN_VIEW = """
new MutationObserver((_, observer) => {
  const terminal = document.querySelector('#terminal');
  if (terminal?.dataset.view === 'terminal') terminal.dataset.view = '%s';
  if (terminal) observer.disconnect();
}).observe(document, { childList: true, subtree: true });
"""

# A terminal, and on its page all that comes after it: keys, tabs, menus.
READY = """() => window.__term !== undefined
  && (document.querySelector('#terminal')?.dataset.features ?? 'ready') === 'ready'"""

READ_SCREEN = """() => {
  const buffer = window.__term.buffer.active;
  const lines = [];
  for (let y = 0; y < window.__term.rows; y += 1) {
    lines.push(buffer.getLine(buffer.viewportY + y).translateToString(true));
  }
  return lines;
}"""


RENDERER = "() => document.querySelector('.xterm').dataset.renderer"
A_CARD = """
const { getParameter } = WebGL2RenderingContext.prototype;
WebGL2RenderingContext.prototype.getParameter = function (name) {
  return name === 0x9246 ? 'A graphics card' : getParameter.call(this, name);  // UNMASKED_RENDERER_WEBGL
};
"""
"""Has a page believe that WebGL is drawn by hardware."""

PIXELS = """async (data) => {
  const picture = Object.assign(new Image(), { src: data });
  await picture.decode();
  const { width, height } = picture;
  const context = new OffscreenCanvas(width, height).getContext('2d');
  context.drawImage(picture, 0, 0);
  const found = new Set();
  const { data: bytes } = context.getImageData(0, 0, width, height);
  for (let at = 0; at < bytes.length; at += 4) found.add([...bytes.slice(at, at + 3)].join(' '));
  return [width, height, [...found]];
}"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, without a window and without background traffic."""
    expect.set_options(timeout=10_000)  # the deadline of `eventually`; its own is half of that
    with sync_playwright() as playwright:
        browser = launched(playwright.chromium)
        try:
            yield browser
        finally:
            browser.close()


def launched(kind: BrowserType, *arguments: str) -> Browser:
    """A separate Chromium with more arguments; the caller closes it."""
    return kind.launch(executable_path=shutil.which("chromium"), args=[*ARGUMENTS, *arguments])


DESKTOP = {"viewport": {"width": 1000, "height": 640}}


def phone(width: int, height: int) -> dict[str, Any]:
    """The options of a context that is a phone of this size."""
    size = {"width": width, "height": height}
    return {"viewport": size, "screen": size, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}


def logged_in(browser: Browser, server: Any, device: dict[str, Any] = DESKTOP) -> BrowserContext:
    """A new context, logged in by the server's token; its pages have `window.__term`."""
    context = browser.new_context(**device, ignore_https_errors=server.context is not None)
    context.add_init_script(HOOKS)
    context.add_init_script(NO_LIMITS % tmux_version())
    if VIEW != "terminal":
        context.add_init_script(IN_VIEW % VIEW)
    context.set_default_timeout(12_000)
    entered = context.request.post(
        f"{server.address}/login", data={"token": server.token}, headers={"Origin": server.url}
    )
    assert entered.status == 204, entered.text()
    context.new_page().goto(server.address + "/")
    return context


def screen(page: Page) -> list[str]:
    return page.evaluate(READ_SCREEN)


def text_of(page: Page) -> list[str]:
    """`screen` without blanks at the ends of rows: some versions of tmux print them, some do not."""
    return [line.rstrip() for line in screen(page)]


def pixels(page: Page, png: bytes) -> tuple[int, int, set[str]]:
    """Width, height and all colours, as `255 0 127`, of a picture."""
    width, height, colours = page.evaluate(PIXELS, "data:image/png;base64," + base64.b64encode(png).decode())
    return width, height, set(colours)


def wait_screen(page: Page, text: str, timeout_s: float = 10) -> None:
    """Wait until a row of xterm.js's buffer contains `text`.

    From 3.7 on tmux prints no blanks at the end of a row: a prompt is `$` there.
    """
    page.wait_for_function(READY)
    eventually(lambda: any(text in f"{line} " for line in screen(page)), timeout_s, every_s=0.05)


def hover_link(page: Page, place: Callable[[], tuple[float, float]], tip: str = "") -> None:
    """Move the pointer to a place until the tip of a link with this text is shown.

    xterm.js looks for links once for each movement; what it finds may be loading, or of an earlier picture.
    """

    def is_shown() -> bool:
        page.mouse.move(5, 300)
        page.mouse.move(*place())
        try:
            page.locator(".link-tip", has_text=tip).wait_for(timeout=1_000)
        except Late:
            return False
        return True

    eventually(is_shown)


def equals_pane(page: Page, server, session: str) -> bool:
    shown = [line.rstrip() for line in screen(page)[:-1]]
    expected = pane_lines(server, session)
    return shown == (expected + [""] * len(shown))[: len(shown)]


def session(server, name: str, command: str = SHELL) -> None:
    server.tmux("new-session", "-d", "-s", name, "-x", "80", "-y", "24", command)


def terminal(open_page, server, name: str = "work") -> Page:
    session(server, name)
    page = open_page(f"/s/{name}")
    wait_screen(page, "$ ")
    return page


def windows(server, what: str = "#{window_index}: #{window_name}", session: str = "work") -> list[str]:
    return server.tmux("list-windows", "-t", f"={session}:", "-F", what).splitlines()


def window(server, name: str, command: str = SHELL) -> None:
    server.tmux("new-window", "-d", "-t", "=work:", "-n", name, command)


def saved_settings(page) -> dict:
    """The settings of this page's user on the server; a new page starts with them."""
    return page.evaluate("async () => (await (await fetch('/api/settings')).json()).settings")
