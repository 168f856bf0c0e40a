"""The bar of the terminal page in a real browser, also a phone's: windows, sessions, viewers, states."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.axe import findings
from tests.pages import HOOKS, session, terminal, wait_screen, window
from tests.support import eventually
from webmux.wire.opcodes import Opcode
from webmux.wire.records import json_record

ATTACHED, PONG = b"\x10", b"\x07"
PHONE = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"
GRID = """() => {
  const { x, y, width, height } = document.querySelector('.xterm-screen').getBoundingClientRect();
  return [window.__term.cols, window.__term.rows, x, y, width, height];
}"""


@pytest.fixture
def phone(chromium, open_page, server):
    """A page of a phone of the same person; it must not be wider than its screen."""
    contexts = []

    def make(path: str, width: int = 390) -> Page:
        there = open_page("/").context.storage_state()
        context = chromium.new_context(
            viewport={"width": width, "height": 800}, has_touch=True, is_mobile=True,
            user_agent=PHONE, storage_state=there,
        )  # fmt: skip
        context.add_init_script(HOOKS)
        context.set_default_timeout(8000)
        contexts.append(context)
        page = context.new_page()
        page.goto(server.url + path)
        return page

    yield make
    for context in contexts:
        context.close()


def test_sessions_are_switched_by_keyboard_and_back_leads_back(open_page, server):
    """Without another page: a mark that is set in this one stays."""
    session(server, "beta", "env PS1='beta> ' sh")
    session(server, "gamma", "env PS1='gamma> ' sh")
    page = terminal(open_page, server)
    page.evaluate("() => { window.mark = 1; }")
    page.keyboard.press("Control+Shift+O")
    page.get_by_role("option", name="beta").wait_for()
    page.keyboard.type("gam")
    page.keyboard.press("Enter")
    wait_screen(page, "gamma> ")
    assert page.url == server.url + "/s/gamma"
    assert page.title() == "gamma · WebMux"
    page.keyboard.type("echo he''re\r")
    wait_screen(page, "here")
    page.locator("#switch").click()
    expect(page.get_by_role("option").first).to_contain_text("work")
    expect(page.get_by_role("option").last).to_contain_text("New session")
    page.keyboard.press("Enter")
    wait_screen(page, "$ ")
    assert page.url == server.url + "/s/work"
    page.go_back()
    wait_screen(page, "gamma> ")
    assert page.evaluate("() => window.mark") == 1
    server.tmux("rename-session", "-t", "=gamma", "delta")
    page.wait_for_url(server.url + "/s/delta")


@pytest.mark.timeout_s(40)  # two browsers, and axe-core reads both
def test_who_looks_and_whose_size_it_is(open_page, server, phone):
    page = terminal(open_page, server)
    there = phone("/s/work")
    wait_screen(there, "$ ")
    expect(page.get_by_role("button", name="2 viewers")).to_be_visible()
    expect(there.locator("#sized")).to_have_text("Sized by your other window")
    there.get_by_role("button", name="Resize to this window").tap()
    expect(page.locator("#sized")).to_have_text("Sized by your phone")
    page.locator("#viewers").click()
    panel = page.get_by_role("dialog", name="Viewers")
    expect(panel.get_by_role("listitem").filter(has_text="on a phone")).to_contain_text("sets the size")
    expect(panel.get_by_role("listitem").filter(has_text="(you)")).to_contain_text("can type, on a computer")
    assert findings(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Resize to this window").click()
    expect(page.locator("#sized")).to_be_hidden()


WIDTH = "() => document.querySelector('.xterm-screen').getBoundingClientRect().width"
TWO_FRAMES = "() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))"
HEAR_WHEEL = """() => {
  window.__turned = 0;
  document.querySelector('#stage').addEventListener('wheel', () => { window.__turned += 1; }, true);
}"""
TURN_TO_THE_EDGE = """() => {
  const screen = document.querySelector('.xterm-screen');
  for (const deltaY of [40, -5000, -5000]) {
    screen.dispatchEvent(new WheelEvent('wheel', { deltaY, bubbles: true, cancelable: true }));
  }
}"""
TOP = "() => document.querySelector('.xterm-screen').getBoundingClientRect().top"


def test_a_screen_of_anothers_size_fits_the_width_or_is_as_large_as_there(open_page, server):
    """In a low window: chosen by keyboard, the cursor in view; the wheel only moves it; nobody is resized."""
    there = terminal(open_page, server)
    full = there.evaluate(WIDTH)
    expect(there.locator("#view-fit")).to_be_hidden()
    page = open_page("/s/work")
    page.set_viewport_size({"width": 800, "height": 240})
    wait_screen(page, "$ ")
    button = page.locator("#view-fit")
    expect(button).to_have_text("Whole screen")
    assert page.evaluate(WIDTH) < 400
    button.focus()
    for way, width in (("Fit to width", 792), ("100 %", full)):
        button.press("Enter")
        page.get_by_role("menuitemradio", name=way).press("Enter")
        expect(button).to_have_text(way)
        eventually(lambda width=width: abs(page.evaluate(WIDTH) - width) < 12, every_s=0.05)
        button.focus()
    server.tmux("send-keys", "-t", "=work:", "seq 60; echo dr''awn", "Enter")
    wait_screen(page, "drawn")  # then no line moves it any more
    page.evaluate(TWO_FRAMES)
    before = page.evaluate(TOP)
    assert before < -100
    page.evaluate(HEAR_WHEEL)
    page.mouse.move(300, 150)
    page.mouse.wheel(0, -80)
    eventually(lambda: abs(page.evaluate(TOP) - before - 80) < 2, every_s=0.05)
    page.mouse.wheel(0, -5000)
    eventually(lambda: page.evaluate(TOP) > 0, every_s=0.05)
    page.evaluate(TURN_TO_THE_EDGE)  # and goes on there
    assert page.evaluate("() => window.__turned") == 0  # it opens no history
    assert there.evaluate(WIDTH) == full
    page.locator("#fit").click()
    expect(button).to_be_hidden()


def test_nothing_over_the_terminal_moves_it(open_page, server):
    """Whatever opens, the grid stays what and where it is, and gets the keyboard back."""
    page = terminal(open_page, server)
    window(server, "logs")
    expect(page.locator("#tabs .tab")).to_have_count(2)
    before = page.evaluate(GRID)
    opened = {
        "#menu": ".menu",
        "#switch": ".palette",
        "#tabs .tab-main": "dialog",
        "#share": "dialog",
        "#record": "dialog",
    }
    for button, panel in opened.items():
        page.locator(button).first.dblclick() if "tab" in button else page.locator(button).click()
        page.locator(panel).wait_for()
        assert page.evaluate(GRID) == before, button
        page.keyboard.press("Escape")
        page.locator(panel).wait_for(state="detached")
        expect(page.locator(".xterm-helper-textarea")).to_be_focused()
    for shown in ("#slow", "#scrolled", "#sized", "#read-only", "#viewers"):
        page.evaluate("(one) => { document.querySelector(one).hidden = false; }", shown)
    assert page.evaluate(GRID) == before
    page.locator("#menu").click()
    page.locator(".menu").wait_for()
    for key in ("f", "End", "ArrowUp", "Escape"):
        page.keyboard.press(key)
    page.locator(".menu").wait_for(state="detached")
    assert page.evaluate(GRID) == before
    page.keyboard.type("echo ba''ck\r")
    wait_screen(page, "back")


def test_the_menu_by_keyboard_and_zen(open_page, server):
    page = terminal(open_page, server)
    page.locator("#menu").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem", name="New window")).to_be_focused()
    assert findings(page) == []
    page.keyboard.press("Escape")
    expect(page.locator("#menu")).to_be_focused()
    rows = page.evaluate("() => window.__term.rows")
    page.keyboard.press("Enter")
    page.get_by_role("menuitem", name="Toggle toolbar (zen mode)").press("Enter")
    expect(page.locator(".term-bar")).to_be_hidden()
    eventually(lambda: page.evaluate("() => window.__term.rows") > rows)
    page.reload()
    wait_screen(page, "$ ")
    expect(page.locator(".term-bar")).to_be_hidden()
    page.get_by_role("button", name="Show the toolbar").click()
    expect(page.locator(".term-bar")).to_be_visible()


def with_version(message: bytes) -> bytes:
    """A message as a server with other pages sends it."""
    length = int.from_bytes(message[1:5], "little")
    if message[:1] != ATTACHED:
        return message
    fields = {**json.loads(message[5 : 5 + length]), "version": "another"}
    told = json.dumps(fields).encode()
    return ATTACHED + len(told).to_bytes(4, "little") + told + message[5 + length :]


def relay(page: Page, take: Callable[[bytes, Callable[[bytes], None]], None]) -> None:
    """Have `take` forward what the server sends on terminal sockets."""

    def route(socket: WebSocketRoute) -> None:
        upstream = socket.connect_to_server()
        socket.on_message(upstream.send)
        upstream.on_message(lambda message: take(message, socket.send))

    page.route_web_socket("**/ws/optimized**", route)


def test_newer_pages_and_a_slow_line_are_told_quietly(open_page, server):
    """As a relay on the wire plays them; one goes on working, and nothing moves."""
    session(server, "work")
    page = open_page("/")
    page.clock.install()
    held: list[Callable[[], None]] = []
    senders: list[Callable[[bytes], None]] = []

    def take(message: bytes, send: Callable[[bytes], None]) -> None:
        senders.append(send)
        if message[:1] == PONG:
            held.append(lambda: send(message))
        else:
            send(with_version(message))

    relay(page, take)
    page.goto(server.url + "/s/work")
    wait_screen(page, "$ ")
    before = page.evaluate(GRID)
    news = page.locator(".pill-news")
    news.get_by_role("button", name="Reload").wait_for()
    for _ in range(2):
        eventually(lambda: page.evaluate("() => true") and held, every_s=0.05)
        page.clock.fast_forward(400)
        held.pop()()
        page.clock.fast_forward(5000)
    expect(page.locator("#slow")).to_be_visible()
    assert page.evaluate(GRID) == before
    assert findings(page) == []
    news.get_by_role("button", name="Later").click()
    expect(news).to_be_hidden()
    page.keyboard.type("echo go''es-on\r")
    wait_screen(page, "goes-on")
    for _ in range(2):
        senders[-1](json_record(Opcode.EVENT, {"event": "skipped", "bytes": 200_000}))
    expect(page.locator(".toast").get_by_text("Skipped ahead")).to_have_count(1)


@pytest.mark.timeout_s(40)  # two phones
def test_a_phone_shows_the_window_and_a_list(open_page, server, phone):
    session(server, "a-session-with-a-rather-long-name")
    session(server, "work")
    window(server, "a-window-with-a-long-name-too")
    for width in (390, 360):
        page = phone("/s/work", width)
        wait_screen(page, "$ ")
        expect(page.locator("#window-now")).to_contain_text("0: sh")
        page.locator("#window-now").tap()
        item = page.get_by_role("menuitemradio", name="1: a-window-with-a-long-name-too")
        assert item.bounding_box()["height"] >= 44
        item.tap()
        expect(page.locator("#window-now")).to_contain_text("1: a-window")
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
        for control in page.locator(".term-bar button:visible, .term-bar a:visible").all():
            box = control.bounding_box()
            assert box["height"] >= 43.5, box
            assert 0 <= box["x"] <= width - box["width"], box
        page.locator("#switch").tap()
        page.get_by_role("option", name="a-session-with").tap()
        wait_screen(page, "$ ")
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
        assert findings(page) == []
        server.tmux("select-window", "-t", "=work:0")


def test_sessions_are_made_and_renamed_from_within_one(open_page, server):
    page = terminal(open_page, server)
    for item, name in (("New session", "fresh"), ("Rename session", "other")):
        page.locator("#menu").click()
        page.get_by_role("menuitem", name=item).click()
        page.get_by_role("dialog").locator("input").first.fill(name)
        page.keyboard.press("Enter")
        page.wait_for_url(f"{server.url}/s/{name}")
    assert set(server.tmux("list-sessions", "-F", "#{session_name}").splitlines()) == {"work", "other"}
    page.keyboard.type("echo i''n\r")
    wait_screen(page, "in")
