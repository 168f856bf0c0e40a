"""The version has one place."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", ["package.json", "package-lock.json"])
def test_the_javascript_package_has_no_version(name: str) -> None:
    assert "version" not in json.loads((ROOT / name).read_text())


def test_the_build_reads_the_version_of_the_package() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert "version" in settings["project"]["dynamic"]
    assert "version" not in settings["project"]
    assert "webmux/__init__.py" == settings["tool"]["hatch"]["version"]["path"]
