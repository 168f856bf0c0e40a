"""The history under fingers, the Back button, and what goes into the compose bar of a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.fingers import key, swipe
from tests.pages import screen, session, terminal, wait_screen
from tests.support import eventually

# Android's Back button closes the newest of these; nothing in a test presses it.
WATCHERS = """() => {
window.watchers = [];
window.CloseWatcher = class {
  constructor() { window.watchers.push(this); }
  destroy() { window.watchers.splice(window.watchers.indexOf(this), 1); }
};
window.goBack = () => window.watchers.pop().onclose();
}"""
PICTURE = """(field) => {
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array([137, 80, 78, 71])], 'image.png', { type: 'image/png' }));
  field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
}"""
HIDDEN_PX = """() => {
  const { scrollHeight, clientHeight, scrollTop } = document.querySelector('.history-scroller');
  return scrollHeight - clientHeight - scrollTop;
}"""


def opened(open_phone, server):
    page = terminal(open_phone, server)
    page.evaluate(WATCHERS)
    page.locator(".touch-bar").wait_for()
    server.tmux("send-keys", "-t", "=work:", "seq 400", "Enter")
    wait_screen(page, "400")
    return page


@pytest.mark.attached_view("a finger scrolls the pane by itself")
def test_the_first_swipe_moves_the_history(open_phone, server):
    """It goes with the finger, its thumb is dragged and holds it, a pull past its end and Back close it."""
    page = opened(open_phone, server)
    history = page.locator(".history")
    swipe(page, 200, 200, 0, 300)
    history.wait_for()
    eventually(lambda: page.evaluate(HIDDEN_PX) > 200, every_s=0.05)
    thumb = page.locator(".history-thumb").bounding_box()
    swipe(page, thumb["x"] + 30, thumb["y"] + 20, 0, -900)
    eventually(lambda: "Line 4" in history.locator(".history-position").text_content(), every_s=0.05)
    page.evaluate("() => { document.querySelector('.history-scroller').scrollTop = 1e9; }")
    page.locator(".history-row", has_text="400").wait_for()
    eventually(lambda: page.evaluate(HIDDEN_PX) < 1, every_s=0.05)
    swipe(page, 200, 600, 0, -200)
    history.wait_for(state="hidden")
    swipe(page, 200, 200, 0, 300)
    history.wait_for()
    page.keyboard.press("Shift")  # of a real keyboard: the touch keys go, and a button for them comes
    page.get_by_role("button", name="Keys").wait_for()
    assert page.locator("#menu").evaluate("(menu) => menu.getBoundingClientRect().right <= innerWidth")
    page.evaluate("() => window.goBack()")
    history.wait_for(state="hidden")
    server.tmux("send-keys", "-t", "=work:", "seq 500 | less", "Enter")
    eventually(lambda: screen(page)[0].strip() == "1", 10, every_s=0.05)
    swipe(page, 200, 700, 0, -600)
    eventually(lambda: screen(page)[0].strip() == "11", every_s=0.05)


def test_pictures_go_into_the_draft(open_phone, server):
    """Pasted into the compose bar, a picture is uploaded and its path written there; Back closes the bar."""
    page = opened(open_phone, server)
    key(page, "More keys").tap()
    key(page, "Compose").tap()
    field = page.get_by_label("Text for the terminal")
    expect(field).to_have_attribute("autocapitalize", "none")
    field.fill("look at ")
    field.evaluate(PICTURE)
    eventually(lambda: field.input_value().endswith(".png "), every_s=0.05)
    assert field.input_value().startswith("look at /")
    assert not any(".png" in line for line in screen(page))
    page.evaluate("() => window.goBack()")
    field.wait_for(state="hidden")
    key(page, "More keys").tap()
    with page.expect_file_chooser() as chooser:
        key(page, "Upload files").tap()
    assert chooser.value.is_multiple()


@pytest.mark.attached_view("a finger scrolls the pane by itself")
def test_back_closes_what_is_open_without_a_close_watcher(open_phone, server):
    """As in Firefox and Safari: one thing at a time, and then it leaves the page."""
    page = open_phone("/")
    page.add_init_script("delete window.CloseWatcher")
    session(server, "work")
    page.goto(server.address + "/s/work")
    wait_screen(page, "$ ")
    page.locator(".touch-bar").wait_for()
    address = page.url
    history, dialog = page.locator(".history"), page.get_by_role("dialog")
    key(page, "More keys").tap()
    key(page, "Compose").tap()
    page.locator("#switch").tap()
    dialog.wait_for()
    page.go_back()
    dialog.wait_for(state="hidden")
    assert page.get_by_label("Text for the terminal").is_visible()
    page.go_back()
    page.get_by_label("Text for the terminal").wait_for(state="hidden")
    assert page.url == address
    swipe(page, 200, 200, 0, 300)
    history.wait_for()
    page.get_by_role("button", name="Close the history").click()  # no tap: it would stop the swipe
    history.wait_for(state="hidden")
    eventually(lambda: page.evaluate("() => history.state") is None, every_s=0.05)
    page.go_back()
    page.wait_for_url(server.address + "/")


@pytest.mark.attached_view("a finger scrolls the pane by itself")
def test_the_history_of_a_wide_screen_can_be_wrapped(open_phone, server):
    """As text as wide as the phone, lines of the program whole; a screen of the phone's own needs none."""
    page = opened(open_phone, server)
    wrap = page.get_by_role("button", name="Wrap lines")
    swipe(page, 200, 200, 0, 300)
    page.locator(".history-row").first.wait_for()  # how far a swipe goes depends on its speed
    assert not wrap.is_visible()
    key(page, "Esc").tap()
    server.tmux("set-option", "-t", "=work:", "window-size", "manual")
    server.tmux("resize-window", "-t", "=work:", "-x", "200", "-y", "30")
    server.tmux("send-keys", "-t", "=work:", "clear; printf '%0230d-end\\n' $(seq 60)", "Enter")
    wait_screen(page, "-end")
    swipe(page, 200, 200, 0, 300)
    wrap.click()  # no tap: it would stop the swipe
    text = page.get_by_role("dialog", name="Select text").locator("pre")
    assert f"\n{7:0230}-end\n" in text.text_content()
    assert text.evaluate("(one) => one.scrollWidth <= one.clientWidth")
