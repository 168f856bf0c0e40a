"""What lies over the page of a phone or tablet: above its soft keyboard, and beside the prompt, not on it."""

from __future__ import annotations

import pytest

from tests import pages
from tests.fingers import key, own_size, phone
from tests.pages import session, text_of, wait_screen
from tests.support import eventually

# iOS lays the keyboard over the page: only the visual viewport gets smaller.
IOS = """
const whole = { width: 390, height: 844, offsetTop: 0, offsetLeft: 0, scale: 1 };
const view = Object.assign(new EventTarget(), whole);
Object.defineProperty(window, 'visualViewport', { value: view });
window.showKeyboard = (height) => {
  view.height = height;
  view.dispatchEvent(new Event('resize'));
};
"""
SEEN = 508
PLACE = """(one) => {
  const { top, bottom } = one.getBoundingClientRect();
  return [Math.round(top), Math.round(bottom)];
}"""


def above_keyboard(locator) -> bool:
    top, bottom = locator.evaluate(PLACE)
    return 0 <= top < bottom <= SEEN


@pytest.fixture
def open_iphone(chromium, server):
    """Opens pages of a phone on which `showKeyboard` acts as the soft keyboard of iOS."""
    context = pages.logged_in(chromium, server, pages.phone(390, 844))
    context.add_init_script(IOS)

    def make(path: str):
        page = context.new_page()
        page.goto(server.address + path)
        return page

    yield make
    context.close()


def test_the_form_of_a_new_session_stays_above_the_soft_keyboard(open_iphone):
    page = open_iphone("/")
    page.get_by_role("button", name="New session").first.click()
    dialog = page.get_by_role("dialog", name="New session")
    dialog.wait_for()
    page.evaluate(f"() => window.showKeyboard({SEEN})")
    eventually(lambda: above_keyboard(dialog), every_s=0.05)
    assert above_keyboard(dialog.get_by_role("button", name="Create"))


def test_dialogs_stay_above_the_soft_keyboard(open_iphone, server):
    """Switcher, search and menu; the switcher leaves the keyboard where it was."""
    session(server, "work")
    session(server, "other")
    page = open_iphone("/s/work")
    wait_screen(page, "$ ")
    page.locator(".touch-bar").wait_for()
    page.locator("#switch").tap()
    palette = page.get_by_role("dialog", name="Command palette")
    palette.get_by_role("option", name="other").wait_for()
    assert page.evaluate("() => document.activeElement.localName") == "dialog"
    page.keyboard.press("o")
    eventually(lambda: page.evaluate("() => document.activeElement.value") == "#o")
    page.evaluate(f"() => window.showKeyboard({SEEN})")
    eventually(lambda: above_keyboard(palette), every_s=0.05)
    page.keyboard.press("Escape")
    page.evaluate("() => window.showKeyboard(844)")
    eventually(lambda: page.evaluate("() => document.activeElement.inputMode") == "none")
    page.locator("#menu").tap()
    page.evaluate(f"() => window.showKeyboard({SEEN})")
    eventually(lambda: above_keyboard(page.get_by_role("menu")), every_s=0.05)
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Shift+S")
    eventually(lambda: above_keyboard(page.locator(".search-dialog")), every_s=0.05)


def test_the_way_back_to_the_keys_is_in_the_bar(chromium, server):
    """On a tablet with a keyboard of its own nothing lies on the prompt."""
    session(server, "work")
    context = pages.logged_in(chromium, server, pages.phone(820, 1180))
    page = context.new_page()
    page.goto(server.address + "/s/work")
    wait_screen(page, "$ ")
    page.locator(".touch-bar").wait_for()
    own_size(page)
    page.keyboard.press("a")
    back = page.get_by_role("button", name="Keys", exact=True)
    back.wait_for()
    assert page.locator(".term-bar").get_by_role("button", name="Keys", exact=True).count() == 1
    lies = "(all) => all.map((one) => one.outerHTML)"
    eventually(lambda: page.locator("#layer > :visible").evaluate_all(lies) == [], every_s=0.05)
    back.tap()
    page.locator(".touch-bar").wait_for()
    context.close()


def test_a_tap_shows_the_keyboard_where_it_is_no_click(open_phone, server):
    """With the mouse in use only near the cursor; a keyboard that was put away stays away."""
    page = phone(open_phone, server)
    own_size(page)
    mode = "() => document.querySelector('.xterm-helper-textarea').inputMode"
    assert page.evaluate(mode) == "none"
    page.touchscreen.tap(200, 500)
    eventually(lambda: page.evaluate(mode) == "text", every_s=0.05)
    page.set_viewport_size({"width": 390, "height": 500})
    eventually(lambda: key(page, "More keys").is_visible())
    # Two resizes before a frame would be none for the page.
    page.locator(".touch-bar [aria-pressed=true]").wait_for(state="attached")
    page.set_viewport_size({"width": 390, "height": 844})
    eventually(lambda: page.evaluate(mode) == "none", every_s=0.05)
    server.tmux("set-option", "-t", "=work:", "mouse", "on")
    page.keyboard.type("printf '\\033[?1000h'; clear\r")  # panes do not use the mouse of tmux
    page.wait_for_function("() => window.__term.modes.mouseTrackingMode !== 'none'")
    eventually(lambda: text_of(page)[0] == "$", every_s=0.05)
    page.touchscreen.tap(200, 500)
    assert page.evaluate(mode) == "none"
    page.touchscreen.tap(200, 60)
    eventually(lambda: page.evaluate(mode) == "text", every_s=0.05)
