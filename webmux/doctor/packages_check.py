"""The Python packages that WebMux requires: missing ones, and wrong versions. Needs none of them itself."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import metadata

from webmux.doctor import repair
from webmux.doctor.finding import Findings, Level, error, ok

PYTHON_MIN = (3, 11)
SHOWN_MAX = 5
_RANGE = re.compile(r"([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?\s*\(?([<>=!~][^;)]*)?\)?\s*(;.*)?")
_BOUND = re.compile(r"(>=|==|~=)\s*([\w.]+)")

Installed = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Packages:
    """Facts of this Python and of what is installed in it."""

    python: tuple[int, int]
    missing: tuple[str, ...] = ()
    older: tuple[str, ...] = ()
    """As `name 1.0, required 2.0`."""
    known: int = 0
    """How many were compared."""


def gather(installed: Installed | None = None) -> Packages:
    """Compare what is installed with what this checkout, or the installed package, requires."""
    find = installed or version_of
    found = {name: (least, find(name)) for name, least in required()}
    python = (sys.version_info[0], sys.version_info[1])
    older = tuple(
        f"{name} {have}, required {least}"
        for name, (least, have) in found.items()
        if have is not None and least and numbers(have) < numbers(least)
    )
    missing = tuple(name for name, (_, have) in found.items() if have is None)
    return Packages(python, missing, older, len(found))


def numbers(version: str) -> tuple[int, ...]:
    """The numbers at the start of a version, without zeros at the end; `2.10.0rc1` is `(2, 10)`."""
    found = [int(part) for part in re.findall(r"\d+", re.split(r"[a-z+-]", version, maxsplit=1)[0])]
    while found and found[-1] == 0:
        found.pop()
    return tuple(found)


def version_of(name: str) -> str | None:
    """The installed version of a package; None if it is not installed."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def required() -> Iterable[tuple[str, str]]:
    """Packages and the version that each must have at least; empty if any will do."""
    for line in _lines():
        found = _RANGE.fullmatch(line.partition("#")[0].strip())
        if found is not None and not found[3]:  # with a marker it is for another system, or an extra
            bound = _BOUND.search(found[2] or "")
            yield found[1], bound[2] if bound else ""


def _lines() -> list[str]:
    root = repair.checkout()
    try:
        if root is not None:
            return (root / "requirements.in").read_text("utf-8").splitlines()
        return metadata.requires("webmux") or []
    except (OSError, metadata.PackageNotFoundError):
        return []


def check(_inputs: object = None) -> Findings:
    """See `judge`."""
    return judge(gather())


def judge(facts: Packages) -> Findings:
    """Whether WebMux has the Python and the packages that it requires."""
    version = ".".join(map(str, facts.python))
    if facts.python < PYTHON_MIN:
        cause = f"Python {version} is too old: WebMux requires 3.11 or later."
        return [error("python-too-old", cause, repair.install("python3", os.geteuid()))]
    fix = repair.reinstall()
    if facts.missing:
        return [error("packages-missing", f"Python packages are missing: {_some(facts.missing)}.", fix)]
    if facts.older:
        return [error("packages-too-old", f"Python packages are too old: {_some(facts.older)}.", fix)]
    return [ok("packages", f"Python {version} and {facts.known} packages are as required.")]


def _some(names: tuple[str, ...]) -> str:
    rest = len(names) - SHOWN_MAX
    return "; ".join(names[:SHOWN_MAX]) + (f"; {rest} more" if rest > 0 else "")


def main() -> int:
    """`python -m webmux.doctor.packages_check`, if `webmux doctor` cannot start without its packages."""
    found = check()
    for one in found:
        fix = f"\n         Fix: {one.fix}" if one.fix else ""
        sys.stdout.write(f"{one.level.value.ljust(7)}  {one.cause}{fix}\n")
    return 1 if any(one.level is Level.ERROR for one in found) else 0


if __name__ == "__main__":
    sys.exit(main())
