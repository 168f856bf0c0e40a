"""Missing and old Python packages, without any of them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from webmux.doctor import packages_check as packages
from webmux.doctor import repair
from webmux.doctor.finding import Level

ROOT = Path(__file__).parents[3]


def test_this_environment_is_complete() -> None:
    facts = packages.gather()
    assert facts.known > 10
    assert [Level.OK] == [one.level for one in packages.judge(facts)]


@pytest.mark.parametrize(
    ("version", "name"),
    [(None, "packages-missing"), ("0.1", "packages-too-old")],
)
def test_one_package_is_wrong(version: str | None, name: str) -> None:
    have = dict(packages.required())
    facts = packages.gather(lambda package: version if package == "flask" else have[package])
    [found] = packages.judge(facts)
    assert name == found.id
    assert "flask" in found.cause
    assert "setup" in found.fix


def test_an_installation_has_ranges(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = ["flask>=3.1.3,<4", "gevent (>=26.9)", "psycopg[binary]>=3 ; extra == 'pg'", "click"]
    monkeypatch.setattr(repair, "checkout", lambda: None)
    monkeypatch.setattr(packages.metadata, "requires", lambda name: lines)
    assert [("flask", "3.1.3"), ("gevent", "26.9"), ("click", "")] == list(packages.required())
    have = {"flask": "3.2", "gevent": "26.9.0", "click": "1"}
    facts = packages.gather(have.get)
    assert ((), ()) == (facts.missing, facts.older)


@pytest.mark.parametrize(
    ("version", "expected"),
    [("2.10.0", (2, 10)), ("3.0rc1", (3,)), ("1.2.3.post4", (1, 2, 3)), ("26.9", (26, 9))],
)
def test_numbers_of_versions(version: str, expected: tuple[int, ...]) -> None:
    assert expected == packages.numbers(version)


def test_an_old_python() -> None:
    [found] = packages.judge(packages.Packages((3, 9)))
    assert "python-too-old" == found.id


def test_the_doctor_runs_without_any_package() -> None:
    """Isolated from the virtual environment, as after a set-up that failed."""
    done = subprocess.run(
        [sys._base_executable, "-S", "-m", "webmux.doctor.packages_check"],  # type: ignore[attr-defined]
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert 1 == done.returncode, done.stderr
    assert "Python packages are missing" in done.stdout
    assert "" == done.stderr
