"""tmux's status line in native panes, in Chromium with a real tmux."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.pages import READY, session
from tests.support import eventually

PLACES = """() => {
  const place = (one) => document.querySelector(one).getBoundingClientRect();
  const [stage, bar] = [place('#stage'), place('.tmux-status')];
  return [stage.top, stage.bottom, bar.top, bar.bottom].map(Math.round);
}"""


def test_the_status_line_is_text_above_or_below_the_panes(open_page, server):
    """The panes make room for it. It goes with the setting."""
    session(server, "work")
    page = open_page("/settings")
    page.get_by_label("tmux’s status line with native panes").check()
    page.goto(server.address + "/s/work?view=panes")
    page.wait_for_function(READY)
    bar = page.get_by_role("region", name="tmux’s status line")
    expect(bar).to_contain_text("[work] 0:")
    top, bottom, bar_top, bar_bottom = page.evaluate(PLACES)
    assert top < bottom == bar_top < bar_bottom

    page.keyboard.press("Alt+Shift+T")
    view = page.get_by_role("dialog", name="tmux’s own view")
    view.wait_for()
    expect(bar).to_be_hidden()  # that view has tmux's own
    view.get_by_role("button").click()
    expect(bar).to_be_visible()

    def rows() -> int:
        return int(server.tmux("display-message", "-p", "-t", "=work:", "#{window_height}"))

    fewer = rows()
    server.tmux("set", "-g", "status-position", "top")
    server.tmux("rename-window", "-t", "=work:", "##[fg=red]<b>named</b>")
    expect(bar).to_contain_text("0:#[fg=red]<b>named</b>*")
    eventually(lambda: page.evaluate(PLACES)[3] == page.evaluate(PLACES)[0], every_s=0.05)
    server.tmux("set", "-g", "status", "off")
    server.tmux("rename-window", "-t", "=work:", "other")
    expect(bar).to_be_hidden()
    eventually(lambda: rows() > fewer, every_s=0.05)
