"""What the agents of panes do, on the list of sessions and in the rail."""

from __future__ import annotations

import os
import time

from playwright.sync_api import expect

from tests.agent_screens import samples_of
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


def says_why(page, badge, *texts):
    """The badge opens by mouse and by keyboard; Escape closes it and returns the focus."""
    badge.click()
    why = page.get_by_role("dialog", name="Why?")
    for text in texts:
        expect(why).to_contain_text(text)
    page.keyboard.press("Escape")
    expect(why).to_have_count(0)
    badge.focus()
    page.keyboard.press("Enter")
    expect(why).to_contain_text(texts[0])
    page.keyboard.press("Escape")
    expect(why).to_have_count(0)
    expect(badge).to_be_focused()


def test_a_badge_says_why(open_page, open_phone, server, tmp_path):
    """By a rule for its screen on a card, on a phone too, and by a hook in the rail."""
    sample = next(one for one in samples_of("claude") if one.name == "question-70")
    screen, program = tmp_path / "screen", tmp_path / "claude"
    screen.write_text("\n".join(sample.rows).strip("\n"))
    program.write_text(f"#!/bin/sh\nstty -echo\ncat {screen}\ncat\n")
    program.chmod(0o700)
    session(server, "able", str(program))
    session(server, "bake")
    page = open_page("/")
    card = page.locator(".card", has=page.get_by_text("able", exact=True))
    by_rule = ("claude needs you", "question", "Enter selects an answer", "webmux agents explain %0")
    says_why(page, card.locator("[data-agent=waiting]"), *by_rule)
    phone = open_phone("/")
    phone.locator("[data-agent=waiting]:visible").tap()
    why = phone.get_by_role("dialog", name="Why?")
    expect(why).to_contain_text("Its screen: a rule fits.")
    box = why.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    server.tmux(
        "set-option", "-p", "-t", "=able:", OPTION, f"done:{int(time.time()) - 61}:{os.getpid()}:claude"
    )
    page.get_by_text("bake", exact=True).click()
    wait_screen(page, "$ ")
    page.locator("#rail-toggle").click()
    says_why(
        page, page.locator("#rail [data-agent=done]:visible"), "claude is done", "by its hooks", "1 min ago"
    )
