"""tmux's prefix and its own interface in `view=panes`, in Chromium with a real tmux."""

from __future__ import annotations

import psutil
from playwright.sync_api import Page, Route, expect

from tests.pages import READY, SHELL, session, windows
from tests.support import eventually

TEXT_OF_PANES = """() => {
  const panes = document.querySelectorAll('.pane-terminal .xterm-rows');
  return [...panes].map((one) => one.textContent);
}"""


def panes_page(make, server) -> Page:
    """A page of `view=panes` whose keys are there, showing a prompt."""
    session(server, "work")
    page = make("/s/work?view=panes")
    page.wait_for_function(READY)
    page.wait_for_function("() => document.querySelector('.prefix-pill') !== null")
    eventually(lambda: "$" in server.tmux("capture-pane", "-p", "-t", "=work:"), every_s=0.05)
    return page


def panes(server, what: str = "#{pane_id}") -> list[str]:
    return server.tmux("list-panes", "-t", "=work:", "-F", what).splitlines()


def size(server) -> str:
    return server.tmux("display-message", "-p", "-t", "=work:", "#{window_width}x#{window_height}")


def prefix(page: Page, *keys: str) -> None:
    page.keyboard.press("Control+b")
    for key in keys:
        page.keyboard.press(key)


def test_a_prefix_waits_for_a_page_that_still_loads(open_page_without_worker, server):
    """What is typed before it is sent at once; the prefix and what follows wait for the key tables."""
    session(server, "work")
    page = open_page_without_worker("/login")
    waiting: list[Route] = []
    page.route("**/*features*.js", lambda route, _: waiting.append(route))
    page.goto(server.url + "/s/work?view=panes")
    eventually(lambda: any("$" in text for text in page.evaluate(TEXT_OF_PANES)), every_s=0.05)
    page.locator(".xterm-helper-textarea").first.focus()
    page.keyboard.type("echo e$((1+1))rly\r")
    eventually(lambda: "e2rly" in server.tmux("capture-pane", "-p", "-t", "=work:"), every_s=0.05)
    prefix(page, "c")
    page.keyboard.type("echo l$((1+1))ter\r")
    eventually(lambda: len(waiting) >= 1, every_s=0.05)
    while page.evaluate("() => document.querySelector('#terminal').dataset.features") != "ready":
        while waiting:
            waiting.pop(0).continue_()
        page.evaluate("() => new Promise(requestAnimationFrame)")
    eventually(lambda: len(windows(server)) == 2, every_s=0.05)
    eventually(lambda: "l2ter" in server.tmux("capture-pane", "-p", "-t", "=work:1"), every_s=0.05)
    assert "c" not in server.tmux("capture-pane", "-p", "-t", "=work:0").replace("echo e$((1+1))rly", "")


def test_prefix_keys_do_what_they_do_in_a_terminal(open_page, server):
    page = panes_page(open_page, server)
    prefix(page, "%")
    eventually(lambda: len(panes(server)) == 2, every_s=0.05)
    page.keyboard.type("echo r$((1+1))ght\r")
    eventually(lambda: "r2ght" in server.tmux("capture-pane", "-p", "-t", panes(server)[1]), every_s=0.05)
    prefix(page, "z")
    eventually(lambda: panes(server, "#{window_zoomed_flag}")[0] == "1", every_s=0.05)
    prefix(page, "y")
    page.locator(".prefix-pill", has_text="not bound").wait_for()
    prefix(page, "z")
    eventually(lambda: panes(server, "#{window_zoomed_flag}")[0] == "0", every_s=0.05)
    width = panes(server, "#{pane_width}")[0]
    prefix(page, "Control+ArrowLeft", "Control+ArrowLeft")
    eventually(lambda: int(panes(server, "#{pane_width}")[0]) == int(width) - 2, every_s=0.05)
    prefix(page, "x")
    page.get_by_role("button", name="End").wait_for()
    page.keyboard.press("y")
    eventually(lambda: len(panes(server)) == 1, every_s=0.05)
    eventually(lambda: page.locator("dialog[open]").count() == 0 and page.locator(".pane-frame").count() == 1)
    prefix(page, "c")
    page.keyboard.type("echo n$((1+1))w\r")
    eventually(lambda: len(windows(server)) == 2, every_s=0.05)
    eventually(lambda: "n2w" in server.tmux("capture-pane", "-p", "-t", "=work:"), every_s=0.05)


GHOST_TEXT = "() => document.querySelector('.ghost .xterm-rows')?.textContent ?? ''"


def ghost_shows(page: Page, text: str) -> None:
    eventually(lambda: text in page.evaluate(GHOST_TEXT), every_s=0.05)


def test_what_needs_a_terminal_is_shown_by_tmux_itself(open_page, server):
    page = panes_page(open_page, server)
    server.tmux("new-window", "-d", "-t", "=work:", "-n", "second", SHELL)
    before = size(server)
    prefix(page, "w")
    ghost_shows(page, "└─>")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.locator(".ghost").wait_for(state="detached")
    assert ["0", "1"] == server.tmux("list-windows", "-t", "=work:", "-F", "#{window_active}").splitlines()
    prefix(page, ":")
    page.get_by_role("combobox", name="Command").fill("rename-window prompted")
    page.keyboard.press("Enter")
    eventually(lambda: "prompted" in server.tmux("list-windows", "-t", "=work:"), every_s=0.05)
    page.locator(".ghost").wait_for(state="detached")
    page.keyboard.press("Alt+Shift+T")
    ghost_shows(page, "$")
    popup = f"tmux -S {server.tmux_socket} display-popup -E 'printf pop$((1+1))ed; cat'"
    server.tmux("run-shell", "-b", popup)
    ghost_shows(page, "pop2ed")
    for _ in range(12):
        page.keyboard.down("Escape")
    page.locator(".ghost").wait_for(state="detached")
    assert before == size(server)


def test_several_panes_get_what_is_typed_in_one(open_page, server):
    page = panes_page(open_page, server)
    server.tmux("split-window", "-h", "-t", "=work:", SHELL)
    page.locator(".pane-terminal").nth(1).wait_for()
    page.evaluate("() => document.querySelector('#menu').click()")
    page.get_by_role("menuitem", name="Type in several panes").click()
    page.get_by_role("button", name="Start").click()
    page.locator(".broadcast-chip").wait_for()
    page.keyboard.type("echo a$((1+1))l\r")
    for pane in panes(server):
        eventually(lambda pane=pane: "a2l" in server.tmux("capture-pane", "-p", "-t", pane), every_s=0.05)
    page.get_by_role("button", name="Stop").click()
    page.keyboard.type("echo o$((1+1))e\r")
    shown = [server.tmux("capture-pane", "-p", "-t", pane) for pane in panes(server)]
    eventually(lambda: "o2e" in server.tmux("capture-pane", "-p", "-t", "=work:"), every_s=0.05)
    assert 0 == sum("o2e" in text for text in shown[:1])


# As if another viewer had the size.
RESIZE = """() => {
  const button = document.querySelector('.touch-fit');
  const clone = button.parentElement.appendChild(button.cloneNode(true));
  clone.hidden = false;
  const { visibility } = getComputedStyle(clone);
  clone.remove();
  return visibility;
}"""


def test_a_finger_presses_the_prefix_and_a_key_of_its_list(open_phone, server):
    page = panes_page(open_phone, server)
    page.get_by_role("button", name="More keys").tap()
    assert page.evaluate(RESIZE) == "visible"
    page.get_by_role("button", name="tmux’s prefix").tap()
    page.locator(".prefix-pill").wait_for()
    assert page.evaluate(RESIZE) == "hidden", "the two would cover each other"
    page.get_by_role("button", name="Split window horizontally").tap()
    eventually(lambda: len(panes(server)) == 2, every_s=0.05)


def test_hints_copy_from_the_focused_pane(open_page, server):
    page = panes_page(open_page, server)
    server.tmux("split-window", "-h", "-t", "=work:", "sh -c 'printf \"in lib/a.py:3 now\"; exec cat'")
    page.locator(".pane-terminal").nth(1).wait_for()
    eventually(lambda: "a.py" in "".join(page.evaluate(TEXT_OF_PANES)), every_s=0.05)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.keyboard.press("Alt+Shift+L")
    page.locator(".hint").wait_for()
    page.keyboard.press("a")
    eventually(lambda: page.evaluate("() => navigator.clipboard.readText()") == "lib/a.py:3", every_s=0.05)


ASKS = (
    "sh -c 'stty raw -echo; printf key; dd bs=1 count=1 >/dev/null 2>&1; "
    'printf "\\rready\\033[>4;1m"; exec cat -v\''
)
"""Asks for such keys after the first key: before 3.5, tmux does not say whether a program asked earlier."""


def test_keys_without_a_byte_reach_who_asked_and_both_views_have_one_session(open_page, server):
    """Ctrl+Enter and Ctrl+; as tmux encodes them; one key leads to the attached view, and back."""
    page = panes_page(open_page, server)
    server.tmux("split-window", "-h", "-t", "=work:", ASKS)
    eventually(lambda: "key" in "".join(page.evaluate(TEXT_OF_PANES)), every_s=0.05)
    page.keyboard.press("x")
    eventually(lambda: "ready" in "".join(page.evaluate(TEXT_OF_PANES)), every_s=0.05)
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Control+;")
    page.keyboard.type("end")

    def shown() -> str:
        return server.tmux("capture-pane", "-p", "-t", panes(server)[1]).split("\n")[0]

    eventually(lambda: "end" in shown(), every_s=0.05)
    assert shown() in ("ready^[[13;5u^[[59;5uend", "ready^[[27;5;13~^[[27;5;59~end")
    page.keyboard.press("Alt+Shift+V")
    page.wait_for_function("() => location.search === ''")
    page.wait_for_function(READY)
    page.keyboard.press("Alt+Shift+V")
    page.wait_for_function("() => location.search === '?view=panes'")


def test_what_is_typed_for_a_pane_that_ends_is_offered(open_page, server):
    """The page cannot know of the end, because the server is stopped meanwhile."""
    page = panes_page(open_page, server)
    server.tmux("split-window", "-h", "-t", "=work:", SHELL)
    page.wait_for_function("() => document.querySelectorAll('.pane-terminal').length === 2")
    ending = panes(server)[1]
    eventually(lambda: "$" in server.tmux("capture-pane", "-p", "-t", ending), every_s=0.05)
    page.wait_for_function(
        "() => document.querySelectorAll('.pane-frame')[1].contains(document.activeElement)"
    )
    (worker,) = psutil.Process(server.pid).children()
    worker.suspend()
    try:
        server.tmux("kill-pane", "-t", ending)
        page.keyboard.type("echo m$((1+1))ne")
    finally:
        worker.resume()
    card = page.get_by_role("alertdialog", name="Send what you typed?")
    expect(card.get_by_label("What you typed")).to_have_text("echo m$((1+1))ne")
    expect(card).to_contain_text("The pane had ended")
    page.wait_for_function("() => document.querySelectorAll('.pane-frame').length === 1")
    card.get_by_role("button", name="Send").click()
    page.keyboard.press("Enter")
    eventually(lambda: "m2ne" in server.tmux("capture-pane", "-p", "-t", "=work:"), every_s=0.05)
    expect(card).to_be_hidden()


def test_a_typed_command_runs_in_the_focused_pane(open_page, server):
    """After the prefix and a colon; an error of tmux leaves the dialog open."""
    page = panes_page(open_page, server)
    prefix(page, ":")
    field = page.get_by_role("dialog").get_by_label("Command")
    field.fill("nonsense")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").get_by_text("unknown command: nonsense").wait_for()
    field.fill("split-window -h ; rename-window typed")
    page.keyboard.press("Enter")
    eventually(lambda: len(panes(server)) == 2, every_s=0.05)
    page.locator("dialog").wait_for(state="detached")  # then the focus has gone back
    assert ["0: typed"] == windows(server)
    prefix(page, ":")
    field.fill("display-message -p '#{pane_id}'")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").get_by_text(panes(server)[1], exact=True).wait_for()
