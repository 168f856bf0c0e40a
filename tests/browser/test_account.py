"""Accounts in a real browser: log in by name, end a login, make a token; a viewer is offered only looking."""

from __future__ import annotations

import re

import pytest

from tests.pages import HOOKS, SHELL, screen, session, wait_screen
from tests.people import PASSWORD, add_user, webmux
from tests.support import eventually

pytestmark = pytest.mark.own_server


@pytest.fixture
def log_in_as(chromium, server):
    """Pages of a browser of its own, logged in by name and password."""
    contexts = []

    def make(user):
        context = chromium.new_context(viewport={"width": 1000, "height": 700})
        context.add_init_script(HOOKS)
        context.set_default_timeout(8000)
        contexts.append(context)
        page = context.new_page()
        page.goto(server.url + "/login")
        page.get_by_label("User name").fill(user)
        page.get_by_label("Password or token").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(server.url + "/")
        return page

    yield make
    for context in contexts:
        context.close()


def test_a_viewer_is_offered_only_looking(server, log_in_as):
    session(server, "work")
    add_user(server, "vera", "viewer")
    page = log_in_as("vera")
    page.get_by_role("link", name="work", exact=True).wait_for()
    assert page.get_by_role("button", name="New session").count() == 0
    assert page.get_by_role("button", name="Kill session work").count() == 0
    page.get_by_role("link", name="work", exact=True).click()
    wait_screen(page, "$ ")
    page.get_by_text("Read-only", exact=True).wait_for()
    page.keyboard.type("touch x")
    assert server.terminals() == []
    page.locator("#terminal[data-features=ready]").wait_for()
    page.keyboard.press("Control+Shift+K")
    page.get_by_role("option", name=re.compile("^Copy Text")).wait_for()
    for typing in ("Paste", "New line", "Recordings", "Resize to this window", "Browse files"):
        assert page.get_by_role("option", name=re.compile(f"^{typing}")).count() == 0
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Shift+B")
    page.get_by_role("combobox", name="Search all sessions").wait_for()
    assert page.get_by_role("tab").all_inner_texts() == ["Search"]
    webmux(server, "user", "disable", "vera")
    page.get_by_role("alertdialog", name="You are logged out").get_by_role("button", name="Log in").wait_for()
    assert page.url.startswith(server.url + "/s/work")
    eventually(lambda: "".join(screen(page)).strip() == "")
    assert page.locator(".drawer").count() == 0


def test_a_login_elsewhere_is_ended_from_the_account(server, log_in_as):
    add_user(server, "olga")
    one, other = log_in_as("olga"), log_in_as("olga")
    one.goto(server.url + "/account")
    one.locator("#logins li", has_not_text="this browser").get_by_role("button").click()
    one.locator("#logins li").nth(1).wait_for(state="detached")
    other.wait_for_url("**/login?**", timeout=5000)
    one.get_by_label("Purpose").fill("backup")
    one.get_by_role("button", name="Create token").click()
    token = one.locator("#fresh-token")
    token.filter(has_text="webmux_").wait_for()
    bearer = {"Authorization": f"Bearer {token.inner_text()}"}
    assert server.request("GET", "/api/sessions", headers=bearer)[0] == 200
    one.get_by_role("button", name="End: backup").click()
    one.locator("#tokens li").wait_for(state="detached")
    assert server.request("GET", "/api/sessions", headers=bearer)[0] == 401


def test_a_link_is_made_opened_and_ended(open_page, server, chromium):
    """In one browser it is made; another, without an account, sees the session until it is ended."""
    session(server, "work")
    session(server, "private")
    page = open_page("/s/work")
    wait_screen(page, "$ ")
    page.get_by_role("button", name="Share this session").click()
    page.get_by_role("button", name="Create link").click()
    link = page.get_by_role("dialog").locator("input").input_value()
    assert "/v/" in link
    assert "#" in link
    with chromium.new_context() as stranger:
        stranger.add_init_script(HOOKS)
        guest = stranger.new_page()
        page.goto(link)  # also who made it may look at it as a guest does, and still end it
        wait_screen(page, "$ ")
        guest.goto(link)
        wait_screen(guest, "$ ")
        assert "#" not in guest.url
        guest.get_by_text("Read-only", exact=True).wait_for()
        assert "Shared by owner, until " in guest.locator("#shared-by").get_attribute("aria-label")
        guest.locator("#shared-by").click()
        guest.get_by_role("dialog").get_by_text("Read-only: you cannot type here.").wait_for()
        guest.keyboard.press("Escape")
        assert guest.get_by_role("button", name="Share this session").count() == 0
        page.goto(server.url + "/account")
        page.get_by_role("button", name="End: work").click()
        guest.get_by_text("no longer works").wait_for()
        guest.goto(server.url + "/")
        guest.wait_for_url("**/login?**")


def test_a_guest_asks_to_type_and_is_let(open_page, server, chromium):
    server.tmux("new-session", "-d", "-s", "work", "-x", "80", "-y", "24", SHELL)
    server.tmux("new-session", "-d", "-s", "other", SHELL)
    host = open_page("/s/work")
    wait_screen(host, "$ ")
    host.get_by_role("button", name="Share this session").click()
    host.get_by_label("Guests see").select_option(index=1)
    host.get_by_role("button", name="Create link").click()
    host.get_by_role("img", name="QR code").wait_for()
    link = host.get_by_role("dialog").locator("input").input_value()
    host.get_by_role("button", name="Close", exact=True).click()
    stranger = chromium.new_context()
    stranger.add_init_script(HOOKS)
    guest = stranger.new_page()
    guest.goto(link)
    wait_screen(guest, "$ ")
    host.get_by_text("1 guest").wait_for()
    guest.get_by_role("button", name="Ask to type").click()
    guest.get_by_role("button", name="Asked…").wait_for()
    host.get_by_text("asks to type").wait_for()
    host.get_by_role("button", name="Allow", exact=True).click()
    guest.locator(".toast").get_by_text("You can type now").wait_for()
    guest.keyboard.type("echo $((6*7))-ok\r")
    wait_screen(host, "42-ok")
    host.get_by_role("button", name="Take back control").click()
    guest.get_by_text("Read-only", exact=True).wait_for()
    server.tmux("kill-session", "-t", "=work")
    guest.get_by_text("Session ended").wait_for()
    assert guest.get_by_role("button", name="Start it again").count() == 0
    assert guest.get_by_role("button", name="All sessions").count() == 0
    stranger.close()
