"""A plain tmux client in a terminal beside the page."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.pages import session, wait_screen
from tests.support import eventually
from webmux.model import Size
from webmux.tmux.pty import PtySource, attach_command


@pytest.mark.both_views
def test_a_page_says_at_once_that_a_terminal_is_beside_it(open_page, server):
    """The list of viewers comes after the first events, and must not miss them."""
    session(server, "work")
    command = attach_command(["tmux", "-u", "-S", str(server.tmux_socket)], "=work", "3.3a")
    terminal = PtySource(command, Size(60, 20))
    try:
        # Only terminals that were there before the page are announced.
        eventually(lambda: "60" in server.tmux("list-clients", "-F", "#{client_width}").split())
        page = open_page("/s/work")
        # First, because it goes away by itself.
        expect(page.locator(".toast", has_text="also open in a terminal of 60")).to_be_visible()
        wait_screen(page, "$ ")
        expect(page.locator("#viewers")).to_have_attribute("title", "1 viewer, 1 other terminal")
    finally:
        terminal.close()
