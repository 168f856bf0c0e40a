"""Compares screens: what tmux has, and what a client's bytes draw on a reference terminal."""

from __future__ import annotations

import json
import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

TESTS = Path(__file__).parent


def node() -> str:
    """The node to run JavaScript with: the machine's, or the one in the virtual environment."""
    beside = Path(sys.executable).parent / "node"
    found = shutil.which("node") or (str(beside) if beside.exists() else None)
    assert found is not None, "no node: run `make setup`"
    return found


def drawn_all(
    streams: Sequence[bytes | bytearray], cols: int, rows: int, widths: Any = None, scrollback: int = 0
) -> list[dict[str, Any]]:
    """What freshly reset xterm.js terminals show after these bytes: lines, buffer type, cursor.

    `bars` is the column of the first `|` of each row. `widths` are those of an Attached record. With
    `scrollback` there are also `history`, `historyStyles`, `wrapped` and `modes` of the primary screen.
    """
    done = subprocess.run(
        [node(), str(TESTS / "terminal.mjs"), str(cols), str(rows), str(scrollback)],
        input=b"".join(struct.pack("<I", len(stream)) + stream for stream in streams),
        capture_output=True,
        check=True,
        env={**os.environ, "NODE_NO_WARNINGS": "1", "WEBMUX_WIDTHS": json.dumps(widths)},
        timeout=20,
    )
    screens: list[dict[str, Any]] = json.loads(done.stdout)
    return screens


def drawn(data: bytes | bytearray, cols: int, rows: int) -> dict[str, Any]:
    """`drawn_all` of one stream."""
    [screen] = drawn_all([data], cols, rows)
    return screen


def pane_lines(server: Any, session: str) -> list[str]:
    """The rows of the session's active pane in tmux, without trailing spaces."""
    lines = server.tmux("capture-pane", "-p", "-t", f"={session}:").split("\n")
    return [line.rstrip() for line in lines]


def same_screen(server: Any, session: str, client: Any) -> bool:
    """Whether the client shows the pane (all rows except tmux's status line)."""
    cols, rows = client.size
    shown = [line.rstrip() for line in drawn(client.screen, cols, rows)["lines"][: rows - 1]]
    expected = pane_lines(server, session)
    expected += [""] * (rows - 1 - len(expected))
    return shown == expected[: rows - 1]


def program_size(server: Any, session: str) -> tuple[int, int]:
    """Columns and rows the program in the active pane was told.

    Later than what tmux says of the pane: tmux tells programs at most every 250 ms.
    """
    fd = os.open(
        server.tmux("display-message", "-p", "-t", f"={session}:", "#{pane_tty}"), os.O_RDWR | os.O_NOCTTY
    )
    try:
        return tuple(os.get_terminal_size(fd))
    finally:
        os.close(fd)


def same_window(server: Any, session: str, mirror: Any) -> bool:
    """Whether a mirror shows what tmux has in the only pane of a session, with the cursor."""
    cols, rows = mirror.size
    screen = drawn(mirror.screen, cols, rows)
    expected = pane_lines(server, session)
    cursor = server.tmux("display-message", "-p", "-t", f"={session}:", "#{cursor_x} #{cursor_y}")
    lines = [line.rstrip() for line in screen["lines"]]
    return lines == expected + [""] * (rows - len(expected)) and cursor == f"{screen['x']} {screen['y']}"


def showing(
    server: Any, client: Any, session: str = "work", compare: Callable[..., bool] = same_screen
) -> Callable[[], bool]:
    """A check for `eventually`: the client has read all output, and shows the right screen."""

    def check() -> bool:
        client.settle(0.1)
        return compare(server, session, client)

    return check
