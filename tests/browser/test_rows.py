"""What the DOM renderer draws: each cell in its column, each colour as it was meant."""

from __future__ import annotations

import shlex

import pytest

from tests import pages
from tests.pages import A_CARD, RENDERER, pixels, session, wait_screen
from tests.support import eventually

TEXTS = [
    "plain",
    "👍🏽",
    "👩\u200d💻",
    "👨\u200d👩\u200d👧\u200d👦",
    "🇩🇪🇺🇸",
    "हिन्दी क्षि",
    "سلام",
    "漢字かな",
    "⚠\ufe0f",
    "1\ufe0f\u20e3 #\ufe0f\u20e3",
    "e\u0301",
    "\ue0b0\uf121",
    "🪄🥲",
]
BAR = 41
"""The column of the border on each row, counted from 1."""

# Where each row's border begins, in cells.
BORDERS = """() => {
    const cell = __term._core._renderService.dimensions.css.cell.width;
    const rows = [...document.querySelectorAll('.xterm-rows > div')];
    return rows.filter((row) => row.textContent.includes('│')).map((row) => {
        const left = row.getBoundingClientRect().left;
        const bar = [...row.children].find((span) => span.textContent.includes('│'));
        const range = document.createRange();
        const at = bar.textContent.indexOf('│');
        range.setStart(bar.firstChild, at);
        range.setEnd(bar.firstChild, at + 1);
        return (range.getBoundingClientRect().left - left) / cell;
    });
}"""
# Text and ground of the span that has a word.
COLOURS = """(word) => {
    const spans = [...document.querySelectorAll('.xterm-rows span')];
    const span = spans.find((one) => one.textContent.includes(word));
    const { color, backgroundColor } = getComputedStyle(span);
    return [color, backgroundColor];
}"""
THEME = """() => {
    const { background, foreground } = __term._core._themeService.colors;
    const seen = (colour) => `rgb(${[24, 16, 8].map((bits) => (colour.rgba >>> bits) & 255).join(', ')})`;
    return [seen(background), seen(foreground)];
}"""


def luminance(colour: str) -> float:
    parts = [int(part) / 255 for part in colour[4:-1].split(",")]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_rows_of_the_dom_renderer(server, open_page, tmp_path, scheme):
    """Borders stand in their column; reverse video and runs behind a box line can be read."""
    rows = "".join(f"{text}\x1b[{BAR}G│ |\r\n" for text in TEXTS)
    looks = "\x1b[7mreversed\x1b[0m \x1b[37;44m│panel│\x1b[0m \x1b[30;42mheader\x1b[0m drawn\r\n"
    (tmp_path / "text").write_text(rows + looks)
    session(server, "work", f"cat {tmp_path}/text; exec cat")
    page = open_page("/login")
    page.emulate_media(color_scheme=scheme)
    page.goto(server.url + "/s/work")
    wait_screen(page, "drawn")
    eventually(lambda: page.evaluate(RENDERER) == "dom", every_s=0.05)
    borders = page.evaluate(BORDERS)[: len(TEXTS)]
    assert [] == [(text, at) for text, at in zip(TEXTS, borders, strict=True) if abs(at - (BAR - 1)) > 0.1]
    background, foreground = page.evaluate(THEME)
    assert [background, foreground] == page.evaluate(COLOURS, "reversed")
    for word in ("panel", "header"):
        assert contrast(*page.evaluate(COLOURS, word)) >= 4.4


SYMBOLS = """() => [...document.fonts].find(({ family }) => family.includes('WebMux Symbols')).status"""
INK = "200 10 90"
COLOUR = rf"\033[38;2;{INK.replace(' ', ';')}m"
PROGRAM = rf"echo drawn; printf '{COLOUR}'; read key; printf '\ue0b0\uf121 icons\n'; exec cat"


@pytest.mark.parametrize("renderer", ["dom", "webgl"])
def test_symbols_have_a_font(server, open_page, renderer):
    """Icons of prompts are drawn without an installed font, which comes only when one is shown."""
    session(server, "work", f"exec bash -c {shlex.quote(PROGRAM)}")
    page = open_page("/login")
    if renderer == "webgl":
        page.add_init_script(A_CARD)
    page.goto(server.url + "/s/work")
    wait_screen(page, "drawn")
    eventually(lambda: page.evaluate(RENDERER) == renderer, every_s=0.05)
    assert page.evaluate(SYMBOLS) == "unloaded"
    page.keyboard.press("Enter")
    wait_screen(page, "icons")
    eventually(lambda: page.evaluate(SYMBOLS) == "loaded", every_s=0.05)
    assert page.evaluate("() => __term.buffer.active.getLine(2).getCell(1).getWidth()") == 1
    # The separator is drawn as a shape: it has whole pixels of its colour, as no letter so thin has.
    eventually(lambda: INK in pixels(page, page.locator(".xterm-screen").screenshot())[2], every_s=0.1)


def test_cells_have_no_lines_between_them(server, chromium):
    """At 67 % a cell ends within a pixel of the screen; what shows through is what is behind all cells."""
    cells = "".join(f"\\033[48;2;{200 + at % 2};10;10m " for at in range(60))
    session(server, "work", f"printf '{cells}\\033[0m drawn'; exec cat")
    look = {"color_scheme": "light", "device_scale_factor": 0.67}
    context = pages.logged_in(chromium, server, look)
    page = context.new_page()
    page.goto(server.url + "/s/work")
    wait_screen(page, "drawn")
    eventually(lambda: page.evaluate(RENDERER) == "dom", every_s=0.05)
    box = page.locator(".xterm-rows > div").first.bounding_box()
    clip = {"x": box["x"] + 10, "y": box["y"] + 4, "width": 400, "height": box["height"] - 8}
    seen = pixels(page, page.screenshot(clip=clip))[2]
    context.close()
    assert [] == [colour for colour in seen if int(colour.split()[1]) > 40]
