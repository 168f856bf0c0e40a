"""An agent that needs an answer, wherever the page counts and lists: tabs, title, icon, badge, order."""

from __future__ import annotations

import os
import time

import pytest
from playwright.sync_api import expect

from tests.pages import SHELL, session, wait_screen
from tests.support import eventually

OPTION = "@webmux_agent"
ICON = "() => document.querySelector('link[rel=icon]').getAttribute('href').slice(0, 18)"
BADGE_STUB = """
window.__badge = null;
Navigator.prototype.setAppBadge = async (count) => { window.__badge = count; };
Navigator.prototype.clearAppBadge = async () => { window.__badge = 0; };
"""


@pytest.fixture
def say(server):
    """Has the agent of a pane say what it does; nothing removes what it said."""

    def write(target: str, kind: str = "") -> None:
        value = f"{kind}:{int(time.time())}:{os.getpid()}:claude"
        server.tmux("set-option", "-p", "-t", target, OPTION, *([value] if kind else ["-u"]))

    return write


@pytest.mark.both_views
def test_tab_title_icon_and_badge_say_that_an_agent_needs_you(open_page, server, say):
    """Also of a pane that is not active, in a window that nobody views; and of other sessions."""
    for name in ("able", "cook"):
        session(server, name)
    server.tmux("new-window", "-d", "-t", "=able:", "-n", "api", SHELL)
    server.tmux("split-window", "-d", "-t", "=able:1", SHELL)
    page = open_page("/login")
    page.add_init_script(BADGE_STUB)
    page.goto(server.address + "/s/able")
    wait_screen(page, "$ ")
    plain = page.evaluate(ICON)
    say("=able:1.1", "waiting")
    tab = page.locator("#tabs [data-window]", has_text="api")
    expect(tab.locator(".is-waiting")).to_have_text("? (needs you)")
    eventually(lambda: page.title().startswith("(1) "))
    eventually(lambda: page.evaluate(ICON) == "data:image/svg+xml")
    assert 1 == page.evaluate("() => window.__badge")
    expect(page.locator("#home .home-badge")).to_be_hidden()
    say("=cook:", "waiting")
    expect(page.locator("#home .home-badge")).to_have_attribute("data-count", "?1")
    assert "All sessions; cook (needs you)" == page.locator("#home").get_attribute("aria-label")
    eventually(lambda: page.title().startswith("(2) "))
    say("=able:1.1", "working")
    expect(tab.locator(".is-waiting")).to_have_count(0)
    say("=cook:", "done")
    eventually(lambda: not page.title().startswith("("))
    eventually(lambda: (page.evaluate(ICON), page.evaluate("() => window.__badge")) == (plain, 0))
    expect(page.locator("#home .home-badge")).to_be_hidden()


def test_a_phone_shows_it_on_the_window_and_on_the_way_home(open_phone, server, say):
    for name in ("able", "cook"):
        session(server, name)
    server.tmux("new-window", "-d", "-t", "=able:", "-n", "api", SHELL)
    page = open_phone("/s/able")
    wait_screen(page, "$ ")
    say("=able:1", "waiting")
    say("=cook:", "waiting")
    expect(page.locator("#window-now .is-waiting")).to_be_visible()
    expect(page.locator("#home .home-badge")).to_have_attribute("data-count", "?1")
    assert "needs you in other windows" in page.locator("#window-now").get_attribute("aria-label")


def test_the_order_settles_when_pointer_and_focus_leave(open_page, server, say):
    """On the list and in the rail: nothing moves under the pointer, or while a card has the focus."""
    for name in ("able", "bake", "cook"):
        session(server, name)
    page = open_page("/")

    def names(part="#cards"):
        return page.locator(f"{part} .card-link").all_text_contents()

    def needs(part, name):
        card = page.locator(f"{part} > li", has=page.get_by_text(name, exact=True))
        expect(card.locator("[data-agent=waiting]")).to_be_visible()

    eventually(lambda: names() == ["able", "bake", "cook"])
    page.locator("#cards .card-link", has_text="able").hover()
    say("=cook:", "waiting")
    needs("#cards", "cook")
    assert ["able", "bake", "cook"] == names()
    page.mouse.move(1, 1)
    eventually(lambda: names() == ["cook", "able", "bake"])
    page.goto(server.address + "/s/able")
    wait_screen(page, "$ ")
    page.locator("#rail-toggle").click()
    eventually(lambda: names("#rail") == ["cook", "able", "bake"])
    page.locator("#rail .card-link", has_text="able").focus()
    say("=cook:", "working")
    say("=bake:", "waiting")
    needs("#rail .rail-list", "bake")
    assert ["cook", "able", "bake"] == names("#rail")
    page.locator("#theme").focus()
    eventually(lambda: names("#rail") == ["bake", "able", "cook"])


def test_what_the_head_of_the_list_says_does_not_move_the_list(open_page, server):
    """Else it moves away from under a pointer that rests, and then it is sorted there."""
    for name in ("able", "bake"):
        session(server, name)
    page = open_page("/")
    page.locator("#order").wait_for()
    for width in (390, 740, 1000):
        page.set_viewport_size({"width": width, "height": 640})
        tops = [
            page.evaluate(
                """(hidden) => {
                  for (const id of ['waiting', 'inbox', 'inbox-count', 'reorder'])
                    document.getElementById(id).hidden = hidden;
                  document.getElementById('waiting-words').textContent = 'need attention';
                  return document.querySelector('#cards').getBoundingClientRect().top;
                }""",
                hidden,
            )
            for hidden in (True, False)
        ]
        assert tops[0] == tops[1], width
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width
