"""The side panel over the terminal: files walked, filtered, sent up and down, and their paths typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.axe import findings
from tests.browser.test_files import DRAG
from tests.pages import screen, wait_screen
from tests.support import eventually

SIZE = "() => [window.__term.cols, window.__term.rows]"
FOCUS = "() => document.activeElement.className"
TERMINAL = "xterm-helper-textarea"


@pytest.fixture
def folder(server, tmp_path: Path) -> Path:
    """Where a shell `work` without bracketed paste is."""
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "deep.txt").write_text("deep")
    (tmp_path / "it's.txt").write_text("x")
    (tmp_path / ".hidden").touch()
    (tmp_path / "way").symlink_to("sub")
    (tmp_path / "nowhere").symlink_to("gone")
    server.tmux(
        "new-session", "-d", "-s", "work", "-x", "80", "-y", "24", "-c", str(tmp_path), "env PS1='$ ' sh"
    )
    return tmp_path


@pytest.fixture
def page(open_page, folder):
    opened = open_page("/s/work")
    wait_screen(opened, "$ ")
    return opened


def browse(page, folder: Path) -> None:
    """Opens the panel by its key."""
    page.keyboard.press("Control+Shift+B")
    shows(page, folder)


def shows(page, folder: Path) -> None:
    page.locator(f".folder-panel:not([aria-busy]) .crumb[aria-current]:text-is('{folder.name}')").wait_for()


def names(page) -> list[str]:
    return page.locator(".folder-name").all_text_contents()


def chosen(page) -> list[str]:
    return page.locator("[role=option][aria-selected=true] .folder-name").all_text_contents()


def test_files_are_walked_filtered_and_saved_by_keyboard(page, folder) -> None:
    """The grid stays, Escape takes back step by step, and the terminal has the keys again."""
    size = page.evaluate(SIZE)
    browse(page, folder)
    assert (["sub/", "it's.txt", "nowhere → gone", "way → sub"], size) == (names(page), page.evaluate(SIZE))
    assert [] == findings(page)
    page.keyboard.type("su")
    eventually(lambda: chosen(page) == ["sub/"])
    page.keyboard.press("Enter")
    shows(page, folder / "sub")
    page.keyboard.press("ArrowDown")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert ("deep.txt", "deep") == (
        download.value.suggested_filename,
        Path(download.value.path()).read_text(),
    )
    page.keyboard.press("Backspace")
    shows(page, folder)
    eventually(lambda: chosen(page) == ["sub/"])
    page.keyboard.type(".h")
    page.keyboard.press("Escape")
    page.get_by_text("4 entries, 1 hidden.").wait_for()
    page.keyboard.type("way")
    page.keyboard.press("Enter")
    shows(page, folder / "way")
    page.keyboard.press("Backspace")
    shows(page, folder)
    page.keyboard.type("nowh")
    page.keyboard.press("Enter")
    page.get_by_text("The target of this link does not exist.").wait_for()
    page.get_by_role("combobox").fill(f"{folder}/sub")
    page.get_by_text("Press Enter to go there.").wait_for()
    page.keyboard.press("Enter")
    shows(page, folder / "sub")
    page.get_by_role("combobox").fill(f"{folder}/gone")
    page.keyboard.press("Enter")
    page.get_by_text("File or folder not found.").wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.locator(".drawer").wait_for(state="detached")
    eventually(lambda: TERMINAL in page.evaluate(FOCUS), every_s=0.05)
    page.keyboard.type("echo ba''ck\r")
    wait_screen(page, "back")


def test_a_path_is_typed_once_and_without_enter(page, folder) -> None:
    """Quoted, also one with a line break, with the keys in the terminal afterwards; or it is copied."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    (folder / "a\nb").touch()
    page.keyboard.type("printf '<%s>' ")
    browse(page, folder)
    page.keyboard.type("it's")
    page.get_by_role("button", name="Copy path").click()
    path = f"{folder}/it's.txt"
    eventually(lambda: page.evaluate("() => navigator.clipboard.readText()") == path, every_s=0.05)
    page.get_by_role("combobox", name="Filter names, or go to a path").press("Shift+Enter")
    eventually(lambda: TERMINAL in page.evaluate(FOCUS), every_s=0.05)
    page.keyboard.press("Control+Shift+B")
    page.get_by_role("combobox", name="Filter names, or go to a path").fill(
        "a\\n"
    )  # nothing: a name is filtered as it is
    page.get_by_text("0 of 6 listed.").wait_for()
    page.get_by_role("combobox", name="Filter names, or go to a path").fill("")
    page.locator(".folder-entry", has_text="a\\nb").click()
    page.get_by_role("button", name="Insert path").click()
    eventually(lambda: "$'" in "".join(screen(page)), every_s=0.05)
    assert "<" + str(folder) not in "".join(screen(page))
    page.keyboard.press("Enter")
    wait_screen(page, "<")
    # dash reads `$'…'` as it stands: what counts is that each came once.
    eventually(lambda: f"<{path}>" in "".join(screen(page)), every_s=0.05)
    printed = "".join(screen(page)).split(f"<{path}>")[1].replace(" ", "")
    assert printed.count("<") == 1


def test_files_go_up_into_the_folder_on_show(page, folder) -> None:
    """Chosen or dropped; nothing is typed; too large a one is refused there; Undo takes it back."""
    browse(page, folder)
    page.locator(".folder-entry", has_text="sub/").first.click()
    shows(page, folder / "sub")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Upload into this folder").click()
    chooser.value.set_files({"name": "up.txt", "mimeType": "text/plain", "buffer": b"up"})
    page.locator(".folder-entry", has_text="up.txt").wait_for()
    assert "up" == (folder / "sub" / "up.txt").read_text()
    drop = {"at": "[data-to=folder] .folder-list", "files": [{"name": "drop.txt", "text": "dropped"}]}
    page.evaluate(DRAG, {"type": "dragover", **drop})
    page.locator(".folder-panel.is-target").wait_for()
    page.evaluate(DRAG, {"type": "drop", **drop})
    page.locator(".folder-entry", has_text="drop.txt").wait_for()
    assert "dropped" == (folder / "sub" / "drop.txt").read_text()
    page.get_by_role("region", name="drop.txt").get_by_role("button", name="Undo").click()
    page.locator(".folder-entry", has_text="drop.txt").wait_for(state="detached")
    page.evaluate("() => { document.querySelector('#terminal').dataset.uploadMax = 3; }")
    page.evaluate(DRAG, {"type": "drop", **drop})
    page.locator(".drawer").get_by_text("Not uploaded. This file is 7 bytes").wait_for()
    assert ["deep.txt", "up.txt"] == sorted(path.name for path in (folder / "sub").iterdir())
    assert not [line for line in screen(page) if "up.txt" in line]


def test_the_panel_follows_the_pane_until_one_goes_elsewhere(page, folder) -> None:
    """And again when it is asked to. What is gone is said, and the last list stays."""
    browse(page, folder)
    page.locator(".xterm-screen").click(position={"x": 50, "y": 100})
    page.keyboard.type("cd sub\r")
    shows(page, folder / "sub")
    page.get_by_role("button", name="Parent folder").click()
    shows(page, folder)
    here = page.get_by_role("button", name="Follow the active pane’s folder")
    assert "false" == here.get_attribute("aria-pressed")
    here.click()
    shows(page, folder / "sub")
    (folder / "sub" / "inner").mkdir()
    page.get_by_role("button", name="Refresh").click()
    page.locator(".folder-entry", has_text="inner/").click()
    shows(page, folder / "sub" / "inner")
    (folder / "sub" / "inner").rmdir()
    page.get_by_role("button", name="Refresh").click()
    page.locator(".folder-status.is-problem", has_text="folder not found").wait_for()


def test_the_panel_stays_open_on_this_device(page, folder) -> None:
    """Over a reload, without taking the keys, on the tab it was on; closed it stays closed."""
    page.keyboard.type("echo nee''dle\r")
    browse(page, folder)
    page.get_by_role("tab", name="Files").press("ArrowRight")
    page.get_by_role("tab", name="Changes").press("ArrowRight")
    page.reload()
    wait_screen(page, "needle")
    page.get_by_role("tab", name="Search", selected=True).wait_for()
    eventually(lambda: TERMINAL in page.evaluate(FOCUS), every_s=0.05)
    page.keyboard.press("Control+Shift+B")
    page.locator(".drawer .find-input:focus").wait_for()
    page.keyboard.type("needle")
    page.locator(".drawer .search-hit").first.wait_for()
    page.keyboard.press("Enter")
    page.locator(".history-row.is-shown", has_text="needle").wait_for()
    edges = [page.locator(one).bounding_box() for one in (".history", ".drawer")]
    assert edges[0]["x"] + edges[0]["width"] <= edges[1]["x"]
    page.get_by_role("tab", name="Recordings").click()
    page.get_by_text("None yet. The record button").wait_for()
    assert [] == findings(page)
    page.get_by_role("button", name="Close the side panel").click()
    page.reload()
    wait_screen(page, "needle")
    assert page.locator(".drawer").count() == 0


def test_on_a_phone_the_panel_is_all_there_is(open_phone, folder) -> None:
    """From the menu, as wide as the screen; typing a path makes way; nobody finds it open later."""
    page = open_phone("/s/work")
    wait_screen(page, "$ ")
    page.locator("#menu").tap()
    page.get_by_role("menuitem", name="Side panel").tap()
    shows(page, folder)
    drawer = page.locator(".drawer")
    eventually(lambda: [0, 390] == [drawer.bounding_box()[side] for side in ("x", "width")])
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
    assert [] == findings(page)
    page.locator(".folder-entry", has_text="it's.txt").tap()
    page.reload()
    wait_screen(page, "$ ")
    assert page.locator(".drawer").count() == 0
    page.locator("#menu").tap()
    page.get_by_role("menuitem", name="Side panel").tap()
    page.locator(".folder-entry", has_text="it's.txt").tap()
    page.get_by_role("button", name="Insert path").tap()
    page.locator(".drawer").wait_for(state="detached")
    eventually(lambda: "it'\\''s.txt" in "".join(screen(page)), every_s=0.05)
