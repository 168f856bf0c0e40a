"""Reads the foreground of a pane in /proc: the name of a script (tmux says `bash`), and if a shell sleeps."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from webmux.model import Window
from webmux.tmux.state.command_tracker import SHELLS

PROC = Path("/proc")
CMDLINE_BYTES = 8192
_STATE, _TPGID = 0, 5
"""Positions in /proc/PID/stat behind the name of the command, which may contain anything (proc(5))."""


def with_script(window: Window) -> Window:
    """The window with the name of the script as `command`, if a shell runs one in the foreground."""
    script = script_in(window.pane_pid) if window.command in SHELLS else ""
    return replace(window, command=script) if script else window


def script_in(pane_pid: int) -> str:
    """The name of the script that a shell runs in the foreground of this process's terminal.

    `""` if there is none, or if /proc does not show it. Never waits. Cost: 20 us.
    """
    try:
        group = int(_stat(pane_pid)[_TPGID])
        with open(PROC / str(group) / "cmdline", "rb") as cmdline:
            words = cmdline.read(CMDLINE_BYTES).split(b"\0")  # only two are used; all may be megabytes
    except (OSError, ValueError, IndexError):
        return ""
    # With an option it is `sh -c TEXT` or an interactive shell; a login shell has no second word.
    shell, script = (*words, b"")[:2]
    if _name(shell) not in SHELLS or script.startswith((b"-", b"+")):
        return ""
    return _name(script)


def is_at_rest(pane_pid: int) -> bool:
    """Whether the first process in the foreground of this process's terminal sleeps.

    A shell between two commands of a loop does not. True if /proc does not show it. Never waits.
    """
    try:
        return _stat(int(_stat(pane_pid)[_TPGID]))[_STATE] == b"S"
    except (OSError, ValueError, IndexError):
        return True


def _stat(pid: int) -> list[bytes]:
    return (PROC / str(pid) / "stat").read_bytes().rpartition(b")")[2].split()


def _name(path: bytes) -> str:
    return os.path.basename(path).decode("utf-8", "replace")
