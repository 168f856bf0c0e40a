"""Both renderers show text: WebGL with a graphics card, the DOM without WebGL."""

from __future__ import annotations

from tests import pages
from tests.browser.conftest import uncomplaining
from tests.pages import A_CARD, RENDERER, pixels, session, wait_screen
from tests.support import eventually

INK = "10 200 30"
PROGRAM = rf"printf '\033[38;2;{INK.replace(' ', ';')}m██████\033[0m drawn\n'; exec cat"


def draws(page) -> bool:
    """Whether the blocks of the program are seen, in their colour."""
    return INK in pixels(page, page.locator(".xterm-screen").screenshot())[2]


def test_webgl_draws_where_there_is_a_card(server, open_page):
    session(server, "work", PROGRAM)
    page = open_page("/login")
    page.add_init_script(A_CARD)
    page.goto(server.url + "/s/work")
    wait_screen(page, "drawn")
    eventually(lambda: page.evaluate(RENDERER) == "webgl", every_s=0.05)
    assert page.locator(".xterm-rows").count() == 0
    eventually(lambda: draws(page), every_s=0.1)


def test_the_dom_draws_where_there_is_no_webgl(server, chromium_with):
    session(server, "work", PROGRAM)
    context = pages.logged_in(chromium_with("--disable-software-rasterizer"), server)
    with uncomplaining(context, server) as open_page:
        page = open_page("/s/work")
        wait_screen(page, "drawn")
        eventually(lambda: page.evaluate(RENDERER) == "dom", every_s=0.05)
        assert page.evaluate("() => document.createElement('canvas').getContext('webgl2')") is None
        assert "██████ drawn" in page.locator(".xterm-rows").inner_text()
        assert draws(page)


def test_underscores_are_seen(server, open_page):
    """Where a font draws them below its cell, as DejaVu Sans Mono does at one pixel for each of CSS."""
    session(server, "work", "printf '______\\n\\ndrawn\\n'; exec cat")
    page = open_page("/s/work")
    wait_screen(page, "drawn")
    eventually(lambda: page.evaluate(RENDERER) == "dom", every_s=0.05)
    box = page.locator(".xterm-rows > div").first.bounding_box()
    clip = {"x": box["x"], "y": box["y"], "width": 40, "height": box["height"] * 2}
    eventually(lambda: len(pixels(page, page.screenshot(clip=clip))[2]) > 1, timeout_s=3, every_s=0.1)
