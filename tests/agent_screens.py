"""The screens in `tests/screens_of_agents/`; the README there describes the format."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from webmux.agents.agent_screen import AgentScreen, agent_screen

FOLDER = Path(__file__).parent / "screens_of_agents"
_HEAD = re.compile(
    r"^=== (\S+) (working|waiting|done|idle|unknown) (\d+)x(\d+) (\d+),(\d+)"
    r" (main|alternate) (recorded|made)( new)?\n",
    re.MULTILINE,
)


class Sample(NamedTuple):
    """One screen and what a person says about it."""

    name: str
    kind: str
    cols: int
    rows: tuple[str, ...]
    cursor: tuple[int, int]
    alternate: bool
    recorded: bool
    before: str
    """What the agent did before: `working`, or `""` if it was not asked anything yet."""

    @property
    def screen(self) -> AgentScreen:
        return agent_screen(self.rows, self.cursor[1], alternate=self.alternate)


def samples_of(agent: str) -> list[Sample]:
    """The stored screens of an agent."""
    parts = _HEAD.split((FOLDER / f"{agent}.txt").read_text())[1:]
    found = []
    for at in range(0, len(parts), 10):
        name, kind, cols, height, x, y, screen, origin, new, text = parts[at : at + 10]
        rows = text.rstrip("\n").split("\n")
        rows += [""] * (int(height) - len(rows))
        cursor = (int(x), int(y))
        flags = (screen == "alternate", origin == "recorded", "" if new else "working")
        found.append(Sample(name, kind, int(cols), tuple(rows), cursor, *flags))
    return found
