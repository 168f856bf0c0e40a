"""Cards of the session list: how each session looks, as it changes."""

from __future__ import annotations

import json
import time

from tests.hidden import HIDE, STUB
from tests.pages import SHELL, session
from tests.support import eventually

COUNT = "sh -c 'n=0; while sleep 0.3; do n=$((n + 1)); echo $n; done'"

MOST_OF_A_ROW = """([card, y]) => {
  const canvas = document.querySelectorAll('.card-preview')[card];
  if (!canvas || canvas.height < 100) return '';
  const data = canvas.getContext('2d').getImageData(0, y * 12 + 1, canvas.width, 1).data;
  const counts = {};
  for (let i = 0; i < data.length; i += 4) {
    const colour = `${data[i]} ${data[i + 1]} ${data[i + 2]}`;
    counts[colour] = (counts[colour] ?? 0) + 1;
  }
  return Object.entries(counts).sort((a, b) => b[1] - a[1])[0][0];
}"""
"""A row of a preview that shows its screen from the top, in letters of 10 px."""


def test_cards_show_how_sessions_look_and_follow_them(open_page, server):
    paint = "printf '\\033[2J\\033[H\\033[48;2;{0}m%80s\\033[0m' ''"
    for name, colour in (("a", "255;0;0"), ("b", "0;0;255")):
        painted = f"{paint.format(colour)}; read x; {paint.format('0;255;0')}; sleep 60"
        server.tmux("new-session", "-d", "-s", name, "-x", "80", "-y", "24", painted)
    page = open_page("/")
    eventually(lambda: page.evaluate(MOST_OF_A_ROW, [0, 0]) == "255 0 0", every_s=0.1)
    eventually(lambda: page.evaluate(MOST_OF_A_ROW, [1, 0]) == "0 0 255", every_s=0.1)
    server.tmux("send-keys", "-t", "=a:", "Enter")
    eventually(lambda: page.evaluate(MOST_OF_A_ROW, [0, 0]) == "0 255 0", every_s=0.1)
    assert page.evaluate(MOST_OF_A_ROW, [1, 0]) == "0 0 255"
    before = page.evaluate(MOST_OF_A_ROW, [1, 5])
    page.locator("#theme").click()
    eventually(lambda: page.evaluate(MOST_OF_A_ROW, [1, 5]) != before)
    assert page.evaluate(MOST_OF_A_ROW, [1, 0]) == "0 0 255"


def test_only_what_is_on_the_screen_is_asked_for(open_page, server):
    for number in range(20):
        server.tmux("new-session", "-d", "-s", f"s{number:02}", SHELL)
    page = open_page("/")
    page.locator(".card").nth(19).wait_for()
    drawn = "() => [...document.querySelectorAll('.card-preview')].map((canvas) => canvas.height !== 150)"
    eventually(lambda: page.evaluate(drawn)[0], every_s=0.1)
    assert not page.evaluate(drawn)[19]
    page.locator(".card").nth(19).scroll_into_view_if_needed()
    eventually(lambda: page.evaluate(drawn)[19], every_s=0.1)


def test_what_was_written_last_is_shown(open_page, server):
    """Of a tall screen the bottom, and of a screen with little on it the top."""
    red, blue = (f"\\033[48;2;{colour}m%80s\\033[0m\\n" for colour in ("255;0;0", "0;0;255"))
    for name, command in (("full", f"seq 40; printf '{red}' ''"), ("head", f"printf '{blue}' ''")):
        server.tmux("new-session", "-d", "-s", name, "-x", "80", "-y", "60", f"{command}; exec sleep 60")
    page = open_page("/")
    rows = "() => Math.floor(document.querySelector('.card-preview').height / 12)"
    eventually(lambda: page.evaluate(MOST_OF_A_ROW, [1, 0]) == "0 0 255", every_s=0.1)

    def red_rows():
        return [y for y in range(page.evaluate(rows)) if page.evaluate(MOST_OF_A_ROW, [0, y]) == "255 0 0"]

    shown = eventually(red_rows, every_s=0.1)
    assert shown[0] >= page.evaluate(rows) - 3, "the cursor is below it"


def test_a_hidden_page_is_sent_no_previews(open_page, server):
    """The list of sessions it goes on to hear; shown again, it gets pictures again."""
    session(server, "count", COUNT)
    page = open_page("/login")
    page.context.pages[0].close()
    page.add_init_script(STUB)
    told: list[str] = []
    asked: list[list[str]] = []

    def on_socket(socket):
        socket.on("framereceived", lambda text: told.append(json.loads(text)["type"]))
        socket.on("framesent", lambda text: asked.append(json.loads(text).get("sessionIds")))

    page.on("websocket", on_socket)
    page.goto(server.address + "/")
    eventually(lambda: page.evaluate("() => 1") and told.count("preview") > 1, every_s=0.05)
    page.evaluate(HIDE, True)
    assert [] == asked[-1]
    session(server, "fence")
    page.get_by_text("fence", exact=True).wait_for()
    told.clear()
    hidden_at = time.monotonic()
    eventually(lambda: page.evaluate("() => 1") and time.monotonic() - hidden_at > 1.6, every_s=0.05)
    assert "preview" not in told
    page.evaluate(HIDE, False)
    eventually(lambda: page.evaluate("() => 1") and told.count("preview") > 1, every_s=0.05)
