"""Panes of a real tmux as terminals of their own: borders, focus, scrollback, titles, dead panes."""

from __future__ import annotations

from tests.pages import SHELL
from tests.support import eventually

COLS, ROWS = 120, 36

SCROLLBACK = """() => {
  const { active } = window.__term.buffer;
  return Array.from({ length: active.baseY }, (_, y) => active.getLine(y).translateToString(true));
}"""
"""The rows above the screen of the focused pane."""


def panes(server, what: str = "#{pane_id}", target: str = "=work:") -> list[str]:
    return server.tmux("list-panes", "-t", target, "-F", what).splitlines()


def open_panes(open_page, server, count: int = 2, command: str = SHELL):
    """The page of a session with so many panes beside each other, and the numbers of these panes."""
    server.tmux("new-session", "-d", "-s", "work", "-x", str(COLS), "-y", str(ROWS), command)
    for _ in range(count - 1):
        server.tmux("split-window", "-h", "-t", "=work:", command)
        server.tmux("select-layout", "-t", "=work:", "tiled" if count > 3 else "even-horizontal")
    return shown(open_page("/s/work?view=panes"), count), [int(pane[1:]) for pane in panes(server)]


def shown(page, count: int):
    """Waits until the page shows so many panes and has its features."""
    page.wait_for_function(
        """(count) => document.querySelectorAll('.pane-frame .xterm').length === count
          && document.querySelector('#terminal').dataset.features === 'ready'""",
        arg=count,
    )
    return page


def frame(page, number: int):
    return page.locator(f'[data-pane="{number}"]')


def text(page, number: int) -> str:
    return frame(page, number).locator(".xterm-rows").inner_text().replace("\xa0", " ")


def test_the_place_and_the_selection_of_a_reader_survive_a_flood(open_page, server):
    page, [first, second] = open_panes(open_page, server)
    server.tmux("send-keys", "-t", f"%{second}", "seq 300", "Enter")
    eventually(lambda: "300" in text(page, second).split())
    frame(page, second).locator(".xterm-screen").hover()
    page.mouse.wheel(0, -2000)
    eventually(lambda: "300" not in text(page, second).split())
    frame(page, second).locator(".pane-scrolled").wait_for()
    eventually(lambda: "100" in text(page, second).split() or page.mouse.wheel(0, -40) is not None)
    before = text(page, second)
    row = frame(page, second).locator(".xterm-rows > div").nth(3)
    selected = row.inner_text().strip("\xa0")
    box = row.bounding_box()
    page.mouse.dblclick(box["x"] + 4, box["y"] + box["height"] / 2)
    server.tmux("send-keys", "-t", f"%{second}", "seq 1000 200000; echo end", "Enter")
    server.tmux("send-keys", "-t", f"%{first}", "echo other", "Enter")
    eventually(lambda: frame(page, second).locator(".pane-scrolled").inner_text() == "New output ↓")
    eventually(lambda: panes(server, "#{pane_current_command}")[1] == "sh")
    eventually(lambda: "other" in text(page, first).split())
    assert text(page, second) == before
    assert page.evaluate("() => window.__term.getSelection()") == selected
    frame(page, second).locator(".pane-scrolled").click()
    eventually(lambda: "end" in text(page, second).split())
    eventually(lambda: "199500" in page.evaluate(SCROLLBACK))
    assert page.evaluate("() => window.__term.buffer.active.viewportY") == len(page.evaluate(SCROLLBACK))
