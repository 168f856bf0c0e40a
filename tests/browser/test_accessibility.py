"""Every page can be used without eyes or mouse: axe-core has nothing serious to say, in both themes."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest

from tests import pages
from tests.axe import findings
from tests.pages import wait_screen
from tests.support import eventually

PAGES = {
    "/": "#cards .card-link",
    "/account": "#logins li",
    "/admin": "#health dd",
    "/audit": "table",
    "/help": "#help dl",
    "/inbox": "#empty h2",
    "/offline": "h1",
    "/recordings": "#recordings li",
    "/recordings/{recording}": "#controls:not([inert])",
    "/s/work": ".xterm-screen",
    "/s/work?view=mirror": ".xterm-screen",
    "/settings": ".sample .xterm-rows span",
    "/s/none": "h1",
}
"""Each page, and what is there once it is complete."""


@pytest.fixture
def recording(server, work):
    _, _, begun = server.request("POST", "/api/sessions/%240/recording", headers=server.bearer)
    made = json.loads(begun)["id"]
    server.tmux("send-keys", "-t", "=work:", "echo hello", "Enter")
    path = "/api/sessions/%240/recording"
    eventually(lambda: server.request("DELETE", path, headers=server.bearer)[0] == 200)
    yield made
    server.request("DELETE", f"/api/recordings/{made}", headers=server.bearer)


@pytest.mark.parametrize("scheme", ["dark", "light"])
@pytest.mark.timeout_s(60)
def test_nothing_serious_on_any_page(server, work, recording, open_page, scheme):
    """A page that is not found is an error page, which counts as well."""
    page = open_page("/")
    page.emulate_media(color_scheme=scheme)
    found = {}
    for path, complete in PAGES.items():
        page.goto(server.address + path.format(recording=recording))
        page.locator(complete).first.wait_for()
        # The page for being offline has no theme, it only follows the system.
        assert page.evaluate("() => document.documentElement.dataset.theme ?? null") in (scheme, None)
        found[path] = findings(page)
    open_page.complaints[:] = [text for text in open_page.complaints if "404" not in text]
    assert {} == {path: told for path, told in found.items() if told}


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_nothing_serious_for_a_stranger(server, chromium, scheme):
    context = chromium.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto(server.address + "/login")
    page.locator("#token").wait_for()
    told = findings(page)
    context.close()
    assert [] == told


@pytest.fixture
def shared(server, work):
    """The path of a share link, and its secret."""
    headers = server.bearer | {"Content-Type": "application/json"}
    _, _, made = server.request("POST", "/api/shares", b'{"session_id": "$0"}', headers)
    return json.loads(made)["path"].split("#")


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_nothing_serious_for_a_guest(server, shared, chromium, scheme):
    """The page of a link that is not complete, and the terminal behind one that is."""
    path, secret = shared
    context = chromium.new_context(color_scheme=scheme)
    context.add_init_script(pages.HOOKS)
    page = context.new_page()
    page.goto(server.address + path)
    page.get_by_text("incomplete").wait_for()
    told = {"landing": findings(page)}
    page.goto(f"{server.address}{path}?#{secret}")
    wait_screen(page, "$ ")
    told["terminal"] = findings(page)
    context.close()
    assert {"landing": [], "terminal": []} == told


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_nothing_serious_under_fingers(server, work, chromium, scheme):
    """Both rows of keys, the bar to write in, and the text of the screen over it."""
    context = pages.logged_in(chromium, server, {**pages.phone(390, 844), "color_scheme": scheme})
    page = context.new_page()
    page.goto(server.address + "/s/work")
    wait_screen(page, "$ ")
    bar = page.locator(".touch-bar")
    bar.get_by_role("button", name="More keys").tap()
    bar.get_by_role("button", name="Compose").tap()
    told = findings(page)
    names = bar.evaluate(NAMES)
    bar.get_by_role("button", name="More keys").tap()
    bar.get_by_role("button", name="Select").tap()
    page.get_by_role("dialog", name="Select text").wait_for()
    told += findings(page)
    page.keyboard.press("Escape")
    eventually(lambda: page.evaluate(FOCUSED) == "Terminal, session work", every_s=0.05)
    context.close()
    assert [] == told
    assert sorted(set(names)) == sorted(names)


NAMES = "bar => [...bar.querySelectorAll('[aria-label]')].map((one) => one.ariaLabel)"
FOCUSED = """() => {
  const { activeElement: one } = document;
  return one.getAttribute('aria-label') || one.textContent.replace(/\\s+/g, ' ').trim();
}"""
HEADER = [
    "Turn screen reader mode on",
    "All sessions",
    "work, switch session",
    "0: sh",
    "New window",
    "Sessions beside the terminal",
    "Share this session",
    "Record this session",
]


def test_the_header_is_passed_in_the_order_it_is_seen(server, work, open_page):
    """From the offer of a screen reader's mode to the menu, and from there back into the terminal."""
    page = open_page("/s/work")
    wait_screen(page, "$ ")
    # It comes after its style, which may be later than the features.
    page.locator("header > .skip-link").wait_for(state="attached")
    page.keyboard.press("Alt+Shift+M")
    page.keyboard.press("Shift+Tab")
    passed = []
    while not (told := page.evaluate(FOCUSED)).startswith("Terminal, ") and len(passed) < 20:
        passed.append(told)
        page.keyboard.press("Tab")
    assert HEADER == passed[: len(HEADER)]
    assert "Menu" == passed[-1]


def test_twice_the_size_loses_nothing(server, work, open_page):
    """A window of 1280x800 at 200 %: what the bar has no room for is in the menu."""
    page = open_page("/s/work")
    page.set_viewport_size({"width": 640, "height": 400})
    wait_screen(page, "$ ")
    buttons = page.locator("button:visible, a:visible")
    eventually(lambda: buttons.evaluate_all(OUTSIDE) == [], every_s=0.05)
    page.locator("#menu").click()
    page.get_by_role("menuitem").first.wait_for()
    offered = page.get_by_role("menuitem").all_text_contents()
    for act in ("New window", "Share this session", "Start or stop recording", "Toggle dark mode"):
        assert any(text.startswith(act) for text in offered), (act, offered)


OUTSIDE = """(all) => all.filter((one) => !one.matches('.skip-link'))
  .filter((one) => one.getBoundingClientRect().right > innerWidth).map((one) => one.id)"""
WIDTH = "() => document.documentElement.scrollWidth"
SAFE_PX = 47
BESIDE = """(least) => {
  const seen = 'a, button, input, select, h1, h2, p, li, label';
  const unseen = '.visually-hidden, .skip-link, .xterm-helper-textarea, .touch-keys *, [hidden], [hidden] *';
  return [...document.querySelectorAll(seen)].filter((one) => {
    const { left, right, width } = one.getBoundingClientRect();
    if (one.matches(unseen) || width <= 1 || !one.checkVisibility()) return false;
    return left < least || right > innerWidth - least;
  }).map((one) => one.outerHTML.slice(0, 90));
}"""


def beside(page):
    """What stays below the edges; a toolbar is arranged a frame after its page is complete."""
    with suppress(AssertionError):
        eventually(lambda: not page.evaluate(BESIDE, SAFE_PX), 2, every_s=0.1)
    return page.evaluate(BESIDE, SAFE_PX)


@pytest.mark.timeout_s(60)
def test_nothing_is_below_the_edges_of_a_turned_phone(server, work, recording, chromium):
    """Rounded corners and a camera take 47 pixels left and right."""
    context = pages.logged_in(chromium, server, pages.phone(844, 390))
    page = context.new_page()
    insets = {"left": SAFE_PX, "right": SAFE_PX, "bottom": 21}
    page.context.new_cdp_session(page).send("Emulation.setSafeAreaInsetsOverride", {"insets": insets})
    below = {}
    for path, complete in PAGES.items():
        page.goto(server.address + path.format(recording=recording))
        page.locator(complete).first.wait_for()
        below[path] = beside(page)
    page.goto(server.address)
    page.locator("#new").tap()
    page.get_by_role("dialog").wait_for()
    below["dialog"] = beside(page)
    context.close()
    assert {} == {path: told for path, told in below.items() if told}


def test_zen_hides_the_keys_too_and_tells_the_way_back(server, work, open_phone):
    """Told once: by the one region of the page that speaks, while a note shows it."""
    page = open_phone("/s/work")
    wait_screen(page, "$ ")
    page.locator(".touch-bar").wait_for()
    page.locator("#menu").tap()
    page.get_by_role("menuitem", name="Toggle toolbar (zen mode)").tap()
    page.locator(".touch-bar").wait_for(state="hidden")
    assert 844 == page.locator("#stage").bounding_box()["height"]
    told = page.locator(".toast > span").text_content()
    assert "Use the handle at the top" in told
    assert told == page.locator("#live").text_content()
    assert 1 == page.locator("[role=status], [aria-live]").count()
    page.get_by_role("button", name="Show the toolbar").tap()
    page.locator(".touch-bar").wait_for()


def test_dialogs_have_names_and_give_the_focus_back(server, work, open_page):
    page = open_page("/")
    opener = page.locator("#new")
    opener.click()
    assert [] == findings(page)
    page.keyboard.press("Escape")
    eventually(lambda: page.evaluate("() => document.activeElement.id") == "new", every_s=0.05)


def test_the_terminal_is_no_keyboard_trap(server, work, open_page):
    page = open_page("/s/work")
    wait_screen(page, "$ ")
    described = page.locator(".xterm-helper-textarea").get_attribute("aria-describedby")
    told = page.locator(f"#{described}").text_content()
    assert "Alt+Shift+M" in told
    assert "Shift+Tab, is screen reader mode" in told
    page.keyboard.press("Alt+Shift+M")
    eventually(lambda: page.evaluate("() => document.activeElement.closest('header') !== null"), every_s=0.05)


def test_a_screen_reader_is_offered_its_mode_first(server, work, open_page):
    """One Shift+Tab before all else of the page; then rows are elements, as a reader wants them."""
    page = open_page("/s/work")
    wait_screen(page, "$ ")
    page.locator("header > .skip-link").wait_for(state="attached")
    page.keyboard.press("Alt+Shift+M")
    page.keyboard.press("Shift+Tab")
    eventually(
        lambda: page.evaluate("() => document.activeElement.textContent") == "Turn screen reader mode on",
        every_s=0.05,
    )
    assert [] == findings(page)
    page.keyboard.press("Enter")
    page.locator(".xterm-accessibility-tree [role=listitem]").first.wait_for()
    assert "Screen reader mode is on." == page.locator("#live").text_content()
    page.keyboard.press("Enter")
    page.locator(".xterm-accessibility-tree").wait_for(state="detached")


@pytest.mark.timeout_s(60)
def test_no_page_is_wider_than_a_phone(server, work, recording, open_page):
    """Also at 320 pixels, which is 200 % zoom on a small laptop: nothing has to be scrolled sideways."""
    page = open_page("/")
    wide = {}
    for path, complete in PAGES.items():
        page.goto(server.address + path.format(recording=recording))
        page.locator(complete).first.wait_for()
        for width, height in ((390, 844), (360, 800), (320, 640)):
            page.set_viewport_size({"width": width, "height": height})
            with suppress(AssertionError):
                eventually(lambda width=width: page.evaluate(WIDTH) <= width, timeout_s=2, every_s=0.05)
            shown = page.evaluate(WIDTH)
            if shown > width:
                wide[path, width] = shown
    open_page.complaints[:] = [text for text in open_page.complaints if "404" not in text]
    assert {} == wide


def test_who_wants_no_motion_gets_none(server, work, open_page):
    page = open_page("/")
    page.emulate_media(reduced_motion="reduce")
    page.goto(server.address + "/s/work")
    wait_screen(page, "$ ")
    assert page.evaluate("() => window.__term.options.cursorBlink") is False
    page.goto(server.address + "/")
    page.locator("#cards .card-link").first.wait_for()
    moving = page.evaluate(
        """() => document.getAnimations().filter((one) => one.playState === 'running'
             && one.effect.getComputedTiming().duration > 1).length"""
    )
    assert 0 == moving
