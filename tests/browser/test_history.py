"""The history over the terminal, in a real browser: read, select, copy, find, search, come back."""

from __future__ import annotations

import pytest

from tests.axe import findings
from tests.pages import screen, session, terminal, wait_screen
from tests.support import eventually

LINES = 3000


def printed(open_page, server, name="work"):
    """A terminal whose history is line-1 to line-3000, and below it what is wide and what is wrapped."""
    session(server, "first", "cat")
    server.tmux("set-option", "-g", "history-limit", "5000")
    page = terminal(open_page, server, name)
    page.wait_for_function("() => document.querySelector('#terminal').dataset.features === 'ready'")
    page.keyboard.type(
        f"seq -f line-%.0f {LINES}; printf '日本語|\\n😀ab|\\nab cdef|\\n'; printf '%0200d\\n' 5\r"
    )
    wait_screen(page, "0" * 40)  # the typed command itself contains the other texts
    return page


def position(page):
    return page.locator(".history-position").inner_text()


def seen(page, text):
    return page.locator(".history-row", has_text=text).first


def select(page, first, last):
    """Select from the beginning of a row to the end of another, as a drag would."""
    page.evaluate(
        """([first, last]) => {
          const rows = [...document.querySelectorAll('.history-row')];
          const rowOf = (text) => rows.find((row) => row.textContent.startsWith(text));
          const [from, to] = [rowOf(first), rowOf(last)];
          getSelection().setBaseAndExtent(from, 0, to, to.childNodes.length);
        }""",
        [first, last],
    )


def copied(page):
    """What the browser's own copy puts on the clipboard."""
    page.keyboard.press("Control+C")
    return page.evaluate("() => navigator.clipboard.readText()")


def test_history_is_read_selected_copied_and_left(open_page, server):
    page = printed(open_page, server)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    grid = page.evaluate("() => [window.__term.cols, window.__term.rows]")
    page.mouse.move(400, 300)
    page.keyboard.down("Shift")
    page.mouse.wheel(0, -100)
    page.keyboard.up("Shift")
    seen(page, "ab cdef|").wait_for()
    page.keyboard.press("Escape")
    page.locator(".history").wait_for(state="detached")
    for leave in (
        lambda: page.locator("#scrolled").click(),
        lambda: page.locator("#menu").press("End"),  # the keyboard is elsewhere
        lambda: page.locator("#home").press("Escape"),
    ):
        page.keyboard.press("Control+Shift+H")
        seen(page, "ab cdef|").wait_for()
        leave()
        page.locator(".history").wait_for(state="detached")
        page.locator("#scrolled").wait_for(state="hidden")
    page.keyboard.press("Shift+PageUp")
    seen(page, "ab cdef|").wait_for()
    # Columns: each bar stands as many cells from the left as tmux says.
    ends = page.evaluate(
        """() => ['日本語|', '😀ab|', 'ab cdef|'].map((text) => {
          const row = [...document.querySelectorAll('.history-row')].find((one) => one.textContent === text);
          const range = document.createRange();
          range.selectNodeContents(row);
          const cell = parseFloat(getComputedStyle(row).getPropertyValue('--history-cell'));
          return Math.round(range.getBoundingClientRect().width / cell * 10) / 10;
        })"""
    )
    assert ends == [7, 5, 8]
    # The page gets the event of another selection a moment later.
    # Pages load while one scrolls up; what is copied has its wrapped lines joined.
    select(page, "ab cdef|", "0" * 40)
    page.evaluate("() => getSelection().extend([...document.querySelectorAll('.history-row')].at(-1), 0)")
    eventually(lambda: copied(page).startswith("ab cdef|\n" + "0" * 199 + "5"), every_s=0.05)
    for _ in range(8):
        page.mouse.wheel(0, -4000)
    page.keyboard.press("Home")
    seen(page, "line-1").wait_for()
    seen(page, "line-5").wait_for()
    select(page, "line-3", "line-5")
    eventually(lambda: copied(page) == "line-3\nline-4\nline-5", every_s=0.05)
    # New output moves nothing that one reads.
    server.tmux("send-keys", "-t", "=work:", "echo fre''sh", "Enter")
    page.get_by_role("button", name="New output").wait_for()
    assert seen(page, "line-3").is_visible()
    page.get_by_role("button", name="New output").click()
    seen(page, "fresh").wait_for()
    assert page.evaluate("() => [window.__term.cols, window.__term.rows]") == grid
    page.keyboard.type("echo ba''ck\r")  # typed over the history
    page.locator(".history").wait_for(state="detached")
    wait_screen(page, "back")


def turn_up(page):
    """One notch of the wheel, and the history is open."""
    page.mouse.move(400, 300)
    page.mouse.wheel(0, -100)
    page.locator(".history-row").first.wait_for()


@pytest.mark.attached_view("the wheel scrolls the pane by itself")
def test_what_is_typed_over_the_history_reaches_the_program_whole(open_page, server):
    """Letters that a pager would act on, capitals, a paste, Ctrl+C; each goes back to the end first."""
    page = terminal(open_page, server)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.wait_for_function("() => document.querySelector('#terminal').dataset.features === 'ready'")
    page.keyboard.type("n() { echo n-$*; }; q() { echo q-$*; }; N() { echo N-$*; }; seq 200\r")
    wait_screen(page, "200")
    for typed, wanted in (("q /n\r", "q-/n"), ("n q/\r", "n-q/"), ("N é\r", "N-é")):
        turn_up(page)
        page.keyboard.type(typed)
        wait_screen(page, wanted)
        page.locator(".history").wait_for(state="detached")
    turn_up(page)
    page.evaluate("() => navigator.clipboard.writeText('echo pa\"\"sted')")
    page.keyboard.press("Control+Shift+V")
    page.locator(".history").wait_for(state="detached")
    page.keyboard.press("Shift+PageUp")
    page.locator(".history-row").first.wait_for()
    page.keyboard.press("Enter")
    wait_screen(page, "pasted")
    page.keyboard.type("sleep 1000\r")
    eventually(lambda: running(server) == "sleep", every_s=0.05)
    page.keyboard.press("Control+Shift+H")
    page.locator(".history-row").first.wait_for()
    page.keyboard.press("/")
    page.get_by_role("textbox", name="Find in the history").press("Escape")
    page.get_by_role("button", name="Copy the selection").focus()
    page.keyboard.press("Control+C")
    page.locator(".history").wait_for(state="detached")
    eventually(lambda: running(server) == "sh", every_s=0.05)
    page.keyboard.press("Control+Shift+H")
    page.locator(".history-row").first.wait_for()
    page.keyboard.press("q")
    page.locator(".history").wait_for(state="detached")
    assert "$" == [line for line in screen(page) if line.strip()][-2].strip()


def running(server):
    return server.tmux("display-message", "-p", "-t", "=work:", "#{pane_current_command}")


def test_trimmed_lines_do_not_move_what_is_read(open_page, server):
    page = printed(open_page, server)
    page.keyboard.press("Control+Shift+H")
    seen(page, "ab cdef|").wait_for()
    page.evaluate("() => { document.querySelector('.history-scroller').scrollTop *= 0.9; }")
    eventually(lambda: page.locator(".history-row.is-missing").count() == 0)
    eventually(lambda: "line-" in page.locator(".history-row").nth(60).inner_text())
    top = eventually(lambda: page.evaluate(READ_TOP))
    server.tmux("send-keys", "-t", "=work:", "seq -f more-%.0f 4000", "Enter")
    eventually(lambda: "more-4000" in server.tmux("capture-pane", "-p", "-t", "=work:"))
    page.get_by_role("button", name="New output").wait_for()
    assert page.evaluate(READ_TOP) == top
    page.mouse.move(400, 300)
    page.mouse.wheel(0, -800)
    number = int(top.removeprefix("line-"))
    seen(page, f"line-{number - 30}").wait_for()
    eventually(lambda: page.locator(".history-row.is-missing").count() == 0)
    numbers = [int(text.removeprefix("line-")) for text in page.locator(".history-row").all_inner_texts()]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))


READ_TOP = """() => {
  const box = document.querySelector('.history-scroller').getBoundingClientRect();
  return document.elementFromPoint(box.left + 20, box.top + 30).closest('.history-row')?.textContent;
}"""


@pytest.mark.both_views
def test_text_is_found_on_the_screen_and_in_the_history(open_page, server):
    page = printed(open_page, server)
    page.keyboard.press("Control+Shift+F")
    box = page.get_by_role("textbox", name="Find on the screen")
    box.fill("LINE-2999")
    page.locator(".find-count").get_by_text("No results on screen").wait_for()
    box.fill("line-29[01]$")
    page.get_by_role("button", name="Regular expression").click()
    page.locator(".find-count").get_by_text("Not on screen · 2 in the history").wait_for()
    box.press("Enter")
    page.get_by_role("textbox", name="Find in the history").wait_for()
    page.locator(".find-count").get_by_text("1 of 2").wait_for()
    assert page.locator(".history-mark.is-current").inner_text() == "line-291"
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Shift+F")
    page.keyboard.type("line-2")  # also while the box is loaded
    box.fill("line-299")
    page.locator(".find-count").get_by_text("of 10").wait_for()
    page.get_by_role("button", name="Regular expression").click()
    box.fill("line-299[12]$")
    page.locator(".find-count").get_by_text("of 2").wait_for()
    page.keyboard.press("Escape")
    box.wait_for(state="detached")
    page.keyboard.type("echo to''gether\r")
    wait_screen(page, "together")
    page.keyboard.press("Control+Shift+H")
    seen(page, "together").wait_for()
    page.keyboard.press("Control+Shift+F")
    page.get_by_role("textbox", name="Find in the history").fill("line-17")
    page.locator(".find-count").get_by_text("1 of 111").wait_for()
    assert page.locator(".history-mark.is-current").inner_text() == "line-17"
    page.keyboard.press("Enter")
    page.locator(".find-count").get_by_text("2 of 111").wait_for()
    assert findings(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.locator(".history").wait_for(state="detached")


def test_a_search_leads_to_the_line_of_another_session(open_page, server):
    printed(open_page, server, "other").close()
    page = terminal(open_page, server)
    page.wait_for_function("() => document.querySelector('#terminal').dataset.features === 'ready'")
    page.keyboard.press("Control+Shift+S")
    page.get_by_role("combobox", name="Search all sessions").fill("line-123")
    page.get_by_role("option", name="line-1234").wait_for()
    assert page.locator(".search-group").first.inner_text() == "other › 0: sh"
    page.get_by_text("lines searched").wait_for()
    assert findings(page) == []
    page.keyboard.press("ArrowDown")
    wanted = page.locator("[aria-selected=true]").inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url(server.url + "/s/other*")
    shown = page.locator(".history-row.is-shown")
    shown.wait_for()
    eventually(lambda: shown.inner_text() == wanted)
    page.keyboard.press("Escape")
    page.locator(".history").wait_for(state="detached")
    assert page.url == server.url + "/s/other"
    assert any("ab cdef|" in line for line in screen(page))


def test_a_phone_has_room_for_it(open_page, server):
    page = printed(open_page, server)
    page.set_viewport_size({"width": 390, "height": 844})
    page.keyboard.press("Control+Shift+H")
    seen(page, "ab cdef|").wait_for()
    page.keyboard.press("/")
    page.get_by_role("textbox", name="Find in the history").wait_for()
    controls = page.locator(".history :is(button, input):visible")

    def room() -> tuple[int, bool]:
        overflow = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
        heights = controls.evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().height)")
        return overflow, min(heights, default=0) >= 44

    eventually(lambda: room() == (0, True), every_s=0.05)  # the terminal gets its new size a moment later
