"""The notice of what this tmux lacks, in Chromium with a real tmux."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.pages import READY, session
from tests.tmux import tmux_version

FORGET = "if (!sessionStorage.forgot) { sessionStorage.forgot = 1; delete localStorage['webmux.limits']; }"


def test_a_notice_says_once_what_this_tmux_lacks(open_page, server):
    """It does not take the keys. The palette shows the rest again."""
    session(server, "work")
    page = open_page("/")
    page.context.add_init_script(FORGET)
    page.goto(server.address + "/s/work?view=panes")
    page.wait_for_function(READY)
    notice = page.get_by_role("region", name=f"Native panes with tmux {tmux_version()}")
    expect(notice).to_contain_text("can end tmux, with all sessions")
    page.keyboard.type("echo t$((1+1))ped\r")
    page.locator(".xterm-rows", has_text="t2ped").wait_for()
    notice.get_by_role("button", name="More").click()
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    page.reload()
    page.wait_for_function(READY)
    page.keyboard.press("Alt+Shift+K")
    page.keyboard.type(">tmux lacks")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("respawn-pane -k from a script")
    assert 0 == notice.count()
