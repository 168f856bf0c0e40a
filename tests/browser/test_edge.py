"""A browser over TLS and below a path, where every address of a page has to follow."""

from __future__ import annotations

import pytest

from tests import pages
from tests.pages import SHELL, wait_screen


@pytest.fixture
def server(secured):
    """What `open_page` opens."""
    return secured


def test_everything_works_below_a_path_over_tls(server, open_page):
    server.tmux("new-session", "-d", "-s", "work", "-x", "80", "-y", "24", SHELL)
    page = open_page("/")
    page.get_by_role("link", name="work").first.click()
    page.wait_for_url(f"{server.address}/s/work")
    page.locator("#terminal").click() if page.locator("#terminal").count() else None
    page.keyboard.type("echo $((6*7))-ok\r")
    wait_screen(page, "42-ok")
    page.reload()
    wait_screen(page, "42-ok")
    page.locator("#home").click()
    page.wait_for_url(f"{server.address}/")
    page.goto(f"{server.address}/account")
    page.get_by_text("All sessions").click()
    page.wait_for_url(f"{server.address}/")
    page.locator("#logout").click()
    page.wait_for_url(f"{server.address}/login*")


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
