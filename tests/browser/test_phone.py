"""Phones: keys, soft keyboards, fingers, and whose size it is. Chromium as a phone, not a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests import pages
from tests.fingers import key, phone, scroll, swipe, visible_cursor
from tests.pages import screen, session, wait_screen
from tests.support import eventually

RAW = "stty raw -echo; printf 'raw:'; exec cat -vT"


def raw(open_phone, server):
    """A page whose program shows each byte that it gets, at once."""
    session(server, "work", RAW)
    server.tmux("set-option", "-s", "escape-time", "1")
    page = open_phone("/s/work")
    page.locator(".touch-bar").wait_for()
    wait_screen(page, "raw:")
    return page


def typed(page) -> str:
    return "".join(screen(page)[:-1]).partition("raw:")[2].rstrip()


def wait_typed(page, wanted: str) -> None:
    try:
        eventually(lambda: typed(page) == wanted, every_s=0.05)
    except Exception as error:
        raise AssertionError(f"{typed(page)!r} instead of {wanted!r}") from error


@pytest.mark.both_views
def test_keys_type_their_bytes_and_leave_the_focus(open_phone, server):
    """Held once, locked, from the second row, by swipe; the soft keyboard's letters are changed as well."""
    page = raw(open_phone, server)
    focused = "() => document.activeElement.className"
    page.locator("#stage").tap()
    eventually(lambda: "xterm-helper-textarea" in page.evaluate(focused))
    for name in ("Esc", "Tab", "Up", "Left"):
        key(page, name).tap()
    wait_typed(page, wanted := "^[^I^[[A^[[D")
    control = page.locator("[data-modifier=ctrl]")
    control.tap()
    expect(control).to_have_attribute("aria-pressed", "true")
    key(page, "Right").tap()
    key(page, "Right").tap()
    wait_typed(page, wanted := wanted + "^[[1;5C^[[C")
    assert control.get_attribute("aria-pressed") == "false"
    control.tap()
    control.tap()
    expect(control).to_have_attribute("aria-label", "Ctrl, locked")
    page.keyboard.insert_text("c")
    page.keyboard.insert_text("x")
    wait_typed(page, wanted := wanted + "^C^X")
    control.tap()
    key(page, "More keys").tap()
    page.locator("[data-modifier=alt]").tap()
    page.keyboard.insert_text("b")
    for name in ("Pipe", "F5", "Backspace", "Ctrl+C", "y", "1", "Enter"):
        key(page, name).tap()
    wait_typed(page, wanted := wanted + "^[b|^[[15~^?^Cy1^M")
    escape = key(page, "Esc").bounding_box()
    swipe(page, escape["x"] + 10, escape["y"] + 30, 0, -30)
    wait_typed(page, wanted + "`")
    eventually(lambda: "xterm-helper-textarea" in page.evaluate(focused))


def test_what_soft_keyboards_write_arrives_once(open_phone, server):
    """Dictation, an input method, key 229 with its word, a backspace, and a key in the middle of a word."""
    page = phone(open_phone, server)
    page.locator("#stage").tap()
    devtools = page.context.new_cdp_session(page)

    def compose(*stages: str) -> None:
        for stage in stages:
            unknown_key(devtools)
            devtools.send(
                "Input.imeSetComposition",
                {"text": stage, "selectionStart": len(stage), "selectionEnd": len(stage)},
            )

    def commit(text: str) -> None:
        unknown_key(devtools)
        devtools.send("Input.insertText", {"text": text})

    page.keyboard.insert_text("cat")
    key(page, "More keys").tap()
    page.keyboard.press("Enter")
    eventually(lambda: not page.locator(".touch-bar").is_visible())
    page.get_by_role("button", name="Keys", exact=True).tap()
    page.locator(".touch-bar").wait_for()  # a tap that comes later would end what is composed
    page.keyboard.insert_text("日本語")
    compose("n", "に", "にほ", "日本")
    commit("日本")
    compose("w", "wo", "wor", "word")
    commit("word")
    commit(" ")
    commit("x")
    unknown_key(devtools)
    page.evaluate("() => document.execCommand('delete')")
    wait_screen(page, "日本語日本word")
    compose("t", "te", "teh")  # codespell:ignore teh
    wait_screen(page, "日本語日本word teh")  # though the word has not ended; codespell:ignore teh
    commit("the")
    for _ in range(3):
        unknown_key(devtools)
        page.evaluate("() => document.execCommand('delete')")
    compose("l", "ls")
    key(page, "Pipe").tap()
    commit("")
    eventually(lambda: screen(page)[1].rstrip() == "日本語日本word ls|", every_s=0.05)
    page.locator("[data-modifier=ctrl]").tap()
    compose("c")
    compose("")
    eventually(lambda: "^C" in screen(page)[1] and screen(page)[2].startswith("$"), every_s=0.05)


def unknown_key(devtools) -> None:
    """What Android says of most keys of a soft keyboard."""
    devtools.send(
        "Input.dispatchKeyEvent", {"type": "rawKeyDown", "windowsVirtualKeyCode": 229, "key": "Unidentified"}
    )


@pytest.mark.attached_view("a finger scrolls the pane by itself")
def test_fingers_scroll_what_there_is_to_scroll(open_phone, server):
    """tmux with its mouse by the wheel; a program that fills the screen by arrow keys; else our history."""
    page = phone(open_phone, server)
    page.wait_for_function("() => document.querySelector('#terminal').dataset.features === 'ready'")
    scroll(page, 200)
    history = page.locator(".history-title")
    history.wait_for()
    page.keyboard.press("Escape")
    history.wait_for(state="hidden")
    server.tmux("send-keys", "-t", "=work:", "seq 500 | less", "Enter")
    eventually(lambda: screen(page)[0].strip() == "1", 10, every_s=0.05)
    scroll(page, -300)
    eventually(lambda: int(screen(page)[0].strip() or 0) > 5, every_s=0.05)
    page.locator("#stage").tap()  # a throw ends where a finger comes down
    server.tmux("send-keys", "-t", "=work:", "q", "Enter", "seq 300", "Enter")
    wait_screen(page, "300")
    server.tmux("new-window", "-d", "-t", "=work:", pages.SHELL)
    current = ("display-message", "-p", "-t", "=work:", "#{window_index}")
    first = server.tmux(*current)
    swipe(page, 250, 400, -160, 0, fingers=2)
    eventually(lambda: server.tmux(*current) != first)
    swipe(page, 120, 22, 200, 0)
    eventually(lambda: server.tmux(*current) == first)
    server.tmux("set-option", "-t", "=work:", "mouse", "on")
    page.wait_for_function("() => window.__term.modes.mouseTrackingMode !== 'none'")
    scroll(page, 300)
    position = ("display-message", "-p", "-t", "=work:", "#{scroll_position}")
    eventually(lambda: int(server.tmux(*position) or 0) > 5)


@pytest.mark.attached_view("a finger scrolls the pane by itself")
def test_keys_act_on_what_is_read_and_text_goes_to_the_program(open_phone, server):
    """Esc closes the history and the screen as text; other keys, and what Compose sends, leave them first."""
    page = raw(open_phone, server)
    page.wait_for_function("() => document.querySelector('#terminal').dataset.features === 'ready'")
    history, text = page.locator(".history-title"), page.locator(".select-text")

    def read(opened, by) -> None:
        by()
        opened.wait_for()

    def select() -> None:
        page.evaluate("() => document.querySelector('.touch-more').hidden = false")
        key(page, "Select").tap()

    for opened, by in ((history, lambda: scroll(page, 200)), (text, select)):
        read(opened, by)
        key(page, "Up").tap()
        key(page, "Esc").tap()
        opened.wait_for(state="detached")
        assert "" == typed(page)
    for opened, by in ((history, lambda: scroll(page, 200)), (text, select)):
        read(opened, by)
        key(page, "Tab").tap()
        opened.wait_for(state="detached")
    wait_typed(page, "^I^I")
    server.tmux("set-option", "-t", "=work:", "mouse", "on")
    page.wait_for_function("() => window.__term.modes.mouseTrackingMode !== 'none'")
    key(page, "Compose").tap()
    page.get_by_label("Text for the terminal").fill("n/q")
    server.tmux("copy-mode", "-t", "=work:")
    key(page, "Send").tap()
    wait_typed(page, "^I^In/q^M")


def test_the_compose_bar_sends_once_and_keeps_its_draft(open_phone, server):
    """Over a reload; several lines; what was sent can be had again."""
    page = phone(open_phone, server)
    key(page, "More keys").tap()
    key(page, "Compose").tap()
    field = page.get_by_label("Text for the terminal")
    page.keyboard.insert_text("echo com''posed")
    page.reload()
    wait_screen(page, "$ ")
    field.wait_for()
    expect(field).to_have_value("echo com''posed")
    lines = field.bounding_box()["height"]
    field.fill("echo com''posed\necho two\necho three")
    eventually(lambda: field.bounding_box()["height"] > lines)
    eventually(lambda: visible_cursor(page), every_s=0.05)
    field.fill("echo com''posed")
    key(page, "Send").tap()
    wait_screen(page, "composed")
    expect(field).to_have_value("")
    assert sum("composed" in line for line in screen(page)) == 1
    key(page, "Sent texts").tap()
    page.locator(".compose-entry").first.tap()
    expect(field).to_have_value("echo com''posed")
    key(page, "Insert without Enter").tap()
    wait_screen(page, "$ echo com''posed")
    assert sum("composed" in line for line in screen(page)) == 1


def test_a_soft_keyboard_leaves_the_prompt_in_view(open_phone, server):
    """The grid stays, the view slides; a real keyboard puts the keys away; the selection is plain text."""
    page = phone(open_phone, server)
    page.keyboard.insert_text("seq 60")
    key(page, "More keys").tap()
    page.locator("[data-modifier=ctrl]").tap()
    page.keyboard.insert_text("m")
    wait_screen(page, "60")
    rows = page.evaluate("() => window.__term.rows")
    page.set_viewport_size({"width": 390, "height": 480})
    eventually(lambda: visible_cursor(page), every_s=0.05)
    assert page.evaluate("() => window.__term.rows") == rows
    assert key(page, "Keyboard").get_attribute("aria-pressed") == "true"
    key(page, "Select").tap()
    text = page.get_by_role("dialog", name="Select text")
    assert "59\n60\n$" in text.locator("pre").text_content()
    text.get_by_role("button", name="Close").tap()
    page.set_viewport_size({"width": 390, "height": 844})

    def is_away_after_a_key():
        page.keyboard.press("a")
        return page.locator(".touch-bar").is_hidden()

    eventually(is_away_after_a_key, every_s=0.2)
    page.get_by_role("button", name="Keys", exact=True).tap()
    page.locator(".touch-bar").wait_for()


def test_a_desktop_loads_nothing_of_it(open_page, server):
    """Fingers have modules and a style of their own."""
    asked: list[str] = []
    page = open_page("/")
    page.on("request", lambda request: asked.append(request.url))
    session(server, "work")
    page.goto(server.address + "/s/work")
    wait_screen(page, "$ ")
    assert any("/static/packed/features-" in url for url in asked)
    assert not [url for url in asked if "touch" in url.partition("/static/")[2]]
