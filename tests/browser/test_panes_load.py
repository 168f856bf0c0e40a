"""What a long drag of a border sends, and what a visit to many windows leaves behind."""

from __future__ import annotations

import os
import time

import pytest

from tests.axe import findings
from tests.browser.test_panes_grid import SIZES, open_panes, panes, shown, sizes
from tests.pages import A_CARD, SHELL
from tests.support import eventually

DRAG_S = float(os.environ.get("WEBMUX_TEST_DRAG_S", "1"))
"""With 3 or more, how far the line is behind the pointer is checked as well, which a busy machine changes."""
WINDOWS = int(os.environ.get("WEBMUX_TEST_WINDOWS", "5"))
PER_S = 30

WATCH = """() => {
  let pointer = null;
  window.__behind = { most: 0, frames: 0 };
  addEventListener('pointermove', ({ clientX }) => { pointer = clientX; }, true);
  let late = 0;
  const look = () => {
    const line = document.querySelector('.pane-divider.is-dragged');
    if (line && pointer !== null) {
      const { left, width } = line.getBoundingClientRect();
      const cell = Number.parseFloat(
        document.querySelector('.pane-grid').style.getPropertyValue('--cell-width'),
      );
      late = Math.abs(left + width / 2 - pointer) > cell ? late + 1 : 0;
      window.__behind.most = Math.max(window.__behind.most, late);
      window.__behind.frames += 1;
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""
"""Counts for how many frames in a row the dragged line is more than a cell away from the pointer."""


def nest(server) -> None:
    """A column, and beside it panes within panes: tmux's own `resize-pane` cannot move all their borders."""
    server.tmux("new-session", "-d", "-s", "work", "-x", "120", "-y", "36", SHELL)
    first = panes(server)[0]
    right = server.tmux("split-window", "-h", "-P", "-F", "#{pane_id}", "-t", first, SHELL).strip()
    server.tmux("split-window", "-v", "-t", first, SHELL)
    lower = server.tmux("split-window", "-v", "-P", "-F", "#{pane_id}", "-t", right, SHELL).strip()
    for pane in (right, lower):
        server.tmux("split-window", "-h", "-t", pane, SHELL)
    server.tmux("split-window", "-v", "-t", lower, SHELL)


@pytest.mark.timeout_s(60)
def test_a_border_follows_the_pointer_and_tmux_follows_it(open_page, server):
    """Between nested grids, 30 steps a second: the line is at the pointer, and tmux gets a part of them."""
    page = open_page("/login")
    asked: list[bytes] = []
    page.on("websocket", lambda ws: ws.on("framesent", lambda data: asked.append(bytes(data))))
    nest(server)
    page.goto(server.address + "/s/work?view=panes")
    shown(page, 7)
    eventually(lambda: page.locator("#stage.is-letterboxed").count() == 0)
    eventually(lambda: page.evaluate(SIZES) == sizes(server))
    page.evaluate(WATCH)
    grid = page.locator(".pane-grid").bounding_box()
    cell = grid["width"] / int(panes(server, "#{window_width}")[0])
    lines = page.locator('.pane-divider[aria-orientation="vertical"]')
    line = max(lines.all(), key=lambda one: one.bounding_box()["height"])
    at = column = int(line.get_attribute("aria-valuenow"))
    y = grid["y"] + 60
    page.mouse.move(grid["x"] + (at + 0.5) * cell, y)
    page.mouse.down()
    started = time.monotonic()
    for step in range(int(DRAG_S * PER_S)):
        column = at - 20 + abs(step % 60 - 30)
        page.mouse.move(grid["x"] + (column + 0.5) * cell, y)
        assert int(line.get_attribute("aria-valuenow")) == column
        time.sleep(max(0.0, started + (step + 1) / PER_S - time.monotonic()))
    took_s = time.monotonic() - started
    behind = page.evaluate("() => window.__behind")
    page.mouse.up()
    eventually(lambda: panes(server, "#{pane_width}")[0] == str(column))
    eventually(lambda: page.evaluate(SIZES) == sizes(server))
    requests = sum(b'"resize-pane"' in data for data in asked)
    assert 2 <= requests <= took_s * PER_S + 2
    if DRAG_S >= 3:
        assert behind["most"] <= 1, f"{behind}, {requests} resize-pane in {took_s:.2f} s"


@pytest.mark.timeout_s(60 + 6 * WINDOWS)
def test_windows_that_are_not_shown_hold_no_terminals_for_long(open_page, server):
    """Terminals, listeners and WebGL contexts after a visit to windows of 4 panes."""
    page = open_page("/login")
    page.add_init_script(A_CARD)
    page, _ = open_panes(lambda path: page.goto(server.address + path) and page, server, 4)
    devtools = page.context.new_cdp_session(page)
    devtools.send("Performance.enable")

    def held() -> dict[str, float]:
        devtools.send("HeapProfiler.collectGarbage")
        metrics = devtools.send("Performance.getMetrics")["metrics"]
        named = {one["name"]: one["value"] for one in metrics}
        return {name: named[name] for name in ("JSEventListeners", "Nodes", "JSHeapUsedSize")}

    def cards() -> int:
        return page.evaluate("() => document.querySelectorAll('[data-renderer=\"webgl\"]').length")

    def visit(window: int) -> None:
        server.tmux("select-window", "-t", f"=work:{window}")
        page.locator(f"#tabs .tab:nth-child({window + 1}).is-current").wait_for()
        shown(page, 4)
        assert cards() <= 2

    for _ in range(WINDOWS - 1):
        server.tmux("new-window", "-t", "=work:", SHELL)
        for _ in range(3):
            server.tmux("split-window", "-t", "=work:", SHELL)
            server.tmux("select-layout", "-t", "=work:", "tiled")
    visit(0)
    eventually(lambda: cards() == 1)
    before = held()
    for window in range(1, WINDOWS):
        visit(window)
    for window in range(WINDOWS - 1, 0, -1):
        server.tmux("kill-window", "-t", f"=work:{window}")
    shown(page, 4)
    page.wait_for_function("() => document.querySelectorAll('#tabs .tab').length === 1")
    eventually(lambda: cards() == 1)
    eventually(lambda: held()["JSEventListeners"] <= before["JSEventListeners"] * 1.1, every_s=0.2)
    after = held()
    if WINDOWS > 5:
        assert findings(page) == []
    assert after["Nodes"] <= before["Nodes"] * 1.2, (before, after)
    assert after["JSHeapUsedSize"] <= before["JSHeapUsedSize"] * 1.3, (before, after)
