"""Pictures of native panes, and the animated one of the README; `make screenshots` stores them."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

import pytest

from scripts.animate import animated
from tests import images, pages, scenes
from tests.browser.test_panes_images import images_on
from tests.browser.test_screenshots import DEVICES, KEPT, MOST_BYTES, SHELL, UNWRAPPED
from tests.server import ROOT
from tests.support import eventually

MOVIE_BYTES = 500_000
STEP_MS = 700


def showing(directory: Path, name: str, text: str) -> str:
    """A command that only prints a scene."""
    path = directory / name
    path.write_text(UNWRAPPED + text)
    return f"stty -echo; cat {shlex.quote(str(path))}; exec cat"


@pytest.fixture
def four_panes(server, tmp_path):
    """A session `work` with an editor, a test run, a process list and a shell."""
    edit = showing(tmp_path, "vim", scenes.editor(30))
    run = showing(tmp_path, "make", scenes.run())
    processes = showing(tmp_path, "htop", scenes.processes())
    at_home = ("-c", str(server.home))
    server.tmux("new-session", "-d", "-s", "work", "-n", "edit", *at_home, "-x", "112", "-y", "34", edit)
    server.tmux("split-window", "-d", "-h", "-l", "54", *at_home, "-t", "=work:edit", run)
    server.tmux("split-window", "-d", "-v", *at_home, "-t", "=work:edit.1", processes)
    server.tmux("split-window", "-d", "-v", "-l", "8", *at_home, "-t", "=work:edit.0", SHELL)
    server.tmux("new-window", "-d", "-t", "=work:", "-n", "logs", *at_home, SHELL)
    server.tmux("select-pane", "-t", "=work:edit.1")


def opened(context, server, path="/s/work?view=panes"):
    page = context.new_page()
    page.goto(server.address + path)
    page.wait_for_function(pages.READY)
    return page


def shows(page, text: str) -> None:
    """Wait until a pane on the screen shows the text."""
    page.locator(".pane-frame .xterm-rows").get_by_text(text).first.wait_for()


@pytest.mark.timeout_s(60)
@pytest.mark.parametrize("device", DEVICES)
def test_panes_can_be_shown(server, four_panes, chromium, tmp_path, device):
    directory = Path(KEPT) if KEPT else tmp_path
    context = pages.logged_in(chromium, server, DEVICES[device])
    page = opened(context, server)
    if device == "phone":
        page.locator(".solo-dot").nth(1).tap()
        shows(page, "412 passed")
    else:
        eventually(lambda: page.locator(".pane-frame:visible").count() == 4, every_s=0.05)
        page.keyboard.type("git log --oneline | head -3")
        shows(page, "head -3")
    path = directory / f"panes-{device}.png"
    path.write_bytes(page.screenshot())
    context.close()
    assert 8_000 < path.stat().st_size <= MOST_BYTES, path.stat().st_size


HAS_IMAGE = "() => document.querySelector('.xterm-image-layer')?.width > 0"


@pytest.mark.timeout_s(60)
@pytest.mark.parametrize("device", DEVICES)
def test_images_can_be_shown(server, chromium, tmp_path, device):
    plot = images.inline_file((ROOT / "docs/scaling.png").read_bytes(), "inline=1;width=64%")
    path = tmp_path / "plot"
    path.write_bytes(b"\x1b[m\x1b[H\x1b[J$ imgcat docs/scaling.png\r\n" + plot + b"\r\n$ ")
    again = f"stty -echo; while :; do cat {shlex.quote(str(path))}; read _; done"
    run = showing(tmp_path, "make", scenes.run())
    server.tmux("new-session", "-d", "-s", "work", "-n", "bench", "-x", "112", "-y", "34", again)
    server.tmux("split-window", "-d", "-v", "-l", "14", "-t", "=work:bench", run)
    with images_on(server):
        context = pages.logged_in(chromium, server, DEVICES[device])
        page = opened(context, server)
        # A snapshot, as of a new size, has no images: it prints again with each line.
        eventually(lambda: page.evaluate(HAS_IMAGE) or page.keyboard.press("Enter"), every_s=0.5)
        picture = page.screenshot()
        context.close()
    path = (Path(KEPT) if KEPT else tmp_path) / f"images-{device}.png"
    path.write_bytes(picture)
    assert 8_000 < path.stat().st_size <= MOST_BYTES, path.stat().st_size


@pytest.mark.timeout_s(180)
@pytest.mark.skipif(not KEPT or "WEBMUX_MOVIE" not in os.environ, reason="only `make screenshots` needs it")
def test_the_animated_picture(server, four_panes, chromium):
    device = {"viewport": {"width": 800, "height": 500}, "color_scheme": "dark"}
    context = pages.logged_in(chromium, server, device)
    server.tmux("set-option", "-g", "default-command", SHELL)
    server.tmux("kill-pane", "-t", "=work:edit.3")
    server.tmux("resize-pane", "-t", "=work:edit.1", "-y", "14")
    page = opened(context, server)
    page.wait_for_timeout(500)
    frames = []

    def take():
        page.wait_for_timeout(400)
        frames.append(page.screenshot(type="png"))

    take()
    page.keyboard.press("Control+b")
    take()
    page.keyboard.type("%")
    page.wait_for_timeout(500)
    take()
    for text in ("seq", " 500", "\n"):
        page.keyboard.type(text)
        take()
    borders = [one.bounding_box() for one in page.locator("[role=separator]").all()]
    border = max(borders, key=lambda one: one["height"])
    x, y = border["x"] + border["width"] / 2, border["y"] + 60
    page.mouse.move(x, y)
    page.mouse.down()
    for step in (40, 80, 30, -30, 0):
        page.mouse.move(x + step, y, steps=3)
        take()
    page.mouse.up()
    page.mouse.move(x - 60, 460)
    for _ in range(3):
        for _ in range(2):
            page.mouse.wheel(0, -120)
        take()
    page.keyboard.press("Control+Shift+Enter")
    take()
    page.keyboard.press("Control+Shift+Enter")
    take()
    page.keyboard.press("Control+b")
    page.keyboard.type("q")
    page.wait_for_timeout(100)
    frames.append(page.screenshot(type="png"))
    context.close()
    movie = animated(frames, STEP_MS)
    assert len(movie) <= MOVIE_BYTES, len(movie)
    (Path(KEPT) / "panes.png").write_bytes(movie)
