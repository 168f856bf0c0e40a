"""Asking tmux and hearing from it: the control connection, and a process for each question.

`python -m bench.control SOCKET` asks in a process of its own, because it needs gevent's patched sockets.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable

from bench.rows import Row, percentiles, ratio
from bench.stage import Stage
from tests import pages

COMMANDS = 100
CAPTURES = 60
SIZES = ((80, 24), (120, 40), (200, 60))
CHANGES = 100

WATCH_LIST = """() => {
  window.__seen = {};
  const cards = document.querySelector('#cards');
  const look = () => {
    const text = cards.innerText;
    for (const word of text.match(/bench-[0-9]+-[a-z]+/g) ?? []) window.__seen[word] ??= Date.now();
    const gone = Object.keys(window.__seen).filter((word) => !text.includes(word));
    for (const word of gone) window.__seen['no ' + word] ??= Date.now();
  };
  new MutationObserver(look).observe(cards, { childList: true, subtree: true, characterData: true });
  look();
}"""


def measure() -> list[Row]:
    with Stage() as stage:
        for cols, lines in SIZES:
            _fill(stage, cols, lines)
        return [*_asking(stage), _lists(stage)]


def _fill(stage: Stage, cols: int, lines: int) -> None:
    """A session of this size, full of coloured words."""
    name = stage.session(f"c{cols}", "sh", cols, lines)
    text = "".join(f"\\033[3{i % 8}mword{i:02d} " for i in range(cols // 7))
    stage.type(name, f"for i in $(seq 100); do printf '%b\\n' '{text}'; done")


def _asking(stage: Stage) -> list[Row]:
    """Commands and captures, timed in a process of their own, which has gevent's patched sockets."""
    time.sleep(1)
    done = subprocess.run(
        [sys.executable, "-m", "bench.control", str(stage.server.tmux_socket)],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)
    rows = []
    for what, (before, after) in found.items():
        rows.append(
            Row(
                what,
                f"{before * 1000:.2f} ms",
                f"{after * 1000:.2f} ms",
                ">= 5 x faster",
                before / after >= 5,
                f"{ratio(before, after)}; before: a process each",
            )
        )
    return rows


def main() -> None:
    from gevent import monkey

    monkey.patch_all()
    sys.stdout.write(json.dumps(_ask(sys.argv[1])))


def _ask(socket_path: str) -> dict[str, tuple[float, float]]:
    import gevent

    from webmux.mirror.capture import Camera
    from webmux.tmux.server import Tmux

    tmux, spawned = Tmux("tmux", socket_path), Tmux("tmux", socket_path)
    tmux.link.keep()
    while not tmux.link.connected:
        gevent.sleep(0.01)
    command = ("display-message", "-p", "#{session_name}")
    found = {
        f"{COMMANDS} commands": (
            _seconds(lambda: [spawned.run(command) for _ in range(COMMANDS)], 1),
            _seconds(lambda: tmux.link.run_each([[command]] * COMMANDS), 1),
        )
    }
    for cols, lines in SIZES:
        target = tmux.find_session(f"c{cols}").id
        camera = Camera(tmux.link, target, tmux.version())
        spawn = ("capture-pane", "-peN", "-t", f"{target}:")
        found[f"a capture of {cols}x{lines}, coloured, as rows to send"] = (
            _seconds(lambda spawn=spawn: spawned.run(spawn), CAPTURES),  # type: ignore[misc]
            _seconds(camera.take, CAPTURES),
        )
    tmux.stop()
    return found


def _seconds(action: Callable[[], object], times: int, rounds: int = 3) -> float:
    """Seconds of one `action`; the best of several rounds, because other work only ever adds."""
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        for _ in range(times):
            action()
        best = min(best, (time.perf_counter() - start) / times)
    return best


def _lists(stage: Stage) -> Row:
    """From the start of a tmux command to its effect in the page: sessions named, made and killed."""
    took: list[float] = []
    with pages.chromium() as browser:
        context = pages.logged_in(browser, stage.server)
        page = context.new_page()
        page.goto(stage.server.url + "/")
        page.get_by_text("stage", exact=True).wait_for()
        page.evaluate(WATCH_LIST)
        name = ""
        for number in range(CHANGES):
            if number % 10 == 0:
                name = f"bench-{number}-made"
                words, state = ["new-session", "-d", "-s", name, "sh"], name
            elif number % 10 == 9:
                words, state = ["kill-session", "-t", f"={name}"], f"no {name}"
            else:
                words, state = ["rename-session", "-t", f"={name}", f"bench-{number}-named"], ""
                state = name = f"bench-{number}-named"
            start = time.time()
            stage.server.tmux(*words)
            page.wait_for_function("(state) => window.__seen[state]", arg=state)
            took.append(page.evaluate("(state) => window.__seen[state]", state) / 1000 - start)
            page.wait_for_timeout(20)
        context.close()
    cuts = percentiles(took)
    return Row(
        "a change by the tmux command line shows in an open page, p50/p95/p99",
        "500 ms and more",
        "/".join(f"{cuts[key] * 1000:.0f}" for key in ("p50", "p95", "p99")) + " ms",
        "p95 <= 250 ms",
        cuts["p95"] <= 0.25,
        "before: the list was asked for each 500 ms",
    )


if __name__ == "__main__":
    main()
