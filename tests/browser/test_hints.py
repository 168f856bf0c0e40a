"""Hint mode: letters over what can be copied."""

from __future__ import annotations

from tests.browser.test_keyboard import focus_is_in_terminal, ready
from tests.pages import session, wait_screen
from tests.support import eventually

READ_CLIPBOARD = "() => navigator.clipboard.readText()"


def test_a_letter_copies_what_is_on_the_screen(open_page, server):
    """By the letter next to it; Escape leaves and types nothing; Shift opens an address in a new tab."""
    show = f"sh -c 'printf \"at src/main.rs:12\\nsee {server.url}/help now\\n\"; exec cat'"
    session(server, "work", show)
    page = open_page("/s/work")
    wait_screen(page, "see ")
    ready(page)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.keyboard.press("Alt+Shift+L")
    page.locator(".hint kbd", has_text="s").wait_for()
    assert ["s", "a"] == page.locator(".hint kbd").all_text_contents()
    page.keyboard.press("s")
    eventually(lambda: page.evaluate(READ_CLIPBOARD) == "src/main.rs:12", every_s=0.05)
    page.keyboard.press("Alt+Shift+L")
    page.locator(".hint").first.wait_for()
    page.keyboard.press("Escape")
    page.locator(".hints").wait_for(state="detached")
    assert focus_is_in_terminal(page)
    page.keyboard.press("Alt+Shift+L")
    page.locator(".hint").first.wait_for()
    with page.context.expect_page() as opened:
        page.keyboard.press("Shift+A")
    assert opened.value.url.endswith("/help")
    page.keyboard.type("end")
    wait_screen(page, "end")
    assert ["end"] == server.tmux("capture-pane", "-p", "-t", "=work:").split("\n")[2:3]
