"""Panes on a phone: one at a time, at its own size, and nothing is resized for anybody."""

from __future__ import annotations

import pytest

from tests.axe import findings
from tests.fingers import swipe
from tests.pages import SHELL
from tests.support import eventually

CLIENT = "#{window_width}x#{window_height} #{pane_active}"


@pytest.fixture
def phone_of(open_phone, server):
    """The page of a session of 120x36 with three panes, on a phone; and the numbers of the panes."""
    server.tmux("new-session", "-d", "-s", "work", "-x", "120", "-y", "36", SHELL)
    server.tmux("split-window", "-h", "-t", "=work:", SHELL)
    server.tmux("split-window", "-v", "-t", "=work:", SHELL)
    server.tmux("select-pane", "-t", "=work:.0")
    page = open_phone("/s/work?view=panes")
    page.locator(".solo-bar").wait_for()
    page.locator(".touch-bar").wait_for()
    found = server.tmux("list-panes", "-t", "=work:", "-F", "#{pane_id}").splitlines()
    return page, [int(pane[1:]) for pane in found]


def shown(page) -> list[int]:
    return [int(one.get_attribute("data-pane")) for one in page.locator(".pane-frame").all()]


@pytest.mark.timeout_s(60)
def test_a_phone_shows_one_pane_and_swipes_to_the_next(phone_of, server):
    page, [first, second, third] = phone_of
    before = server.tmux("list-panes", "-t", "=work:", "-F", CLIENT)
    assert shown(page) == [first]
    page.get_by_role("button", name="Resize to this window").wait_for(state="hidden")
    screen = page.locator(f'[data-pane="{first}"] .xterm-screen').bounding_box()
    assert screen["width"] > 300
    assert findings(page) == []

    def swipe_to(wanted: int, dx: int) -> None:
        """An enlarged pane is moved to its edge first."""
        eventually(lambda: swipe(page, 195 - dx / 2, 400, dx, 0) or shown(page) == [wanted], every_s=0.3)

    swipe_to(second, -240)
    swipe_to(third, -240)
    page.get_by_role("button", name="Pane 3 of 3").wait_for()
    page.keyboard.type("echo in-$TMUX_PANE\n")
    eventually(lambda: f"in-%{third}" in server.tmux("capture-pane", "-p", "-t", f"%{third}"))
    swipe_to(second, 240)
    # Chromium makes no click of the first tap after touches that the devtools sent.
    dot = page.get_by_role("button", name="Pane 1 of 3")
    eventually(lambda: dot.tap() or shown(page) == [first], every_s=0.3)
    assert server.tmux("list-panes", "-t", "=work:", "-F", CLIENT) == before


@pytest.mark.timeout_s(60)
def test_a_phone_shows_all_panes_if_asked(phone_of, server):
    page, numbers = phone_of
    page.get_by_role("button", name="Show all panes").tap()
    eventually(lambda: shown(page) == numbers)
    page.locator(".solo-bar").wait_for(state="hidden")
    assert (
        server.tmux("display", "-p", "-t", "=work:", "#{window_width}x#{window_height}").strip() == "120x36"
    )
    for width, height in ((390, 844), (667, 375), (375, 667)):
        page.set_viewport_size({"width": width, "height": height})
        eventually(lambda width=width: all_fit(page, width))
    frames = [one.bounding_box() for one in page.locator(".pane-frame").all()]
    assert frames[0]["x"] + frames[0]["width"] <= frames[1]["x"] + 1
    assert findings(page) == []
    page.get_by_role("button", name="Menu").tap()
    page.get_by_role("menuitem", name="Show one pane at a time").tap()
    page.locator(".solo-bar").wait_for()
    eventually(lambda: len(shown(page)) == 1 and all_fit(page, 375))


def all_fit(page, width: int) -> bool:
    """Whether every pane lies in a window of this width."""
    frames = [one.bounding_box() for one in page.locator(".pane-frame").all()]
    return all(frame["x"] >= 0 and frame["x"] + frame["width"] <= width + 1 for frame in frames)


PLACE = "() => [document.querySelector('#frame').style.translate, window.__term.buffer.active.cursorX]"
PAINTS = """stty -echo; printf '\\033[?25l'; while read -r line; do printf '\\033[5;100H%b' "$line"; done"""


def test_the_view_of_a_wide_pane_follows_no_hidden_cursor(open_phone, server):
    """As that of `top`, which paints with it."""
    server.tmux("new-session", "-d", "-s", "work", "-x", "140", "-y", "36", PAINTS)
    page = open_phone("/s/work?view=panes")
    page.locator(".touch-bar").wait_for()
    page.locator("#stage.is-enlarged").wait_for()
    places = [None, page.evaluate(PLACE)[0]]

    def settled() -> bool:
        """The bar of keys takes rows from the pane a moment later."""
        places[:] = [places[1], page.evaluate(PLACE)[0]]
        return places[0] == places[1]

    eventually(settled, every_s=0.5)
    start = places[1]

    def paint(text: str) -> None:
        server.tmux("send-keys", "-t", "=work:", "-l", text)
        server.tmux("send-keys", "-t", "=work:", "Enter")

    paint("hidden")
    eventually(lambda: page.evaluate(PLACE)[1] == 105, every_s=0.05)
    page.wait_for_timeout(250)  # longer than the view waits for a cursor to rest
    assert page.evaluate(PLACE)[0] == start
    paint(r"\033[?25hshown")
    eventually(lambda: page.evaluate(PLACE)[0] != start, every_s=0.05)
