"""Other sessions, seen from within one: the rail beside the terminal, and the count on the way home."""

from __future__ import annotations

import json
import re

import pytest

from tests.axe import findings
from tests.pages import session, wait_screen
from tests.support import eventually

COLS = "() => window.__term.cols"
FOCUSED = "() => document.activeElement.textContent || document.activeElement.className"
PAINTED = """() => [...document.querySelectorAll('#rail canvas')]
  .every((one) => one.height > 40 && one.height !== 150)"""


class Sockets:
    """What the page has open, and which sizes it asked for."""

    def __init__(self, page):
        self._page = page
        self._all = []
        page.on("websocket", self._note)

    def _note(self, socket):
        self._all.append(socket)

    def lists(self):
        """Open connections for lists."""
        self._page.evaluate("() => 1")
        return [one for one in self._all if one.url.endswith("/ws") and not one.is_closed()]

    def cols(self):
        """With which columns terminals were asked for."""
        return [int(found[1]) for one in self._all if (found := re.search(r"[?&]cols=(\d+)", one.url))]


@pytest.fixture
def page(server, open_page):
    """At the session `able`, of three; with `sockets`."""
    for name in ("able", "bake", "cook"):
        session(server, name)
    page = open_page("/login")
    page.sockets = Sockets(page)
    page.goto(server.address + "/s/able")
    wait_screen(page, "$ ")
    return page


def cards(page):
    return page.locator("#rail .card-link").all_text_contents()


def current(page):
    return page.locator("#rail [aria-current]").all_text_contents()


def card(page, name):
    return page.locator(".rail-card", has=page.get_by_text(name, exact=True))


def width(server):
    return server.tmux("display-message", "-p", "-t", "=able:", "#{window_width}")


def test_the_rail_shows_sessions_and_switches_between_them(server, page):
    """By mouse and by keyboard, without a new page; nothing moves but what was asked to."""
    page.evaluate("() => { window.__kept = true; }")
    full = page.evaluate(COLS)
    assert [] == page.sockets.lists()
    page.keyboard.press("Alt+Shift+B")
    eventually(lambda: cards(page) == ["able", "bake", "cook"], every_s=0.05)
    eventually(lambda: page.evaluate(COLS) < full - 20, every_s=0.05)
    narrow = page.evaluate(COLS)
    eventually(lambda: page.evaluate(PAINTED), every_s=0.05)
    assert 1 == len(page.sockets.lists())
    assert ["able"] == current(page)
    eventually(lambda: "xterm-helper-textarea" == page.evaluate(FOCUSED), every_s=0.05)
    server.ring("=cook:")
    card(page, "cook").get_by_text("Bell in 1 window").wait_for(state="attached")
    card(page, "bake").click()
    eventually(lambda: current(page) == ["bake"], every_s=0.05)
    assert page.url.endswith("/s/bake")
    eventually(lambda: "xterm-helper-textarea" == page.evaluate(FOCUSED), every_s=0.05)
    page.keyboard.press("Control+Shift+K")
    page.keyboard.type("go to the sessions")
    page.keyboard.press("Enter")
    eventually(lambda: page.evaluate(FOCUSED) == "bake", every_s=0.05)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    eventually(lambda: current(page) == ["cook"], every_s=0.05)
    card(page, "cook").get_by_text("Bell in 1 window").wait_for(state="hidden")
    assert ["able", "bake", "cook"] == cards(page)
    assert (narrow, True) == (page.evaluate(COLS), page.evaluate("() => window.__kept"))
    assert [] == findings(page)


def test_the_rail_is_kept_and_the_terminal_begins_beside_it(server, page):
    """The first size asked for is the last one; closing gives the room and the connection back."""
    full = page.evaluate(COLS)
    page.get_by_role("button", name="Sessions beside the terminal").click()
    eventually(lambda: page.evaluate(COLS) < full - 20, every_s=0.05)
    narrow = page.evaluate(COLS)
    # A connection that the page begins later would count for the next one, and its end is not told.
    eventually(lambda: len(page.sockets.lists()) == 1, every_s=0.05)
    page.sockets = Sockets(page)
    page.reload()
    wait_screen(page, "$ ")
    eventually(lambda: len(cards(page)) == 3 and page.evaluate(PAINTED), every_s=0.05)
    assert ([narrow], narrow) == (page.sockets.cols(), page.evaluate(COLS))
    assert str(narrow) == width(server)
    page.get_by_role("button", name="Hide the sessions").click()
    eventually(lambda: page.evaluate(COLS) == full, every_s=0.05)
    eventually(lambda: page.sockets.lists() == [], every_s=0.05)
    eventually(lambda: "xterm-helper-textarea" == page.evaluate(FOCUSED), every_s=0.05)


def test_no_rail_without_room_or_in_zen(page):
    """Nor its connection; it is back with the room."""
    page.keyboard.press("Alt+Shift+B")
    page.locator("#rail").wait_for()
    full = page.viewport_size
    page.set_viewport_size({"width": 390, "height": 700})
    page.locator("#rail").wait_for(state="detached")
    assert page.evaluate("() => document.querySelector('#terminal').getBoundingClientRect().left") == 0
    assert page.locator("#rail-toggle").is_hidden()
    eventually(lambda: page.sockets.lists() == [], every_s=0.05)
    page.set_viewport_size(full)
    page.locator("#rail").wait_for()
    page.locator("#menu").click()
    page.get_by_role("menuitem", name="Toggle toolbar (zen mode)").click()
    page.locator("#rail").wait_for(state="detached")
    eventually(lambda: page.sockets.lists() == [], every_s=0.05)
    page.get_by_role("button", name="Show the toolbar").click()
    page.locator("#rail").wait_for()


def test_other_sessions_are_told_of_without_the_rail(server, page):
    """By the connection there is; until somebody looks."""
    home = page.locator("#home")
    assert "All sessions" == home.get_attribute("aria-label")
    server.ring("=cook:")
    eventually(lambda: home.get_attribute("aria-label") == "All sessions; cook (bell)", every_s=0.05)
    assert "!1" == page.locator(".home-badge:visible").get_attribute("data-count")
    assert "In other sessions: cook (bell)." == page.locator("#live").text_content()
    assert [] == page.sockets.lists()
    assert [] == findings(page)
    page.keyboard.press("Control+Shift+O")
    page.keyboard.type("cook")
    page.keyboard.press("Enter")
    page.locator("#name").get_by_text("cook").wait_for()
    page.locator(".home-badge").wait_for(state="hidden")
    eventually(lambda: home.get_attribute("aria-label") == "All sessions", every_s=0.05)


def lists(server):
    """Which connections are for lists, as an admin sees them."""
    listed = json.loads(server.request("GET", "/api/admin/connections", headers=server.bearer)[2])
    return {one["id"] for one in listed["connections"] if one["session"] is None}


def close_list(server, others):
    """As an admin does it: there is no use in coming back."""
    [listing] = eventually(lambda: lists(server) - others)
    assert server.request("DELETE", f"/api/admin/connections/{listing}", headers=server.bearer)[0] == 204


def test_a_list_that_ended_for_good_says_so(server, page):
    others = lists(server)
    page.keyboard.press("Alt+Shift+B")
    page.locator("#rail .card-link").first.wait_for()
    close_list(server, others)
    told = page.locator("#rail").get_by_role("status")
    told.get_by_text("an admin has closed this connection").wait_for()
    assert "Reload the page to continue." in told.text_content()
    page.keyboard.type("echo st''ill-here\r")
    wait_screen(page, "still-here")
    page.goto(server.address + "/")
    page.locator("#cards .card-link").first.wait_for()
    close_list(server, others)
    page.get_by_role("alert").get_by_text("an admin has closed this connection").wait_for()
