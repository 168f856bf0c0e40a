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
    # The window gets the size of the page, so a snapshot may still stand in for output and its marks.
    eventually(lambda: frame(page, pane).locator(".mark").count() >= 1 or page.keyboard.type("true\n"))
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

    page.keyboard.type("echo copy-me\n")
    eventually(lambda: text(page, pane).split()[-2:] == ["copy-me", "$"])
    page.keyboard.press("Alt+Shift+Y")
    eventually(lambda: page.evaluate(CLIPBOARD) == "copy-me")
    server.tmux("resize-window", "-t", "=work:", "-x", "100", "-y", "30")
    eventually(lambda: page.evaluate("() => window.__term.cols") == 100)
    page.keyboard.type("(echo of; false)\n")
    eventually(lambda: frame(page, pane).locator(".mark.is-failed").count() == 1)
    page.keyboard.press("Control+Shift+ArrowUp")
    eventually(lambda: page.evaluate(TOP_ROW).startswith("$ (seq"))


def test_progress_is_on_the_pane_and_its_tab_until_it_ends(open_page, server):
    page, [first, second] = open_panes(open_page, server, 2)
    eventually(lambda: "$" in text(page, second))
    steps = "; read x; ".join(rf"printf '\033]9;4;{state}\a'" for state in ("1;40", "2", "0"))
    server.tmux("send-keys", "-t", f"%{second}", steps, "Enter")
    bar = frame(page, second).locator("[role=progressbar]")
    eventually(lambda: bar.count() == 1 and bar.get_attribute("aria-valuenow") == "40")
    tab = page.locator("#tabs .tab-progress")
    assert tab.get_attribute("aria-valuetext") == "40 %"
    assert frame(page, first).locator("[role=progressbar]").count() == 0
    server.tmux("send-keys", "-t", f"%{second}", "Enter")
    eventually(lambda: bar.get_attribute("aria-valuetext") == "failed at 40 %")
    server.tmux("send-keys", "-t", f"%{second}", "Enter")
    eventually(lambda: bar.count() + tab.count() == 0)


def test_only_links_to_the_web_are_links_and_say_where_they_lead(open_page, server, tmp_path):
    page, [pane] = open_panes(open_page, server, 1)
    targets = {
        "GOOD": "https://example.com/a",
        "SCRIPT": "javascript:alert(1)",
        "FILE": "file:///etc/passwd",
        "REVERSED": "https://example.com/\u202egpj.exe",
        "LONG": "https://example.com/" + "x" * 9000,
    }
    link = "\x1b]8;;{}\x1b\\{}\x1b]8;;\x1b\\\n"
    eventually(lambda: "$" in text(page, pane))
    file = tmp_path / "links"
    file.write_text("".join(link.format(target, name) for name, target in targets.items()))
    server.tmux("send-keys", "-t", f"%{pane}", f"cat {file}", "Enter")
    eventually(lambda: "LONG" in text(page, pane).split())
    tip = page.locator(".link-tip-target")

    def point(name: str) -> None:
        row = frame(page, pane).locator(".xterm-rows > div", has_text=name).last
        box = row.bounding_box()
        page.mouse.move(box["x"] + 300, box["y"] + 8)
        page.mouse.move(box["x"] + 12, box["y"] + 8, steps=3)

    def leads_to(name: str, target: str) -> bool:
        """Points again each time: xterm.js asks once for each movement, and links may not be loaded yet."""
        point(name)
        return tip.all_inner_texts() == [target]

    for name in ("SCRIPT", "FILE", "LONG"):
        point(name)
        # A tip for the other one would have come before this one.
        eventually(lambda: leads_to("GOOD", "https://example.com/a"), every_s=0.2)
        point(name)
        eventually(lambda: tip.count() == 0)
    eventually(lambda: leads_to("REVERSED", "https://example.com/%E2%80%AEgpj.exe"), every_s=0.2)
