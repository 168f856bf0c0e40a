"""What a check says: a level, one sentence of cause, and the command that fixes it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from webmux.config import Config
    from webmux.errors import ConfigError

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
TEXT_MAX_CHARS = 400


class Level(Enum):
    """How bad it is. An error makes `webmux doctor` exit with 1."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report. `id` is stable: docs/guide/troubleshooting.md has a row for each problem."""

    id: str
    level: Level
    cause: str
    fix: str = ""
    """A shell command that the user can copy; empty if all is well."""

    def fields(self, check: str) -> dict[str, Any]:
        """As JSON has it."""
        return {
            "check": check,
            "id": self.id,
            "level": self.level.value,
            "cause": self.cause,
            "fix": self.fix,
        }


Findings = list[Finding]


def ok(name: str, cause: str) -> Finding:
    """All is well."""
    return Finding(name, Level.OK, printable(cause))


def warning(name: str, cause: str, fix: str) -> Finding:
    """WebMux works, but something is missing or will fail."""
    return Finding(name, Level.WARNING, printable(cause), fix)


def error(name: str, cause: str, fix: str) -> Finding:
    """WebMux, or a part of it, does not work."""
    return Finding(name, Level.ERROR, printable(cause), fix)


def printable(text: str) -> str:
    """One line without control characters: paths and programs on this machine may contain any."""
    return _CONTROL.sub("?", " ".join(text.split()))[:TEXT_MAX_CHARS]


@dataclass(frozen=True, slots=True)
class Inputs:
    """What all checks start from."""

    config: Config
    """The effective options; defaults if they are wrong, which is then a finding."""
    environ: Mapping[str, str]
    """The environment of the shell, or of the server."""
    uid: int
    served: bool
    """Whether a server runs with this state directory."""
    in_server: bool = False
    """Whether that server asks, on behalf of an admin; there is no shell then."""
    config_path: str = "webmux.toml"
    fault: ConfigError | None = None
    """Why the options cannot be used."""
    flags: frozenset[str] = frozenset()
    """Keys of the options on the command line."""
