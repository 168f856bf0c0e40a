"""The hooks of coding agents: whether their script is that of this version, and which agents have none."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from webmux.agents.setup.hook_script import SCRIPT, SCRIPT_PLACE
from webmux.agents.setup.targets import TARGETS
from webmux.doctor import repair
from webmux.doctor.finding import Findings, Inputs, ok, warning

READ_MAX_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Agents:
    """Facts of the agents of this user."""

    script: str | None
    """The script that hooks run; None if it cannot be read."""
    runnable: bool
    installed: tuple[tuple[str, str], ...]
    """The agents whose program is on PATH: name for the command line, and title."""
    hooked: frozenset[str]
    """The names of the agents whose files have our hooks, in this version or another."""


def gather(inputs: Inputs, home: Path | None = None) -> Agents:
    """Look for programs on PATH and read at most six files below `home`. Never waits."""
    home = home or Path.home()
    path = home / SCRIPT_PLACE
    search = inputs.environ.get("PATH", "")
    return Agents(
        script=_read(path),
        runnable=os.access(path, os.X_OK),
        installed=tuple((one.name, one.title) for one in TARGETS if shutil.which(one.program, path=search)),
        hooked=frozenset(
            one.name for one in TARGETS if SCRIPT_PLACE in (_read(one.path(inputs.environ, home)) or "")
        ),
    )


def _read(path: Path) -> str | None:
    """The text of a file; None if it cannot be read or is not a regular file."""
    try:
        if not path.is_file():
            return None
        with path.open("rb") as file:
            return file.read(READ_MAX_BYTES).decode("utf-8", "replace")
    except OSError:
        return None


def check(inputs: Inputs) -> Findings:
    """See `judge`."""
    return judge(gather(inputs))


def judge(facts: Agents) -> Findings:
    """Whether agents say what they do. That an agent has no hooks is a hint: its screen says it too."""
    fix = f"{repair.program()} agents setup"
    found: Findings = []
    if facts.hooked and facts.script is None:
        cause = f"The hooks of agents do nothing, because ~/{SCRIPT_PLACE} cannot be read."
        found.append(warning("agent-hook-missing", cause, fix))
    elif facts.script is not None and (facts.script != SCRIPT or not facts.runnable):
        cause = f"The script of the hooks, ~/{SCRIPT_PLACE}, is not that of this version of WebMux."
        found.append(warning("agent-hook-old", cause, fix))
    bare = [(name, title) for name, title in facts.installed if name not in facts.hooked]
    if bare:
        titles = ", ".join(title for _, title in bare)
        names = " ".join(name for name, _ in bare)
        have, their = ("has", "its") if len(bare) == 1 else ("have", "their")
        cause = (
            f"{titles} {have} no hooks: WebMux knows only by {their} screen what happens. Run {fix} {names}"
        )
        found.append(ok("agent-hooks", f"{cause}."))
    if found:
        return found
    say = "Agents tell WebMux by their hooks what they do." if facts.hooked else "No coding agent was found."
    return [ok("agent-hooks", say)]
