"""What only panes can show: marks of a shell, links and progress of programs, with a real tmux."""

from __future__ import annotations

from tests.browser.test_panes_grid import frame, open_panes, text
from tests.support import eventually

PROMPT = r"\[\e]133;D;$?\a\e]133;A\a\]$ \[\e]133;B\a\]"
MARKED = f"env PS1='{PROMPT}' PS0='\\e]133;C\\a' bash --norc --noprofile"
"""A shell that marks its prompts as the shell integrations of terminals do."""

VIEWPORT = "() => [window.__term.buffer.active.viewportY, window.__term.buffer.active.baseY]"
TOP_ROW = """() => {
  const { active } = window.__term.buffer;
  return active.getLine(active.viewportY).translateToString(true);
}"""
CLIPBOARD = "() => navigator.clipboard.readText()"


def test_a_user_jumps_between_prompts_and_copies_the_last_output(open_page, server):
    page, [pane] = open_panes(open_page, server, 1, MARKED)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    eventually(lambda: text(page, pane).split() == ["$"])
    page.keyboard.type("true\n")  # the first prompt was there before the page
    for line in ("seq 1 60", "(seq 61 120; exit 3)", "echo last"):
        page.keyboard.type(f"{line}\n")
    eventually(lambda: text(page, pane).split()[-2:] == ["last", "$"])
    assert frame(page, pane).locator(".mark.is-failed").count() == 0, "the prompt is above the screen"

    page.keyboard.press("Control+Shift+ArrowUp")
    eventually(lambda: page.evaluate(TOP_ROW) == "$ (seq 61 120; exit 3)")
    frame(page, pane).locator(".mark.is-failed").wait_for()
    page.keyboard.press("Control+Shift+ArrowUp")
    eventually(lambda: page.evaluate(TOP_ROW) == "$ seq 1 60")
    page.mouse.move(300, 300)
    page.mouse.wheel(0, 200)
    line = frame(page, pane).locator(".command-line")
    eventually(lambda: line.is_visible() and line.inner_text() == "seq 1 60")
    first_row = frame(page, pane).locator(".xterm-rows > div").first.bounding_box()
    bar = line.bounding_box()
    assert bar["y"] + bar["height"] <= first_row["y"] + 1, "it hides no row"
    page.keyboard.press("Control+Shift+ArrowDown")
    page.keyboard.press("Control+Shift+ArrowDown")
    eventually(lambda: len(set(page.evaluate(VIEWPORT))) == 1)
    assert line.is_hidden()

    page.keyboard.press("Alt+Shift+Y")
    eventually(lambda: page.evaluate(CLIPBOARD) == "last")
    server.tmux("resize-window", "-t", "=work:", "-x", "100", "-y", "30")
    eventually(lambda: page.evaluate("() => window.__term.cols") == 100)
    page.keyboard.type("(echo of; false)\n")
    eventually(lambda: frame(page, pane).locator(".mark.is-failed").count() == 1)
    page.keyboard.press("Control+Shift+ArrowUp")
    eventually(lambda: page.evaluate(TOP_ROW).startswith("$ (seq"))
