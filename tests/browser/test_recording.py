"""Recording in a real browser: begun and ended by a button, seen by everybody, played and sought."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Error

from tests.pages import pixels, screen, terminal, wait_screen
from tests.screens import pane_lines
from tests.support import eventually

pytestmark = pytest.mark.own_server


def record(page) -> None:
    page.get_by_role("button", name="Record this session").click()
    page.get_by_role("button", name="Record", exact=True).click()
    page.get_by_text("REC", exact=True).wait_for()


def stop(page) -> None:
    page.get_by_role("button", name="Stop recording this session").click()
    page.get_by_text("REC", exact=True).wait_for(state="hidden")


def type_line(page, line: str, seen: str) -> None:
    page.locator("#frame textarea").focus()
    page.keyboard.type(line + "\r")
    wait_screen(page, seen)


def at_end(page) -> bool:
    return page.evaluate("() => document.querySelector('#bar').value === document.querySelector('#bar').max")


def shows(page, text: str) -> bool:
    return any(text in line for line in screen(page))


def made_up(server, events) -> str:
    """A recording of these events, in place of what was recorded; its id."""
    found = server.tmux("display-message", "-p", "-t", "=work:", "#{session_id}")
    where = f"/api/sessions/%24{found[1:]}/recording"
    recording = json.loads(server.request("POST", where, headers=server.bearer)[2])
    assert server.request("DELETE", where, headers=server.bearer)[0] == 200
    path = server.state_dir / "recordings" / f"{recording['id']}.cast"
    header = {"version": 3, "term": {"cols": 80, "rows": 24}, "timestamp": 1}
    path.write_text("".join(json.dumps(value) + "\n" for value in (header, *events)))
    return recording["id"]


def test_record_stop_play_and_seek(open_page, server):
    page = terminal(open_page, server)
    other = open_page("/s/work?view=mirror")
    wait_screen(other, "$ ")
    record(page)
    other.get_by_text("REC", exact=True).wait_for()
    type_line(page, "printf '\\033[31mr''ed\\033[0m 日本\\n'; seq 40", "40")
    type_line(page, "echo the''end", "theend")
    eventually(lambda: shows(other, "theend"))
    stop(page)
    other.get_by_text("REC", exact=True).wait_for(state="hidden")
    other.close()
    page.goto(server.url + "/recordings")
    row = page.locator("#recordings li").first
    assert "owner" in row.inner_text()
    row.get_by_role("link", name="Play").click()
    page.get_by_label("Speed").select_option("16")
    eventually(lambda: at_end(page), 15)
    wait_screen(page, "theend")
    shown = [line.rstrip() for line in screen(page)]
    assert shown == (pane_lines(server, "work") + [""] * len(shown))[: len(shown)]
    page.get_by_role("button", name="Play").wait_for()
    page.get_by_text("Markers 1").click()
    page.get_by_role("button", name="owner types").click()
    eventually(lambda: not shows(page, "theend"))
    page.keyboard.press("End")
    eventually(lambda: shows(page, "theend"))
    page.keyboard.press("Home")
    eventually(lambda: not shows(page, "theend"))
    page.locator("#frame").click()
    eventually(lambda: page.keyboard.press("ArrowRight") or at_end(page))  # five seconds each
    page.keyboard.press("Tab")
    is_outside = "() => !document.querySelector('#frame').contains(document.activeElement)"
    eventually(lambda: page.evaluate(is_outside))


PAUSES = [
    [0, "o", "\x1bcbegin\r\n"],
    [1, "o", "one\r\n"],
    [600, "m", "late"],
    [0, "r", "100x30"],
    [0, "o", "\x1bcend"],
    [1, "o", ""],
]


def test_playing_pauses_speeds_and_skips(open_page, server):
    terminal(open_page, server)
    page = open_page("/recordings/" + made_up(server, PAUSES))
    wait_screen(page, "begin")
    page.keyboard.press("Space")
    page.get_by_role("button", name="Play").wait_for()
    assert page.locator("#length").inner_text() == "0:04"
    page.get_by_label("Skip pauses").uncheck()
    assert page.locator("#length").inner_text() == "10:02"
    page.get_by_label("Skip pauses").check()
    page.get_by_label("Speed").select_option("8")
    page.get_by_role("button", name="Play").click()
    wait_screen(page, "end")
    assert page.locator("#size").inner_text() == "100 × 30"
    eventually(lambda: at_end(page))
    page.keyboard.press("Home")
    eventually(lambda: page.locator("#size").inner_text() == "80 × 24" and shows(page, "begin"))
    assert not shows(page, "one")


RINGING = [
    [0, "o", "\x1bc\x1b[1;31m<b>bold</b>\x1b[0m & plain \x1b[48;2;0;128;0m    \x1b[0m\r\n"],
    [3, "m", "Bell"],
    [0, "o", "rang"],
    [9, "m", "olga types"],
    [9, "o", ""],
]
COPIED = """async () => {
  const [item] = await navigator.clipboard.read();
  const read = async (type) => (item.types.includes(type) ? (await item.getType(type)).text() : '');
  const page = new DOMParser().parseFromString(await read('text/html'), 'text/html');
  const style = [...page.querySelectorAll('span')].find((one) => one.textContent === '<b>bold</b>')?.style;
  return [await read('text/plain'), page.body.textContent.trim(), style?.fontWeight, style?.color];
}"""


def copied(page) -> list:
    """Text, text of the HTML, weight and colour of what is bold; nothing while another copy comes."""
    try:
        return page.evaluate(COPIED)
    except Error:
        return [""] * 4


def take(page, item: str) -> None:
    page.get_by_role("button", name="Copy or save the screen").click()
    page.get_by_role("menuitem", name=item).click()


def test_one_goes_from_bell_to_bell_and_takes_away_what_is_shown(open_page, server):
    """As text, as HTML with its colours and as a picture of the frame that was seen."""
    terminal(open_page, server)
    page = open_page("/recordings/" + made_up(server, RINGING))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    wait_screen(page, "plain")
    page.keyboard.press("Home")
    take(page, "Copy the screen as text")
    page.get_by_role("button", name="Play").wait_for()
    eventually(lambda: copied(page) == ["<b>bold</b> & plain", "", None, None])
    page.keyboard.press("]")
    eventually(lambda: shows(page, "rang"))
    assert page.locator("#ticks .is-bell").count() == 1
    take(page, "Copy the screen as HTML")
    eventually(lambda: copied(page)[1:] == ["<b>bold</b> & plain     \nrang", "bold", "rgb(180, 35, 24)"])
    assert copied(page)[0].startswith("<pre style=")
    with page.expect_download() as told:
        take(page, "Save the screen as a picture")
    assert re.fullmatch(r"work-\d{8}-\d{6}\.png", told.value.suggested_filename)
    width, height, colours = pixels(open_page("/offline"), Path(told.value.path()).read_bytes())
    assert {"251 252 253", "180 35 24", "0 128 0"} <= colours
    assert 80 * 8 * 2 <= width
    assert 24 * 16 * 2 <= height


def row(number: int) -> str:
    screen = "\x1bc" if number % 2500 == 0 else ""
    return f"{screen}\x1b[{number % 24 + 1};1H\x1b[2Kline {number} " + "x" * 60 + "\x1b[1;31m\x1b[m" * 10


@pytest.mark.timeout_s(60)  # ten megabytes are written, sent and read
def test_seeking_in_ten_megabytes(open_page, server):
    """Back and forth; each time the screen is that of the moment."""
    terminal(open_page, server)
    page = open_page("/recordings/" + made_up(server, [[0.01, "o", row(number)] for number in range(45_000)]))
    page.get_by_role("button", name="Pause").click()
    for place, text in (("End", "line 44999 "), ("Home", "line 0 "), ("End", "line 44999 ")):
        page.keyboard.press(place)
        eventually(lambda wanted=text: shows(page, wanted))


def test_what_cannot_be_played_is_said(open_page, server):
    terminal(open_page, server)
    page = open_page("/recordings/" + made_up(server, [{"no": "event"}]))
    page.get_by_text("Line 2 of the recording is damaged.").wait_for()


def test_a_recording_is_stopped_downloaded_and_deleted_in_the_list(open_page, server):
    page = open_page("/")
    terminal_page = terminal(open_page, server)
    record(terminal_page)
    page.locator(".card").get_by_text("REC", exact=True).wait_for()
    page.get_by_role("link", name="Recordings").click()
    page.get_by_role("button", name="Stop the recording of work").click()
    page.get_by_text("REC", exact=True).wait_for(state="hidden")
    with page.expect_download() as told:
        page.get_by_role("link", name="Download the recording of work").click()
    assert told.value.suggested_filename.startswith("work-")
    assert told.value.suggested_filename.endswith(".cast")
    page.get_by_role("button", name="Delete the recording of work").click()
    page.get_by_role("button", name="Delete", exact=True).click()
    page.get_by_text("None yet.").wait_for()
    assert list((server.state_dir / "recordings").iterdir()) == []
