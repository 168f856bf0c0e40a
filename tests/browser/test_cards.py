"""Cards of the session list: how each session looks, as it changes."""

from __future__ import annotations

from tests.pages import SHELL
from tests.support import eventually

MOST_OF_A_ROW = """([card, y]) => {
  const canvas = document.querySelectorAll('.card-preview')[card];
  if (!canvas || canvas.width < 10) return '';
  const scale = canvas.height / (10 * 24);
  const data = canvas.getContext('2d').getImageData(0, (y * 10 + 1) * scale, canvas.width, 1).data;
  const counts = {};
  for (let i = 0; i < data.length; i += 4) {
    const colour = `${data[i]} ${data[i + 1]} ${data[i + 2]}`;
    counts[colour] = (counts[colour] ?? 0) + 1;
  }
  return Object.entries(counts).sort((a, b) => b[1] - a[1])[0][0];
}"""


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
    assert page.evaluate(MOST_OF_A_ROW, [1, 5]) != before
    assert page.evaluate(MOST_OF_A_ROW, [1, 0]) == "0 0 255"


def test_only_what_is_on_the_screen_is_asked_for(open_page, server):
    for number in range(20):
        server.tmux("new-session", "-d", "-s", f"s{number:02}", SHELL)
    page = open_page("/")
    page.locator(".card").nth(19).wait_for()
    drawn = "() => [...document.querySelectorAll('.card-preview')].map((canvas) => canvas.height > 150)"
    eventually(lambda: page.evaluate(drawn)[0], every_s=0.1)
    assert not page.evaluate(drawn)[19]
    page.locator(".card").nth(19).scroll_into_view_if_needed()
    eventually(lambda: page.evaluate(drawn)[19], every_s=0.1)
