"""Everything by keys: palette, switcher, help, own chords, and each key exactly as programs expect it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests import pages
from tests.pages import screen, session, wait_screen
from tests.support import eventually

RAW = "sh -c 'stty raw -echo; printf ready; exec cat -vt'"
ASKS = "sh -c 'stty raw -echo; printf \"ready\\033[>4;1m\"; exec cat -v'"

KEYS = {
    "Control+Backspace": "^H",
    "Backspace": "^?",
    "Alt+a": "^[a",
    "Alt+1": "^[1",
    "Alt+Backspace": "^[^?",
    "Control+a": "^A",
    "Control+w": "^W",
    "Control+Space": "^@",
    "Control+Shift+Digit2": "^@",
    "Control+Backslash": "^\\",
    "Control+BracketRight": "^]",
    "Control+Shift+Digit6": "^^",
    "Control+Shift+Minus": "^_",
    "Control+Slash": "^_",
    "Alt+Shift+Digit5": "^[%",
    "Alt+Shift+BracketLeft": "^[{",
    "Alt+Shift+Slash": "^[?",
    "Alt+Shift+ArrowLeft": "^[[1;4D",
    "Tab": "^I",
    "Shift+Tab": "^[[Z",
    "Enter": "^M",
    "ArrowUp": "^[[A",
    "Control+ArrowUp": "^[[1;5A",
    "Shift+ArrowLeft": "^[[1;2D",
    "Alt+ArrowRight": "^[[1;3C",
    "Control+Shift+ArrowRight": "^[[1;6C",
    "Home": "^[[1~",
    "End": "^[[4~",
    "Delete": "^[[3~",
    "PageUp": "^[[5~",
    "F1": "^[OP",
    "F5": "^[[15~",
    "Shift+F5": "^[[15;2~",
    "Control+F12": "^[[24;5~",
    "é": "M-CM-)",
    "Escape": "^[",
}
"""What a press sends to a program in tmux, as `cat -vt` writes it; Escape last, so that it is no prefix."""

LAST_SESSION = "async () => (await (await fetch('/api/settings')).json()).settings['home.recent']?.[0]"


def typed(page: Page) -> str:
    """What the program was sent, over all rows."""
    return "".join(screen(page)[:-1]).partition("ready")[2]


def ready(page: Page) -> Page:
    """The page, once its keys are there: they come after the terminal."""
    page.locator("#terminal[data-features=ready]").wait_for()
    return page


def terminal(open_page: Any, server: Any) -> Page:
    return ready(pages.terminal(open_page, server))


def open_raw(open_page: Any, server: Any, command: str) -> Page:
    session(server, "raw", command)
    page = open_page("/s/raw")
    wait_screen(page, "ready")
    return ready(page)


def focus_is_in_terminal(page: Page) -> bool:
    return page.evaluate("() => document.activeElement.matches('.xterm-helper-textarea')")


def chosen(page: Page) -> str:
    """The title of the row that the field says is active."""
    return page.evaluate(
        "() => document.getElementById(document.querySelector('.palette input')"
        ".getAttribute('aria-activedescendant'))?.querySelector('.palette-title').textContent ?? ''"
    )


@pytest.mark.both_views
@pytest.mark.parametrize("features", ["there", "on their way"])
def test_each_key_reaches_the_program_exactly(open_page_without_worker, server, features):
    """Also before what is beside the terminal has loaded: no file of the first load imports one of those."""
    session(server, "raw", RAW)
    page = open_page_without_worker("/login")
    if features != "there":
        page.route("**/features*.js", lambda route: None)
    page.goto(server.url + "/s/raw")
    if features == "there":
        wait_screen(page, "ready")
    page.wait_for_function("() => window.__term !== undefined")
    eventually(lambda: "ready" in screen(page)[0], every_s=0.05)
    for key in KEYS:
        page.keyboard.press(key) if len(key) > 1 else page.keyboard.insert_text(key)
    wanted = "".join(KEYS.values())
    eventually(lambda: len(typed(page)) >= len(wanted), 8, every_s=0.05)
    assert wanted == typed(page)


@pytest.mark.attached_view("before tmux 3.5 nobody knows which keys a program asked for earlier")
def test_shift_enter_and_raw_keys_reach_who_asked(open_page, server):
    """A raw key goes past our own chords, once; the note about it comes and goes."""
    page = open_raw(open_page, server, ASKS)
    choose(page, server, {"shiftEnter": "csi-u"})
    page.reload()
    wait_screen(page, "ready")
    ready(page).keyboard.press("Shift+Enter")
    eventually(lambda: typed(page) == "^[[13;2u", every_s=0.05)
    choose(page, server, {"shiftEnter": None})
    for key, sent in (("Control+Shift+K", "^[[75;6u"), ("Alt+Shift+M", "^[M"), ("Alt+Shift+R", "^[R")):
        page.keyboard.press("Alt+Shift+R")
        page.locator(".key-note").get_by_text("The next key goes to the terminal").wait_for()
        page.keyboard.press(key)
        eventually(lambda wanted=sent: typed(page).endswith(wanted), every_s=0.05)
        assert page.locator(".key-note").count() == 0
    page.keyboard.press("Control+Shift+K")
    page.locator(".palette").wait_for()
    assert page.locator(".palette").count() == 1


def choose(page: Page, server: Any, settings: dict[str, Any]) -> None:
    headers = {"Origin": server.url}
    page.request.patch(server.address + "/api/settings", data={"settings": settings}, headers=headers)


def test_shift_enter_runs_a_command_in_a_shell(open_page, server):
    """Which asked for no extended keys: older versions of tmux drop what they do not know."""
    page = terminal(open_page, server)
    page.keyboard.type("echo ru''n")
    page.keyboard.press("Shift+Enter")
    wait_screen(page, "run")
    assert "run" == screen(page)[1].strip()


CLAIM = """(keys) => {
  const field = document.querySelector('.xterm-helper-textarea');
  field.focus();
  const common = { key: 'Process', keyCode: 229, bubbles: true, cancelable: true };
  const key = (type, code, more) =>
    field.dispatchEvent(new KeyboardEvent(type, { ...common, code, ...more }));
  for (const code of ['KeyC', 'KeyX']) key('keydown', code, { ctrlKey: true });
  key('keydown', 'Escape');
  for (const [code, text] of [['KeyM', 'm'], ['KeyO', 'o'], ['Comma', '，']]) {
    key('keydown', code);
    setTimeout(() => {
      document.execCommand('insertText', false, text);
      key('keyup', code);
    }, 2);
  }
}"""
CLAIM_OURS = """() => document.querySelector('.xterm-helper-textarea').dispatchEvent(new KeyboardEvent(
  'keydown',
  { key: 'Process', keyCode: 229, code: 'KeyK', ctrlKey: true, shiftKey: true, cancelable: true },
))"""


def test_keys_that_an_input_method_claims_are_typed(open_page, server):
    """Chords and Escape at once, text when it comes, and our own chords are ours."""
    page = open_raw(open_page, server, RAW)
    page.wait_for_function("() => document.querySelector('.xterm-helper-textarea').value === ' '")
    page.evaluate(CLAIM)
    eventually(lambda: typed(page) == "^C^X^[moM-oM-<M-^L", every_s=0.05)
    page.evaluate(CLAIM_OURS)
    page.locator(".palette").wait_for()


def test_the_palette_by_keyboard_alone(open_page, server):
    """Open, filter, run, come back; nothing of it is typed into the terminal."""
    page = terminal(open_page, server)
    page.keyboard.press("Control+Shift+K")
    page.keyboard.type("> constat")
    assert "Connection stats" == eventually(lambda: chosen(page))
    assert "Con" == page.locator("[role=option] mark").first.inner_text()
    page.keyboard.press("Enter")
    page.locator(".hud").wait_for()
    assert page.locator("dialog").count() == 0
    eventually(lambda: focus_is_in_terminal(page), every_s=0.05)
    page.keyboard.press("Control+Shift+K")
    page.keyboard.type(">")
    eventually(lambda: chosen(page) == "Connection stats")  # what was used last comes first
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    assert "Connection stats" == chosen(page)
    page.keyboard.press("Escape")
    eventually(lambda: focus_is_in_terminal(page), every_s=0.05)
    page.keyboard.press("Alt+Shift+M")  # out of the terminal, where our chords go on working
    page.keyboard.press("Control+Shift+K")
    page.keyboard.press("Escape")
    eventually(lambda: "home" == page.evaluate("() => document.activeElement.id"), every_s=0.05)
    assert "$" == screen(page)[0].strip()


def test_the_switcher_goes_back_to_the_last_session(open_page, server):
    """Enter at once is the session before; a window of this one is chosen with @."""
    for name in ("one", "two", "three"):
        session(server, name)
    page = open_page("/s/two")
    wait_screen(page, "$ ")
    eventually(lambda: page.evaluate(LAST_SESSION) == "two")
    page.goto(server.url + "/s/one")
    wait_screen(page, "$ ")
    server.tmux("new-window", "-t", "=one:", "-n", "tests", "cat")
    for name in ("two", "one"):
        ready(page).keyboard.press("Control+Shift+O")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/s/{name}")
        eventually(lambda wanted=name: page.evaluate(LAST_SESSION) == wanted)
    page.locator("#tabs").get_by_text("tests").wait_for()
    page.keyboard.press("Control+Shift+K")
    page.keyboard.type("@0")
    page.get_by_role("option", name="0:").first.wait_for()
    page.keyboard.press("Enter")  # of windows alike, the one of this session comes first
    eventually(lambda: server.tmux("display-message", "-p", "-t", "=one:", "#{window_index}").strip() == "0")


def test_the_palette_goes_to_panes_and_windows_elsewhere_and_sets_things(open_page, server):
    """A pane of another window, a window of another session, a theme and a cursor that show at once."""
    for name in ("one", "two"):
        session(server, name)
    server.tmux("new-window", "-d", "-t", "=one:", "-n", "split", "cat")
    server.tmux("split-window", "-d", "-t", "=one:1", "cat")
    server.tmux("new-window", "-d", "-t", "=two:", "-n", "logs", "cat")
    page = open_page("/s/one")
    wait_screen(page, "$ ")

    def run(text: str, title: str) -> None:
        ready(page).keyboard.press("Control+Shift+K")
        page.keyboard.type(text)
        eventually(lambda: chosen(page).startswith(title), every_s=0.05)
        page.keyboard.press("Enter")
        page.locator(".palette").wait_for(state="detached")  # at once, or when the server has answered

    run("%1.1", "1.1: ")
    eventually(lambda: shown(server, "one") == "1.1")
    run("= cursor underl", "Cursor: Underline")
    eventually(lambda: page.evaluate("() => window.__term.options.cursorStyle") == "underline")
    ready(page).keyboard.press("Control+Shift+K")
    page.keyboard.type("=dracula")
    background = "() => window.__term.options.theme.background"
    before = page.evaluate(background)
    eventually(lambda: chosen(page).startswith("Theme: Dracula"), every_s=0.05)
    page.keyboard.press("ArrowDown")
    eventually(lambda: page.evaluate(background) == "#282a36")
    page.keyboard.press("Escape")
    eventually(lambda: page.evaluate(background) == before)
    run("dracula", "Theme: Dracula")
    eventually(lambda: page.evaluate("() => window.__term.options.theme.background") == "#282a36")
    assert "dark" == page.evaluate("() => document.documentElement.dataset.theme")
    run("=dracula", "Theme: Dracula")
    run("@logs", "1: logs")
    page.wait_for_url(re.compile(r"/s/two(\?|$)"))
    eventually(lambda: shown(server, "two") == "1.0")
    eventually(lambda: focus_is_in_terminal(page), every_s=0.05)
    choose(page, server, {"theme.dark": None, "theme.kept": None, "theme.mode": None, "cursor.style": None})


def shown(server: Any, name: str) -> str:
    return server.tmux("display-message", "-p", "-t", f"={name}:", "#{window_index}.#{pane_index}")


def test_home_has_the_palette_too_and_leaves_its_field_alone(open_page, server):
    session(server, "work")
    page = open_page("/")
    page.get_by_text("work", exact=True).wait_for()
    page.locator("#filter").focus()
    page.keyboard.press("Control+Shift+K")
    page.keyboard.type("new sess")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="New session").wait_for()
    page.keyboard.press("Control+Shift+K")  # a dialog is open: the chord is not ours
    assert page.locator(".palette").count() == 0
    page.keyboard.press("Escape")
    page.locator("dialog").wait_for(state="detached")  # then focus has gone back
    eventually(lambda: "filter" == page.evaluate("() => document.activeElement.id"), every_s=0.05)
    page.evaluate("() => document.activeElement.blur()")
    page.keyboard.press("Control+Shift+S")
    page.get_by_role("combobox", name="Search all sessions").wait_for()


@pytest.mark.own_server
def test_ones_own_chords_stay_after_a_reload(open_page, server):
    """Pressed to be recorded, with a word about what would lose it; the terminal and help follow."""
    page = open_page("/help")
    page.get_by_text("Choose your keys").click()
    row = page.locator("#editor [data-action='help.open']")
    row.get_by_role("button", name="Add").press("Enter")
    page.keyboard.press("Control+Shift+O")
    row.get_by_text("Switch session").wait_for()
    with page.expect_response("**/api/settings"):
        row.get_by_role("button", name="Assign").press("Enter")
    page = terminal(open_page, server)
    page.keyboard.press("Control+Shift+O")
    page.get_by_role("heading", name="Keys and help").wait_for()
    own = page.locator(".help-dialog [data-action='help.open']")
    assert "Ctrl+Shift+O" in own.text_content()
    page.keyboard.press("Escape")
    eventually(lambda: focus_is_in_terminal(page), every_s=0.05)
    page.goto(server.url + "/help#keys-edit")
    with page.expect_response("**/api/settings"):
        page.get_by_role("button", name="Reset all keys").click()
    expect(page.locator("#editor [data-action='switcher.open']")).to_contain_text("Ctrl+Shift+O")


def test_help_names_every_action_and_what_does_not_work(open_page, server):
    page = open_page("/help")
    titles = page.evaluate(
        "async () => { const { ACTIONS } = await import('/static/js/features/keys/action-table.js');"
        " return ACTIONS.map(({ id, title }) => [id, title]); }"
    )
    assert len(titles) > 40
    for action, title in titles:
        assert title in page.locator(f"#help [data-action='{action}'] dt").text_content()
    page.get_by_label("Keyboard", exact=True).select_option("mac")
    expect(page.locator("#help [data-action='palette.open']")).to_contain_text("Command+K")
    page.get_by_text("What this browser can do").wait_for()
    page.set_viewport_size({"width": 360, "height": 740})
    page.get_by_text("Choose your keys").click()
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 360


LOCKS = """
window.__keys = [];
Object.defineProperty(navigator, 'keyboard', { value: {
  lock: async (...codes) => { window.__keys.push(codes.length === 0 ? 'lock' : codes); },
  unlock: () => { window.__keys.push('unlock'); },
} });
"""


def test_full_screen_takes_all_keys_and_gives_them_back(open_page, server):
    page = open_page("/login")
    page.add_init_script(LOCKS)
    session(server, "work")
    page.goto(server.url + "/s/work")
    wait_screen(page, "$ ")
    page.keyboard.press("Alt+Shift+F")
    page.locator(".key-note").get_by_text("All keys go to the terminal.").wait_for()
    assert ["lock"] == page.evaluate("() => window.__keys")
    page.keyboard.press("Alt+Shift+F")
    eventually(lambda: page.evaluate("() => window.__keys") == ["lock", "unlock"], every_s=0.05)
    eventually(lambda: focus_is_in_terminal(page), every_s=0.05)


def test_full_screen_says_how_to_leave(open_page, server):
    page = terminal(open_page, server)
    page.keyboard.press("Alt+Shift+F")
    page.wait_for_function("() => document.fullscreenElement !== null")
    page.locator(".key-note").get_by_text("to leave").wait_for()
    page.keyboard.press("Alt+Shift+F")
    page.wait_for_function("() => document.fullscreenElement === null")
    eventually(lambda: focus_is_in_terminal(page), every_s=0.05)
