"""The history of a full-screen agent in a real browser: open it, find, search, see what is missing."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests import full_screen_agent
from tests.axe import findings
from tests.pages import session, terminal, wait_screen
from tests.support import eventually

LINES = 60
PER_S = 30


@pytest.fixture
def agent(server):
    """A session `ai` in which an agent printed its lines."""
    script = Path(full_screen_agent.__file__)
    session(server, "ai", f"PATH={os.environ['PATH']} exec {sys.executable} {script} {LINES} {PER_S}")
    eventually(lambda: json.loads(server.request("GET", "/api/agents", headers=server.bearer)[2])["agents"])
    server.tmux("send-keys", "-t", "=ai:", "s")
    return f"step {LINES - 1} of"


def test_the_history_of_an_agent_is_its_transcript(open_page, server, agent):
    page = open_page("/s/ai")
    page.wait_for_function("() => document.querySelector('#terminal').dataset.features === 'ready'")
    wait_screen(page, agent)
    page.keyboard.press("Control+Shift+F")
    box = page.get_by_role("textbox", name="Find on the screen")
    box.fill("step 0 of")
    page.locator(".find-count").get_by_text("Not on screen · 1 in the history").wait_for()
    box.press("Enter")
    page.get_by_role("textbox", name="Find in the history").wait_for()
    expect(page.locator(".history-mark.is-current").first).to_have_text("step 0")
    page.keyboard.press("Escape")
    expect(page.locator(".history-note")).to_have_text("Reconstructed")
    page.keyboard.press("Home")
    expect(page.locator(".history-row").first).to_contain_text("step 0 of the task")
    choice = page.get_by_label("Pane", exact=True)
    assert ["(reconstructed)" in text for text in choice.locator("option").all_inner_texts()] == [False, True]
    assert findings(page) == []
    choice.select_option(index=0)
    page.locator(".history-note").wait_for(state="hidden")


def test_a_search_leads_to_a_line_that_an_agent_no_longer_shows(open_page, server, agent):
    page = terminal(open_page, server, "first")
    page.wait_for_function("() => document.querySelector('#terminal').dataset.features === 'ready'")
    eventually(lambda: agent in server.tmux("capture-pane", "-p", "-t", "=ai:"))
    page.keyboard.press("Control+Shift+S")
    page.get_by_role("combobox", name="Search all sessions").fill("step 3 of the")
    page.get_by_role("option", name="step 3 of the task").wait_for()
    assert "reconstructed" in page.locator(".search-group").first.inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url(server.url + "/s/ai*")
    expect(page.locator(".history-row.is-shown")).to_contain_text("step 3 of the task")
    expect(page.locator(".history-note")).to_be_visible()
