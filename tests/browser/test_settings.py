"""Settings in a real browser: what is chosen shows at once in open pages, stays, and follows its user."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.pages import HOOKS, logged_in, saved_settings, session, status_rows, terminal, wait_screen
from tests.support import eventually

TABLE = Path(__file__).parents[2] / "static/js/lib/settings-table.js"
ALL = re.findall(r"^  '?([a-zA-Z.]+)'?: \{", TABLE.read_text(), re.MULTILINE)
DRAWN = "() => [window.__term.options.theme.background, window.__term.options.fontSize]"
FIRST_PAINT = """
new MutationObserver((_, observer) => {
  if (!document.body) return;
  const { dataset, style } = document.documentElement;
  window.__first = [dataset.theme, style.getPropertyValue('--term')];
  observer.disconnect();
}).observe(document, { childList: true, subtree: true });
"""
LEAST_CONTRAST = """() => {
  const light = (text) => {
    const [r, g, b] = text.match(/[\\d.]+/g).map(Number)
      .map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const box = getComputedStyle(document.querySelector('.sample-box')).backgroundColor;
  let least = 21;
  for (const span of document.querySelectorAll('.sample .xterm-rows span:not(.xterm-cursor)')) {
    if (span.textContent.trim() === '') continue;
    const { color, backgroundColor } = getComputedStyle(span);
    const behind = backgroundColor === 'rgba(0, 0, 0, 0)' ? box : backgroundColor;
    const [one, other] = [light(color), light(behind)].sort((a, b) => b - a);
    least = Math.min(least, (one + 0.05) / (other + 0.05));
  }
  return [least, document.querySelectorAll('.sample .xterm-rows span').length, box];
}"""
FITS = """() => {
  const box = (one) => document.querySelector(one).getBoundingClientRect();
  const [stage, grid] = [box('#stage'), box('.xterm-screen')];
  return grid.right <= stage.right + 1 && grid.bottom <= stage.bottom + 1 && grid.left >= stage.left - 1;
}"""
COUNT_BELLS = """() => {
  window.__bells = { flashes: 0, tones: 0 };
  // Made after the page's own, so it gets a choice after the page.
  new BroadcastChannel('webmux.settings').onmessage = () => { window.__bells = { flashes: 0, tones: 0 }; };
  const flash = document.querySelector('.bell-flash');
  const count = () => { if (!flash.hidden) window.__bells.flashes += 1; };
  new MutationObserver(count).observe(flash, { attributes: true });
  const { createOscillator } = AudioContext.prototype;
  AudioContext.prototype.createOscillator = function counted() {
    window.__bells.tones += 1;
    return createOscillator.call(this);
  };
}"""
TOO_SMALL = """() => [...document.querySelectorAll('.settings .button, .segment, .swatch, .input, .jumps a')]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 44)
  .map((one) => one.outerHTML)"""
HEARD = "() => Object.entries(window.__bells).filter(([, count]) => count > 0).map(([name]) => name)"
SPILLS = "() => document.documentElement.scrollWidth > innerWidth"


pytestmark = pytest.mark.timeout_s(60)


@pytest.fixture(autouse=True)
def usual(server):
    """As from the start, before and after: the server is the same for many tests."""

    def clear():
        body = json.dumps({"settings": dict.fromkeys(ALL)}).encode()
        headers = {**server.bearer, "Content-Type": "application/json"}
        assert server.request("PATCH", "/api/settings", body, headers)[0] == 200

    clear()
    yield
    clear()


def choose(page, name):
    page.get_by_role("radio", name=name, exact=True).check()


def fill(page, label, value):
    page.get_by_label(label).fill(value)
    page.keyboard.press("Enter")


def upload(page, selector, name, text):
    page.locator(selector).set_input_files({"name": name, "mimeType": "text/plain", "buffer": text.encode()})


def own_size(page):
    return tuple(page.evaluate("() => [window.__term.cols, window.__term.rows]"))


def window_size(server):
    """tmux's window, and below it one row of status."""
    width, height = server.tmux(
        "display-message", "-p", "-t", "=work:", "#{window_width} #{window_height}"
    ).split()
    return int(width), int(height) + status_rows()


def test_a_theme_and_a_font_show_at_once_stay_and_follow_their_user(open_page, server, chromium):
    page = terminal(open_page, server)
    settings = open_page("/settings")
    choose(settings, "Dark")
    choose(settings, "Nord")
    eventually(lambda: page.evaluate(DRAWN) == ["#2e3440", 14], every_s=0.05)
    assert (
        page.evaluate("() => getComputedStyle(document.querySelector('.stage')).backgroundColor")
        == "rgb(46, 52, 64)"
    )
    before = own_size(page)
    fill(settings, "Text size (this device)", "20")
    eventually(lambda: page.evaluate(DRAWN) == ["#2e3440", 20] and own_size(page) < before, every_s=0.05)
    eventually(lambda: window_size(server) == own_size(page))
    settings.get_by_label("Font by name").fill("x;y")
    settings.keyboard.press("Enter")
    settings.get_by_text("Type font names with commas").wait_for()
    page.add_init_script(FIRST_PAINT)
    page.reload()
    wait_screen(page, "$ ")
    assert page.evaluate("() => window.__first") == ["dark", "#2e3440"]
    assert page.evaluate(DRAWN) == ["#2e3440", 20]
    elsewhere = logged_in(chromium, server)
    other = elsewhere.new_page()
    other.goto(server.address + "/s/work")
    wait_screen(other, "$ ")
    assert other.evaluate(DRAWN)[0] == "#2e3440"
    assert (
        other.evaluate("() => window.__term.options.fontSize") <= 14
    )  # the size of that page, or less to fit
    elsewhere.close()


def test_who_does_not_own_the_size_only_sees_it_in_another_font(open_page, server, chromium):
    owner = terminal(open_page, server)
    size = own_size(owner)
    context = logged_in(chromium, server)
    other = context.new_page()
    other.goto(server.address + "/s/work?fontSize=9")
    wait_screen(other, "$ ")
    eventually(
        lambda: own_size(other) == size and other.evaluate("() => window.__term.options.fontSize") == 9
    )
    other.locator("[data-features=ready]").wait_for()
    other.keyboard.press("Control+Shift+0")
    for _ in range(6):
        other.keyboard.press("Control+Shift+Equal")
    eventually(
        lambda: other.evaluate("() => JSON.parse(localStorage.getItem('webmux.device'))['font.size']") == 20
    )
    eventually(lambda: other.evaluate(FITS) and own_size(other) == size, every_s=0.05)
    assert owner.evaluate(DRAWN)[1] == 14
    other.locator("#fit").click()
    eventually(lambda: own_size(other) < size and other.evaluate(DRAWN)[1] == 20, every_s=0.05)
    context.close()


def test_a_bell_is_shown_as_it_was_chosen(open_page, server):
    page = terminal(open_page, server)
    settings = open_page("/settings")
    page.locator("[data-features=ready]").wait_for()
    page.evaluate(COUNT_BELLS)
    for chosen, heard in (("Sound", ["tones"]), ("Flash", ["flashes"]), ("Both", ["flashes", "tones"])):
        page.evaluate("() => { window.__bells = null; }")
        choose(settings, chosen)
        eventually(lambda: page.evaluate("() => window.__bells !== null"), every_s=0.05)
        server.ring("=work:")
        eventually(lambda heard=heard: page.evaluate(HEARD) == heard, every_s=0.05)
        page.locator(".bell-flash").wait_for(state="hidden")  # one that lasts is no other


def test_cards_and_recordings_follow_the_theme(open_page, server):
    session(server, "work")
    path = "/api/sessions/%240/recording".replace(
        "%240", server.tmux("display-message", "-p", "-t", "=work:", "#{session_id}").replace("$", "%24")
    )
    made = json.loads(server.request("POST", path, headers=server.bearer)[2])["id"]
    server.tmux("send-keys", "-t", "=work:", "echo hello", "Enter")
    eventually(lambda: server.request("DELETE", path, headers=server.bearer)[0] == 200)
    player, cards, settings = open_page(f"/recordings/{made}"), open_page("/"), open_page("/settings")
    player.locator("#controls:not([inert])").wait_for()
    cards.locator(".card-preview").wait_for()
    choose(settings, "Dark")
    choose(settings, "Gruvbox Dark")
    eventually(lambda: player.evaluate(DRAWN)[0] == "#282828", every_s=0.05)
    paper = (
        "() => [...document.querySelector('.card-preview').getContext('2d').getImageData(9, 99, 1, 1).data]"
    )
    eventually(lambda: cards.evaluate(paper)[:3] == [0x28, 0x28, 0x28], every_s=0.05)
    server.request("DELETE", f"/api/recordings/{made}", headers=server.bearer)


def test_all_themes_are_drawn_to_be_read(open_page):
    page = open_page("/settings")
    radios = page.locator(".swatch input")
    radios.first.wait_for(state="attached")
    shown = set()
    for number in reversed(range(radios.count())):  # the first of each kind is chosen already
        radios.nth(number).check()
        wanted = (
            page.locator(".swatch-picture").nth(number).evaluate("(e) => getComputedStyle(e).backgroundColor")
        )
        eventually(lambda wanted=wanted: page.evaluate(LEAST_CONTRAST)[2] == wanted, every_s=0.02)
        eventually(
            lambda: page.evaluate(LEAST_CONTRAST)[1] > 20 and page.evaluate(LEAST_CONTRAST)[0] >= 4.5,
            every_s=0.05,
        )
        shown.add(number)
    assert len(shown) >= 12


def test_a_theme_comes_from_a_file_and_goes_again(open_page):
    page = open_page("/settings")
    scheme = "name: <b>Mine</b>\n" + "\n".join(
        f'base0{digit:X}: "{digit * 15:02x}3322"' for digit in range(16)
    )
    upload(page, "#theme-file", "x.yaml", "hello")
    page.get_by_text("x.yaml: The file is not a theme").wait_for()
    upload(page, "#theme-file", "mine.yaml", scheme)
    choose(page, "<b>Mine</b>")
    page.get_by_role("button", name="Rename <b>Mine</b>").click()
    page.get_by_role("dialog").get_by_label("Name", exact=True).fill("Nord")
    page.keyboard.press("Enter")
    page.get_by_text("Another theme already has this name").wait_for()
    page.get_by_role("dialog").get_by_label("Name", exact=True).fill("Ours")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for(state="detached")
    eventually(lambda: [one["name"] for one in saved_settings(page)["themes.own"]] == ["Ours"], every_s=0.05)
    page.reload()
    expect(page.get_by_role("radio", name="Ours", exact=True)).to_be_checked()
    page.get_by_role("button", name="Delete Ours").click()
    page.get_by_role("radio", name="Ours", exact=True).wait_for(state="detached")
    assert page.get_by_role("radio", name="WebMux Dark", exact=True).is_checked()


def test_settings_go_to_a_file_and_come_back_with_a_way_out(open_page):
    page = open_page("/settings")
    choose(page, "Underline")
    choose(page, "Dracula")
    with page.expect_download() as told:
        page.get_by_role("button", name="Export").click()
    exported = json.loads(told.value.path().read_text())
    assert exported["settings"] == {"cursor.style": "underline", "theme.dark": "dracula"}
    assert told.value.suggested_filename == "webmux-settings.json"
    page.get_by_role("button", name="Reset all settings").click()
    page.get_by_role("dialog").get_by_role("button", name="Reset").click()
    page.get_by_text("All settings have their defaults again").wait_for()
    assert page.get_by_role("radio", name="Block").is_checked()
    exported["settings"] |= {"bell": "gong", "nothing": 1}
    upload(page, "#settings-file", "webmux-settings.json", json.dumps(exported))
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("2 settings will change, 0 already the same, 2 skipped").wait_for()
    dialog.get_by_text("nothing: there is no such setting here").wait_for()
    assert page.get_by_role("radio", name="Block").is_checked()
    dialog.get_by_role("button", name="Import").click()
    page.get_by_text("2 settings imported, 2 skipped").wait_for()
    assert page.get_by_role("radio", name="Underline").is_checked()
    eventually(
        lambda: (
            page.evaluate("() => document.querySelector('.sample-box').style.background") == "rgb(40, 42, 54)"
        )
    )
    page.locator("#transfer").get_by_role("button", name="Undo").click()
    page.get_by_text("Your earlier settings are back").wait_for()
    assert page.get_by_role("radio", name="Block").is_checked()
    upload(page, "#settings-file", "x.json", "[]")
    page.get_by_text("The file contains no WebMux settings").wait_for()


def test_what_cannot_be_kept_is_said_and_holds_on_the_page(open_page_without_worker):
    page = open_page_without_worker("/settings")
    page.route("**/api/settings", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        choose(page, "Bar")
    page.get_by_text("could not be saved").wait_for()
    assert page.get_by_role("radio", name="Bar", exact=True).is_checked()


def test_the_page_fits_a_phone(open_page):
    page = open_page("/settings")
    for width in (390, 360):
        page.set_viewport_size({"width": width, "height": 800})
        page.locator(".sample .xterm-rows span").first.wait_for()
        fill(page, "Text size (this device)", "30" if width == 360 else "14")
        eventually(lambda: not page.evaluate(SPILLS), every_s=0.05)
    assert page.evaluate(TOO_SMALL) == []


def test_a_guest_keeps_a_theme_in_this_browser_only(server, open_page, chromium):
    """What the maker of a link chose is not the guest's, and the settings are not for guests."""
    session(server, "work")
    settings = open_page("/settings")
    choose(settings, "Light")
    choose(settings, "Solarized Light")
    headers = {**server.bearer, "Content-Type": "application/json"}
    wanted = {"session_id": server.tmux("display-message", "-p", "-t", "=work:", "#{session_id}")}
    body = json.dumps(wanted | {"role": "viewer", "lasts_s": 3600}).encode()
    status, _, made = server.request("POST", "/api/shares", body, headers)
    assert status == 201, made
    with chromium.new_context(color_scheme="dark") as stranger:
        stranger.add_init_script(HOOKS)
        guest = stranger.new_page()
        guest.goto(server.url + json.loads(made)["path"])
        wait_screen(guest, "$ ")
        assert guest.evaluate(DRAWN) == ["#0d1117", 14]
        guest.locator("#theme").click()
        eventually(lambda: guest.evaluate(DRAWN) == ["#fbfcfd", 14])
        assert guest.evaluate("() => localStorage.getItem('webmux.theme')") == "light"
        assert "/login" in guest.request.get(server.address + "/settings").url
