"""Watching a session in a real browser: nothing attaches, and what is shown and typed is the session's."""

from __future__ import annotations

from tests import pages
from tests.pages import hover_link, screen, session, wait_screen
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
    assert page.get_by_role("button", name="Resize to this window").count() == 0
    page.get_by_role("link", name="attach").click()
    page.wait_for_url(server.url + "/s/work")
    wait_screen(page, "$ ")
    eventually(lambda: len(server.terminals()) == (1 if pages.VIEW == "terminal" else 0))


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
    page.get_by_text("tmux server stopped").wait_for()


ADDRESS = "https://example.org/oauth?client=abcdefghijklmnopqrstuvwxyz&scope=read%20write%20all%20of%20it"
PLACE_OF = """(text) => {
  const buffer = window.__term.buffer.active;
  for (let y = 0; y < window.__term.rows; y += 1) {
    const x = buffer.getLine(buffer.viewportY + y).translateToString(true).indexOf(text);
    if (x < 0) continue;
    const { left, top, width, height } = document.querySelector('.xterm-screen').getBoundingClientRect();
    return [left + (x + 1.5) * width / window.__term.cols, top + (y + 0.5) * height / window.__term.rows];
  }
  return null;
}"""


def test_an_address_over_several_rows_opens_whole(open_page, server):
    """In a split, whose border stands beside it, and in a mirror, whose rows stand alone."""
    session(server, "work")
    server.tmux("split-window", "-d", "-h", "-t", "=work:", "exec sleep 60")
    server.tmux("send-keys", "-t", "=work:0.0", f"clear; echo '{ADDRESS}'", "Enter")
    for query in ("", "?view=mirror"):
        page = open_page(f"/s/work{query}")
        page.wait_for_selector("#terminal[data-features=ready]", state="attached")
        page.evaluate("() => { window.__opened = []; window.open = (url) => window.__opened.push(url); }")
        for part in ("https://example", "e%20all%20of"):
            place = eventually(lambda: page.evaluate(PLACE_OF, part))  # noqa: B023
            hover_link(page, lambda: place)  # noqa: B023
            page.keyboard.down("Control")
            page.mouse.click(*place)
            page.keyboard.up("Control")
            eventually(lambda: page.evaluate("() => window.__opened.splice(0)") == [ADDRESS])  # noqa: B023
        page.close()
