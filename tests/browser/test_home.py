"""The session list as a place to work from: what needs attention, finding, ordering, coming back."""

from __future__ import annotations

import sys
import time

import pytest
from playwright.sync_api import expect

from tests.hidden import HIDE, STUB
from tests.pages import SHELL, session, wait_screen
from tests.server import Server
from tests.support import eventually

SOON = (
    "import runpy, webmux.tmux.state.command_tracker as f; "
    "f.MIN_S = 1.5; runpy.run_path('app.py', run_name='__main__')"
)
LONG = "a-name-that-goes-on-and-on-and-has-no-blank-in-it-anywhere"
SMALL = """() => [...document.querySelectorAll('a, button, input, select')]
  .filter((element) => element.checkVisibility() && !element.matches('.card-link'))
  .map((element) => [element.id || element.className, element.getBoundingClientRect()])
  .filter(([, { width, height }]) => width < 44 || height < 44).map(([name]) => name)"""


@pytest.fixture
def server():
    """A server to which a command is long that runs for two seconds."""
    server = Server(command=[sys.executable, "-c", SOON]).start()
    yield server
    server.close()


def names(page):
    return page.locator(".card-link").all_text_contents()


def let_go(card, gate):
    """Ends the command that waits at the gate, once it was seen for long enough."""
    card.get_by_text("cat", exact=True).wait_for()
    since = time.monotonic()
    eventually(lambda: time.monotonic() - since > 2)
    gate.write_text("go")


def test_badges_come_order_the_list_and_go_when_looked_at(open_page, server):
    """A command that ended and a bell, in sessions that nobody shows."""
    for name in ("able", "bell", "cook"):
        session(server, name)
    page = open_page("/")
    cook = page.locator(".card", has=page.get_by_text("cook", exact=True))
    eventually(lambda: names(page) == ["able", "bell", "cook"])
    gate = server.directory / "gate"
    server.tmux("send-keys", "-t", "=cook:", f"cd {server.directory}; mkfifo gate; cat gate", "Enter")
    cook.get_by_text(str(server.directory), exact=True).wait_for()
    let_go(cook, gate)
    cook.get_by_text("Command finished in 1 window").wait_for(state="attached")
    eventually(lambda: names(page) == ["cook", "able", "bell"])
    server.ring("=bell:")
    eventually(lambda: names(page) == ["bell", "cook", "able"])
    assert page.title().startswith("(2) ")
    page.get_by_text("need attention").wait_for()
    for name in ("cook", "bell"):
        with page.expect_response("**/api/settings"):
            page.get_by_text(name, exact=True).click()
            wait_screen(page, "$ ")
        page.go_back()
        page.locator(".card-link").nth(2).wait_for()  # placeholders have none
    page.locator(".alert:visible").first.wait_for(state="detached")
    assert not page.title().startswith("(")
    assert names(page) == ["bell", "cook", "able"], "opened last first"
    bell = page.locator(".card").first
    bell.get_by_text("viewer").wait_for(state="hidden")
    server.tmux("send-keys", "-t", "=bell:", f"cat {gate}", "Enter")
    let_go(bell, gate)
    bell.get_by_text("Command finished in 1 window").wait_for(state="attached")


def test_finding_and_ordering(open_page, server):
    """By name, command and folder; the order is kept, and does not change below who works in it."""
    for name in ("able", "bake", "cook"):
        session(server, name)
    server.tmux("send-keys", "-t", "=bake:", "cd /usr/share", "Enter")
    page = open_page("/")
    page.get_by_text("/usr/share", exact=True).wait_for()
    page.get_by_label("Filter sessions").fill("SHARE")
    eventually(lambda: names(page) == ["bake"])
    page.get_by_label("Filter sessions").fill("nowhere")
    page.get_by_text("No session matches").wait_for()
    page.get_by_role("button", name="Clear the filter").click()
    page.locator(".card-link").nth(1).focus()
    server.ring("=cook:")
    page.get_by_role("button", name="Update order").wait_for()
    assert names(page) == ["able", "bake", "cook"]
    eventually(lambda: page.evaluate("() => document.activeElement.textContent") == "bake", every_s=0.05)
    page.get_by_role("button", name="Update order").click()
    eventually(lambda: names(page) == ["cook", "able", "bake"])
    with page.expect_response("**/api/settings"):
        page.get_by_label("Sort by").select_option("name")
    eventually(lambda: names(page) == ["able", "bake", "cook"])
    page.reload()
    eventually(lambda: names(page) == ["able", "bake", "cook"])
    assert page.get_by_label("Sort by").input_value() == "name"
    page.get_by_role("button", name="New session").click()
    offered = page.get_by_role("dialog").locator("datalist option")
    values = "(options) => options.map(({ value }) => value)"
    assert "/usr/share" in offered.evaluate_all(values)
    page.get_by_label("Folder (optional)").fill("/usr/sh")
    eventually(lambda: "/usr/share" in offered.evaluate_all(values))
    page.get_by_label("Folder (optional)").fill("/usr/share/common-l")
    eventually(lambda: "/usr/share/common-licenses" in offered.evaluate_all(values))


def test_back_keeps_the_place(open_page, server):
    for number in range(12):
        session(server, f"s{number:02}")
    page = open_page("/")
    page.get_by_text("s11", exact=True).scroll_into_view_if_needed()
    page.get_by_label("Filter sessions").fill("s")
    eventually(lambda: page.evaluate("() => history.state?.y ?? 0") > 200)
    before = page.evaluate("() => scrollY")
    page.get_by_text("s11", exact=True).click()
    wait_screen(page, "$ ")
    page.go_back()
    page.locator(".card").nth(11).wait_for()
    eventually(lambda: abs(page.evaluate("() => scrollY") - before) < 5)
    assert page.get_by_label("Filter sessions").input_value() == "s"


@pytest.mark.parametrize("size", [(390, 844), (360, 800)])
def test_a_phone_has_one_column_and_room_for_fingers(open_page, server, size):
    for name in ("able", LONG):
        server.tmux("new-session", "-d", "-s", name, "-c", "/usr/share/common-licenses", SHELL)
    page = open_page("/")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    server.ring(f"={LONG}:")
    page.locator(".alert:visible").wait_for()
    assert page.evaluate("() => document.documentElement.scrollWidth") <= size[0]
    lefts = page.locator(".card").evaluate_all("(cards) => cards.map((c) => c.getBoundingClientRect().left)")
    assert len(set(lefts)) == 1
    assert page.evaluate(SMALL) == []


def test_what_is_pressed_before_the_page_is_ready_counts(open_page_without_worker, server):
    """Its modules are late the first time; what cannot work without them says so."""
    page = open_page_without_worker("/login")
    late = []
    page.route("**/sessions*.js", lambda route: route.continue_() if late else late.append(route))
    page.goto(server.url + "/", wait_until="commit")
    others = [page.locator("#theme"), page.locator("#logout")]
    for button in others:
        expect(button).to_be_disabled()
    page.locator("#new").click(no_wait_after=True)
    page.get_by_role("dialog", name="New session").wait_for()
    assert page.url == server.url + "/"
    for button in others:
        expect(button).to_be_enabled()


def test_activity_and_silence_are_told_until_looked_at(open_page, server):
    """Of windows that tmux watches for it; the number counts windows."""
    for name in ("able", "bake", "cook"):
        session(server, name)
    server.tmux("new-window", "-d", "-t", "=bake:", SHELL)
    page = open_page("/")
    bake, cook = (page.locator(".card", has=page.get_by_text(name, exact=True)) for name in ("bake", "cook"))
    cook.wait_for()
    server.tmux("set-option", "-g", "-w", "monitor-activity", "on")
    for number in (0, 1):
        server.tmux("send-keys", "-t", f"=bake:{number}", "echo x", "Enter")
    bake.get_by_text("Activity in 2 windows").wait_for(state="attached")
    server.tmux("set-option", "-g", "-w", "monitor-activity", "off")
    server.tmux("set-option", "-w", "-t", "=cook:", "monitor-silence", "1")
    cook.get_by_text("Silence in 1 window").wait_for(state="attached")
    shown = {name: page.locator(f".alert-{name}:visible") for name in ("activity", "silence")}
    assert ["2", "1"] == [badge.locator(".alert-count").text_content() for badge in shown.values()]
    assert len({badge.locator("path").get_attribute("d") for badge in shown.values()}) == 2
    for name in ("bake", "cook"):
        page.get_by_text(name, exact=True).click()
        wait_screen(page, "$ ")
        page.go_back()
        page.locator(".card-link").nth(2).wait_for()  # placeholders have none
    bake.get_by_text("Activity in 1 window").wait_for(state="attached")
    cook.locator(".alert-silence").wait_for(state="hidden")


def test_a_long_command_that_ends_is_told_to_a_hidden_terminal(open_page, server):
    session(server, "work")
    page = open_page("/login")
    page.add_init_script(STUB)
    page.goto(server.address + "/s/work")
    wait_screen(page, "$ ")
    page.evaluate(HIDE, True)
    page.keyboard.type("sleep 3\r")
    eventually(lambda: page.title() == "(1) work · WebMux", every_s=0.05)
    [told] = eventually(lambda: page.evaluate("() => window.__shown"), every_s=0.05)
    assert told["body"].startswith("sleep ended after ")
    page.evaluate(HIDE, False)
    assert page.title() == "work · WebMux"


def test_sessions_as_a_list(open_page, server):
    """One row each with the same facts and acts; kept in this browser; no pictures are asked for."""
    for name in ("able", LONG):
        session(server, name)
    asked: list[str] = []

    def note(text):
        asked.append(text)

    page = open_page("/login")
    page.on("websocket", lambda one: one.on("framesent", note))
    page.goto(server.address + "/")
    page.get_by_text("able", exact=True).wait_for()
    eventually(lambda: page.evaluate("() => 1") and '"$0"' in asked[-1], every_s=0.05)
    page.get_by_role("button", name="List", exact=True).click()
    eventually(lambda: page.evaluate("() => 1") and '"sessionIds":[]' in asked[-1], every_s=0.05)
    page.reload()
    able = page.locator(".card").nth(1)
    assert page.get_by_role("button", name="List", exact=True).get_attribute("aria-pressed") == "true"
    assert able.bounding_box()["height"] < 90
    able.get_by_role("link", name="Watch session able").wait_for()
    able.get_by_text("1 window").wait_for()
    for width in (390, 360, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width
        assert page.evaluate(SMALL) == []
    page.get_by_role("button", name="Cards", exact=True).click()
    page.locator("canvas:visible").first.wait_for()


def test_a_session_is_renamed_on_its_card(open_page, server):
    session(server, "before")
    page = open_page("/")
    page.get_by_role("button", name="Rename session before").click()
    page.get_by_role("dialog").locator("input").fill("after")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="after", exact=True).wait_for()
    assert "after" == server.tmux("list-sessions", "-F", "#{session_name}")


def test_keys_of_the_list_and_a_wide_window(open_page, server):
    """Enter opens the first match, F2 and Delete are as on tabs; more columns if there is room."""
    for number in range(8):
        session(server, f"s{number}")
    page = open_page("/")
    page.set_viewport_size({"width": 2560, "height": 1440})
    columns = "(cards) => new Set(cards.map((card) => card.getBoundingClientRect().left)).size"
    card = page.locator(".card", has=page.locator(".card-link"))
    eventually(lambda: card.evaluate_all(columns) == 7)
    page.get_by_role("button", name="Small cards").click()
    eventually(lambda: card.evaluate_all(columns) == 8)
    page.locator(".card-link").nth(3).press("F2")
    dialog = page.get_by_role("dialog")
    assert dialog.get_by_label("Name").input_value() == "s3"
    page.keyboard.press("Escape")
    dialog.wait_for(state="detached")
    page.locator(".card-link").nth(4).press("Delete")
    dialog.get_by_text("s4").wait_for()
    page.keyboard.press("Escape")
    dialog.wait_for(state="detached")
    expect(page.locator(".card-link").nth(4)).to_be_focused()
    page.keyboard.press("/")
    found = page.get_by_label("Filter sessions")
    expect(found).to_be_focused()
    found.fill("s6")
    eventually(lambda: names(page) == ["s6"])
    found.press("Enter")
    page.wait_for_url("**/s/s6")


def test_a_key_right_after_a_dialog_closed_moves_the_focus(open_page, server):
    """The browser reports the close of a dialog some time later: then the focus stays where it is."""
    session(server, "work")
    page = open_page("/")
    page.locator(".card-link").press("F2")
    page.locator("dialog[open]").wait_for()
    dialog = page.locator("dialog")
    dialog.evaluate("(dialog) => { dialog.close(); document.querySelector('#filter').focus(); }")
    dialog.wait_for(state="detached")
    expect(page.locator("#filter")).to_be_focused()


def test_a_long_command_does_not_widen_the_empty_list_on_a_phone(open_phone, server):
    page = open_phone("/")
    expect(page.locator("#example")).to_contain_text(str(server.tmux_socket))
    page.locator("#empty").wait_for()
    # Not innerWidth: a phone zooms out until it has all of a page that is too wide.
    assert page.evaluate("() => document.documentElement.scrollWidth <= screen.width")
