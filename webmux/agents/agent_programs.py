"""Which agent runs in a pane, by the names of its foreground processes. Never switches, starts nothing."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from webmux.agents.manifest_files import Manifests
from webmux.agents.screen_manifest import Manifest
from webmux.tmux.state.command_tracker import SHELLS

PROC = Path("/proc")
CMDLINE_BYTES = 4096
CHILDREN_MAX = 20
LEVELS_MAX = 3
"""How many processes within each other are looked through, such as a shell that runs `npx`."""

_PGRP, _TPGID = 2, 5  # of the fields behind the name in /proc/PID/stat, see proc_pid_stat(5)
_INTERPRETER = re.compile(r"node|nodejs|bun|deno|(?:python|pypy)[0-9.]*")
_RUNNER = re.compile(r"np[mx]|pnpm|yarn|bunx|uvx?|pipx|env|timeout|nice|sudo")
_ENDING = re.compile(r"\.(?:[cm]?js|py|sh|exe)$")
_VERSION = re.compile(r"(?<=.)@[^/]*$")


class RunningAgent(NamedTuple):
    """An agent and the process that its state ends with."""

    manifest: Manifest
    pid: int


def foreground(pane_pid: int) -> int:
    """The process group in the foreground of this process's terminal; 0 if /proc does not show it.

    Cost: 10 us.
    """
    try:
        return int(_stat(pane_pid)[_TPGID])
    except (OSError, ValueError, IndexError):
        return 0


def agent_in(manifests: Manifests, group: int, command: str) -> RunningAgent | None:
    """The agent that a process group is. `command` is tmux's name for it, used if /proc shows no names.

    Cost: 30 us; more for a shell with children.
    """
    for pid in _group_members(group, group, LEVELS_MAX) if group > 0 else ():
        for name in _names(pid):
            manifest = manifests.for_program(name)
            if manifest is not None:
                return RunningAgent(manifest, group)
    manifest = manifests.for_program(command)
    return RunningAgent(manifest, group) if manifest is not None and group > 0 else None


def names_of(words: list[str]) -> list[str]:
    """What a command line may be known as: its program, script, module or package. Pure."""
    if len(words) == 1:
        words = words[0].split(" ")  # a process that set its title, such as `npm exec NAME`
    first = _plain(words[0])
    found = [first]
    rest = words[1:]
    if _INTERPRETER.fullmatch(first) and rest[:1] == ["-m"]:
        found += [rest[1].split(".")[0]] if len(rest) > 1 else []
    elif _INTERPRETER.fullmatch(first) or _RUNNER.fullmatch(first) or first in SHELLS:
        found += [
            name for word in [one for one in rest if not one.startswith("-")][:3] for name in _called(word)
        ]
    return [name for name in found if name]


def _called(word: str) -> Iterator[str]:
    package = _VERSION.sub("", word)
    yield package
    yield _plain(package)


def _plain(word: str) -> str:
    return _ENDING.sub("", os.path.basename(word)).removeprefix("-")


def _names(pid: int) -> list[str]:
    try:
        with open(PROC / str(pid) / "cmdline", "rb") as cmdline:
            raw = cmdline.read(CMDLINE_BYTES)
        words = [word.decode("utf-8", "replace") for word in raw.rstrip(b"\0").split(b"\0")]
        return names_of(words)
    except OSError:
        return []


def _group_members(pid: int, group: int, levels: int) -> Iterator[int]:
    """A process and those within it that belong to the same group, first the outer ones."""
    yield pid
    if levels <= 1:
        return
    try:
        children = (PROC / str(pid) / "task" / str(pid) / "children").read_text().split()[:CHILDREN_MAX]
    except OSError:
        return
    for child in map(int, children):
        try:
            is_member = int(_stat(child)[_PGRP]) == group
        except (OSError, ValueError, IndexError):
            continue
        if is_member:
            yield from _group_members(child, group, levels - 1)


def _stat(pid: int) -> list[bytes]:
    return (PROC / str(pid) / "stat").read_bytes().rpartition(b")")[2].split()
