"""The report for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from webmux import __version__
from webmux.doctor.finding import Level
from webmux.doctor.runner import Result, worst

_COLOURS = {Level.OK: "32", Level.WARNING: "33", Level.ERROR: "31"}
_WIDTH = max(len(level.value) for level in Level)


def as_json(found: Sequence[Result]) -> str:
    """One object; its keys and those of each finding are stable."""
    findings = [finding.fields(name) for name, finding in found]
    return json.dumps({"version": __version__, "level": worst(found).value, "findings": findings}, indent=2)


def as_text(found: Sequence[Result], *, colour: bool) -> Iterator[str]:
    """A line for each finding, the command below it, and how many there are."""
    for _, finding in found:
        level = finding.level.value.ljust(_WIDTH)
        if colour:
            level = f"\x1b[{_COLOURS[finding.level]}m{level}\x1b[0m"
        yield f"{level}  {finding.cause}"
        if finding.fix:
            yield f"{' ' * _WIDTH}  Fix: {finding.fix}"
    yield ""
    yield summary(found)


def summary(found: Sequence[Result]) -> str:
    """How many errors and warnings there are."""
    counts = {level: sum(finding.level is level for _, finding in found) for level in Level}
    parts = [
        f"{count} {level.value}{'' if count == 1 else 's'}"
        for level, count in counts.items()
        if count and level is not Level.OK
    ]
    return f"{' and '.join(reversed(parts))}." if parts else "All is well."
