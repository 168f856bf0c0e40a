"""Split windows with tmux's mouse off, as tmux comes: clicks, drags and selections know the panes."""

from __future__ import annotations

import pytest

from tests.pages import screen, session, wait_screen
from tests.support import eventually

LONG = "abcdefghijklmnopqrstuvwxyz" * 2
PLACE = """({ x, y }) => {
  const { left, top, width, height } = document.querySelector('.xterm-screen').getBoundingClientRect();
  const [cell, row] = [width / window.__term.cols, height / window.__term.rows];
  return { x: left + (x + 0.5) * cell, y: top + (y + 0.5) * row };
}"""


def pointer_to(page, x: int, y: int) -> None:
    place = page.evaluate(PLACE, {"x": x, "y": y})
    page.mouse.move(place["x"], place["y"])


def drag(page, start: tuple[int, int], end: tuple[int, int]) -> None:
    pointer_to(page, *start)
    page.mouse.down()
    pointer_to(page, *end)
    page.mouse.up()


@pytest.mark.attached_view("each pane is a terminal of its own; test_panes_grid.py has mouse and selection")
def test_the_mouse_knows_the_panes(open_page, server) -> None:
    """Selecting takes one pane's text, a click goes to a pane, a border is dragged."""
    session(server, "split", f"printf '%s\\nend of left\\n' {LONG}; exec cat")
    page = open_page("/login")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(server.address + "/s/split")
    wait_screen(page, "end of left")
    server.tmux("split-window", "-h", "-t", "=split:", "printf 'right pane word-one two\\n'; exec cat")
    wait_screen(page, "right pane")
    # Printed again where it is narrow, so that it wraps in its pane.
    server.tmux("resize-pane", "-t", "=split:.0", "-x", "30")
    server.tmux("respawn-pane", "-k", "-t", "=split:.0", f"printf '%s\\nend of left\\n' {LONG}; exec cat")
    eventually(lambda: screen(page)[1].startswith(LONG[30:]), every_s=0.05)

    def panes(what: str) -> list[str]:
        return server.tmux("list-panes", "-t", "=split:", "-F", what).split()

    def copied() -> str:
        eventually(lambda: page.locator(".pane-selection").count() == 1, every_s=0.05)
        page.keyboard.press("Control+Shift+C")
        eventually(lambda: page.locator(".pane-selection").count() == 0, every_s=0.05)
        return page.evaluate("() => navigator.clipboard.readText()")

    def dragged() -> str:
        drag(page, (2, 0), (60, 2))
        return copied()

    assert ["0", "1"] == panes("#{pane_active}")

    def knows_border() -> bool:
        """The page gets a layout a moment after the screen shows it."""
        pointer_to(page, 29, 5)
        pointer_to(page, 30, 5)
        return page.evaluate("() => window.__term.element.style.cursor") == "col-resize"

    eventually(knows_border, every_s=0.05)
    with page.expect_response("**/select-pane"):
        pointer_to(page, 3, 5)
        page.mouse.down()
    page.mouse.up()
    eventually(lambda: panes("#{pane_active}") == ["1", "0"], every_s=0.05)
    # Which rows wrap the server says a moment later.
    eventually(lambda: dragged() == f"{LONG[2:]}\nend of left", every_s=0.05)
    page.mouse.dblclick(*page.evaluate(PLACE, {"x": 44, "y": 0}).values())
    assert "word-one" == copied()
    drag(page, (30, 3), (50, 3))
    eventually(lambda: panes("#{pane_width}")[0] == "50", every_s=0.05)
