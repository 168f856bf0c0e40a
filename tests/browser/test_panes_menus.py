"""Menus of tmux in `view=panes`, used by keyboard: tmux draws them in its own view."""

from __future__ import annotations

from tests.browser.test_panes_keys import ghost_shows, panes, panes_page, prefix, size
from tests.pages import windows
from tests.support import eventually


def test_menus_are_used_by_keyboard_and_change_no_size(open_page, server):
    """A menu of the user's own and the one of a pane that tmux binds to `>`."""
    page = panes_page(open_page, server)
    own = ("display-menu", "-T", "mine", "First", "1", "display-message one", "Make", "m", "new-window -d")
    server.tmux("bind-key", "-T", "prefix", "g", *own)
    page.reload()
    page.wait_for_function("() => document.querySelector('.prefix-pill') !== null")
    before = size(server)
    prefix(page, "g")
    ghost_shows(page, "Make")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    eventually(lambda: len(windows(server)) == 2, every_s=0.05)
    page.locator(".ghost").wait_for(state="detached")
    prefix(page, ">")
    ghost_shows(page, "Horizontal Split")
    page.keyboard.press("h")
    eventually(lambda: len(panes(server)) == 2, every_s=0.05)
    page.locator(".ghost").wait_for(state="detached")
    prefix(page, ">")
    ghost_shows(page, "Horizontal Split")
    page.keyboard.press("Escape")
    page.locator(".ghost").wait_for(state="detached")
    page.keyboard.type("echo a$((1+1))ter\r")
    eventually(lambda: "a2ter" in server.tmux("capture-pane", "-p", "-t", "=work:"), every_s=0.05)
    assert (before, 2) == (size(server), len(panes(server)))
    server.tmux("unbind-key", "-T", "prefix", "g")
