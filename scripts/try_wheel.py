"""try_wheel.py [WHEEL] [PYTHON] - install a wheel as a newcomer would, and type at a prompt in Chromium.

Everything is new: environment, home, state and tmux server. PATH has neither Node nor a compiler, and nothing
of the checkout can be imported. Prints the seconds from nothing to the typed prompt; fails if it takes longer
than a minute.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urljoin

from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests import pages  # noqa: E402  after the path
from tests.support import eventually  # noqa: E402

LIMIT_S = 60
PROGRAMS = ("tmux", "sh", "cat", "env", "id", "ls", "sleep")
"""All that PATH has: what the machine must have, and what shells call."""
OTHER_PAGES = ("/", "/settings", "/help", "/account", "/admin", "/audit", "/recordings")
FOREIGN = ("WEBMUX_", "TMUX", "PYTHON", "VIRTUAL_ENV", "XDG_", "UV_TOOL", "ENV", "BASH")


def main() -> None:
    wheel = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else newest_wheel()
    python = sys.argv[2] if len(sys.argv) > 2 else sys.executable
    with tempfile.TemporaryDirectory(prefix="wm-", dir="/tmp") as name:
        folder = Path(name)
        environment = bare_environment(folder)
        began = time.monotonic()
        install(wheel, python, folder, environment)
        installed_s = time.monotonic() - began
        with running(folder, environment) as link, uncomplaining_page() as page:
            type_at_a_prompt(page, link)
            took_s = time.monotonic() - began
            open_other_pages(page, link)
    print(f"{wheel.name}: from nothing to a typed prompt {took_s:.1f} s ({installed_s:.1f} s to install)")
    if took_s > LIMIT_S:
        sys.exit(f"try_wheel.py: more than {LIMIT_S} s")


def newest_wheel() -> Path:
    wheels = sorted((ROOT / "dist").glob("*.whl"))
    return wheels[-1] if wheels else sys.exit("try_wheel.py: no wheel in dist/: run make dist")


def bare_environment(folder: Path) -> dict[str, str]:
    """The environment of a machine that has Python and tmux; `folder` is its home."""
    tools = folder / "tools"
    tools.mkdir()
    for program in PROGRAMS:
        found = shutil.which(program)
        (tools / program).symlink_to(found or sys.exit(f"try_wheel.py: install {program} first"))
    inherited = {key: value for key, value in os.environ.items() if not key.startswith(FOREIGN)}
    return inherited | {
        "PATH": f"{folder / 'bin'}:{tools}",
        "UV_TOOL_DIR": str(folder / "environments"),
        "UV_TOOL_BIN_DIR": str(folder / "bin"),
        "UV_CACHE_DIR": str(folder / "cache"),
        "HOME": str(folder),
        "SHELL": str(tools / "sh"),
        "PS1": "$ ",
        "TMUX_TMPDIR": str(folder),
    }


def install(wheel: Path, python: str, folder: Path, environment: dict[str, str]) -> None:
    """What `uv tool install webmux` does, with an empty cache."""
    command = [shutil.which("uv", path=f"{ROOT}/.venv/bin") or sys.exit("try_wheel.py: run make setup-test")]
    command += ["tool", "install", "--no-config", "--python", python, str(wheel)]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"try_wheel.py: uv failed\n{done.stdout}{done.stderr}")


@contextmanager
def running(folder: Path, environment: dict[str, str]) -> Iterator[str]:
    """`webmux` on a free port; gives the link that it prints, and ends it and its tmux server."""
    log = (folder / "log").open("w")
    server = subprocess.Popen(
        [str(folder / "bin/webmux"), "--port", str(free_port())],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
    )
    assert server.stdout is not None
    try:
        yield next(line.strip() for line in server.stdout if "/login#" in line)
    except StopIteration:
        sys.exit(f"try_wheel.py: the server ended: {(folder / 'log').read_text()}")
    finally:
        server.terminate()
        server.wait(10)
        log.close()
        subprocess.run(["tmux", "kill-server"], env=environment, check=False, stderr=subprocess.DEVNULL)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def uncomplaining_page() -> Iterator[Page]:
    """A page of a new browser; the trial fails if a file is missing or a script reports an error."""
    complaints: list[str] = []
    with pages.chromium() as browser:
        context = browser.new_context(**pages.DESKTOP)
        context.add_init_script(pages.HOOKS)
        context.on(
            "console",
            lambda m: complaints.append(f"{m.text} {m.location['url']}") if m.type == "error" else None,
        )
        context.on("response", lambda r: complaints.append(r.url) if r.status >= 400 else None)
        yield context.new_page()
    if complaints:
        sys.exit("try_wheel.py: " + "\n  ".join(complaints))


def type_at_a_prompt(page: Page, link: str) -> None:
    """Log in, create a session in the browser, and run a command in it."""
    page.goto(link)
    page.get_by_role("button", name="New session").first.click()
    page.get_by_role("dialog").get_by_label("Name").fill("first")
    page.keyboard.press("Enter")
    page.wait_for_url("**/s/first*")
    page.wait_for_function(pages.READY)
    eventually(lambda: any(re.search(r"[$#]$", line) for line in pages.text_of(page)))
    page.keyboard.type("echo $((6 * 7))\n")
    pages.wait_screen(page, "42")


def open_other_pages(page: Page, link: str) -> None:
    for path in OTHER_PAGES:
        page.goto(urljoin(link, path), wait_until="networkidle")


if __name__ == "__main__":
    main()
