"""tmux's prefix and its own interface in `view=panes`, in Chromium with a real tmux."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.pages import READY, session
from tests.support import eventually

TEXT_OF_PANES = """() => [...document.querySelectorAll('.pane-terminal')].map((one) => one.textContent)"""


def panes_page(make, server) -> Page:
    """A page of `view=panes` whose keys are there, showing a prompt."""
    session(server, "work")
    page = make("/s/work?view=panes")
    page.wait_for_function(READY)
    page.wait_for_function("() => document.querySelector('.prefix-pill') !== null")
    eventually(lambda: "$" in server.tmux("capture-pane", "-p", "-t", "=work:"), every_s=0.05)
    return page


def panes(server, what: str = "#{pane_id}") -> list[str]:
    return server.tmux("list-panes", "-t", "=work:", "-F", what).splitlines()


def prefix(page: Page, *keys: str) -> None:
    page.keyboard.press("Control+b")
    for key in keys:
        page.keyboard.press(key)


def test_prefix_keys_do_what_they_do_in_a_terminal(open_page, server):
    page = panes_page(open_page, server)
    prefix(page, "%")
    eventually(lambda: len(panes(server)) == 2, every_s=0.05)
    page.keyboard.type("echo r$((1+1))ght\r")
    eventually(lambda: "r2ght" in server.tmux("capture-pane", "-p", "-t", panes(server)[1]), every_s=0.05)
    prefix(page, "z")
    eventually(lambda: panes(server, "#{window_zoomed_flag}")[0] == "1", every_s=0.05)
    prefix(page, "y")
    page.locator(".prefix-pill", has_text="not bound").wait_for()
    prefix(page, "z")
    eventually(lambda: panes(server, "#{window_zoomed_flag}")[0] == "0", every_s=0.05)
    width = panes(server, "#{pane_width}")[0]
    prefix(page, "Control+ArrowLeft", "Control+ArrowLeft")
    eventually(lambda: int(panes(server, "#{pane_width}")[0]) == int(width) - 2, every_s=0.05)
    prefix(page, "x")
    page.get_by_role("button", name="End").wait_for()
    page.keyboard.press("y")
    eventually(lambda: len(panes(server)) == 1, every_s=0.05)
    prefix(page, "c")
    page.keyboard.type("echo n$((1+1))w\r")
    eventually(lambda: "n2w" in server.tmux("capture-pane", "-p", "-t", "=work:1"), every_s=0.05)
