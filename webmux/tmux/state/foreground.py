"""Reads the foreground of a pane in /proc: its script or command line, and whether its shell sleeps."""

from __future__ import annotations

import os
import re
import shlex
from dataclasses import replace
from pathlib import Path

from webmux.model import Window
from webmux.tmux.state.command_tracker import SHELLS

PROC = Path("/proc")
CMDLINE_BYTES = 8192
_STATE, _PPID, _PGRP, _TPGID = 0, 1, 2, 5
"""Positions in /proc/PID/stat behind the name of the command, which may contain anything (proc(5))."""

SIBLINGS_MAX = 50
"""Jobs of one shell that are looked at for the parts of a pipeline."""
WITHIN_MAX = 3
"""How many shells with `-c` within each other are looked through."""
_RUNS_TEXT = re.compile(r"-[a-z]*c")
"""The option of a shell after which a command follows as text."""


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


def command_line(pane_pid: int) -> str:
    """What the foreground of this process's terminal was started with, quoted for a shell.

    The parts of a pipeline are joined. `""` if a shell waits there, or if it is too long or unreadable. Never
    waits. Cost: 40 us.
    """
    try:
        group = int(_stat(pane_pid)[_TPGID])
        # The siblings of the first process are the programs of all panes.
        return _joined([group] if group == pane_pid else _pipeline(group))
    except (OSError, ValueError, IndexError):
        return ""


def _pipeline(group: int) -> list[int]:
    """The processes of a job: the children of one shell that belong to this process group."""
    try:
        siblings = _children(int(_stat(group)[_PPID]))[:SIBLINGS_MAX]
        jobs = [pid for pid in siblings if pid != group and int(_stat(pid)[_PGRP]) == group]
    except (OSError, ValueError, IndexError):
        jobs = []
    return sorted([group, *jobs])


def _joined(pids: list[int], levels: int = WITHIN_MAX) -> str:
    commands = []
    for pid in pids:
        raw = (PROC / str(pid) / "cmdline").read_bytes()
        words = [word.decode("utf-8", "replace") for word in raw.removesuffix(b"\0").split(b"\0")]
        if len(raw) > CMDLINE_BYTES or not words[0]:
            return ""
        if _name(os.fsencode(words[0])).removeprefix("-") in SHELLS:
            options = [word for word in words[1:] if word.startswith(("-", "+"))]
            if len(options) == len(words) - 1:
                return ""  # it waits for its user, or is a part of one that does
            if any(_RUNS_TEXT.fullmatch(option) for option in options):
                return _joined(_children(pid), levels - 1) if levels else ""
        commands.append(shlex.join(words))
    return " | ".join(commands)


def _children(pid: int) -> list[int]:
    """Empty where the kernel does not list them (CONFIG_PROC_CHILDREN)."""
    try:
        return [int(word) for word in (PROC / str(pid) / "task" / str(pid) / "children").read_text().split()]
    except FileNotFoundError:
        return []


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
