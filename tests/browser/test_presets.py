"""Presets in a real browser: a session is saved, and made again by mouse, keyboard and finger."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.axe import findings
from tests.pages import session, wait_screen
from tests.server import Server
from tests.support import eventually

FILE = """
[preset.api]
description = "server and log"
folder = "/usr"
environment = { COLOUR = "green" }
windows = [
  { name = "edit", layout = "even-horizontal", panes = [{ command = "echo $COLOUR-$((40 + 2))" }, {}] },
  { name = "log" },
]
"""


@pytest.fixture
def server(tmp_path):
    """A server with a preset in its file."""
    (tmp_path / "webmux.toml").write_text(FILE)
    server = Server("--config", str(tmp_path / "webmux.toml")).start()
    yield server
    server.close()


def panes(server: Server, name: str, form: str) -> list[str]:
    return server.tmux("list-panes", "-s", "-t", f"={name}:", "-F", form).splitlines()


def open_dialog(page):
    page.get_by_role("button", name="New session").first.click()
    dialog = page.get_by_role("dialog", name="New session")
    dialog.get_by_role("radio").first.wait_for()
    return dialog


def test_a_session_is_saved_and_made_again(open_page, server):
    """By the card's button and the keyboard; its command is offered, and the running one is opened."""
    session(server, "work", "cat")
    server.tmux("split-window", "-h", "-t", "=work:", "-c", "/usr/share")
    page = open_page("/")
    page.get_by_role("button", name="Save session work as a preset").click()
    save = page.get_by_role("dialog", name="Save “work” as a preset")
    save.get_by_label("Description").fill("two panes")
    save.get_by_role("button", name="Save as preset").click()
    page.locator(".toast").get_by_text("Preset “work” saved").wait_for()
    dialog = open_dialog(page)
    dialog.get_by_role("radio", name="work").check()
    dialog.get_by_role("button", name="Open “work”").wait_for()
    assert findings(page) == []
    dialog.get_by_label("Name (optional)").fill("again")
    dialog.get_by_label("Name (optional)").press("Enter")
    page.wait_for_url("**/s/again")
    assert panes(server, "again", "#{pane_at_top}#{pane_at_bottom}#{pane_at_left}") == ["111", "110"]
    assert panes(server, "again", "#{pane_current_path}")[1] == "/usr/share"
    assert panes(server, "again", "[#{@webmux_offer}]") == ["[cat]", "[]"]


def test_a_finger_chooses_a_preset_of_the_file(open_phone, server):
    """Its commands run; no soft keyboard covers the list, and what it manages can be pressed."""
    session(server, "docs")
    page = open_phone("/")
    dialog = open_dialog(page)
    assert page.evaluate("() => document.activeElement.type") == "radio"
    dialog.get_by_text("server and log").tap()
    expect(dialog.get_by_text("start at once")).to_be_visible()
    expect(dialog.get_by_label("Command (optional)")).to_be_hidden()
    small = """() => [...document.querySelectorAll('dialog label.preset-row, dialog button')]
      .filter((element) => element.checkVisibility())
      .map((element) => element.getBoundingClientRect().height).filter((height) => height < 44)"""
    assert page.evaluate(small) == []
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
    dialog.get_by_role("button", name="Create session").tap()
    page.wait_for_url("**/s/api")
    wait_screen(page, "green-42")
    assert panes(server, "api", "#{window_name}") == ["edit", "edit", "log"]
    eventually(lambda: panes(server, "api", "#{pane_current_path}") == ["/usr"] * 3)
