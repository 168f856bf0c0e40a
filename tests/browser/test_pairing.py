"""A phone is added from the account page: a QR code, a login, a passkey, and a device in the list."""

from __future__ import annotations

import pytest

from tests import pages
from tests.people import webmux
from tests.support import eventually

pytestmark = pytest.mark.own_server

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
"""Of Chrome's protocol, WebAuthn.VirtualAuthenticatorOptions."""
ANDROID = "Mozilla/5.0 (Linux; Android 14; Pixel 8) Chrome/130.0 Mobile Safari/537.36"
ADDRESSES = "https://mux.example.org,https://mux.tail.example.net"
IS_THE_CODE = """async (link) => {
    const { qrPicture } = await import(document.documentElement.dataset.styles + 'components/qr.js')
    const shown = document.querySelector('.pair-code path').getAttribute('d')
    return qrPicture(link).querySelector('path').getAttribute('d') === shown
}"""


@pytest.fixture
def desk(chromium, start_server):
    """The account page of a server that phones can reach, at two addresses."""
    server = start_server(WEBMUX_PUBLIC_ORIGINS=ADDRESSES)
    context = pages.logged_in(chromium, server)
    context.set_default_timeout(8000)
    page = context.new_page()
    page.server = server
    page.goto(server.url + "/account")
    yield page
    context.close()


@pytest.fixture
def phone(chromium):
    """A page of a phone that can make passkeys."""
    context = chromium.new_context(**pages.phone(390, 844), user_agent=ANDROID)
    context.set_default_timeout(8000)
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    yield page
    context.close()


def shown_link(page) -> str:
    page.get_by_role("img", name="QR code").wait_for()
    return page.get_by_role("dialog").get_by_label("Link", exact=True).input_value()


def here(server, link: str) -> str:
    """The link at an address that this machine can open, by a name, as passkeys need it."""
    return f"http://localhost:{server.port}/login#{link.partition('#')[2]}"


def test_a_phone_is_paired_gets_a_passkey_and_is_logged_out(desk, phone):
    desk.get_by_role("button", name="Add a device").click()
    first = shown_link(desk)
    assert first.startswith("https://mux.example.org/login#")
    assert desk.evaluate(IS_THE_CODE, first)
    desk.get_by_label("Address for the device").select_option("https://mux.tail.example.net")
    link = shown_link(desk)
    assert link == first.replace("mux.example.org", "mux.tail.example.net")
    assert desk.evaluate(IS_THE_CODE, link)
    desk.get_by_role("timer").filter(has_text="New code in").wait_for()
    phone.goto(here(desk.server, link))
    phone.get_by_role("heading", name="You are logged in as owner").wait_for()
    assert "#" not in phone.url
    dialog = desk.get_by_role("dialog", name="Device added")
    dialog.get_by_text("Chrome on Android, from 127.0.0.1, is logged in as owner.").wait_for()
    assert desk.locator(".pair-code").count() == 0
    phone.get_by_role("button", name="Add a passkey to this phone").click()
    phone.wait_for_url(f"http://localhost:{desk.server.port}/")
    dialog.get_by_role("button", name="Done").click()
    row = desk.locator("#logins li", has_text="paired")
    row.get_by_text("Chrome on Android").wait_for()
    desk.locator("#passkeys li", has_text="Chrome on Android").wait_for()
    row.get_by_role("button", name="Log out").click()
    row.wait_for(state="detached")
    phone.wait_for_url("**/login?**")  # by itself: its session list ends with the login


def test_a_code_is_replaced_when_it_ran_out_and_dies_with_the_dialog(desk, phone):
    """By the clock of the page: the server's would take a minute."""
    desk.clock.install()
    desk.reload()
    desk.get_by_role("button", name="Add a device").click()
    first = shown_link(desk)
    desk.clock.run_for(59_000)
    assert first == shown_link(desk)
    desk.clock.run_for(3_000)
    assert eventually(lambda: shown_link(desk) != first)
    second = shown_link(desk)
    desk.get_by_role("dialog").get_by_role("button", name="Close").click()
    assert eventually(lambda: desk.get_by_role("dialog").count() == 0)
    links = desk.server.state_dir / "links"
    assert eventually(lambda: len(list(links.iterdir())) == 2), "the first link of the start, and `first`"
    phone.goto(here(desk.server, second))
    phone.get_by_text("already used or has expired").wait_for()
    assert phone.get_by_role("button", name="Later").count() == 0


def test_later_is_later_and_a_login_link_offers_nothing(desk, phone):
    desk.get_by_role("button", name="Add a device").click()
    phone.goto(here(desk.server, shown_link(desk)))
    phone.get_by_role("button", name="Later").click()
    phone.wait_for_url(f"http://localhost:{desk.server.port}/")
    phone.context.clear_cookies()
    phone.goto(here(desk.server, webmux(desk.server, "link")))
    phone.wait_for_url(f"http://localhost:{desk.server.port}/")


def test_a_server_of_loopback_shows_no_code_but_how_to_reach_it(open_page, server, chromium):
    page = open_page("/account")
    page.get_by_role("button", name="Add a device").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("A phone cannot open this page").wait_for()
    dialog.get_by_text(f"tailscale serve {server.port}, then start WebMux with").wait_for()
    dialog.get_by_role("timer").filter(has_text="New link in").wait_for()
    assert dialog.get_by_role("img").count() == 0
    link = dialog.get_by_label("Link for another browser on this computer").input_value()
    other = chromium.new_context().new_page()
    other.goto(link)
    other.wait_for_url(server.url + "/")
    page.get_by_role("dialog", name="Device added").wait_for()
