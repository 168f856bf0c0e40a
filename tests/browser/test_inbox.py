"""The inbox: agents that wait in several sessions, answered one after the other."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.pretend_agent import PretendAgent, menu
from tests.support import eventually


@pytest.fixture
def agents(server, tmp_path):
    """Three sessions whose programs wait for an answer, in this order."""
    started = {}
    for name in ("ada", "bob", "cyd"):
        folder = tmp_path / name
        folder.mkdir()
        started[name] = agent = PretendAgent(folder)
        server.tmux("new-session", "-d", "-s", name, "-x", "80", "-y", "24", *agent.command("working"))
        agent.connect()
        agent.show(menu(f"tests of {name}"))
        agent.state("waiting")
    yield started
    for agent in started.values():
        agent.close()


def typed(agents) -> dict[str, list[str]]:
    return {name: [key for _, key in agent.typed()] for name, agent in agents.items()}


def names(page, order) -> list[str]:
    """What the inbox shows, in the order of these keys; it ends where it began."""
    found = []
    for key in order:
        found.append(page.locator(".letter-name").inner_text().split()[-1])
        page.keyboard.press(key)
    return found


def test_all_that_wait_are_answered_by_keyboard(open_page, agents):
    """From the list with its count; j and k go round, 1-9, y, n and Esc answer the agent that is shown."""
    page = open_page("/")
    inbox = page.get_by_role("link", name="Inbox 3")
    inbox.click()
    expect(page.locator("#place")).to_have_text("1 of 3")
    expect(page.locator(".letter-name")).to_have_attribute("href", re.compile(r"\?window=%40\d+$"))
    expect(page.locator(".question-lines")).to_contain_text("Run tests of")
    page.keyboard.press("9")
    expect(page.locator("#live")).to_contain_text("this question has no option for 9")
    order = names(page, "jjj")
    assert sorted(order) == ["ada", "bob", "cyd"]
    assert names(page, "kkk") == [order[0], order[2], order[1]]
    answers = {"y": "1", "n": "3", "2": "2"}
    for name, (key, sent) in zip(order, answers.items(), strict=True):
        expect(page.locator(".letter-name")).to_have_text(f"pretend in {name}")
        expect(page.locator(".question-lines")).to_contain_text(f"Run tests of {name}")
        expect(page.get_by_role("button", name="No", exact=True)).to_be_enabled()
        page.keyboard.press(key)
        eventually(lambda name=name, sent=sent: typed(agents)[name] == [sent])
    page.keyboard.press("Escape")
    for name in order[1:]:
        agents[name].state("working")
    expect(page.locator("#place")).to_have_text("1 of 1")
    agents[order[0]].show(["Which file?", "> "])
    field = page.get_by_label("Write an answer")
    field.fill("the 1st, y")
    expect(page.get_by_role("button", name="Send")).to_be_enabled()
    field.press("Enter")
    eventually(lambda: typed(agents)[order[0]][-1] == "\r")
    agents[order[0]].state("done")
    expect(page.get_by_role("heading", name="No agent waits for you")).to_be_visible()
    assert page.title() == "Inbox – WebMux"
    assert typed(agents)[order[1]][0] == answers["n"]


def test_a_phone_swipes_and_taps(open_phone, agents):
    """The answers are within reach of a thumb, and 44 px high."""
    page = open_phone("/inbox")
    expect(page.locator("#place")).to_have_text("1 of 3")
    first = page.locator(".letter-name").inner_text().split()[-1]
    swipe = """([from, to]) => {
        const target = document.querySelector('#letter');
        const touch = (x) => new Touch({ identifier: 1, target, clientX: x, clientY: 300 });
        const init = { bubbles: true, changedTouches: [touch(to)] };
        target.dispatchEvent(new TouchEvent('touchstart', { ...init, touches: [touch(from)] }));
        target.dispatchEvent(new TouchEvent('touchend', init));
    }"""
    page.evaluate(swipe, [300, 100])
    expect(page.locator("#place")).to_have_text("2 of 3")
    page.evaluate(swipe, [100, 300])
    expect(page.locator("#place")).to_have_text("1 of 3")
    yes = page.get_by_role("button", name="Yes", exact=True)
    expect(yes).to_be_enabled()
    box = yes.bounding_box()
    assert box["height"] >= 44
    assert box["y"] > 844 / 2
    yes.tap()
    eventually(lambda: typed(agents)[first] == ["1"])
    expect(page.locator("#place")).to_have_text("2 of 3")
    for name in agents.keys() - {first}:
        agents[name].state("working")
    expect(page.locator("#place")).to_have_text("1 of 1")
    expect(yes).to_be_enabled()
    box = yes.bounding_box()
    yes.tap()
    expect(page.locator(".question-status")).to_contain_text("somebody has just answered this")
    assert yes.bounding_box() == box  # a second tap at this place must not choose another option
