"""Modules of the standard library that libraries import at their top and that we hardly ever use.

They and what they import, such as `email` and `zipfile`, take 1 MB in the process that supervises and half of
it in the worker. They load with the first use of one of their names.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from types import ModuleType

NAMES = frozenset({"decimal", "difflib", "html", "importlib.metadata"})
"""Of Flask, Werkzeug and gunicorn."""


class _LateFinder:
    """Finds the modules of `NAMES` as Python does, but has them load late."""

    @staticmethod
    def find_spec(
        name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(name, path, target) if name in NAMES else None
        if spec is None or spec.loader is None:
            return None
        spec.loader = LazyLoader(spec.loader)
        return spec


@contextmanager
def loading_late() -> Iterator[None]:
    """What is imported within, and by that for the first time, loads late."""
    sys.meta_path.insert(0, _LateFinder)
    try:
        yield
    finally:
        sys.meta_path.remove(_LateFinder)
