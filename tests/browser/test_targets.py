"""What one presses is large enough: 24 pixels for a mouse, 44 high and 40 wide for a finger."""

from __future__ import annotations

import pytest

from tests import pages
from tests.browser.test_accessibility import PAGES, recording
from tests.pages import wait_screen

__all__ = ["recording"]

MOUSE = (24, 24)
FINGER = (40, 44)
NARROWEST = pages.phone(360, 740)

# Links in a line of text are excepted, as in WCAG 2.2; a box to tick is as large as its label, and a
# session as its card.
SMALL = """([wide, high]) => {
  const PRESSED = 'a[href], button, input, select, textarea, summary, [role=option], [tabindex="0"]';
  const unseen = '.visually-hidden, .xterm-helper-textarea, .skip-link, [inert] *, [hidden]';
  const told = (one, { width, height }) => {
    const name = one.getAttribute('aria-label') || one.textContent.trim() || one.id;
    return `${one.localName}.${one.className} ${name.slice(0, 30)}: ${width.toFixed(1)}x${height.toFixed(1)}`;
  };
  const inText = (one) => one.matches('a') && getComputedStyle(one).display === 'inline';
  const all = [...document.querySelectorAll(PRESSED)];
  return all.filter((one) => !one.matches(unseen) && !inText(one)).flatMap((one) => {
    const ticked = one.matches('[type=checkbox], [type=radio]') ? one.labels[0] : one.closest('.card');
    const box = (one.matches('button, .card-actions a') ? one : ticked ?? one).getBoundingClientRect();
    if (box.width === 0 || box.height === 0 || !one.checkVisibility({ visibilityProperty: true })) return [];
    return box.width + 0.01 < wide || box.height + 0.01 < high ? [told(one, box)] : [];
  });
}"""


@pytest.mark.parametrize(
    ("device", "least"), [(pages.DESKTOP, MOUSE), (NARROWEST, FINGER)], ids=["mouse", "finger"]
)
@pytest.mark.timeout_s(60)
def test_what_one_presses_is_large_enough(server, work, recording, chromium, device, least):
    """On every page, and in what opens over the terminal."""
    server.tmux("new-window", "-d", "-t", "=work:", pages.SHELL)
    context = pages.logged_in(chromium, server, device)
    page = context.new_page()
    small = {}
    for path, complete in PAGES.items():
        page.goto(server.address + path.format(recording=recording))
        page.locator(complete).first.wait_for()
        small[path] = page.evaluate(SMALL, least)
    page.goto(server.address + "/s/work")
    wait_screen(page, "$ ")
    if device is NARROWEST:
        page.locator(".touch-bar").wait_for()
        page.locator(".touch-bar").get_by_role("button", name="More keys").tap()
        small["keys"] = page.evaluate(SMALL, least)
    for keys, complete in OVER.items():
        page.keyboard.press(keys)
        page.locator(complete).first.wait_for()
        small[keys] = page.evaluate(SMALL, least)
        page.keyboard.press("Escape")
    page.locator("#menu").click()
    small["menu"] = page.evaluate(SMALL, least)
    context.close()
    assert {} == {where: told for where, told in small.items() if told}


OVER = {
    "Control+Shift+K": ".palette-row",
    "Control+Shift+H": ".history-title",
    "Control+Shift+F": ".find-input",
    "Control+Shift+S": ".search-dialog",
}
