"""tmux ends, and the page brings its sessions back: for several browsers, by finger and by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests import pages
from tests.axe import findings
from tests.browser.conftest import uncomplaining
from tests.pages import SHELL, wait_screen
from tests.support import eventually


def layouts(server) -> list[str]:
    """Of all windows, without the checksum and the numbers of panes."""
    form = "#{session_name} #{window_width} #{window_height} #{pane_left} #{pane_top} #{pane_width}"
    return server.tmux("list-panes", "-a", "-F", form).splitlines()


def until_saved(server, text: str) -> None:
    """Wait until the newest set on the disk has this text."""
    folder = server.state_dir / "sessions"

    def is_saved() -> bool:
        newest = max(folder.glob("*.json"), default=None, key=lambda path: path.stat().st_mtime_ns)
        return newest is not None and text in newest.read_text()

    eventually(is_saved, timeout_s=12, every_s=0.1)


@pytest.fixture
def open_second(chromium, server):
    """Pages of a phone, besides those of `open_page`."""
    with uncomplaining(pages.logged_in(chromium, server, pages.phone(390, 844)), server) as make:
        yield make


@pytest.mark.own_server
def test_all_sessions_come_back_with_their_commands(open_page, open_second, server):
    """Both browsers see each step; the command is typed, not run, and takes no focus."""
    for name in ("api", "work"):
        server.tmux("new-session", "-d", "-s", name, "-x", "90", "-y", "30", "-c", "/usr")
    server.tmux("split-window", "-h", "-t", "=api:", "-l", "30", "-c", "/usr/share")
    server.tmux("split-window", "-v", "-t", "=api:", "-l", "7")
    server.tmux("new-window", "-d", "-t", "=api:", "-n", "log", SHELL)
    server.tmux("send-keys", "-t", "=work:", "cat /dev/null -", "Enter")
    until_saved(server, "cat /dev/null -")
    before = layouts(server)
    desk, phone = open_page("/"), open_second("/")
    desk.locator(".card").nth(1).wait_for()
    server.tmux("kill-server")
    for page in (desk, phone):
        expect(page.locator("#restore h2")).to_contain_text("2 sessions from")
    assert phone.evaluate("() => document.documentElement.scrollWidth") <= 390
    phone.get_by_role("button", name="Restore all").tap()
    for page in (desk, phone):
        expect(page.locator("#restore h2")).to_have_text("2 sessions restored")
        expect(page.locator(".card")).to_have_count(2)
    assert before == layouts(server)
    page = open_page("/s/work")
    strip = page.get_by_role("region", name="A command that ran in this pane")
    expect(strip).to_contain_text("cat /dev/null - ran here")
    assert page.evaluate("() => document.activeElement.className") == "xterm-helper-textarea"
    strip.get_by_role("button", name="Type it").click()
    wait_screen(page, "cat /dev/null -")
    expect(strip).to_be_hidden()
    assert page.evaluate("() => document.activeElement.className") == "xterm-helper-textarea"
    assert server.tmux("display-message", "-p", "-t", "=work:", "#{pane_current_command}") == "sh"


@pytest.mark.own_server
def test_some_sessions_are_chosen_by_keyboard(open_page, server):
    """The rest stays offered until it is dismissed, in all browsers."""
    for name in ("able", "bake", "cook"):
        server.tmux("new-session", "-d", "-s", name, "-c", "/usr", SHELL)
    until_saved(server, "cook")
    page, other = open_page("/"), open_page("/")
    page.locator(".card").nth(2).wait_for()
    server.tmux("kill-server")
    page.get_by_role("button", name="Choose").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Restore sessions")
    dialog.get_by_text("/usr").first.wait_for()
    assert findings(page) == []
    dialog.get_by_role("checkbox", name="bake").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator("#restore h2")).to_have_text("2 sessions restored")
    assert server.tmux("list-sessions", "-F", "#{session_name}").splitlines() == ["able", "cook"]
    for one in (page, other):
        one.get_by_role("button", name="Close").click()
        expect(one.locator("#restore h2")).to_contain_text("“bake” from")
    page.get_by_role("button", name="Dismiss").click()
    for one in (page, other):
        expect(one.locator("#restore")).to_be_hidden()
