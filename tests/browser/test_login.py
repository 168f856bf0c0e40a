"""Logging in and out in a real browser: what is wrong is said, and one comes back to where one was."""

from __future__ import annotations

import pytest

from tests.pages import HOOKS, session, wait_screen
from tests.people import add_user

pytestmark = pytest.mark.own_server


@pytest.fixture
def stranger(chromium):
    """A page of a browser that nobody logged in."""
    context = chromium.new_context()
    context.add_init_script(HOOKS)
    context.set_default_timeout(8000)
    yield context.new_page()
    context.close()


def test_a_wrong_token_or_password_is_said_and_too_many_have_to_wait(server, stranger):
    add_user(server, "ada")
    page = stranger
    page.clock.install()
    page.goto(server.url + "/login")
    assert page.locator("#insecure").is_hidden()
    assert page.locator("#secure").is_hidden()
    field = page.get_by_label("Password or token")
    field.fill("wrong")
    field.press("Enter")
    page.get_by_role("alert").get_by_text("This token is wrong.").wait_for()
    assert "true" == field.get_attribute("aria-invalid")
    page.get_by_label("User name").fill("ada")
    for number in range(6):
        field.fill(f"wrong {number}")
        field.press("Enter")
        said = "The name or the password is wrong." if number < 5 else "Too many failed logins."
        page.get_by_role("alert").get_by_text(said).wait_for()
        page.locator("#enter[disabled]" if number == 5 else "#enter:not([disabled])").wait_for()
    button = page.get_by_role("button", name="Try again in")
    left = int(button.inner_text().split()[-2])
    assert 1 <= left <= 60
    page.clock.run_for(1000)
    assert button.inner_text() == f"Try again in {left - 1} s"
    page.clock.run_for(1000 * left)
    page.get_by_role("button", name="Log in").wait_for()
    assert "" == page.locator("#message").inner_text()
    assert "token" == page.evaluate("() => document.activeElement.id")


def test_the_login_leads_to_where_one_wanted_and_a_logout_elsewhere_ends_it(server, stranger):
    """The query of a deep link too; and a page that another tab signed out says so, and comes back."""
    session(server, "work")
    wanted = "/s/work?view=mirror&x=a%20b"
    page = stranger
    page.clock.install()
    page.goto(server.url + wanted)
    page.wait_for_url("**/login?next=**")
    page.locator("#token").fill(server.token)
    page.keyboard.press("Enter")
    page.wait_for_url(server.url + wanted)
    wait_screen(page, "$ ")
    other = page.context.new_page()
    other.goto(server.url + "/")
    other.locator("#logout").click()
    other.wait_for_url("**/login*")
    card = page.get_by_role("alertdialog", name="You are logged out")
    card.get_by_text("“work”").wait_for()
    page.clock.fast_forward(1000)  # a key meant for the terminal presses no button
    card.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/login?next=**")
    page.locator("#token").fill(server.token)
    page.keyboard.press("Enter")
    page.wait_for_url(server.url + wanted)
    wait_screen(page, "$ ")
