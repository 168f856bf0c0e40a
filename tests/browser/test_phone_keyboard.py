"""What the soft keyboard of a phone covers, and what stays. The window gets smaller, as on Android."""

from __future__ import annotations

from tests.fingers import key, own_size, pinch, swipe, visible_cursor
from tests.pages import screen, session, status_rows, wait_screen
from tests.support import eventually

# Counts how often it is resized, and takes what is typed.
COUNTING = """python3 -u -c '
import signal
count = 0
def resized(*_):
    global count
    count += 1
    print("resized", count)
signal.signal(signal.SIGWINCH, resized)
print("begin", flush=True)
while True:
    try: print("got", input())
    except EOFError: break
'"""
TALL = {"width": 390, "height": 844}
SHORT = {"width": 390, "height": 500}
ROWS = "() => window.__term.rows"
# Observers of sizes are called in each frame; SETTLE_MS of terminal/sizer.js begins there.
MEASURED = """(ms) => new Promise((done) => {
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => requestAnimationFrame(done), ms)));
})"""


def resizes(page) -> int:
    return sum(line.startswith("resized") for line in screen(page))


def counting(open_phone, server):
    """A page of a program that says when it is resized, settled after its first size."""
    session(server, "work", COUNTING)
    page = open_phone("/s/work")
    page.locator(".touch-bar").wait_for()
    wait_screen(page, "begin")
    own_size(page)
    eventually(lambda: program_rows(server) == page.evaluate(ROWS) - status_rows(), every_s=0.05)
    settled(page)  # what is still on its way would be counted
    return page


def program_rows(server) -> int:
    return int(server.tmux("display-message", "-p", "-t", "=work:", "#{pane_height}"))


def settled(page) -> None:
    """The page has measured what was laid out before: equal timers end in the order of their beginnings."""
    page.evaluate(MEASURED, 50)


def test_a_message_of_five_lines_resizes_no_program(open_phone, server):
    """Keyboard, second row, a growing compose bar: the view slides to the cursor; a pinch is one resize."""
    page = counting(open_phone, server)
    before, rows = resizes(page), page.evaluate(ROWS)
    key(page, "More keys").tap()
    key(page, "Compose").tap()
    page.set_viewport_size(SHORT)
    field = page.get_by_label("Text for the terminal")
    for lines in range(1, 6):
        field.fill("\n".join(f"line {line}" for line in range(lines)))
        settled(page)
    eventually(lambda: visible_cursor(page), every_s=0.05)
    key(page, "Send").tap()
    wait_screen(page, "got line 4")
    for number in range(40):
        page.keyboard.insert_text(f"{number}\n")
    key(page, "Send").tap()
    wait_screen(page, "got 39")
    eventually(lambda: visible_cursor(page), every_s=0.05)
    page.set_viewport_size(TALL)
    settled(page)
    assert page.evaluate(ROWS) == rows
    assert server.tmux("capture-pane", "-p", "-S", "-", "-t", "=work:").count("resized") == before
    pinch(page, 100, 200)
    eventually(lambda: program_rows(server) < rows - 5, every_s=0.05)
    settled(page)
    assert server.tmux("capture-pane", "-p", "-S", "-", "-t", "=work:").count("resized") == before + 1


def test_what_the_keyboard_covers_is_reached(open_phone, server):
    """A finger moves the view; Fit resizes until the keyboard goes; landscape leaves a terminal."""
    page = counting(open_phone, server)
    rows = page.evaluate(ROWS)
    server.tmux(
        "send-keys", "-t", "=work:", *[word for number in range(60) for word in (str(number), "Enter")]
    )
    wait_screen(page, "got 59")
    page.locator("#stage").tap()
    page.set_viewport_size(SHORT)
    eventually(lambda: visible_cursor(page), every_s=0.05)
    swipe(page, 200, 150, 0, 120)
    eventually(lambda: not visible_cursor(page), every_s=0.05)
    page.keyboard.insert_text("x")
    eventually(lambda: visible_cursor(page), every_s=0.05)
    key(page, "More keys").tap()
    key(page, "Fit").tap()
    eventually(lambda: page.evaluate(ROWS) < rows - 10, every_s=0.05)
    assert key(page, "Fit").get_attribute("aria-pressed") == "true"
    eventually(lambda: visible_cursor(page), every_s=0.05)
    page.set_viewport_size(TALL)
    eventually(lambda: page.evaluate(ROWS) == rows, every_s=0.05)
    page.set_viewport_size({"width": 844, "height": 390})
    key(page, "Compose").tap()
    field = page.get_by_label("Text for the terminal")
    field.fill("one\ntwo\nthree\nfour\nfive")
    page.set_viewport_size({"width": 844, "height": 190})
    shown = "() => document.querySelector('#stage').clientHeight"
    eventually(lambda: page.evaluate(shown) >= 80, every_s=0.05)
    eventually(lambda: visible_cursor(page), every_s=0.05)
    bottom = "() => document.querySelector('.touch-bar').getBoundingClientRect().bottom"
    assert page.evaluate(bottom) <= 190
