"""Passkeys in a real browser, whose authenticator Chromium pretends: add one, log in by it, remove it."""

from __future__ import annotations

import re

import pytest

from tests.pages import HOOKS
from tests.people import webmux

pytestmark = pytest.mark.own_server

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
"""Of Chrome's protocol, WebAuthn.VirtualAuthenticatorOptions: says yes to everything at once."""


@pytest.fixture
def page(chromium):
    """A page of a browser of its own, with an authenticator. Nothing may break the policy."""
    context = chromium.new_context(viewport={"width": 1000, "height": 800})
    context.add_init_script(HOOKS)
    context.set_default_timeout(8000)
    complaints: list[str] = []
    context.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    context.on("weberror", lambda e: complaints.append(str(e.error)))
    page = context.new_page()
    page.devtools = context.new_cdp_session(page)
    page.devtools.send("WebAuthn.enable")
    added = page.devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    page.authenticator = {"authenticatorId": added["authenticatorId"]}
    yield page
    context.close()
    assert [text for text in complaints if "Failed to load" not in text] == []


@pytest.fixture
def named(server):
    """The server by its name, as passkeys need it."""
    return f"http://localhost:{server.port}"


def log_in(page, url, token):
    page.goto(url + "/login")
    page.get_by_label("Access token", exact=True).fill(token)
    page.keyboard.press("Enter")
    page.wait_for_url(url + "/")


def log_out(page, url):
    page.goto(url + "/account")
    page.get_by_role("button", name=re.compile(r"Log out: .*\(this browser\)")).click()
    page.wait_for_url(url + "/login**")


def add(page, url, label="this laptop"):
    page.goto(url + "/account")
    page.get_by_label("Name of the passkey").fill(label)
    page.get_by_role("button", name="Add passkey").click()
    page.get_by_role("button", name=f"Remove: {label}").wait_for()


def by_passkey(page):
    return page.get_by_role("button", name="Log in with a passkey")


def test_a_passkey_is_added_lets_in_and_is_removed(server, named, page):
    log_in(page, named, server.token)
    add(page, named)
    row = page.locator("#passkeys li")
    row.filter(has_text="never used").wait_for()
    log_out(page, named)
    by_passkey(page).click()
    page.wait_for_url(named + "/")
    page.goto(named + "/account")
    row.filter(has_text="last used").wait_for()
    page.get_by_role("button", name="Remove: this laptop").click()
    row.wait_for(state="detached")
    page.get_by_text("None yet. A passkey").wait_for()
    log_out(page, named)
    page.get_by_role("button", name="Log in", exact=True).wait_for()
    assert by_passkey(page).count() == 0, "nobody has one any more"


def test_a_device_has_one_passkey_of_an_account(server, named, page):
    log_in(page, named, server.token)
    add(page, named)
    page.get_by_label("Name of the passkey").fill("again")
    page.get_by_role("button", name="Add passkey").click()
    page.get_by_text("This device already has a passkey").wait_for()
    assert page.locator("#passkeys li").count() == 1


def test_one_that_was_removed_on_the_server_says_so(server, named, page):
    """The device still has it and offers it; the page was loaded before."""
    log_in(page, named, server.token)
    add(page, named)
    log_out(page, named)
    by_passkey(page).wait_for()
    webmux(server, "passkey", "revoke", "1")
    by_passkey(page).click()
    page.get_by_text("This passkey is not accepted here").wait_for()
    assert page.url.startswith(named + "/login")


def test_a_cancelled_login_can_be_tried_again(server, named, page):
    log_in(page, named, server.token)
    add(page, named)
    log_out(page, named)
    page.devtools.send("WebAuthn.setUserVerified", {**page.authenticator, "isUserVerified": False})
    by_passkey(page).click()
    page.get_by_text("No passkey was used").wait_for()
    page.devtools.send("WebAuthn.setUserVerified", {**page.authenticator, "isUserVerified": True})
    by_passkey(page).click()
    page.wait_for_url(named + "/")


def test_an_address_offers_none_and_says_why(server, named, page):
    """Where the browser refuses passkeys, the page never offers them, though there is one."""
    log_in(page, named, server.token)
    add(page, named)
    log_in(page, server.url, server.token)
    page.goto(server.url + "/account")
    page.get_by_text("Passkeys need a host name").wait_for()
    assert not page.get_by_label("Name of the passkey").is_visible()
    page.get_by_role("button", name="Remove: this laptop").wait_for()
    log_out(page, server.url)
    page.locator("#host", has_text=f"{server.host}:{server.port}").wait_for()  # the script has run
    assert page.locator("#passkey").count() == 1
    assert not page.locator("#passkey").is_visible()
    page.goto(named + "/login")
    by_passkey(page).wait_for()
