"""Fingers on a page that Chromium shows as a phone."""

from __future__ import annotations

from tests import pages
from tests.pages import terminal


def key(page, name: str):
    return page.locator(".touch-bar").get_by_role("button", name=name, exact=True)


def phone(open_phone, server, name: str = "work"):
    """A session's page on a phone, alone, once its keys are there."""
    page = terminal(open_phone, server, name)
    page.locator(".touch-bar").wait_for()
    return page


def own_size(page) -> None:
    """Have this phone set the size. In `view=panes` a phone does so only if its user presses a button."""
    if pages.VIEW == "panes":
        fit = page.get_by_role("button", name="Resize to this window")
        fit.tap()
        fit.wait_for(state="hidden")
        page.wait_for_function("() => document.querySelector('#stage.is-letterboxed') === null")


def swipe(page, x: float, y: float, dx: float, dy: float, fingers: int = 1) -> None:
    """One or more fingers, 40 px apart, that move by this much."""
    devtools = page.context.new_cdp_session(page)
    steps = 8

    def points(step: int) -> list[dict[str, float]]:
        return [
            {"x": x + 40 * finger + dx * step / steps, "y": y + dy * step / steps, "id": finger}
            for finger in range(fingers)
        ]

    devtools.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": points(0)})
    for step in range(1, steps + 1):
        devtools.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": points(step)})
    devtools.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def scroll(page, distance: int) -> None:
    gesture = {"x": 200, "y": 400, "yDistance": distance, "gestureSourceType": "touch", "speed": 2000}
    devtools = page.context.new_cdp_session(page)
    devtools.send("Input.synthesizeScrollGesture", {**gesture, "preventFling": False})


def visible_cursor(page) -> bool:
    """Whether the cursor's row is between the bar of the page and the keys."""
    return page.evaluate("""() => {
      const rows = document.querySelector('.xterm-screen').getBoundingClientRect();
      const y = window.__term.buffer.active.cursorY;
      const bottom = rows.top + rows.height * (y + 1) / window.__term.rows;
      const stage = document.querySelector('#stage').getBoundingClientRect();
      const keys = document.querySelector('.touch-bar').getBoundingClientRect();
      if (bottom <= stage.top || keys.bottom > visualViewport.height + 1) return false;
      return bottom <= stage.bottom + 1 && bottom <= keys.top + 1;
    }""")


def double_tap(page) -> None:
    for _ in range(2):
        page.touchscreen.tap(60, 240)


def pinch(page, before: float, after: float) -> None:
    """Two fingers around a centre, with these distances at the start and at the end."""
    devtools = page.context.new_cdp_session(page)

    def points(apart: float) -> list[dict[str, float]]:
        return [{"x": 195 - apart / 2, "y": 300, "id": 0}, {"x": 195 + apart / 2, "y": 300, "id": 1}]

    devtools.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": points(before)})
    for step in range(1, 9):
        apart = before + (after - before) * step / 8
        devtools.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": points(apart)})
    devtools.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
