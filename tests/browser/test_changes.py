"""What differs from the last commit, in the side panel: read, commented, and pasted into the pane."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from playwright.sync_api import Route

from tests import scenes
from tests.axe import findings
from tests.browser.test_panes_screenshots import showing
from tests.browser.test_screenshots import DEVICES, KEPT, take
from tests.pages import logged_in, screen, wait_screen
from tests.support import eventually
from tests.unit.changes.repos import git, repo

OLD = "def greet(name):\n    print('hello ' + name)\n\n\ngreet('ada')\n"
NEW = "def greet(name, mark='!'):\n    print(f'hello {name}{mark}')\n\n\ngreet('ada')\ngreet('bob')\n"
HOSTILE = "new\u202etxt.<b>\n"
READER = "printf '{modes}ready'; exec cat -v"
"""It shows what it reads only after an Enter; until then the terminal echoes what was pasted."""
DRAWN = """async () => {
  const start = performance.now();
  document.querySelector('.changes-file').click();
  const rows = () => document.querySelectorAll('.diff-row').length;
  while (rows() < 2000) await new Promise((done) => setTimeout(done));
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  return performance.now() - start;
}"""
"""From the press on a file to the frame that shows it, the request included."""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    tree = repo(tmp_path / "project", {"src/greet.py": OLD, "README.md": "# Greet\n", "old.txt": "x\n"})
    (tree / "src/greet.py").write_text(NEW)
    (tree / "old.txt").unlink()
    (tree / HOSTILE).write_text("<script>alert(1)</script>\n")
    return tree


@pytest.fixture
def start(server, tree: Path):
    def run(modes: str = "\\033[?2004h") -> None:
        command = f'sh -c "{READER.format(modes=modes)}"'
        server.tmux("new-session", "-d", "-s", "work", "-x", "120", "-y", "40", "-c", str(tree), command)

    return run


def show(page):
    wait_screen(page, "ready")
    page.keyboard.press("Control+Shift+B")
    page.get_by_role("tab", name="Changes").click()
    page.locator(".changes-file").first.wait_for()
    return page


def comment(page, line: int, text: str) -> None:
    """Comments on one row of `src/greet.py`."""
    page.locator(".diff-row").nth(line).locator(".diff-number").last.click()
    page.locator(".diff-chosen .button").click()
    page.locator("textarea:focus").fill(text)


@pytest.mark.attached_view("native panes cannot learn from old tmux that a paste would be bracketed")
def test_comments_are_pasted_as_a_whole_and_without_enter(open_page, start, server) -> None:
    """They last when the panel is closed. Nothing but the paste reaches the program."""
    start()
    page = show(open_page("/s/work"))
    assert [HOSTILE] == [path for path in paths(page) if path.startswith("new")]
    assert page.locator(".changes-file b").count() == 0
    page.locator(".changes-file", has_text="greet.py").click()
    comment(page, 3, "Why not a keyword?\nThink.")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.locator(".changes-file", has_text="comment").wait_for()
    assert findings(page, ".drawer") == []
    page.keyboard.press("Escape")
    page.locator(".drawer").wait_for(state="detached")
    page.keyboard.press("Control+Shift+B")
    page.get_by_role("button", name="Send to pane").click()
    page.locator(".toast", has_text="Pasted 1 comment").wait_for()
    wait_screen(page, "Think.")
    pasted = "src/greet.py:1\n> def greet(name, mark='!'):\nWhy not a keyword?\nThink."
    assert f"^[[200~{pasted}^[[201~" in echoed(server)
    assert page.get_by_role("button", name="Send to pane").is_hidden()


@pytest.mark.attached_view("tmux's active pane counts")
def test_a_program_that_would_run_lines_gets_one_line(open_page, start, server) -> None:
    """And a program in another pane gets nothing unless the user says so."""
    start(modes="")
    page = show(open_page("/s/work"))
    page.locator(".changes-file", has_text="greet.py").click()
    comment(page, 3, "First.\nSecond.")
    send = page.get_by_role("button", name="Send to pane")
    server.tmux("split-window", "-t", "work:", "cat")
    send.click()
    page.get_by_role("button", name="Cancel").click()
    server.tmux("last-pane", "-t", "work:")
    send.click()
    page.locator(".toast", has_text="Pasted 1 comment").wait_for()
    wait_screen(page, "Second.")
    line = "readysrc/greet.py:1 > def greet(name, mark='!'): First. Second."
    assert [line] == [row.rstrip() for row in screen(page) if "greet.py" in row]


def test_the_list_follows_when_the_pane_falls_quiet(open_page, start, server, tree) -> None:
    start()
    page = show(open_page("/s/work"))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    (tree / "later.txt").write_text("x\n")
    git(tree, "checkout", "-q", "-b", "topic")
    server.tmux("send-keys", "-t", "work:", "x")
    page.locator(".changes-file", has_text="later.txt").wait_for()
    assert "topic" == page.locator(".changes-branch").text_content()
    assert 1 == len([url for url in asked if url.endswith("/changes")])


def test_two_thousand_lines_are_shown_in_a_fifth_of_a_second(open_page, start, tree) -> None:
    """Also what was left out is said."""
    (tree / "README.md").write_text("".join(f"line {number} = value[{number}]\n" for number in range(2000)))
    start()
    page = show(open_page("/s/work"))
    times = []
    for _ in range(5):
        times.append(page.evaluate(DRAWN))
        page.get_by_role("button", name="All changed files").click()
        page.locator(".changes-file").first.wait_for()
    assert min(times) <= 200, times
    (tree / "README.md").write_text("x" * 60 + "\n" + "line of text, often enough\n" * 50_000)
    page.get_by_role("button", name="Refresh").click()
    page.locator(".changes-file", has_text="+50001").click()
    page.get_by_text("Only the first 1 MiB is shown. About").wait_for()


def paths(page) -> list[str]:
    return page.locator(".changes-file").evaluate_all("all => all.map(({dataset}) => dataset.path)")


def echoed(server) -> str:
    return str(server.tmux("capture-pane", "-p", "-J", "-t", "work:"))


@pytest.mark.attached_view("it takes the pictures of this view")
@pytest.mark.parametrize("device", DEVICES)
def test_pictures(server, tree, chromium, tmp_path, device) -> None:
    """On a phone, a difference has one column, and arrows choose more lines."""
    command = showing(tmp_path, "make", scenes.run())
    server.tmux("new-session", "-d", "-s", "work", "-n", "tests", "-c", str(tree), command)
    context = logged_in(chromium, server, DEVICES[device])
    page = context.new_page()
    page.goto(f"{server.address}/s/work")
    wait_screen(page, "412 passed")
    directory = Path(KEPT) if KEPT else tmp_path
    if device == "phone":
        page.locator("#menu").tap()
        page.get_by_role("menuitem", name="Side panel").tap()
        page.get_by_role("tab", name="Changes").tap()
    else:
        page.keyboard.press("Control+Shift+B")
        page.get_by_role("tab", name="Changes").click()
    page.locator(".changes-file", has_text="greet.py").click()
    comment(page, 3, "Why not a keyword?")
    page.locator(".diff-row").nth(8).locator(".diff-number").last.click()
    take(page, directory, f"changes-{device}")
    context.close()


@pytest.mark.timeout_s(40)
def test_a_card_names_branch_and_ports_without_delaying_the_list(open_page, server, tree) -> None:
    """While git does not answer, the list and the card are complete without them."""
    serve = "s = socket.create_server(('127.0.0.1', 0)); print(s.getsockname()[1]); time.sleep(60)"
    command = f'{sys.executable} -uc "import socket, time; {serve}"'
    server.tmux("new-session", "-d", "-s", "work", "-c", str(tree), command)
    port = eventually(lambda: server.tmux("capture-pane", "-p", "-t", "work:").strip())
    page = open_page("/")

    def complete() -> bool:
        page.reload()
        page.locator(".card-dirty").wait_for()
        return page.locator(".card-ports").count() == 1

    # The server looks for ports every 10 s, and may have looked just before the session began.
    eventually(complete, timeout_s=15, every_s=0.5)
    assert "main●" == page.locator(".card-branch").text_content()
    assert f":{port}" == page.locator(".card-ports").text_content()
    held: list[Route] = []
    page.route("**/api/session-facts", lambda route: held.append(route))  # noqa: PLW0108  # it is marked
    with page.expect_request("**/api/session-facts"):
        page.reload()
    page.locator(".card-link", has_text="work").wait_for()
    assert "" == page.locator(".card-repo").text_content()
    for route in held:
        route.fulfill(json={"epoch": "", "sessions": {}})
