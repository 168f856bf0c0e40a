"""Plans what to change to set up an agent, or to undo that. Edits happen when a change is written."""

from __future__ import annotations

import difflib
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple, TypeVar

from webmux.agents.setup.config_file import SetupRefused, read, replace
from webmux.agents.setup.hook_script import SCRIPT, SCRIPT_PLACE
from webmux.agents.setup.json_text import NotJson
from webmux.agents.setup.own_file import NotOurs
from webmux.agents.setup.targets import TARGETS, Target

_Text = TypeVar("_Text", str, str | None)


class Change(NamedTuple):
    """What happens to a file. `after` is None if it is deleted, `before` if it does not exist yet."""

    path: Path
    before: str | None
    after: str | None
    mode: int = 0o600

    @property
    def changes(self) -> bool:
        return self.before != self.after

    def diff(self) -> str:
        """As `diff -u` prints it; empty if nothing changes."""
        lines = difflib.unified_diff(
            (self.before or "").splitlines(keepends=True),
            (self.after or "").splitlines(keepends=True),
            str(self.path) if self.before is not None else "/dev/null",
            str(self.path) if self.after is not None else "/dev/null",
        )
        return "".join(
            line if line.endswith("\n") else line + "\n\\ No newline at end of file\n" for line in lines
        )

    def write(self) -> None:
        """Do it. Raises SetupRefused."""
        replace(self.path, self.before, self.after, mode=self.mode)


def found(environment: Mapping[str, str], home: Path) -> list[Target]:
    """The agents of this user: their program is on PATH, or their configuration folder exists."""
    path = environment.get("PATH", "")
    return [
        one
        for one in TARGETS
        if shutil.which(one.program, path=path) or one.config_folder(environment, home).is_dir()
    ]


class Plan(NamedTuple):
    """What happens for one agent: to its file, and to the script that the hooks of all agents run."""

    file: Change
    script: Change

    @property
    def changes(self) -> list[Change]:
        """In the order to do them: a hook is never there without its script."""
        both = [self.file, self.script] if self.script.after is None else [self.script, self.file]
        return [one for one in both if one.changes]


def set_up(target: Target, environment: Mapping[str, str], home: Path) -> Plan:
    """What has to change for the hooks of an agent.

    Raises:
        SetupRefused: its file cannot be read, or is broken.
    """
    path = target.path(environment, home)
    before = read(path)
    return Plan(Change(path, before, _edited(target.added, path, before)), _script(home, needed=True))


def undo(target: Target, environment: Mapping[str, str], home: Path) -> Plan:
    """What has to change to remove the hooks of an agent. The script goes with the last agent.

    Raises:
        SetupRefused: as `set_up`.
    """
    path = target.path(environment, home)
    before = read(path)
    after = None if before is None else _edited(target.removed, path, before)
    others = [one for one in TARGETS if one is not target and _has_hooks(one, environment, home)]
    return Plan(Change(path, before, after), _script(home, needed=bool(others)))


def _edited(edit: Callable[[_Text], str | None], path: Path, before: _Text) -> str | None:
    try:
        return edit(before)
    except NotOurs as error:
        raise SetupRefused(f"{path} stays as it is, because {error}: move it away first") from error
    except NotJson as error:
        raise SetupRefused(f"{path} is broken: {error}. Nothing was changed; repair it first") from error


def _has_hooks(target: Target, environment: Mapping[str, str], home: Path) -> bool:
    try:
        text = read(target.path(environment, home))
    except SetupRefused:
        return True
    return text is not None and SCRIPT_PLACE in text


def _script(home: Path, *, needed: bool) -> Change:
    path = home / SCRIPT_PLACE
    before = read(path)
    if before is None and not needed:
        return Change(path, None, None)
    return Change(path, before, SCRIPT if needed else None, 0o755)
