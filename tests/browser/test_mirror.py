"""Watching a session in a real browser: nothing attaches, and what is shown and typed is the session's."""

from __future__ import annotations

from tests.pages import screen, session, wait_screen
from tests.screens import pane_lines
from tests.support import eventually


def watched(open_page, server, name="work"):
    """The page one comes to by the card's link."""
    session(server, name)
    page = open_page("/")
    page.get_by_role("link", name=f"Watch session {name} without attaching").click()
    page.wait_for_url(server.url + f"/s/{name}?view=mirror")
    wait_screen(page, "$ ")
    return page


def test_a_session_is_watched_and_typed_into_without_attaching(open_page, server):
    page = watched(open_page, server)
    page.keyboard.type("echo seen\r")  # watching is read-only
    page.get_by_role("button", name="Type here").click()
    page.keyboard.type("echo $((6*7))-ok\r")
    wait_screen(page, "42-ok")
    shown = [line.rstrip() for line in screen(page)]
    assert shown == (pane_lines(server, "work") + [""] * len(shown))[: len(shown)]
    assert shown[0] == "$ echo $((6*7))-ok"
    assert server.terminals() == []
    assert server.tmux("list-windows", "-t", "=work:", "-F", "#{window_width}x#{window_height}") == "80x24"


def test_it_has_nothing_to_fit_and_leads_to_the_terminal(open_page, server):
    page = watched(open_page, server)
    assert page.get_by_role("button", name="Fit to me").count() == 0
    page.get_by_role("link", name="attach").click()
    page.wait_for_url(server.url + "/s/work")
    wait_screen(page, "$ ")
    eventually(lambda: len(server.terminals()) == 1)


def test_a_split_is_drawn_as_the_window_looks(open_page, server):
    page = watched(open_page, server)
    server.tmux("split-window", "-h", "-t", "=work:", "env PS1='right> ' sh")
    wait_screen(page, "│right>")


def test_the_end_is_said(open_page, server):
    session(server, "other")
    page = watched(open_page, server)
    server.tmux("kill-session", "-t", "=work")
    page.get_by_text("Session ended").wait_for()
    page = watched(open_page, server)
    server.tmux("kill-server")
    page.get_by_text("tmux is gone").wait_for()
