"""Questions of agents on cards and in the rail: read, answered, and never answered by mistake."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.pages import session, wait_screen
from tests.pretend_agent import PretendAgent, menu
from tests.support import eventually


@pytest.fixture
def agent(server):
    """A session `asks` whose program shows a menu and waits."""
    agent = PretendAgent(server.directory)
    server.tmux("new-session", "-d", "-s", "asks", "-x", "80", "-y", "24", *agent.command("waiting"))
    agent.connect()
    yield agent
    agent.close()


def card_of(page, name="asks"):
    return page.locator(".card, .rail-card", has=page.get_by_text(name, exact=True))


def button(card, label):
    return card.get_by_role("button", name=label, exact=True)


def test_a_card_asks_and_its_button_answers(open_page, agent):
    """The last lines, the options, who answered; what has moved on is refused, and typed text stays."""
    page = open_page("/")
    card = card_of(page)
    button(card, "Yes, always").wait_for()
    expect(card.locator(".question-lines")).to_contain_text("Do you want to proceed?")
    expect(card.get_by_label("Write an answer")).to_be_hidden()
    button(card, "No").click()
    expect(card.locator(".answered")).to_have_text("“No” – answered by owner, desktop")
    assert agent.typed() == [(1, "3")]
    agent.show(["Which file?", "> "])
    field = card.get_by_label("Write an answer")
    field.fill("README")
    with page.expect_response(lambda reply: reply.url.endswith("/question")):
        # The page loads the new question by itself; until then the old one is answered.
        second = agent.show(menu("touch x", ("Yes", "No")))
    button(card, "Yes").wait_for()
    expect(field).to_have_value("README")
    field.press("Enter")
    assert agent.typed() == [(1, "3")]
    expect(button(card, "Yes")).to_be_enabled()  # new options take no press for a moment
    button(card, "Yes").focus()
    page.keyboard.press("Enter")
    eventually(lambda: agent.typed()[1:] == [(second, "1")])
    field_number = agent.show(["Which file?", "> "])
    expect(button(card, "Send")).to_be_enabled()
    field.press("Enter")
    eventually(lambda: agent.typed()[-1] == (field_number, "\r"))
    expect(field).to_have_value("")


def test_a_press_on_what_moved_on_shows_the_new_question(open_page_without_worker, agent):
    page = open_page_without_worker("/")
    card = card_of(page)
    button(card, "No").wait_for()
    page.route("**/question", lambda route: route.abort())  # the page does not notice the change
    agent.show(menu("rm -rf build", ("Yes", "Not now")))
    button(card, "No").click()
    button(card, "Not now").wait_for()
    expect(card.get_by_role("status")).to_contain_text("It has moved on: nothing was sent.")
    expect(card.locator(".question-lines")).to_contain_text("Run rm -rf build")
    expect(button(card, "Yes")).to_be_focused()
    assert agent.typed() == []


@pytest.mark.both_views
def test_the_rail_answers(open_page, server, agent):
    """While another session is open; what is typed goes to the field and not into the terminal."""
    session(server, "work")
    page = open_page("/s/work")
    wait_screen(page, "$ ")
    page.locator("#rail-toggle").click()
    card = card_of(page)
    button(card, "Esc").click()
    eventually(lambda: agent.typed() == [(1, "\x1b")])
    agent.show(["Which file?", "> "])
    field = card.get_by_label("Write an answer")
    field.click()
    page.keyboard.type("a b")
    expect(button(card, "Send")).to_be_enabled()
    page.keyboard.press("Enter")
    eventually(lambda: agent.typed()[-1] == (2, "\r"))
    assert "".join(key for screen, key in agent.typed() if screen == 2) == "\x1b[200~a b\x1b[201~\r"
    assert "a b" not in server.tmux("capture-pane", "-p", "-t", "=work:")


def test_a_phone_answers(open_phone, agent):
    """Buttons of at least 44 px."""
    page = open_phone("/")
    card = card_of(page)
    button(card, "Yes").wait_for()
    for one in card.locator(".question button:visible").all():
        box = one.bounding_box()
        assert min(box["height"], box["width"]) >= 44
    button(card, "Yes").tap()
    expect(card.locator(".answered")).to_contain_text("“Yes” – answered by owner")
    assert agent.typed() == [(1, "1")]
