"""A tap opens addresses and paths: on the screen, in the history and in the selectable text."""

from __future__ import annotations

from playwright.sync_api import expect

from tests import pages
from tests.fingers import key, own_size, scroll
from tests.pages import session, wait_screen
from tests.support import eventually

PATH = "/healthz?client=abcdefghijklmnopqrstuvwxyz&scope=read%20write"
PLACE_OF = """(text) => {
  const terminal = window.__term;
  const lines = Array.from({ length: terminal.rows }, (_, y) =>
    terminal.buffer.active.getLine(terminal.buffer.active.viewportY + y).translateToString());
  const y = lines.findIndex((line) => line.includes(text));
  const { left, top, width, height } = document.querySelector('.xterm-screen').getBoundingClientRect();
  const [cell, row] = [width / terminal.cols, height / terminal.rows];
  return [left + (lines[y].indexOf(text) + 1.5) * cell, top + (y + 0.5) * row];
}"""

PUT_IN_VIEW = """async (row) => {
  row.scrollIntoView({ block: 'center' });
  const top = () => row.getBoundingClientRect().top;
  const before = top();
  for (let frame = 0; frame < 5; frame += 1) await new Promise(requestAnimationFrame);
  return top() === before;
}"""


def test_a_tap_opens_addresses_and_paths(open_phone, server, tmp_path):
    """Over several rows and beside a pane's border; the menu opens or copies; elsewhere a tap is a tap."""
    address = server.url + PATH
    (tmp_path / "notes.txt").write_text("hello\n")
    session(server, "work", f"cd {tmp_path}; env PS1='$ ' sh")
    server.tmux("set-option", "-t", "=work:", "mouse", "on")
    page = open_phone("/s/work")
    page.locator(".touch-bar").wait_for()
    wait_screen(page, "$ ")
    own_size(page)
    server.tmux(
        "send-keys", "-t", "=work:", "clear; seq 70; echo; echo ./notes.txt; echo ", f"'{address}'", "Enter"
    )
    wait_screen(page, "read%20write")
    menu = page.get_by_role("menu")
    page.touchscreen.tap(*page.evaluate(PLACE_OF, "client="))
    expect(menu).to_have_attribute("aria-label", address)
    with page.context.expect_page() as opened:
        menu.get_by_role("menuitem", name="Open").tap()
    assert opened.value is not None
    opened.value.close()
    page.touchscreen.tap(*page.evaluate(PLACE_OF, "./notes"))
    menu.get_by_role("menuitem", name="Download").wait_for()
    page.touchscreen.tap(*page.evaluate(PLACE_OF, "40"))
    assert menu.count() == 0
    page.touchscreen.tap(*page.evaluate(PLACE_OF, "40"))
    assert menu.count() == 0
    key(page, "More keys").tap()
    key(page, "Select").tap()
    tap_text(page, ".select-words", "client=")
    expect(menu).to_have_attribute("aria-label", address)
    menu.get_by_role("menuitem", name="Copy the address").tap()
    page.get_by_role("dialog", name="Select text").get_by_role("button", name="Close").tap()
    if pages.VIEW == "panes":
        return  # a finger scrolls the pane by itself
    key(page, "More keys").tap()
    server.tmux("set-option", "-t", "=work:", "mouse", "off")
    page.wait_for_function("() => window.__term.modes.mouseTrackingMode === 'none'")
    scroll(page, 200)
    page.locator(".history-row", has_text="healthz").wait_for()
    row = page.locator(".history-row", has_text="healthz")
    # The swipe may go on by itself; one that is over leaves the row where it was put.
    eventually(lambda: row.evaluate(PUT_IN_VIEW), every_s=0.05)
    tap_text(page, ".history-rows", "scope=")
    eventually(lambda: menu.count() == 1, every_s=0.05)
    expect(menu).to_have_attribute("aria-label", address)


def tap_text(page, selector: str, text: str) -> None:
    """The first place of `text` in the element, which is in one text node."""
    place = page.locator(selector).evaluate(
        """(root, text) => {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const at = walker.currentNode.data.indexOf(text);
        if (at < 0) continue;
        const range = document.createRange();
        range.setStart(walker.currentNode, at);
        range.setEnd(walker.currentNode, at + 1);
        const { left, top, width, height } = range.getBoundingClientRect();
        return [left + width / 2, top + height / 2];
      }
    }""",
        text,
    )
    page.touchscreen.tap(*place)
