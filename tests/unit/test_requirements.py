"""What the modules import is named in requirements.in: a wheel brings nothing else."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parents[2]
ON_REQUEST = {"psycopg"}
"""Comes with `webmux[postgres]`."""


def imported() -> Iterator[str]:
    """The first word of each import, wherever it is in a module."""
    for path in (ROOT / "webmux").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                yield from (alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module is not None:
                yield node.module.partition(".")[0]


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_imported_package_is_required() -> None:
    foreign = set(imported()) - sys.stdlib_module_names - ON_REQUEST - {"webmux"}
    lines = (ROOT / "requirements.in").read_text().splitlines()
    required = {plain(found.group()) for line in lines if (found := re.match(r"[a-z][\w.-]*", line))}
    packages = packages_distributions()
    assert len(foreign) > 10
    assert [] == sorted(
        name for name in foreign if not required & {plain(one) for one in packages.get(name, [name])}
    )


def test_the_worker_of_gunicorn_has_what_it_imports() -> None:
    """It imports packaging, which nothing else brings."""
    assert "gunicorn[gevent]" in (ROOT / "requirements.in").read_text()
