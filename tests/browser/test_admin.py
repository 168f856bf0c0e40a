"""The admin page in a real browser: it follows what happens, and what is done there counts at once."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from tests.pages import HOOKS, phone, session, wait_screen
from tests.people import PASSWORD, add_user
from tests.support import eventually

pytestmark = pytest.mark.own_server


@pytest.fixture
def browser_of(chromium, server):
    """Browsers of people, each logged in by name and password."""
    contexts = []

    def make(user, password=PASSWORD, **device):
        context = chromium.new_context(**device)
        contexts.append(context)
        context.add_init_script(HOOKS)
        context.set_default_timeout(8000)
        entered = context.request.post(
            f"{server.url}/login", data={"user": user, "password": password}, headers={"Origin": server.url}
        )
        assert entered.status == 204, entered.text()
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


def test_people_are_looked_after(server, open_page, browser_of):
    admin = open_page("/admin")
    admin.locator("#users li", has_text="owner").get_by_text("you").wait_for()
    admin.get_by_label("Name").fill("ada")
    admin.get_by_role("button", name="Add user").click()
    password = admin.locator("#fresh-password")
    password.wait_for()
    ada = browser_of("ada", password.inner_text())
    ada.goto(server.url + "/")
    ada.locator("#new").wait_for()
    assert ada.get_by_role("link", name="Admin").count() == 0
    hers = admin.locator("#connections li", has_text="ada")
    hers.wait_for()
    ada.goto(server.url + "/admin")
    ada.get_by_text("this requires the role admin").wait_for()
    hers.wait_for(state="detached")
    ada.get_by_role("link", name="All sessions").click()
    hers.wait_for()
    add_user(server, "bob")
    admin.locator("#users li", has_text="bob").wait_for()  # told, not asked for


def test_a_changed_role_and_a_disabled_user_count_at_once(server, open_page, browser_of):
    add_user(server, "ada")
    admin, ada = open_page("/admin"), browser_of("ada")
    ada.goto(server.url + "/")
    admin.locator("#connections li", has_text="ada").wait_for()
    admin.get_by_label("Role of ada").focus()
    admin.get_by_label("Role of ada").select_option("viewer")
    admin.locator("#users li", has_text="ada").locator(".badge", has_text="viewer").wait_for()
    eventually(lambda: "role" == admin.evaluate("() => document.activeElement.dataset.act"))
    ada.get_by_text("your role has changed").wait_for()
    admin.get_by_role("button", name="Disable: ada").click()
    admin.get_by_role("dialog").get_by_role("button", name="Disable").click()
    admin.get_by_role("button", name="Enable: ada").wait_for()
    ada.reload(wait_until="commit")
    ada.wait_for_url("**/login?**", wait_until="commit")
    admin.locator("#events td", has_text="user_disabled").wait_for()


def test_a_connection_is_ended_with_a_word_and_does_not_come_back_by_itself(server, open_page, browser_of):
    session(server, "work")
    add_user(server, "ada")
    admin = open_page("/admin")
    ada = browser_of("ada")
    ada.clock.install()
    ada.goto(server.url + "/s/work")
    wait_screen(ada, "$ ")
    hers = admin.locator("#connections li", has_text="work (terminal)")
    hers.get_by_role("button", name="Disconnect").click()
    ada.get_by_role("alertdialog", name="Disconnected").get_by_text("An admin has closed").wait_for()
    hers.wait_for(state="detached")
    ada.clock.fast_forward(1000)  # a key meant for the terminal presses no button
    ada.keyboard.press("Enter")
    ada.get_by_role("alertdialog").wait_for(state="detached")
    wait_screen(ada, "$ ")
    hers.wait_for()
    ada.goto(server.url + "/")
    ada.get_by_role("link", name="work", exact=True).wait_for()
    listing = admin.locator("#connections li", has_text="ada").filter(has_text="session list")
    listing.get_by_role("button", name="Disconnect").click()
    ada.get_by_text("an admin has closed this connection").wait_for()
    listing.wait_for(state="detached")


def test_both_sides_of_a_link_say_so_on_a_phone_and_an_admin_ends_it(server, open_page, browser_of, chromium):
    session(server, "work")
    add_user(server, "ada")
    admin, host = open_page("/admin"), browser_of("ada", **phone(390, 844))
    made = host.request.post(
        f"{server.url}/api/shares",
        data={"session_id": "$0", "lasts_s": 600},
        headers={"Origin": server.url},
    )
    stranger = chromium.new_context(**phone(320, 640))
    stranger.add_init_script(HOOKS)
    guest = stranger.new_page()
    guest.goto(server.url + json.loads(made.text())["path"])
    wait_screen(guest, "$ ")
    shared = guest.locator("#shared-by")
    assert "ada, view only" == shared.inner_text()
    shared.click()
    guest.get_by_role("dialog", name="About this link").get_by_text("Until ").wait_for()
    assert guest.evaluate("() => document.querySelector('.term-bar').scrollWidth") <= 320
    host.goto(server.url + "/s/work")
    wait_screen(host, "$ ")
    expect(host.locator("#guests")).to_have_text("1 guest")
    assert host.locator("#guests").is_visible()
    admin.locator("#shares li", has_text="1 guest").get_by_role("button", name="End: link to work").click()
    guest.get_by_text("no longer works").wait_for()
    admin.get_by_text("None.", exact=True).wait_for()
    stranger.close()
