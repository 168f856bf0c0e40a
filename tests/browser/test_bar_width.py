"""The bar of the terminal page on a phone: never wider than the page, whatever it has to say at once."""

from __future__ import annotations

import json

import pytest

from tests.pages import HOOKS, READY, logged_in, phone, session, wait_screen

SHOWN = "(selector) => document.querySelector(selector)?.hidden === false"  # styles are there by then
LONG = "a-session-with-a-name-that-nobody-can-read-to-its-end"

# A page that types has no button for one that reads; one that shares has no guests of its own.
TOO_WIDE = """(absent) => {
  const ids = ['read-only', 'ask-control', 'rec', 'attach', 'scrolled', 'slow', 'fit', 'guests', 'viewers']
    .filter((id) => !absent.includes(id));
  const parts = ids.map((id) => document.getElementById(id));
  for (const part of parts) if (part.textContent.trim() === '') part.textContent = '12';
  const bar = document.querySelector('.term-bar');
  const before = parts.map((part) => part.hidden);
  const found = {};
  for (let shown = 0; shown < 2 ** parts.length; shown += 1) {
    const those = ids.filter((_, at) => shown & (1 << at));
    if (those.includes('fit') && (those.includes('read-only') || those.includes('ask-control'))) continue;
    parts.forEach((part, at) => (part.hidden = !those.includes(ids[at])));
    if (bar.scrollWidth > innerWidth) found[those] = bar.scrollWidth;
  }
  parts.forEach((part, at) => (part.hidden = before[at]));
  return found;
}"""


@pytest.fixture(params=["finger", "mouse"])
def device(request):
    """A phone, and a desktop at 400 %."""
    return phone(320, 640) if request.param == "finger" else {"viewport": {"width": 320, "height": 640}}


@pytest.mark.timeout_s(60)
def test_the_bar_is_never_wider_than_the_page(server, chromium, device):
    session(server, LONG)
    context = logged_in(chromium, server, device)
    share = {"session_id": server.tmux("list-sessions", "-F", "#{session_id}"), "lasts_s": 600}
    made = context.request.post(f"{server.url}/api/shares", data=share, headers={"Origin": server.url})
    stranger = chromium.new_context(**device)
    stranger.add_init_script(HOOKS)
    guest, host, mirror = stranger.new_page(), context.new_page(), context.new_page()
    wide = {}
    for page, path, absent in (
        (guest, json.loads(made.text())["path"], ["guests", "viewers", "attach"]),
        (host, f"/s/{LONG}", ["attach"]),
        (mirror, f"/s/{LONG}?view=mirror", ["fit"]),
    ):
        page.goto(server.url + path)
        wait_screen(page, "$ ")
        page.wait_for_function(READY)
        page.wait_for_function(SHOWN, arg="#shared-by" if page is guest else "#guests")
        for width in (320, 360, 390, 481, 600):
            page.set_viewport_size({"width": width, "height": 640})
            for shown, pixels in page.evaluate(TOO_WIDE, absent).items():
                wide[path, width, shown] = pixels
    stranger.close()
    context.close()
    assert {} == wide
