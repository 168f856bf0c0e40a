"""The main job in a real browser: log in, list, open, work, flood, lose the connection, come back."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from tests import pages
from tests.pages import equals_pane, screen, session, terminal, text_of, wait_screen
from tests.proxy import Link
from tests.screens import pane_lines, program_size
from tests.server import Server
from tests.support import eventually
from webmux.hub.credit import WINDOW_MAX_BYTES
from webmux.wire.opcodes import Opcode
from webmux.wire.records import split

HOSTILE = ["prod", "production", "$0", "a;b", "<img onerror=alert(1)>"]


@pytest.mark.own_server
def test_the_link_logs_in_once_and_leaves_no_secret(server, chromium):
    """The secret is gone from the address, and a second use says what to do."""
    with chromium.new_context() as owner, chromium.new_context() as stranger:
        first = owner.new_page()
        first.goto(server.login_link)
        first.wait_for_url(server.url + "/")
        page = stranger.new_page()
        page.goto(server.login_link)
        page.get_by_role("alert").filter(has_text="link").wait_for()
        assert "#" not in page.url
        page.get_by_label("Access token").fill(server.token)
        page.keyboard.press("Enter")
        page.wait_for_url(server.url + "/")


def test_hostile_names_are_text_and_each_opens_itself(open_page, server):
    """Names made by the tmux command line; nothing in them runs, and ids keep them apart."""
    canary = server.directory / "canary"
    names = [*HOSTILE, f"#(touch {canary})"]
    for name in names:
        session(server, name.replace("#", "##"))  # undoubled, the command line itself would run it
    page = open_page("/")
    for name in names:
        page.get_by_role("link", name=name, exact=False).first.wait_for()
    assert page.locator("img[onerror]").count() == 0
    for name in ("prod", "<img onerror=alert(1)>", "a;b", names[-1]):
        page.goto(server.url + "/")
        page.get_by_text(name, exact=True).first.click()
        page.wait_for_function("() => window.__term !== undefined")
        wait_screen(page, "$ ")
        assert name in server.tmux("list-clients", "-F", "#{session_name}").splitlines()
    assert not canary.exists()


def test_the_list_follows_the_tmux_command_line(open_page, server):
    """Made, renamed and killed elsewhere: the open page shows it."""
    session(server, "keep")
    page = open_page("/")
    session(server, "fresh")
    page.get_by_text("fresh", exact=True).wait_for(timeout=5000)
    server.tmux("rename-session", "-t", "=fresh", "renamed")
    page.get_by_text("renamed", exact=True).wait_for(timeout=5000)
    server.tmux("kill-session", "-t", "=renamed")
    page.get_by_text("renamed", exact=True).wait_for(state="detached", timeout=5000)


def test_create_and_kill_from_the_page(open_page, server):
    """A new session opens; killing asks first and names what it kills."""
    page = open_page("/")
    page.get_by_role("button", name="New session").first.click()
    page.get_by_role("dialog").locator("input").first.fill("made")
    page.keyboard.press("Enter")
    page.wait_for_url(server.url + "/s/made")
    assert server.tmux("list-sessions", "-F", "#{session_name}") == "made"
    page.goto(server.url + "/")
    page.get_by_role("button", name="Kill session made").click()
    dialog = page.get_by_role("dialog").filter(has_text="made")
    dialog.wait_for()
    assert server.tmux("list-sessions", "-F", "#{session_name}") == "made"
    dialog.get_by_role("button", name="Kill").click()
    eventually(lambda: page.get_by_text("made", exact=True).count() == 0)


@pytest.mark.both_views
def test_what_ended_at_once_is_told_and_what_ended_starts_again(open_page, server, tmp_path):
    """The dialog has the output of the command; the last screen stays visible behind the card."""
    page = open_page("/")
    page.get_by_role("button", name="New session").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("日本 work")
    dialog.get_by_label("Folder").fill(str(tmp_path))
    dialog.get_by_label("Command (optional)").fill("no-such-command --x")
    page.keyboard.press("Enter")
    alert = dialog.get_by_role("alert")
    expect(alert).to_contain_text("The command ended at once with exit status 127, command not found")
    dialog.get_by_label("Command (optional)").fill("echo la''st words; read x")
    page.keyboard.press("Enter")
    wait_screen(page, "last words")
    page.keyboard.press("Enter")
    page.get_by_text("Session ended").wait_for()
    assert any("last words" in line for line in screen(page))
    again = page.get_by_role("button", name="Start it again")
    expect(again).to_be_focused()
    page.keyboard.press("Enter")  # meant for the terminal
    expect(again).to_be_visible()
    again.click()
    page.get_by_text("Session ended").wait_for(state="detached")
    wait_screen(page, "last words")
    [line] = server.tmux(
        "list-panes", "-a", "-F", "#{session_name} #{pane_current_path} #{pane_start_command}"
    ).splitlines()
    assert line == f"日本 work {tmp_path} \"echo la''st words; read x\""


def test_typing_size_and_colours(open_page, server):
    """What is typed runs, `tput cols` is the page's width, and colours arrive whole."""
    page = terminal(open_page, server)
    page.keyboard.type("echo $((6*7))-ok; tput cols\r")
    wait_screen(page, "42-ok")
    cols = page.evaluate("() => window.__term.cols")
    wait_screen(page, str(cols))
    page.keyboard.type("clear; printf '\\033[38;2;10;200;30mX\\033[0m\\n'\r")
    eventually(lambda: screen(page)[0].startswith("X"), every_s=0.05)
    colour = page.evaluate("() => window.__term.buffer.active.getLine(0).getCell(0).getFgColor()")
    assert colour == 0x0AC81E
    page.set_viewport_size({"width": 700, "height": 500})
    eventually(lambda: page.evaluate("() => window.__term.cols") < cols, every_s=0.05)
    narrow = page.evaluate("() => window.__term.cols")
    eventually(lambda: program_size(server, "work")[0] == narrow)
    page.keyboard.type("clear; tput cols\r")
    eventually(lambda: str(narrow) in screen(page)[0:2], every_s=0.05)


def test_wide_characters_keep_the_cursor_where_tmux_has_it(open_page, server):
    """Accents, CJK and emoji: the same columns on both sides."""
    page = terminal(open_page, server)
    page.keyboard.insert_text("grüße 日本語 🙂 한")
    wait_screen(page, "한")
    x = page.evaluate("() => window.__term.buffer.active.cursorX")
    assert str(x) == server.tmux("display-message", "-p", "-t", "=work:", "#{cursor_x}")


@pytest.mark.parametrize(("start", "shown", "leave"), [("vim -u NONE", "~", ":q!\r"), ("top", "PID", "q")])
def test_full_screen_programs_draw_and_end(open_page, server, start, shown, leave):
    """The alternate screen of the pane comes and goes; top has none and leaves its last picture."""
    page = terminal(open_page, server)
    page.keyboard.type("echo before-it\r")
    wait_screen(page, "before-it")
    page.keyboard.type(start + "\r")
    wait_screen(page, shown)
    eventually(lambda: equals_pane(page, server, "work") or start == "top", every_s=0.1)
    page.keyboard.type(leave)
    if start != "top":
        eventually(lambda: screen(page)[0].startswith("$ echo before-it"), every_s=0.05)
    # top throws away what was typed before it has gone.
    command = ("display-message", "-p", "-t", "=work:", "#{pane_current_command}")
    eventually(lambda: server.tmux(*command) == "sh")
    page.keyboard.type("echo af''ter-it\r")
    wait_screen(page, "after-it")
    eventually(lambda: equals_pane(page, server, "work"), every_s=0.1)


def test_reload_and_a_second_tab_show_the_same(open_page, server):
    """Nothing depends on the page that saw it happen; the second tab does not take the size."""
    page = terminal(open_page, server)
    page.keyboard.type("seq 3; echo re''load\r")
    wait_screen(page, "reload")
    eventually(lambda: [line for line in rows_of(page) if line][-1] == "$", every_s=0.05)
    before = rows_of(page)
    page.reload()
    wait_screen(page, "reload")
    eventually(lambda: rows_of(page) == before, every_s=0.05)
    second = open_page("/s/work")
    wait_screen(second, "reload")
    eventually(lambda: rows_of(second) == rows_of(page), every_s=0.05)


def rows_of(page):
    """Without tmux's status line, which has a clock."""
    return text_of(page)[:-1]


@pytest.mark.timeout_s(90)
def test_a_flood_ends_on_the_right_screen_and_the_heap_stays_flat(open_page, server):
    """31 MB of coloured lines."""
    page = terminal(open_page, server)
    line = "".join(f"\x1b[3{i % 8}mword{i:03d}\x1b[0m " for i in range(12)) + "\n"
    path = server.directory / "flood"
    path.write_text(line * (31_000_000 // len(line)) + "LAST-LINE\n")
    devtools = page.context.new_cdp_session(page)

    def heap() -> int:
        devtools.send("HeapProfiler.collectGarbage")
        return devtools.send("Runtime.getHeapUsage")["usedSize"]

    before = heap()
    page.keyboard.type(f"cat {path}\r")
    wait_screen(page, "LAST-LINE", timeout_s=60)
    eventually(lambda: equals_pane(page, server, "work"), every_s=0.1)
    assert heap() - before < 20_000_000


def flows_of(page) -> list[dict]:
    """What the server tells of the flow to sockets that this page opens from now on."""
    told: list[dict] = []

    def take(message: bytes | str) -> None:
        for opcode, payload in split(message) if isinstance(message, bytes) else ():
            if opcode == Opcode.STATS:
                told.append(json.loads(bytes(payload))["flow"])

    page.on("websocket", lambda socket: socket.on("framereceived", take))
    return told


def test_keys_and_control_c_act_while_output_floods(open_page, server, record_property):
    """A key shows in the pane beside the flood, no more than a window is under way, Ctrl+C ends it."""
    session(server, "work")
    page = open_page("/login")
    flows = flows_of(page)
    page.goto(server.url + "/s/work")
    wait_screen(page, "$ ")
    page.keyboard.type("yes flooding-the-screen\r")
    wait_screen(page, "flooding-the-screen")
    running = ("display-message", "-p", "-t", "=work:0.0", "#{pane_current_command}")
    page.locator("#menu").click()
    page.get_by_role("menuitem", name="Connection stats").click()
    page.get_by_label("Connection stats").wait_for()
    server.tmux("split-window", "-t", "=work:", "env PS1='below> ' sh")
    wait_screen(page, "below> ")
    page.keyboard.type("echoed")
    wait_screen(page, "below> echoed")
    eventually(lambda: page.evaluate("() => true") and len(flows) >= 2, every_s=0.05)
    assert "yes" == server.tmux(*running)
    # The window may have shrunk below what was under way already.
    assert all(0 <= flow["in_flight_bytes"] <= WINDOW_MAX_BYTES for flow in flows)
    server.tmux("select-pane", "-t", "=work:0.0")
    start = time.monotonic()
    page.keyboard.press("Control+c")
    # Not `^C`: the terminal of the pane writes it before what `yes` was just writing, so it may scroll away.
    eventually(lambda: server.tmux(*running) == "sh", every_s=0.05)
    record_property("control_c_s", time.monotonic() - start)
    page.keyboard.type("echo st''ill-here\r")
    wait_screen(page, "still-here")


DEAD_AFTER_MS = 16_000
"""By then a ping was due, sent and not answered."""
LINES = "sh -c 'i=0; while sleep 0.02; do i=$((i+1)); echo line $i; done'"
"""In a shell without job control, which one Ctrl+C ends: the other misses one that comes between programs."""


@pytest.fixture
def linked(start_server) -> Iterator[tuple[Server, Link]]:
    """A server, and the line that browsers reach it by."""
    links: list[Link] = []

    def prepare(server: Server) -> None:
        links.append(Link(server.host, server.port))
        links[0].__enter__()
        server.environment["WEBMUX_PUBLIC_ORIGINS"] = f"http://{links[0].host}:{links[0].port}"

    yield start_server(prepare=prepare), links[0]
    links[0].__exit__(None, None, None)


@pytest.mark.parametrize("how", ["cut", "offline"])
def test_a_line_that_was_lost_comes_back_on_the_same_screen(linked, chromium, how):
    """Output that came meanwhile is there once, nothing was typed, and the page said what was wrong."""
    server, link = linked
    session(server, "work")
    url = server.environment["WEBMUX_PUBLIC_ORIGINS"]
    there = SimpleNamespace(url=url, address=url, token=server.token, context=None)
    context = pages.logged_in(chromium, there)
    page = context.new_page()
    page.clock.install()
    page.goto(url + "/s/work")
    wait_screen(page, "$ ")
    page.keyboard.type(LINES + "\r")
    wait_screen(page, "line 5")
    if how == "cut":
        link.cut_after = link.passed
    else:
        context.set_offline(True)
        page.clock.run_for(DEAD_AFTER_MS)
    page.get_by_text("econnecting").first.wait_for()

    def last() -> int:
        return int(server.tmux("capture-pane", "-p", "-t", "=work:").split()[-1])

    before = last()
    eventually(lambda: last() > before + 10)
    server.tmux("send-keys", "-t", "=work:", "C-c")  # nothing that comes later covers what is wrong
    link.cut_after = None
    context.set_offline(False)
    page.get_by_text("econnecting").first.wait_for(state="hidden", timeout=15_000)
    wait_screen(page, "^C")
    eventually(lambda: equals_pane(page, server, "work"), every_s=0.1)
    lines = [int(line.split()[1]) for line in screen(page) if line.startswith("line ")]
    assert lines == list(range(lines[0], lines[0] + len(lines)))
    assert ["^C", "$"] == [line for line in pane_lines(server, "work") if line][-2:]
    context.close()


@pytest.mark.own_server
def test_the_server_restarts_and_the_screen_returns(open_page, server):
    """The last frame stays, the page says so, comes back by itself, and types nothing."""
    page = terminal(open_page, server)
    page.keyboard.type("echo k''ept\r")
    wait_screen(page, "kept")
    before = text_of(page)
    server.stop()
    page.get_by_text("econnect").first.wait_for()
    assert text_of(page) == before
    server.start()
    page.get_by_text("econnecting").first.wait_for(state="hidden", timeout=15000)
    page.keyboard.type("echo b''ack\r")
    wait_screen(page, "back")
    eventually(lambda: equals_pane(page, server, "work"), every_s=0.1)
    assert not any("1;2c" in line or "276" in line for line in text_of(page))


@pytest.mark.parametrize(
    ("end", "title"),
    [(("kill-session", "-t", "=work"), "Session ended"), (("kill-server",), "tmux server stopped")],
)
def test_an_end_is_a_clear_page_with_a_way_on(open_page, server, end, title):
    """Not an endless spinner."""
    page = terminal(open_page, server)
    session(server, "other")
    server.tmux(*end)
    page.get_by_text(title).first.wait_for()
    page.get_by_text("sessions").first.wait_for()


@pytest.mark.both_views
def test_the_clipboard_is_written_and_never_read(open_page, server):
    """OSC 52: the copy arrives; a request for the clipboard types nothing."""
    page = terminal(open_page, server)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.keyboard.type("printf '\\033]52;c;aGVsbG8gY29weQ==\\007'\r")
    eventually(lambda: page.evaluate("() => navigator.clipboard.readText()") == "hello copy", every_s=0.1)
    page.evaluate("() => navigator.clipboard.writeText('secret')")
    page.keyboard.type("printf '\\033]52;c;?\\007'; echo as''ked\r")
    wait_screen(page, "asked")
    eventually(lambda: equals_pane(page, server, "work"), every_s=0.1)
    # tmux itself may answer with its own buffer; what lies in the browser's clipboard stays there.
    assert not any("c2VjcmV0" in line for line in screen(page))


@pytest.mark.parametrize("path", ["/", "/s/work", "/login"])
def test_a_phone_has_no_horizontal_overflow(open_page, server, path):
    """390 x 844."""
    session(server, "work")
    page = open_page(path)
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_load_state("networkidle" if path != "/s/work" else "load")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
