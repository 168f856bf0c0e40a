"""What the agents of panes do, on the list of sessions and in the rail."""

from __future__ import annotations

import os
import time

from playwright.sync_api import expect

from tests.pages import session, wait_screen
from tests.support import eventually

OPTION = "@webmux_agent"


def names(page):
    return page.locator(".card-link").all_text_contents()


def test_an_agent_that_waits_is_seen_on_the_list_and_in_the_rail(open_page, server):
    """In words, first in the order and in the title; a name with markup is not accepted."""
    for name in ("able", "bake", "cook"):
        session(server, name)

    def say(name, kind, agent="claude"):
        value = f"{kind}:{int(time.time()) - 61}:{os.getpid()}:{agent}"
        server.tmux("set-option", "-p", "-t", f"={name}:", OPTION, value)

    page = open_page("/")
    eventually(lambda: names(page) == ["able", "bake", "cook"])
    say("able", "working")
    say("bake", "waiting", "<img src=x>")
    say("cook", "waiting")
    cook, able = (page.locator(".card", has=page.get_by_text(name, exact=True)) for name in ("cook", "able"))
    cook.get_by_text("needs you", exact=True).wait_for()
    able.get_by_text("working", exact=True).wait_for()
    assert cook.locator("[data-agent=waiting]").get_attribute("title") == "claude: for 1 min"
    expect(page.locator("[data-agent]:visible")).to_have_count(2)
    eventually(lambda: names(page) == ["cook", "able", "bake"])
    eventually(lambda: page.title().startswith("(1) "))
    page.get_by_text("able", exact=True).click()
    wait_screen(page, "$ ")
    page.locator("#rail-toggle").click()
    waits = page.locator("#rail .rail-card", has=page.get_by_text("cook", exact=True))
    waits.get_by_text("needs you", exact=True).wait_for()
    say("cook", "done")
    waits.get_by_text("done", exact=True).wait_for()
    server.tmux("set-option", "-p", "-u", "-t", "=cook:", OPTION)
    waits.locator("[data-agent]:visible").wait_for(state="detached")
