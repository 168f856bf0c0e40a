"""Pictures of every page, desktop and phone; `make screenshots` keeps them in docs/screenshots."""

from __future__ import annotations

import json
import os
import shlex
import shutil
from pathlib import Path

import pytest

from tests import pages, scenes
from tests.pages import wait_screen
from tests.support import eventually

KEPT = os.environ.get("WEBMUX_SCREENSHOTS", "")
MOST_BYTES = 160_000
SHELL = "env PS1='$ ' PS2='> ' sh"
COLUMNS, ROWS = 112, 33
# As editors do: on the alternate screen, whose rows a narrower pane cuts and does not wrap.
UNWRAPPED = "\033[?1049h\033[?7l"
DEVICES = {
    "desktop": {"viewport": {"width": 960, "height": 600}, "color_scheme": "dark"},
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "color_scheme": "light",
        "has_touch": True,
        "is_mobile": True,
        "device_scale_factor": 1.5,
    },
}


@pytest.fixture
def sessions(server, tmp_path):
    """Programs that only print a scene; `work` has a window with three panes and one with a test run."""

    def showing(name: str, text: str) -> str:
        path = tmp_path / name
        path.write_text(UNWRAPPED + text)
        program = tmp_path / "bin" / name
        program.parent.mkdir(exist_ok=True)
        shutil.copy(str(shutil.which("cat")), program)
        return f"stty -echo; cat {shlex.quote(str(path))}; exec {shlex.quote(str(program))}"

    edit = showing("vim", scenes.editor(ROWS - 1))
    run = showing("make", scenes.run())
    processes = showing("htop", scenes.processes())
    # Shown as ~ for every user who takes the pictures.
    options = ("-c", str(server.home), "-x", str(COLUMNS), "-y", str(ROWS))
    for name, window, command in (("api", "top", processes), ("docs", "write", edit), ("work", "edit", edit)):
        server.tmux("new-session", "-d", "-s", name, "-n", window, *options, command)
    server.tmux("split-window", "-d", "-h", "-l", "54", *options[:2], "-t", "=work:edit", run)
    server.tmux("split-window", "-d", "-v", *options[:2], "-t", "=work:edit.1", processes)
    server.tmux("new-window", "-d", "-t", "=work:", "-n", "tests", *options[:2], run)
    server.tmux("new-window", "-d", "-t", "=work:", "-n", "logs", *options[:2], SHELL)


@pytest.fixture
def recording(server, sessions):
    """Of a session whose programs print something meanwhile."""
    _, _, begun = server.request("POST", "/api/sessions/%240/recording", headers=server.bearer)
    made = json.loads(begun)["id"]
    server.tmux("send-keys", "-t", "=api:", "Enter")
    told = f"/api/recordings/{made}"
    eventually(lambda: b"Command" in server.request("GET", told, headers=server.bearer)[2], every_s=0.1)
    path = "/api/sessions/%240/recording"
    eventually(lambda: server.request("DELETE", path, headers=server.bearer)[0] == 200)
    yield made
    server.request("DELETE", f"/api/recordings/{made}", headers=server.bearer)


def take(page, directory, name):
    """A PNG of the page as it is; empty pages compress to next to nothing."""
    path = directory / f"{name}.png"
    path.write_bytes(page.screenshot())
    assert 8_000 < path.stat().st_size <= MOST_BYTES, f"{name}: {path.stat().st_size} bytes"


@pytest.mark.attached_view("it takes the pictures of this view, with tmux's status line")
@pytest.mark.timeout_s(60)
@pytest.mark.parametrize("device", DEVICES)
def test_every_page_can_be_shown(server, sessions, recording, chromium, tmp_path, device):
    directory = Path(KEPT) if KEPT else tmp_path
    directory.mkdir(parents=True, exist_ok=True)
    context = pages.logged_in(chromium, server, DEVICES[device])
    page = context.new_page()

    def show(path, complete, name):
        page.goto(server.address + path)
        page.locator(complete).first.wait_for()
        take(page, directory, f"{name}-{device}")

    def terminal(path, name):
        page.goto(server.address + path)
        wait_screen(page, "412 passed")
        take(page, directory, f"{name}-{device}")

    # Three panes side by side are for a wide screen.
    server.tmux("select-window", "-t", "=work:edit" if device == "desktop" else "=work:tests")
    page.goto(server.address + "/s/work")
    wait_screen(page, "412 passed")
    if device == "phone":
        page.locator(".touch-bar").wait_for()
    wait_screen(page, "[work]")
    take(page, directory, f"terminal-{device}")
    if device == "desktop":
        page.keyboard.press("Alt+Shift+B")
        page.locator("#rail canvas").nth(2).wait_for()
        page.wait_for_function(
            "() => [...document.querySelectorAll('#rail canvas')].every((one) => one.height < 150)"
        )
        take(page, directory, f"rail-{device}")
        page.keyboard.press("Alt+Shift+B")
    terminal("/s/work?view=mirror", "mirror")
    page.goto(server.address + "/")
    page.locator("#cards .card-link").nth(2).wait_for()
    page.wait_for_function("() => document.querySelector('canvas').height !== 150")
    take(page, directory, f"home-{device}")
    show("/settings", ".settings-page, main", "settings")
    show("/help", "main h1", "help")
    show("/account", "#logins li", "account")
    show("/admin", "#health dd", "admin")
    show("/audit", "td", "audit")
    show("/recordings", "#recordings li", "recordings")
    page.goto(f"{server.address}/recordings/{recording}")
    page.locator("#controls:not([inert])").wait_for()
    page.keyboard.press("End")
    wait_screen(page, "Command")
    take(page, directory, f"player-{device}")
    show("/s/none", "h1", "error")
    show("/offline", "h1", "offline")
    context.close()
    context = chromium.new_context(**DEVICES[device])
    context.add_init_script(pages.HOOKS)
    page = context.new_page()
    show("/login", "#token", "login")
    headers = server.bearer | {"Content-Type": "application/json"}
    _, _, made = server.request("POST", "/api/shares", b'{"session_id": "$2"}', headers)
    terminal(json.loads(made)["path"], "share")
    context.close()
