"""An empty list of sessions names its socket and other ones, and an admin can check the machine."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.axe import findings
from tests.server import Server
from tests.tmux import TmuxServer


@pytest.fixture
def server(socket_dir: Path):
    """A server without sessions, whose default socket has two."""
    folder = socket_dir / "tmp"
    (folder / f"tmux-{os.getuid()}").mkdir(parents=True, mode=0o700)
    other = TmuxServer(folder / f"tmux-{os.getuid()}" / "work")
    server = Server(TMUX_TMPDIR=str(folder), WEBMUX_PUSH_HOSTS="localhost")
    command = server.directory / "tmux-here"
    command.symlink_to(str(shutil.which("tmux")))
    server.environment["WEBMUX_TMUX_COMMAND"] = str(command)
    server.start()
    other.run("new-session", "-d", "sleep 60")
    other.run("new-session", "-d", "sleep 60")
    yield server
    server.close()
    other.kill()


def test_an_empty_list_offers_help(open_page, open_phone, server: Server) -> None:
    for make in (open_page, open_phone):
        page = make("/")
        page.get_by_text("No sessions yet").wait_for()
        machine = page.locator("#machine")
        expect(machine).to_contain_text(str(server.tmux_socket))
        where = f"2 sessions are on another socket: {server.environment['TMUX_TMPDIR']}"
        note = machine.locator(".other-socket", has_text=where)
        expect(note.locator("code")).to_contain_text("--tmux-socket ")
        page.get_by_role("button", name="Check this machine").click()
        expect(machine.locator(".check-summary")).to_contain_text("warnings.")
        expect(machine.locator(".findings > li").first).to_be_in_viewport()
        assert machine.locator(".is-error").count() == 0
        expect(machine.locator("li", has_text="can be reached")).to_contain_text("curl")
        page.get_by_text("checks in order").click()
        page.evaluate("() => scrollTo(0, 0)")  # or the header covers a part of a button
        assert [] == findings(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    server.tmux("new-session", "-d", "-s", "first", "sleep 60")
    expect(machine).to_be_hidden()


def test_a_missing_tmux_offers_help(open_page, server: Server) -> None:
    """The server runs, but cannot list sessions. The admin page has the same checks."""
    (server.directory / "tmux-here").unlink()
    page = open_page("/")
    page.locator("#problem").get_by_text("cannot run").wait_for()
    page.get_by_role("button", name="Check this machine").click()
    expect(page.locator(".findings > li").first).to_contain_text("error The option tmux_command names")
    page.goto(f"{server.address}/admin")
    page.get_by_role("button", name="Check this machine").click()
    page.locator(".check-summary").wait_for()
    errors = page.locator(".findings > li", has=page.locator(".is-error")).all_inner_texts()
    assert ["tmux_command"] == [error if "tmux_command" not in error else "tmux_command" for error in errors]
