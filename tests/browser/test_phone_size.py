"""Whose size a session has when a phone joins, and how large its letters are."""

from __future__ import annotations

import pytest

from tests import pages
from tests.fingers import double_tap, key, own_size, phone, pinch, visible_cursor
from tests.pages import session, status_rows, terminal, wait_screen
from tests.screens import program_size
from tests.support import eventually


def test_a_phone_resizes_nobody_until_asked(open_page, open_phone, server):
    """All of the desktop's screen, enlarged by fingers; then its own size, and back."""
    desk = terminal(open_page, server)
    size = desk.evaluate("() => [window.__term.cols, window.__term.rows]")
    page = open_phone("/s/work")
    fit = page.get_by_role("button", name="Resize to this window")
    fit.wait_for()
    grid = "() => [window.__term.cols, window.__term.rows]"
    eventually(lambda: page.evaluate(grid) == size, every_s=0.05)
    width = "() => document.querySelector('.xterm-screen').getBoundingClientRect().width"
    letters = (
        "() => document.querySelector('.xterm-screen').getBoundingClientRect().height / window.__term.rows"
    )
    eventually(lambda: page.evaluate(letters) > 11, every_s=0.05)
    double_tap(page)
    eventually(lambda: page.evaluate(width) <= 390, every_s=0.05)
    assert page.evaluate(letters) < 8
    page.set_viewport_size({"width": 390, "height": 480})
    double_tap(page)
    eventually(lambda: page.evaluate(width) > 1.5 * 390, every_s=0.05)
    eventually(lambda: visible_cursor(page), every_s=0.05)
    assert program_size(server, "work") == (size[0], size[1] - status_rows())
    fit.tap()
    eventually(lambda: program_size(server, "work")[0] < 60)
    eventually(lambda: desk.evaluate(grid) == page.evaluate(grid), every_s=0.05)
    key(page, "More keys").tap()
    key(page, "Give back the size").tap()
    eventually(lambda: program_size(server, "work") == (size[0], size[1] - status_rows()))
    fit.wait_for()


@pytest.mark.parametrize(("width", "height"), [(360, 800), (800, 360)])
def test_small_and_turned(chromium, server, width, height):
    """Nothing is wider than the phone, every key is named, and the bar folds if the height is small."""
    session(server, "work")
    context = pages.logged_in(chromium, server, pages.phone(width, height))
    page = context.new_page()
    page.goto(server.address + "/s/work")
    wait_screen(page, "$ ")
    key(page, "More keys").tap()
    key(page, "Compose").tap()
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    unnamed = page.locator(".touch-bar button:not([aria-label])")
    assert all(text.strip() for text in unnamed.all_text_contents())
    heights = page.locator(".touch-bar button:visible").evaluate_all(
        "(all) => all.map((one) => one.offsetHeight)"
    )
    assert min(heights) >= 44
    assert page.locator(".term-bar").is_visible() == (height > width)
    if height < width:
        page.get_by_role("button", name="Show or hide the toolbar").tap()
        page.locator(".term-bar").wait_for()
    context.close()


def test_the_size_of_letters_and_the_keys_are_the_readers(open_phone, server):
    """Pinched, for this device; the editor of the row adds, moves, removes and takes back."""
    page = phone(open_phone, server)
    own_size(page)
    pinch(page, 100, 200)
    assert "font.size" in page.evaluate("() => localStorage.getItem('webmux.device')")
    page.evaluate(MOUNT_EDITOR)
    editor = page.locator("#editor")
    names = "(all) => all.map((one) => one.getAttribute('aria-label'))"
    keys = editor.get_by_role("button", name="Remove")
    assert keys.count() == 8
    editor.get_by_label("Add a key").fill("C-w")
    page.keyboard.press("Enter")
    editor.get_by_role("button", name="Move earlier: Ctrl+W").click()
    editor.get_by_role("button", name="Remove: Esc").click()
    eventually(lambda: keys.evaluate_all(names)[-2:] == ["Remove: Ctrl+W", "Remove: Enter"])
    assert keys.count() == 8
    editor.get_by_role("button", name="Reset to default").click()
    eventually(lambda: keys.evaluate_all(names)[0] == "Remove: Esc")


MOUNT_EDITOR = """async () => {
  const { mountKeyBarEditor } = await import('/static/js/features/touch/key-bar-editor.js');
  const { Settings } = await import('/static/js/net/user-settings.js');
  const element = document.createElement('div');
  element.id = 'editor';
  document.querySelector('#layer').append(element);
  mountKeyBarEditor(element, new Settings({}));
}"""
