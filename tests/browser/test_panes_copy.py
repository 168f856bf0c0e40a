"""What is copied from a pane that had printed before the page came."""

from __future__ import annotations

import shlex

import pytest

from tests.pages import READY
from tests.support import eventually

LONG = "".join(f"<{number:03}>" for number in range(40))
WIDE = "x" + "漢字" * 60
"""A wide character does not fit in the last column of some rows."""


@pytest.mark.parametrize("text", [LONG, WIDE], ids=["narrow", "wide"])
def test_rows_that_wrapped_are_copied_as_one_line(open_page, server, text):
    """From the screen by dragging, and from the rows above it by a triple click."""
    prints = f"printf '%s\\n' {shlex.quote(text)} $(seq 100) {shlex.quote(text)} 'the end'; exec cat"
    server.tmux("new-session", "-d", "-s", "work", "-x", "100", "-y", "24", "cat")
    server.tmux("split-window", "-h", "-t", "=work:", "-l", "41", f"sh -c {shlex.quote(prints)}")
    pane = server.tmux("list-panes", "-t", "=work:", "-F", "#{pane_id}").split()[1]
    eventually(lambda: "the end" in server.tmux("capture-pane", "-p", "-t", pane), every_s=0.05)
    page = open_page("/s/work?view=panes")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.wait_for_function(READY)
    rows = page.locator(f'[data-pane="{pane[1:]}"] .xterm-rows > div')

    def shown() -> list[str]:
        return [row.replace("\xa0", " ").rstrip() for row in rows.all_inner_texts()]

    def edge(row: int, right: bool) -> tuple[float, float]:
        box = rows.nth(row).bounding_box()
        return box["x"] + (box["width"] - 3 if right else 3), box["y"] + box["height"] / 2

    def copied() -> str:
        page.keyboard.press("Control+Shift+C")
        return page.evaluate("() => navigator.clipboard.readText()")

    def dragged() -> bool:
        """Select the lower one and copy it; false while the pane is still being drawn for the page's size."""
        found = shown()
        if not {"100", "the end"} <= set(found):
            return False
        first, last = found.index("100") + 1, found.index("the end") - 1
        page.mouse.move(*edge(first, right=False))
        page.mouse.down()
        page.mouse.move(*edge(last, right=True), steps=5)
        page.mouse.up()
        return last > first and copied() == text

    def clicked() -> bool:
        """Select the upper one, above the screen, and copy it."""
        page.evaluate("() => window.__term.scrollToTop()")
        if text[:5] not in shown()[0]:
            return False
        page.mouse.click(*edge(1, right=False), click_count=3)
        return copied() == text

    eventually(dragged, every_s=0.2)
    page.evaluate("() => navigator.clipboard.writeText('')")
    eventually(clicked, every_s=0.2)
