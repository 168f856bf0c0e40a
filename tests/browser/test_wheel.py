"""The mouse wheel over a terminal, in a real browser: the history, a program that fills the screen, tmux."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.pages import screen, terminal, wait_screen
from tests.screens import pane_lines
from tests.support import eventually


def turn(page, pixels):
    page.mouse.move(400, 300)
    page.mouse.wheel(0, pixels)


def mode(server):
    return server.tmux("display-message", "-p", "-t", "=work:", "#{pane_mode}")


def top(page):
    return page.locator(".history-scroller").evaluate("(one) => one.scrollTop")


@pytest.mark.attached_view("a pane scrolls by itself")
def test_the_wheel_opens_the_history_over_a_shell_and_moves_what_fills_the_screen(open_page, server):
    page = terminal(open_page, server)
    page.keyboard.type("seq -f line-%.0f 300\r")
    wait_screen(page, "line-300")
    before = pane_lines(server, "work")
    scroll = {"x": 400, "y": 300, "yDistance": 1500, "speed": 5000, "gestureSourceType": "mouse"}
    page.context.new_cdp_session(page).send("Input.synthesizeScrollGesture", scroll)
    page.locator(".history-row", has_text="line-190").wait_for()
    first = top(page)
    turn(page, -300)
    eventually(lambda: top(page) <= first - 200)
    expect(page.locator("#scrolled")).to_be_visible()
    turn(page, 4000)
    eventually(lambda: "line-300" in page.locator(".history-row").all_inner_texts()[-2])
    turn(page, 100)
    page.locator(".history").wait_for(state="detached")
    assert pane_lines(server, "work") == before

    # A turn that goes on by itself does not open again what a key has closed.
    turn(page, -100)
    page.locator(".history-row").first.wait_for()
    page.keyboard.press("Escape")
    turn(page, -100)
    page.keyboard.type("echo clo''sed\r")
    wait_screen(page, "closed")
    expect(page.locator(".history")).to_have_count(0)

    # As soon as a pager runs: tmux may not have reported it yet.
    page.keyboard.type("seq -f line-%.0f 300 | less\r")
    wait_screen(page, ":")
    turn(page, 300)
    eventually(lambda: screen(page)[0] != "line-1")
    expect(page.locator(".history")).to_have_count(0)
    page.keyboard.press("q")

    server.tmux("set-option", "-g", "mouse", "on")
    page.wait_for_function("() => window.__term.modes.mouseTrackingMode !== 'none'")
    turn(page, -300)
    eventually(lambda: mode(server) == "copy-mode")
    expect(page.locator(".history")).to_have_count(0)


@pytest.mark.attached_view("a pane does not show the modes of tmux")
def test_copy_mode_is_shown_with_what_is_printed_meanwhile_and_left_by_a_press(open_page, server):
    page = terminal(open_page, server)
    chip = page.locator("#scrolled")
    server.tmux("copy-mode", "-t", "=work:")
    expect(chip).to_have_text("Scrolled back · copy mode")
    watcher = open_page("/s/work?watch=1")
    expect(watcher.locator("#scrolled")).to_be_disabled()
    server.tmux("run-shell", "-t", "=work:", "echo printed > #{pane_tty}")
    expect(chip).to_have_text("New output ↓")
    chip.click()
    eventually(lambda: mode(server) == "")
    expect(chip).to_be_hidden()
    page.keyboard.type("echo ba''ck\r")
    wait_screen(page, "back")


WHERE = """() => {
  const inTerminal = [...document.querySelectorAll('.xterm-rows > div')];
  const inHistory = [...document.querySelectorAll('.history-row')];
  const rows = document.querySelector('.history') ? inHistory : inTerminal;
  const row = rows.find((one) => one.textContent.trimEnd() === 'line-290');
  if (!row) return null;
  const range = document.createRange();
  range.selectNodeContents(row);
  const { left } = range.getBoundingClientRect();
  const { top, height } = row.getBoundingClientRect();
  return [left, top, height];
}"""


@pytest.mark.attached_view("a pane scrolls by itself")
def test_the_first_notch_moves_the_lines_by_itself_alone(open_page, server):
    """Same rows, same columns: the history begins where the terminal was; so for the pane on the right."""
    page = terminal(open_page, server)
    page.keyboard.type("seq -f line-%.0f 300\r")
    before = eventually(lambda: "$" in screen(page)[-2] and page.evaluate(WHERE))
    turn(page, -96)
    page.locator(".history-row").first.wait_for()
    wanted = [before[0], before[1] + 96, before[2]]

    def is_there():
        now = page.evaluate(WHERE)
        return now and all(abs(one - other) < 1 for one, other in zip(now, wanted, strict=True))

    eventually(is_there, every_s=0.05)
    page.keyboard.press("Escape")
    page.locator(".history").wait_for(state="detached")
    page.keyboard.press("Shift")  # else what turns so soon may be the rest of the turn that the key ended
    server.tmux("split-window", "-h", "-t", "=work:", "env PS1='> ' sh -c 'seq 300; exec sh'")
    eventually(lambda: "> " in screen(page)[-2], every_s=0.05)
    turn(page, -96)
    page.locator(".history-row").first.wait_for()
    left = "(one) => parseFloat(getComputedStyle(one).paddingLeft)"
    eventually(lambda: page.locator(".history-scroller").evaluate(left) > 200)


@pytest.mark.attached_view("the wheel begins no mode of tmux, and each key ends one")
def test_typing_leaves_the_copy_mode_that_the_wheel_began(open_page, server):
    """Whole, whatever the letters mean there; what tmux's prefix began keeps its keys, but no paste."""
    page = terminal(open_page, server)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("() => navigator.clipboard.writeText('echo pa\"\"sted q')")
    server.tmux("set-option", "-g", "mouse", "on")
    page.wait_for_function("() => window.__term.modes.mouseTrackingMode !== 'none'")
    menus = "(shiftKey) => document.querySelector('#stage').dispatchEvent(new MouseEvent('contextmenu', %s))"
    menu = menus % "{ shiftKey, button: 2, cancelable: true, bubbles: true }"
    assert [False, True] == [page.evaluate(menu, shift) for shift in (False, True)]  # tmux has one of its own
    page.locator("#theme").click()  # which gives the keyboard back
    page.keyboard.type("seq 200; q() { echo q-$*; }\r")
    wait_screen(page, "200")
    for typed, wanted in (("q n/g\r", "q-n/g"), ("q again\r", "q-again")):
        turn(page, -300)
        eventually(lambda: mode(server) == "copy-mode")
        page.keyboard.type(typed)
        wait_screen(page, wanted)
        assert mode(server) == ""
    turn(page, -300)
    page.keyboard.type("q at once\r")  # before tmux said that it is in copy mode
    wait_screen(page, "q-at once")
    page.keyboard.press("Control+B")
    page.keyboard.press("[")
    eventually(lambda: mode(server) == "copy-mode")
    page.keyboard.press("Control+Shift+V")
    eventually(lambda: mode(server) == "")
    page.keyboard.press("Control+B")
    page.keyboard.press("[")
    eventually(lambda: mode(server) == "copy-mode")
    page.keyboard.press("q")
    eventually(lambda: mode(server) == "")
    page.keyboard.press("Enter")
    wait_screen(page, "pasted q")
    assert "pasted q" in screen(page)


def test_the_wheel_types_nothing_for_who_only_looks(open_page, server):
    terminal(open_page, server).keyboard.type("seq 300 | less\r")
    eventually(lambda: server.tmux("display-message", "-p", "-t", "=work:", "#{alternate_on}") == "1")
    page = open_page("/s/work?view=mirror&watch=1")
    wait_screen(page, ":")
    turn(page, 300)
    turn(page, -300)
    page.locator(".history-row").first.wait_for()
    assert pane_lines(server, "work")[0] == "1"
    assert "Read-only: you cannot type" not in page.locator("#live").inner_text()
    expect(page.locator("#read-only")).not_to_have_class("is-nudged")
