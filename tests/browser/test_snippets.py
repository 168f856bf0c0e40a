"""Snippets: kept in the settings, typed from palette and phone, once; and a desktop's compose bar."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from tests.pages import screen, session, terminal, wait_screen
from tests.support import eventually

RAW = "stty raw -echo; printf 'raw:'; exec cat -vT"
KEPT = [
    {"name": "Look around", "text": "ls -l", "enter": False},
    {"name": "Deploy", "text": "make dep", "enter": True},
    {"name": "Two lines", "text": "one\ntwo", "enter": True},
]


def settings(server, change=None):
    body = None if change is None else json.dumps({"settings": change}).encode()
    headers = {**server.bearer, **({} if body is None else {"Content-Type": "application/json"})}
    answer = server.request("GET" if body is None else "PATCH", "/api/settings", body, headers)
    return json.loads(answer[2])["settings"]


@pytest.fixture
def kept(server):
    settings(server, {"snippets": KEPT})
    yield
    settings(server, {"snippets": None})


def typed(page) -> str:
    return "".join(screen(page)[:-1]).partition("raw:")[2].rstrip()


def raw(open_page, server):
    """A page whose program shows each byte that it gets, at once."""
    session(server, "work", RAW)
    server.tmux("set-option", "-s", "escape-time", "1")
    page = open_page("/s/work")
    wait_screen(page, "raw:")
    return page


def choose(page, text: str) -> None:
    page.keyboard.press("Control+Shift+K")
    page.keyboard.type(text)
    page.keyboard.press("Enter")


@pytest.mark.both_views
def test_the_palette_types_a_snippet_once_with_enter_where_it_says_so(open_page, server, kept):
    """One line as if by hand; lines as any paste: after a question where no paste is bracketed."""
    page = raw(open_page, server)
    choose(page, "! look")
    eventually(lambda: typed(page) == "ls -l")
    choose(page, "deploy")
    eventually(lambda: typed(page) == "ls -lmake dep^M")
    page.keyboard.press("Alt+Shift+X")
    page.keyboard.type("two")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    choose(page, "! two")
    page.get_by_role("dialog").get_by_role("button", name="Paste", exact=True).click()
    eventually(lambda: typed(page) == "ls -lmake dep^Mone^Mtwo^M")
    page.keyboard.type("x")
    eventually(lambda: typed(page) == "ls -lmake dep^Mone^Mtwo^Mx")


def test_keys_that_the_browser_keeps_are_in_menu_and_palette(open_page, server):
    page = raw(open_page, server)
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("menuitem", name="Send Ctrl+W").click()
    choose(page, "> ctrl+t")
    eventually(lambda: typed(page) == "^W^T")


def test_a_phone_has_them_below_the_screen(open_phone, server, kept):
    page = raw(open_phone, server)
    bar = page.locator(".touch-bar")
    bar.get_by_role("button", name="More keys").tap()
    bar.get_by_role("button", name="Ctrl+W").tap()
    bar.get_by_role("button", name="Snippets").tap()
    bar.get_by_role("button", name="Deploy").tap()
    eventually(lambda: typed(page) == "^Wmake dep^M")
    expect(bar.get_by_role("list", name="Snippets")).to_be_hidden()


def test_they_are_added_changed_ordered_and_deleted_by_keyboard(open_page, server, kept):
    page = open_page("/settings#snippets")
    part = page.locator("[data-part=snippets]")
    names = part.locator(".snippet strong")
    part.get_by_label("Name").fill("Greet")
    page.keyboard.press("Tab")
    page.keyboard.type("echo hi")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(names).to_have_text(["Look around", "Deploy", "Two lines", "Greet"])
    part.get_by_role("button", name="Edit: Greet").press("Enter")
    page.keyboard.type("Hello")
    page.keyboard.press("Enter")
    for _ in range(3):
        part.get_by_role("button", name="Move up: Hello").press("Enter")
    part.get_by_role("button", name="Move down: Hello").press("Alt+ArrowDown")
    expect(names).to_have_text(["Look around", "Hello", "Deploy", "Two lines"])
    part.get_by_role("button", name="Delete: Deploy").press("Enter")
    expect(names).to_have_text(["Look around", "Hello", "Two lines"])
    eventually(
        lambda: (
            page.evaluate("() => document.activeElement.getAttribute('aria-label')") == "Delete: Two lines"
        ),
        every_s=0.05,
    )
    wanted = [KEPT[0], {"name": "Hello", "text": "echo hi", "enter": True}, KEPT[2]]
    eventually(lambda: settings(server)["snippets"] == wanted)
    part.get_by_role("button", name="Undo").press("Enter")
    expect(names).to_have_count(4)
    part.get_by_role("button", name="Add", exact=True).click()
    expect(part.get_by_role("alert")).to_have_text("Enter a name for the snippet.")


def test_a_desktop_writes_in_the_compose_bar_too(open_page, server):
    """Over the terminal, which does not move; sent once; Escape puts it away and keeps the draft."""
    page = terminal(open_page, server)
    page.wait_for_function("() => window.__term.rows > 24")  # the session has the page's size by now
    box = eventually(
        lambda: (box := page.locator(".xterm-screen").bounding_box()) and box["height"] > 400 and box
    )
    page.keyboard.press("Alt+Shift+W")
    page.keyboard.type("echo com''posed")  # the bar is loaded meanwhile
    field = page.locator(".compose-field")
    expect(field).to_have_value("echo com''posed")
    assert page.locator(".xterm-screen").bounding_box() == box
    page.keyboard.press("Control+Enter")
    wait_screen(page, "composed")
    assert sum("composed" in line for line in screen(page)) == 1
    expect(field).to_have_value("")  # until then it takes nothing
    page.keyboard.type("draft")
    page.keyboard.press("Escape")
    expect(field).to_be_hidden()
    page.keyboard.type("echo typed")
    wait_screen(page, "$ echo typed")
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("menuitem", name="Compose before sending").click()
    expect(field).to_have_value("draft")
