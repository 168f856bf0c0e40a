"""A browser over TLS and below a path, where every address of a page has to follow; and over plain http."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tests import pages
from tests.browser.conftest import uncomplaining
from tests.pages import SHELL, wait_screen
from tests.support import eventually


@pytest.fixture
def server(secured):
    """What `open_page` opens."""
    return secured


def test_everything_works_below_a_path_over_tls(server, open_page):
    server.tmux("new-session", "-d", "-s", "work", "-x", "80", "-y", "24", SHELL)
    page = open_page("/")
    page.get_by_role("link", name="work").first.click()
    page.wait_for_url(f"{server.address}/s/work")
    wait_screen(page, "$ ")
    page.keyboard.type("echo $((6*7))-ok\r")
    wait_screen(page, "42-ok")
    page.reload()
    wait_screen(page, "42-ok")
    page.locator("#home").click()
    page.wait_for_url(f"{server.address}/")
    page.goto(f"{server.address}/account")
    page.get_by_role("link", name="Recordings").click()
    page.wait_for_url(f"{server.address}/recordings")
    page.get_by_text("All sessions").click()
    page.wait_for_url(f"{server.address}/")
    page.locator("#logout").click()
    page.get_by_text("This connection is encrypted (TLS).").wait_for()


def test_a_share_link_works_below_a_path(server, open_page, chromium):
    server.tmux("new-session", "-d", "-s", "work", "-x", "80", "-y", "24", "echo sha''red; exec sleep 60")
    status, _, body = server.request(
        "POST", "/api/shares", b'{"session_id": "$0"}', server.bearer | {"Content-Type": "application/json"}
    )
    assert 201 == status
    path = body.decode().partition('"path":"')[2].partition('"')[0]
    guest = chromium.new_context(ignore_https_errors=True)
    guest.add_init_script(pages.HOOKS)
    page = guest.new_page()
    page.goto(server.address + path)
    wait_screen(page, "shared")
    guest.close()


def test_one_copies_over_plain_http_as_well(start_server, chromium_with):
    """By a name that is no localhost there is no clipboard API; the page copies all the same."""

    def prepare(server):
        server.environment["WEBMUX_PUBLIC_ORIGINS"] = f"http://term.lan:{server.port}"

    server = start_server(prepare=prepare)
    pages.session(server, "work", r"printf '\033[31mcopy-me\033[0m <b>\n'; exec cat")
    url = server.environment["WEBMUX_PUBLIC_ORIGINS"]
    context = chromium_with("--host-resolver-rules=MAP term.lan 127.0.0.1").new_context()
    context.add_init_script(pages.HOOKS)
    with uncomplaining(context, SimpleNamespace(url=url, address=url)) as open_page:
        page = open_page("/login")
        page.get_by_label("Access token").fill(server.token)
        page.keyboard.press("Enter")
        page.wait_for_url(url + "/")
        page.goto(url + "/s/work")
        wait_screen(page, "copy-me")
        assert page.evaluate("() => [isSecureContext, navigator.clipboard === undefined]") == [False, True]
        page.evaluate("() => window.__term.select(0, 0, 7)")
        page.keyboard.press("Control+Shift+C")
        page.locator(".toast").get_by_text("Copied 7 characters.").wait_for()
        assert pasted(open_page) == ["copy-me", ""]
        page.locator("#menu").click()
        page.get_by_role("menuitem", name="Copy the screen as HTML").click()
        page.get_by_text("Copied").last.wait_for()
        text, html = pasted(open_page)
        assert text.startswith("<pre style=")
        assert "copy-me</span> &lt;b&gt;" in text
        assert ">copy-me</span>" in html


def pasted(open_page) -> list[str]:
    """What another page gets from the clipboard: as text, and as HTML."""
    page = open_page("/offline")
    page.evaluate(
        """() => {
          document.body.append(document.createElement('textarea'));
          document.addEventListener('paste', ({ clipboardData }) => {
            window.pasted = ['text/plain', 'text/html'].map((type) => clipboardData.getData(type));
          });
        }"""
    )
    page.locator("textarea").focus()
    page.keyboard.press("Control+V")
    return eventually(lambda: page.evaluate("() => window.pasted"), every_s=0.05)
