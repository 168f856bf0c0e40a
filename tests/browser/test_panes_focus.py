"""Reports of the focus: a program that asks gets each once, from tmux or from the page."""

from __future__ import annotations

import pytest

from tests.pages import READY, SHELL
from tests.support import eventually
from tests.tmux import tmux_is

ASKS = r"stty raw -echo; dd bs=1 count=1 >/dev/null 2>&1; printf '\033[?1004hready'; exec cat -v"
"""Asks after the first key: before 3.7, tmux does not say whether a program asked earlier."""


@pytest.mark.skipif(not tmux_is(3, 3), reason="tmux 3.2 reports the focus at other moments")
@pytest.mark.parametrize("reports", ["on", "off"])
def test_each_change_of_the_focus_is_reported_once(open_page, server, reports):
    """From pane to pane, as tmux reports it, and out of the panes. A page that opens turns the option on."""
    server.tmux("new-session", "-d", "-s", "work", "-x", "100", "-y", "30", SHELL)
    server.tmux("set-option", "-s", "focus-events", reports)
    page = open_page("/s/work?view=panes")
    page.wait_for_function(READY)
    asking = server.tmux("split-window", "-h", "-P", "-F", "#{pane_id}", "-t", "=work:", ASKS).strip()
    other = server.tmux("list-panes", "-t", "=work:", "-F", "#{pane_id}").split()[0]

    def read() -> str:
        shown = server.tmux("capture-pane", "-p", "-J", "-t", asking)
        return shown.replace("\n", "").partition("ready")[2].replace("^[[", "")

    def choose(pane: str) -> None:
        page.locator(f'[data-pane="{pane[1:]}"] .xterm-screen').click(position={"x": 60, "y": 40})
        page.locator(f'.pane-frame.is-focused[data-pane="{pane[1:]}"]').wait_for()
        active = ("display-message", "-p", "-t", "=work:", "#{pane_id}")
        eventually(lambda: server.tmux(*active).strip() == pane, every_s=0.05)

    page.locator(f'.pane-frame.is-focused[data-pane="{asking[1:]}"]').wait_for()
    eventually(lambda: page.keyboard.type("1") or "1" in read(), every_s=0.3)
    choose(other)
    choose(asking)
    page.keyboard.type("2")
    eventually(lambda: "2" in read(), every_s=0.05)
    page.keyboard.press("Alt+Shift+M")
    eventually(lambda: read().endswith("O"), every_s=0.05)
    choose(asking)
    page.keyboard.type("3")
    eventually(lambda: "3" in read(), every_s=0.05)
    before, _, after = read().rpartition("1")
    assert before.replace("1", "") in ("", "I")
    assert after == "OI2OI3"
