"""Pictures of pages with coding agents, which programs of ours play; `make screenshots` stores them."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests import full_screen_agent
from tests.browser.test_screenshots import DEVICES, KEPT, take
from tests.pages import logged_in, wait_screen
from tests.pretend_agent import OPTION, PretendAgent
from tests.support import eventually

ASKS = [
    "● Edit src/parser.py: 12 lines added, 3 removed",
    "",
    " Run make test?",
    " ❯ 1. Yes",
    "   2. Yes, and do not ask again",
    "   3. No, and say what to do instead",
    "",
    " Esc to cancel",
]
ASKS_TOO = [
    "• The table needs a new column.",
    "",
    " Write migrations/0007_add_column.sql?",
    " › 1. Yes",
    "   2. No",
    "",
    " Enter to choose, Esc to cancel",
]
WORKS = [
    "> Rename the setting in the guide",
    "",
    "✓ Read docs/guide.md",
    "✓ Read docs/options.md",
    "✓ Edit docs/guide.md: 4 lines changed",
    "✓ Edit docs/options.md: 2 lines changed",
    "● Check the links of 31 pages",
    "",
]
ENDED = [
    "> Give the page a dark theme",
    "",
    "✓ Edit style.css: 38 lines changed",
    "✓ Write theme.js: 54 lines",
    "✓ Run npm test: 48 passed",
    "",
    "The page has a dark theme now. It follows the system,",
    "and a button in the header changes it.",
    "",
]
WIDE = {"width": 1000, "height": 1000}
"""So that a card of each kind is on the picture."""
DRAWN = """() => [...document.querySelectorAll('#cards canvas')].every((one) => {
  const { top, height } = one.getBoundingClientRect();
  return !height || top > innerHeight || one.height !== 150;
})"""
"""Whether all previews that are on the screen have their picture."""
AGENTS = {
    "api": ("waiting", "claude", ASKS),
    "shop": ("waiting", "codex", ASKS_TOO),
    "docs": ("working", "gemini", WORKS),
    "site": ("done", "opencode", ENDED),
}


@pytest.fixture
def agents(server, tmp_path):
    """Four agents in a session each: two ask, one works, one is done."""
    started = []
    # Shown as ~ for every user who takes the pictures.
    options = ("-c", str(server.home), "-x", "80", "-y", "24")
    for name, (kind, program, rows) in AGENTS.items():
        folder = tmp_path / name
        folder.mkdir()
        agent = PretendAgent(folder)
        started.append(agent)
        # A card shows the name of the program.
        named = folder / program
        named.symlink_to(Path(sys.executable).resolve())
        command = [str(named), *agent.command()[1:]]
        server.tmux("new-session", "-d", "-s", name, "-n", program, *options, *command)
        agent.connect()
        agent.show(rows)
        pid = server.tmux("display-message", "-p", "-t", f"={name}:", "#{pane_pid}").strip()
        value = f"{kind}:{int(time.time()) - 40}:{pid}:{program}"
        server.tmux("set-option", "-p", "-t", f"={name}:", OPTION, value)
    eventually(lambda: len(told(server)) == len(AGENTS))
    yield
    for agent in started:
        agent.close()


def told(server) -> dict[str, str]:
    """The state of each pane, as the server knows it."""
    body = server.request("GET", "/api/agents", headers=server.bearer)[2]
    return {one["pane_id"]: one["kind"] for one in json.loads(body)["agents"]}


@pytest.fixture
def directory(tmp_path):
    directory = Path(KEPT) if KEPT else tmp_path
    directory.mkdir(parents=True, exist_ok=True)
    return directory


@pytest.mark.parametrize("device", DEVICES)
def test_who_needs_me(server, agents, chromium, directory, device):
    """The list, the inbox, and on a phone the page that a notification opens."""
    context = logged_in(chromium, server, DEVICES[device])
    page = context.new_page()
    if device == "desktop":
        page.set_viewport_size(WIDE)
    page.goto(server.address + "/")
    expect(page.locator(".question-options button:enabled")).to_have_count(5)
    page.wait_for_function(DRAWN)
    take(page, directory, f"agents-{device}")
    page.set_viewport_size(DEVICES[device]["viewport"])
    page.goto(server.address + "/inbox")
    expect(page.locator("#place")).to_have_text("1 of 2")
    expect(page.get_by_role("button", name="Yes", exact=True)).to_be_enabled()
    take(page, directory, f"inbox-{device}")
    if device == "phone":
        pane = server.tmux("display-message", "-p", "-t", "=api:", "#{pane_id}").strip()[1:]
        page.goto(f"{server.address}/s/api?answer={pane}")
        expect(page.locator(".answer-option")).to_have_count(3)
        take(page, directory, f"answer-{device}")
    context.close()


@pytest.mark.attached_view("it takes the picture of this view")
def test_the_history_of_an_agent(server, chromium, directory):
    script = Path(full_screen_agent.__file__)
    command = f"PATH={os.environ['PATH']} exec {sys.executable} {script} 60 12"
    server.tmux("new-session", "-d", "-s", "api", "-n", "agent", "-x", "112", "-y", "33", command)
    eventually(lambda: told(server))
    context = logged_in(chromium, server, DEVICES["desktop"])
    page = context.new_page()
    page.goto(server.address + "/s/api")
    page.wait_for_function("() => document.querySelector('#terminal').dataset.features === 'ready'")
    wait_screen(page, "Working")
    server.tmux("send-keys", "-t", "=api:", "s")
    wait_screen(page, "step 59 of")
    page.keyboard.press("Control+Shift+F")
    box = page.get_by_role("textbox", name="Find on the screen")

    def found() -> bool:
        """The last captures may come after the first search."""
        box.fill("")
        box.fill("step 12 of")
        page.locator(".find-count").get_by_text("No results").or_(
            page.locator(".find-count").get_by_text("in the history")
        ).wait_for()
        return page.locator(".find-count").get_by_text("1 in the history").count() == 1

    eventually(found, every_s=0.5)
    page.keyboard.press("Enter")
    expect(page.locator(".history-mark.is-current").first).to_be_visible()
    expect(page.locator(".history-note")).to_have_text("Reconstructed")
    take(page, directory, "reconstructed-desktop")
    context.close()
