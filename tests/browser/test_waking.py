"""Pages that slept, lost their network or their server: nothing typed is lost, or typed twice."""

from __future__ import annotations

import random
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from tests import pages
from tests.pages import session, wait_screen
from tests.support import eventually
from tests.torture.link import FaultyLink

SLEPT_MS = 30_000
WAKE = "() => { document.dispatchEvent(new Event('visibilitychange')); }"
PASTE = """text => {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', text);
  const paste = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
  document.querySelector('.xterm-helper-textarea').dispatchEvent(paste);
}"""
ONLINE = "() => { dispatchEvent(new Event('online')); }"


@pytest.fixture
def linked(start_server, chromium) -> Iterator[SimpleNamespace]:
    """A server, the line that browsers reach it by, and what its program was typed."""
    links: list[FaultyLink] = []

    def prepare(server) -> None:
        links.append(FaultyLink(server.host, server.port, random.Random(1), ghost_s=30.0))
        links[0].__enter__()
        server.environment["WEBMUX_PUBLIC_ORIGINS"] = f"http://{links[0].host}:{links[0].port}"

    server = start_server(prepare=prepare)
    log = server.directory / "typed"
    session(server, "work", f"sh -c 'stty raw -echo; printf ready; exec cat > {log}'")
    url = server.environment["WEBMUX_PUBLIC_ORIGINS"]
    there = SimpleNamespace(url=url, address=url, token=server.token, context=None)
    contexts = []

    def opened(device, path: str = "/s/work"):
        contexts.append(pages.logged_in(chromium, there, device))
        page = contexts[-1].new_page()
        page.clock.install()
        page.goto(url + path)
        return page

    def typed() -> str:
        return log.read_bytes().decode()

    yield SimpleNamespace(server=server, link=links[0], there=there, typed=typed, open=opened)
    for context in contexts:
        context.close()
    links[0].__exit__(None, None, None)


def sleep(page, linked) -> None:
    """The page is frozen, and its connections die without a word."""
    linked.link.silence()
    page.clock.fast_forward(SLEPT_MS)
    page.evaluate(WAKE)


@pytest.mark.timeout_s(60)
def test_a_phone_that_slept_loses_nothing_and_keeps_its_size(linked):
    """Typed, composed, on a dead line: it waits to be seen, arrives once, and no ghost has the size."""
    page = linked.open(pages.phone(390, 844))
    wait_screen(page, "ready")
    page.locator(".touch-bar").wait_for()
    sleep(page, linked)
    page.locator(".xterm-helper-textarea").focus()
    page.keyboard.insert_text("yes please go on")
    eventually(lambda: linked.typed() == "yes please go on")
    expect(page.locator("#viewers")).to_be_hidden()
    expect(page.locator("#sized")).to_be_hidden()

    page.get_by_role("button", name="More keys").tap()
    page.get_by_role("button", name="Compose").tap()
    linked.link.die()
    field = page.locator(".compose-field")
    field.fill("and be quick")
    page.get_by_role("button", name="Send", exact=True).tap()
    expect(page.locator(".compose-note", has_text="Waiting for the connection")).to_be_visible()
    expect(page.locator(".waiting-strip")).to_contain_text("and be quick")
    expect(field).to_have_value("and be quick")
    assert linked.typed() == "yes please go on"
    linked.link.live()
    page.evaluate(ONLINE)
    expect(field).to_have_value("")
    eventually(lambda: linked.typed() == "yes please go onand be quick\r")
    expect(page.locator(".waiting-strip")).to_be_hidden()


@pytest.mark.timeout_s(60)
def test_typing_without_a_connection_waits_and_retry_now_acts_at_once(linked):
    """A handshake that hangs is not waited for; a reload in the middle loses nothing."""
    page = linked.open(pages.DESKTOP)
    wait_screen(page, "ready")
    linked.link.dead = True
    linked.link.cut()
    retry = page.get_by_role("button", name="Retry now")
    retry.wait_for()
    page.keyboard.type("pass\x03word\r")
    strip = page.locator(".waiting-strip")
    expect(strip).to_contain_text("10 characters")
    expect(strip).to_contain_text("pass^Cword⏎")
    page.evaluate(PASTE, "two\nlines\n")
    page.get_by_role("dialog").get_by_text("two").wait_for()
    page.keyboard.press("Escape")
    page.evaluate(PASTE, "x" * 300_000)
    page.get_by_role("heading", name="Pasting").wait_for()
    expect(strip).to_contain_text("131082 characters")
    page.get_by_role("button", name="Stop").click()
    retry.wait_for()  # between two attempts of its own
    page.clock.pause_at(page.evaluate("() => Date.now()") + 50)  # it does not try by itself now
    linked.link.live()
    retry.click()
    page.clock.resume()
    eventually(lambda: linked.typed() == "pass\x03word\r" + "x" * 131072)
    expect(strip).to_be_hidden()
    page.locator(".xterm-helper-textarea").focus()
    linked.link.silence()
    page.keyboard.type("over a reload")
    page.reload()
    eventually(lambda: linked.typed() == "pass\x03word\r" + "x" * 131072 + "over a reload")


@pytest.mark.timeout_s(60)
def test_after_a_restart_the_page_asks_before_it_sends_anything(linked):
    page = linked.open(pages.DESKTOP)
    wait_screen(page, "ready")
    linked.link.swallow_answers()
    page.keyboard.type("once")
    eventually(lambda: linked.typed() == "once")
    linked.server.stop()
    linked.link.cut()
    page.keyboard.type("<b>&")
    linked.server.start()
    card = page.get_by_role("alertdialog", name="Send what you typed?")
    expect(card.get_by_label("What you typed")).to_have_text("once<b>&")
    page.keyboard.type(" again")
    eventually(lambda: linked.typed() == "once again")
    page.reload()
    expect(card.get_by_label("What you typed")).to_have_text("once<b>&")
    page.clock.fast_forward(1000)
    card.get_by_role("button", name="Send").click()
    eventually(lambda: linked.typed() == "once againonce<b>&")
    expect(card).to_be_hidden()


@pytest.mark.timeout_s(60)
def test_lists_wake_up_and_a_page_returns_with_its_tmux(linked):
    page = linked.open(pages.DESKTOP)
    wait_screen(page, "ready")
    home = page.context.new_page()
    home.clock.install()
    home.goto(linked.there.url + "/")
    home.get_by_role("link", name="work").first.wait_for()
    linked.link.silence()
    session(linked.server, "news")
    home.clock.fast_forward(SLEPT_MS)
    home.evaluate(WAKE)
    home.get_by_role("link", name="news").first.wait_for()

    page.clock.fast_forward(SLEPT_MS)
    page.evaluate(WAKE)
    linked.server.end_tmux()
    page.get_by_text("tmux server stopped").wait_for()
    session(linked.server, "work", "env PS1='again> ' sh")
    wait_screen(page, "again>")
