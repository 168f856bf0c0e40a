"""Panes of a real tmux as terminals of their own: borders, focus, scrollback, titles, dead panes."""

from __future__ import annotations

from tests.axe import findings
from tests.pages import SHELL
from tests.support import eventually

COLS, ROWS = 120, 36
TO_END = ".pane-scrolled:not(.pane-older)"

SCROLLBACK = """() => {
  const { active } = window.__term.buffer;
  return Array.from({ length: active.baseY }, (_, y) => active.getLine(y).translateToString(true));
}"""
"""The rows above the screen of the focused pane."""


SIZES = """() => {
  const cell = Number.parseFloat(document.querySelector('.pane-grid').style.getPropertyValue('--cell-width'));
  const sizeOf = (frame) => [
    Number(frame.dataset.pane),
    Math.round(frame.querySelector('.xterm-screen').offsetWidth / cell),
    frame.querySelectorAll('.xterm-rows > div').length,
  ];
  return [...document.querySelectorAll('.pane-frame')].map(sizeOf).sort(([one], [other]) => one - other);
}"""
"""Number, columns and rows of each terminal as it is drawn."""


def sizes(server) -> list[list[int]]:
    """The same as tmux has it."""
    found = panes(server, "#{pane_id} #{pane_width} #{pane_height}")
    return sorted([int(field.lstrip("%")) for field in pane.split()] for pane in found)


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
    frame(page, second).locator(TO_END).wait_for()
    eventually(lambda: "100" in text(page, second).split() or page.mouse.wheel(0, -40) is not None)
    before = text(page, second)
    row = frame(page, second).locator(".xterm-rows > div").nth(3)
    selected = row.inner_text().strip("\xa0")
    box = row.bounding_box()
    page.mouse.dblclick(box["x"] + 4, box["y"] + box["height"] / 2)
    server.tmux("send-keys", "-t", f"%{second}", "seq 1000 200000; echo end", "Enter")
    server.tmux("send-keys", "-t", f"%{first}", "echo other", "Enter")
    eventually(lambda: frame(page, second).locator(TO_END).inner_text() == "New output ↓")
    eventually(lambda: panes(server, "#{pane_current_command}")[1] == "sh")
    eventually(lambda: "other" in text(page, first).split())
    assert text(page, second) == before
    assert page.evaluate("() => window.__term.getSelection()") == selected
    frame(page, second).locator(TO_END).click()
    eventually(lambda: "end" in text(page, second).split())
    eventually(lambda: "199500" in page.evaluate(SCROLLBACK))
    assert page.evaluate("() => window.__term.buffer.active.viewportY") == len(page.evaluate(SCROLLBACK))


def focused(page) -> int:
    return int(page.locator(".pane-frame.is-focused").get_attribute("data-pane"))


def test_panes_are_used_by_keyboard_alone(open_page, server):
    """Split, focus, border, zoom, swap by the palette, close; what is typed goes to the focused pane."""
    page, [first] = open_panes(open_page, server, 1)
    page.keyboard.press("Control+Shift+D")
    shown(page, 2)
    second = int(panes(server)[1][1:])
    eventually(lambda: focused(page) == second)
    page.keyboard.type("echo in-$TMUX_PANE\n")
    eventually(lambda: f"in-%{second}" in text(page, second))
    page.keyboard.press("Control+Alt+ArrowLeft")
    eventually(lambda: focused(page) == first and panes(server, "#{pane_active}") == ["1", "0"])
    page.keyboard.type("echo in-$TMUX_PANE\n")
    eventually(lambda: f"in-%{first}" in text(page, first))

    width = int(panes(server, "#{pane_width}")[0])
    page.locator(".pane-divider").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    eventually(lambda: panes(server, "#{pane_width}")[0] == str(width + 6))
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Shift+Enter")
    eventually(lambda: page.locator(".pane-frame").count() == 1)
    page.keyboard.press("Control+Shift+Enter")
    shown(page, 2)
    page.keyboard.press("Control+Shift+K")
    page.keyboard.type("swap with the next")
    page.keyboard.press("Enter")
    eventually(lambda: panes(server) == [f"%{second}", f"%{first}"])
    page.locator("dialog").wait_for(state="detached")
    page.keyboard.type("exit\n")
    shown(page, 1)
    eventually(lambda: focused(page) == second)
    assert page.evaluate("() => document.activeElement.closest('.pane-frame') !== null")


def test_frames_show_what_state_a_pane_is_in(open_page, server):
    """Titles in tmux's row, copy mode, synchronized, ended and started again; all of it accessible."""
    page, [first, second] = open_panes(open_page, server)
    server.tmux("select-pane", "-t", f"%{first}", "-T", "build <b>x</b>")
    server.tmux("set", "-w", "-t", "=work:", "pane-border-status", "top")
    frame(page, first).locator(".pane-title", has_text="build <b>x</b>").wait_for()
    box, title = frame(page, first).bounding_box(), frame(page, first).locator(".pane-title").bounding_box()
    assert abs(title["y"] + title["height"] - box["y"]) < 2
    server.tmux("copy-mode", "-t", f"%{first}")
    frame(page, first).get_by_text("copy mode", exact=True).wait_for()
    server.tmux("send-keys", "-t", f"%{first}", "-X", "cancel")
    server.tmux("set", "-w", "-t", "=work:", "synchronize-panes", "on")
    page.wait_for_function("() => document.querySelectorAll('.pane-frame.is-synchronized').length === 2")
    assert findings(page) == []
    page.keyboard.type("echo both-$TMUX_PANE\n")
    eventually(lambda: all(f"both-%{pane}" in text(page, pane) for pane in (first, second)))
    server.tmux("set", "-w", "-t", "=work:", "synchronize-panes", "off")
    server.tmux("set", "-w", "-t", "=work:", "remain-on-exit", "on")
    page.locator(".pane-frame.is-synchronized").first.wait_for(state="detached")
    page.keyboard.type("exit 3\n")
    frame(page, second).get_by_text("ended with 3").wait_for()
    assert findings(page) == []
    page.keyboard.press("Enter")
    eventually(lambda: panes(server, "#{pane_dead}") == ["0", "0"])
    frame(page, second).get_by_text("ended with 3").wait_for(state="hidden")


def test_titles_are_dragged_to_swap_and_to_make_a_window(open_page, server):
    page, [first, second] = open_panes(open_page, server)
    left, right = (frame(page, pane).bounding_box() for pane in (first, second))
    page.mouse.move(left["x"] + 40, left["y"] + 4)
    title = frame(page, first).locator(".pane-title")
    title.wait_for()
    start = title.bounding_box()
    page.mouse.move(start["x"] + 8, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(right["x"] + 100, right["y"] + 100, steps=4)
    eventually(lambda: "is-drop-target" in frame(page, second).get_attribute("class"))
    page.mouse.up()
    eventually(lambda: panes(server) == [f"%{second}", f"%{first}"])
    eventually(lambda: frame(page, first).bounding_box()["x"] > left["x"] + 100)
    page.mouse.move(right["x"] + 40, right["y"] + 4)
    title.wait_for()
    start, tabs = title.bounding_box(), page.locator("nav.tabs").bounding_box()
    page.mouse.move(start["x"] + 8, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(tabs["x"] + tabs["width"] - 4, tabs["y"] + 10, steps=4)
    page.mouse.up()
    eventually(lambda: len(server.tmux("list-windows", "-t", "=work").splitlines()) == 2)
    page.locator("#tabs .tab").nth(1).wait_for()


def test_the_wheel_moves_the_pane_under_it_unless_a_program_has_the_mouse(open_page, server):
    page, [first, second] = open_panes(open_page, server)
    server.tmux("send-keys", "-t", f"%{first}", "seq 200", "Enter")
    eventually(lambda: "200" in text(page, first).split())
    frame(page, first).locator(".xterm-screen").hover()
    page.mouse.wheel(0, -400)
    eventually(lambda: "200" not in text(page, first).split())
    assert focused(page) == second
    server.tmux(
        "send-keys", "-t", f"%{second}", r"printf '\033[?1000h\033[?1006h'; stty -echo; cat -v", "Enter"
    )
    eventually(lambda: panes(server, "#{mouse_any_flag} #{pane_current_command}")[1] == "1 cat")
    frame(page, second).locator(".xterm-screen").hover()
    page.mouse.wheel(0, -120)
    page.keyboard.press("Enter")
    eventually(lambda: "^[[<64;" in text(page, second))
