"""Who asks for more contrast gets it, and colours of the system's leave every state to be seen."""

from __future__ import annotations

from functools import partial

import pytest

from tests import pages
from tests.pages import wait_screen
from tests.support import eventually

RATIO = "() => window.__term.options.minimumContrastRatio"

# Relative luminance and contrast as WCAG 2 defines them.
CONTRASTS = """() => {
  const part = (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * part(r / 255) + 0.7152 * part(g / 255) + 0.0722 * part(b / 255);
  const probe = document.body.appendChild(document.createElement('i'));
  const colour = (name) => {
    probe.style.color = `var(${name})`;
    return light(getComputedStyle(probe).color.match(/[\\d.]+/g).map(Number));
  };
  const ratio = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  const backs = ['--bg', '--surface', '--surface-2'];
  const least = (name) => Math.min(...backs.map((back) => ratio(colour(name), colour(back))));
  const on = (names) => Math.min(...names.map(least));
  return [on(['--text', '--muted', '--accent', '--danger', '--warning']), on(['--border', '--field-border'])];
}"""

# What of a chosen thing is not drawn in the colours that the system has for that.
UNLIKE = """(element) => {
  const probe = document.body.appendChild(document.createElement('i'));
  probe.style.cssText = 'background: Highlight; color: HighlightText';
  const { backgroundColor, color } = getComputedStyle(probe);
  const told = (one) => [one.tagName, getComputedStyle(one).color, getComputedStyle(one).forcedColorAdjust];
  const parts = [element, ...element.querySelectorAll('*')].map(told);
  const unlike = parts.filter(([, shown, adjusted]) => shown !== color || adjusted === 'auto');
  const back = getComputedStyle(element).backgroundColor;
  return back === backgroundColor ? unlike : [...unlike, back];
}"""


@pytest.fixture
def forced(chromium, server):
    """A page of a browser in which the system's colours replace ours."""
    context = pages.logged_in(chromium, server, {**pages.DESKTOP, "forced_colors": "active"})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_who_wants_more_contrast_has_7_for_text_and_4_5_for_lines(server, work, open_page, scheme):
    page = open_page("/")
    page.emulate_media(contrast="more", color_scheme=scheme)
    page.wait_for_function("() => [...document.styleSheets].some((one) => one.href?.includes('contrast'))")
    text, lines = page.evaluate(CONTRASTS)
    assert text >= 7
    assert lines >= 4.5


def test_the_terminal_has_more_contrast_too_unless_one_was_chosen(server, work, open_page):
    page = open_page("/s/work")
    wait_screen(page, "$ ")
    assert 4.5 == page.evaluate(RATIO)
    page.emulate_media(contrast="more")
    page.wait_for_function("() => window.__term.options.minimumContrastRatio === 7")
    headers = server.bearer | {"Content-Type": "application/json"}
    choose = partial(server.request, "PATCH", "/api/settings", headers=headers)
    assert 200 == choose(body=b'{"settings": {"contrast": 3}}')[0]
    page.reload()
    wait_screen(page, "$ ")
    chosen = page.evaluate(RATIO)
    choose(body=b'{"settings": {"contrast": null}}')
    assert 3 == chosen


def test_states_are_seen_in_colours_of_the_system(server, work, forced):
    server.tmux("new-window", "-d", "-t", "=work:", "-n", "other", pages.SHELL)
    forced.goto(server.address + "/s/work")
    wait_screen(forced, "$ ")
    assert 7 == forced.evaluate(RATIO)
    assert [] == forced.locator(".tab.is-current").evaluate(UNLIKE)
    assert [] != forced.get_by_role("button", name="1: other", exact=True).evaluate(UNLIKE)
    forced.locator("#menu").click()
    assert [] == forced.locator(".menu-item").first.evaluate(UNLIKE)
    forced.keyboard.press("Escape")
    forced.keyboard.press("Control+Shift+K")
    # The list is made again while the page finds the fonts.
    eventually(lambda: [] == forced.locator(".palette-row[aria-selected=true]").evaluate(UNLIKE))
    # What programs print keeps its colours, and an icon has that of its button.
    adjusted = "(element) => getComputedStyle(element).forcedColorAdjust"
    assert "none" == forced.locator("#frame .xterm").evaluate(adjusted)
    drawn = "(svg) => [getComputedStyle(svg).stroke, getComputedStyle(svg.parentElement).color]"
    stroke, colour = forced.locator("#menu .icon").evaluate(drawn)
    assert colour == stroke
    forced.goto(server.address + "/settings")
    forced.locator(".segment input:checked + span").first.wait_for()
    assert [] == forced.locator(".segment input:checked + span").first.evaluate(UNLIKE)
