"""Pasting, dropping, links: what happens between a hand and a shell."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from tests import pages
from tests.axe import findings
from tests.pages import screen, wait_screen
from tests.support import eventually

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)

PASTE = """({ text, files }) => {
  const data = new DataTransfer();
  if (text !== undefined) data.setData('text/plain', text);
  for (const { name, type, bytes } of files ?? []) {
    data.items.add(new File([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))], name, { type }));
  }
  const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
  document.querySelector('.xterm-helper-textarea').dispatchEvent(event);
}"""

DROP_LARGE = """(sizes) => {
  const data = new DataTransfer();
  for (const [name, size] of Object.entries(sizes)) data.items.add(new File([new Uint8Array(size)], name));
  const event = new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true });
  document.querySelector('#stage').dispatchEvent(event);
}"""

COUNT_BARS = """() => {
  window.__shown = 0;
  const count = () => { window.__shown += document.querySelectorAll('dialog progress').length; };
  new MutationObserver(count).observe(document.body, { childList: true });
}"""

FAIL_TO_COPY = """() => {
  navigator.clipboard.writeText = () => Promise.reject(new Error('none'));
  window.__term.select(0, 1, 4);
}"""

DRAG = """({ type, at, files }) => {
  const data = new DataTransfer();
  for (const { name, text } of files) data.items.add(new File([text], name));
  const target = document.querySelector(at);
  target.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def folder(server, tmp_path: Path) -> Path:
    """Where a shell `work` without bracketed paste is."""
    server.tmux(
        "new-session", "-d", "-s", "work", "-x", "80", "-y", "24", "-c", str(tmp_path), "env PS1='$ ' sh"
    )
    return tmp_path


@pytest.fixture
def page(open_page, folder):
    opened = open_page("/s/work")
    wait_screen(opened, "$ ")
    opened.locator("[data-features=ready]").wait_for()
    return opened


def rows(page) -> str:
    return "\n".join(screen(page))


def wait_gone(page, selector: str) -> None:
    page.locator(selector).first.wait_for(state="detached")


def test_a_pasted_picture_is_a_file_and_its_path_is_typed(page, server, folder) -> None:
    """In the private folder, without Enter; Undo deletes it again."""
    page.evaluate(
        PASTE,
        {"files": [{"name": "image.png", "type": "image/png", "bytes": base64.b64encode(PNG).decode()}]},
    )
    card = page.locator(".upload")
    card.get_by_role("button", name="Undo").wait_for()
    [path] = (server.state_dir / "uploads" / "owner").iterdir()
    try:
        assert PNG == path.read_bytes()
        eventually(lambda: f"$ {path} " in "".join(screen(page)) + " ", every_s=0.05)
        assert [] == findings(page)
        assert card.locator("img").get_attribute("src").startswith("blob:")
        card.get_by_role("button", name="Undo").click()
        card.get_by_text("Upload deleted").wait_for()
        assert not path.exists()
        card.get_by_role("button", name="Close").click()
        eventually(
            lambda: page.evaluate("() => document.activeElement.className") == "xterm-helper-textarea",
            every_s=0.05,
        )
    finally:
        path.unlink(missing_ok=True)


COPY_PICTURE = """async (bytes) => {
  const blob = new Blob([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))], { type: 'image/png' });
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]);
}"""


def test_a_picture_is_pasted_by_the_keys_people_use(page, server, folder) -> None:
    """Ctrl+Shift+V pastes plain text: of a picture the browser says nothing. Else Ctrl+V is the program's."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.keyboard.type("stty raw -echo; printf 'ra%s:' w; exec cat -vT\n")
    wait_screen(page, "raw:")
    uploads = server.state_dir / "uploads" / "owner"
    page.evaluate("() => navigator.clipboard.writeText('')")
    page.keyboard.press("Control+Shift+V")
    page.locator(".toast", has_text="Nothing was pasted").wait_for()
    page.evaluate("() => navigator.clipboard.writeText('text')")
    page.keyboard.type("a")
    page.keyboard.press("Control+V")
    page.keyboard.type("b")
    eventually(lambda: "a^Vb" in rows(page), every_s=0.05)
    page.evaluate(COPY_PICTURE, base64.b64encode(PNG).decode())
    for count, keys in enumerate(("Control+V", "Control+Shift+V"), start=1):
        page.keyboard.press(keys)
        eventually(lambda count=count: len(list(uploads.iterdir())) == count, every_s=0.05)
        page.locator(".upload").get_by_role("button", name="Undo").wait_for()
        eventually(lambda: page.locator(".upload").count() == 1, every_s=0.05)
    eventually(lambda: rows(page).count(".png") == 2, every_s=0.05)
    assert "^V" not in rows(page).replace("a^Vb", "")


def test_dropped_files_go_where_they_are_dropped(page, server, folder) -> None:
    """The grid stays; several paths, quoted, on one line."""
    page.keyboard.type("cat ")
    size = page.evaluate("() => [window.__term.cols, window.__term.rows]")
    files = [{"name": "a b.txt", "text": "one"}, {"name": "../.it's", "text": "two"}]
    page.evaluate(DRAG, {"type": "dragover", "at": "#stage", "files": files})
    page.locator(".drop-place.is-target[data-to=pane]").wait_for()
    assert size == page.evaluate("() => [window.__term.cols, window.__term.rows]")
    page.evaluate(DRAG, {"type": "drop", "at": "[data-to=pane]", "files": files})
    wait_gone(page, ".drop-zone")
    wait_screen(page, "it'")
    assert {"a b.txt": "one", "it's": "two"} == {
        path.name.lstrip("-."): path.read_text() for path in folder.iterdir()
    }
    page.keyboard.press("Enter")
    wait_screen(page, "onetwo")


@pytest.mark.timeout_s(40)
def test_an_upload_is_cancelled_or_too_big(page, server, folder) -> None:
    """Half way nothing is left, and nothing is typed; what follows in the same drop is uploaded."""
    devtools = page.context.new_cdp_session(page)
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 500_000}
    devtools.send("Network.emulateNetworkConditions", slow)
    page.evaluate("() => { document.querySelector('#terminal').dataset.uploadMax = 9e6; }")
    page.evaluate(DROP_LARGE, {"large.bin": 8_000_000, "huge.bin": 9_100_000, "small.bin": 3})
    card = page.get_by_role("region", name="large.bin")
    eventually(lambda: float(card.get_by_role("progressbar").get_attribute("value")) > 0, every_s=0.05)
    eventually(lambda: list(folder.iterdir()), every_s=0.05)
    card.get_by_role("button", name="Cancel").click()
    eventually(lambda: [path.name for path in folder.iterdir()] == ["small.bin"], 10, 0.05)
    wait_screen(page, "small.bin")
    assert "large.bin" not in rows(page)
    page.get_by_role("region", name="huge.bin").get_by_text("Not uploaded. This file is 9.1 MB").wait_for()
    assert card.count() == 0


def test_several_lines_are_shown_before_a_shell_gets_them(page, server, folder) -> None:
    """Cancel types nothing, one line waits for Enter, Paste runs them; in brackets they go straight."""
    lines = {"text": "echo on''e\necho tw''o\n"}
    page.evaluate(PASTE, lines)
    dialog = page.get_by_role("dialog", name="Paste 2 lines?")
    assert "echo on''e" in dialog.locator("pre").inner_text()
    assert [] == findings(page)
    dialog.get_by_role("button", name="Cancel").click()
    page.evaluate(PASTE, lines)
    dialog.get_by_role("button", name="Paste as one line").click()
    wait_screen(page, "$ echo on''e echo tw''o")
    page.keyboard.press("Control+u")
    page.evaluate(PASTE, lines)
    dialog.get_by_role("button", name="Paste", exact=True).click()
    eventually(lambda: {"one", "$ two"} <= set(screen(page)), every_s=0.05)
    page.keyboard.type("bash --norc -i\r")
    eventually(lambda: page.evaluate("() => window.__term.modes.bracketedPasteMode"), every_s=0.05)
    page.evaluate(PASTE, {"text": "printf x\x1b[201~\nprintf y"})
    wait_screen(page, "printf y")
    assert page.get_by_role("dialog").count() == 0


@pytest.mark.timeout_s(60)
def test_megabytes_arrive_exactly(page, server, folder) -> None:
    """1.2 MB of lines, in pieces, into a program that reads as it likes."""
    text = "".join(f"{number:07d} äö日本 {'x' * 60}\n" for number in range(14_000))
    page.keyboard.type("stty -echo; cat > got; stty echo; echo do''ne\r")
    eventually((folder / "got").exists, every_s=0.05)
    page.evaluate(COUNT_BARS)
    page.evaluate(PASTE, {"text": text})
    page.get_by_role("dialog").get_by_role("button", name="Paste", exact=True).click()
    eventually(lambda: (folder / "got").stat().st_size == len(text.encode()), 40, 0.1)
    assert text == (folder / "got").read_text()
    assert page.evaluate("() => window.__shown") > 0
    page.get_by_role("dialog").wait_for(state="detached")
    page.evaluate(PASTE, {"text": text * 3})
    page.get_by_role("dialog").get_by_role("button", name="Paste", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Stop").click()
    page.locator(".toast").get_by_text("Stopped after").wait_for()
    page.keyboard.press("Enter")
    page.keyboard.press("Control+d")
    wait_screen(page, "done")
    assert len(text.encode()) < (folder / "got").stat().st_size < 4 * len(text.encode())


def at(page, text: str) -> tuple[float, float]:
    """Where the middle of a text on the screen is."""
    row = next(y for y, line in enumerate(screen(page)) if text in line)
    column = screen(page)[row].index(text) + len(text) / 2
    box = page.locator(".xterm-screen").bounding_box()
    cols, count = page.evaluate("() => [window.__term.cols, window.__term.rows]")
    return box["x"] + box["width"] * column / cols, box["y"] + box["height"] * (row + 0.5) / count


def hover(page, text: str, tip: str) -> None:
    pages.hover_link(page, lambda: at(page, text), tip)


def mouse_on(page, server) -> None:
    """Have tmux use the mouse. It does not have the one over panes with terminals of their own."""
    server.tmux("set-option", "-g", "mouse", "on")
    if pages.VIEW == "terminal":
        used = "() => window.__term.modes.mouseTrackingMode !== 'none'"
        eventually(lambda: page.evaluate(used), every_s=0.05)


def test_a_path_on_the_screen_can_be_downloaded(page, server, folder) -> None:
    """With tmux's mouse on; a click without a key is tmux's."""
    mouse_on(page, server)
    (folder / "notes.txt").write_text("the notes")
    page.keyboard.type("clear; echo see ./not''es.txt:12 and gone''.txt\r")
    wait_screen(page, "see ./notes.txt:12 and gone.txt")
    hover(page, "notes.txt:12", "./notes.txt")
    page.mouse.click(*at(page, "notes.txt:12"))
    assert page.get_by_role("menu").count() == 0
    hover(page, "notes.txt:12", "./notes.txt")
    page.keyboard.down("Control")
    page.mouse.click(*at(page, "notes.txt:12"))
    page.keyboard.up("Control")
    assert [] == findings(page)
    with page.expect_download() as download:
        page.get_by_role("menuitem", name="Download").click()
    assert ("notes.txt", "the notes") == (
        download.value.suggested_filename,
        Path(download.value.path()).read_text(),
    )
    page.mouse.move(5, 300)
    page.mouse.move(*at(page, "gone.txt"))
    page.locator(".link-tip").wait_for(state="detached")
    hover(page, "notes.txt:12", "./notes.txt")
    page.keyboard.down("Shift")
    page.mouse.click(*at(page, "notes.txt:12"))
    page.keyboard.up("Shift")
    page.get_by_role("menuitem", name="Edit at line 12").click()
    wait_screen(page, "$ $EDITOR +12 ./notes.txt")


@pytest.mark.both_views
def test_a_web_link_opens_and_nothing_else_does(page, server, folder) -> None:
    """In a tab of its own, which has no handle on this page; where it leads is shown before."""
    mouse_on(page, server)
    page.keyboard.type(f"clear; echo {server.url}/he''althz java''script:alert\\(1\\)\r")
    wait_screen(page, "/healthz javascript")
    hover(page, "/healthz", f"{server.url}/healthz")
    page.keyboard.down("Control")
    with page.context.expect_page() as opened:
        page.mouse.click(*at(page, "/healthz"))
    page.keyboard.up("Control")
    opened.value.wait_for_url("**/healthz")
    assert opened.value.evaluate("() => window.opener") is None
    opened.value.close()
    page.mouse.move(*at(page, "javascript:alert"))
    page.locator(".link-tip").wait_for(state="detached")
    server.until_bells_are_heard()  # tmux draws over what it does not know of then
    # tmux 3.3a keeps what a program puts behind a text: write it as a newer one would.
    behind = "\x1b[8H\x1b]8;;{}\x07{}\x1b]8;;\x07"
    for address, text in ((f"{server.url}/readyz", "a-label"), ("javascript:alert(1)", "an-evil-label")):
        page.evaluate("(text) => window.__term.write(text)", behind.format(address, text))
        wait_screen(page, text)
        if text == "a-label":
            hover(page, text, address)
    page.mouse.move(5, 300)
    page.mouse.move(*at(page, text))
    assert page.locator(".link-tip").count() == 0


@pytest.mark.both_views
def test_copying_and_interrupting_share_a_key(page, server, folder) -> None:
    """Ctrl+C copies what is selected and else interrupts; also without the API."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.keyboard.type("echo co''py-me; sleep 60\r")
    wait_screen(page, "copy-me")
    page.evaluate("() => window.__term.select(0, 1, 7)")
    page.keyboard.press("Control+c")
    page.locator(".toast").get_by_text("Copied 7 characters").wait_for()
    assert page.evaluate("() => navigator.clipboard.readText()") == "copy-me"
    assert "^C" not in rows(page)
    page.keyboard.press("Control+c")
    wait_screen(page, "^C")
    page.evaluate(FAIL_TO_COPY)
    page.keyboard.press("Control+c")
    eventually(lambda: page.evaluate("() => navigator.clipboard.readText()") == "copy", every_s=0.05)


@pytest.mark.attached_view("tmux has no mouse over panes")
def test_a_drag_says_how_to_select(page, server, folder) -> None:
    """Once, if tmux has the mouse."""
    mouse_on(page, server)
    for _ in range(2):
        page.mouse.move(100, 300)
        page.mouse.down()
        page.mouse.move(300, 300, steps=3)
        page.mouse.up()
    page.locator(".toast").get_by_text("Hold Shift").wait_for()
    assert page.locator(".toast").get_by_text("Hold Shift").count() == 1
