"""The guide has a row for each problem that the doctor can report, and each has a fix."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from webmux.doctor.finding import TEXT_MAX_CHARS, Level, error, ok

ROOT = Path(__file__).parents[3]
GUIDE = ROOT / "docs/guide/troubleshooting.md"
MAKERS = {"error", "warning"}


def problems() -> set[str]:
    """The first argument of each call that makes an error or a warning."""
    found = set()
    for path in (ROOT / "webmux/doctor").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and makes_problem(node.func):
                assert isinstance(node.args[0], ast.Constant), f"{path.name}:{node.lineno}: write the id here"
                found.add(str(node.args[0].value))
    return found


def makes_problem(function: ast.expr) -> bool:
    """Also `(error if bad else warning)(...)`, and a name for that."""
    return any(isinstance(part, ast.Name) and part.id in {*MAKERS, "judged"} for part in ast.walk(function))


def rows() -> list[str]:
    table = GUIDE.read_text().partition("compares the ids")[2].partition("end of the ids")[0]
    return re.findall(r"^\| `([a-z0-9-]+)` \|", table, re.MULTILINE)


def test_the_guide_has_a_row_for_each_problem() -> None:
    assert problems() == set(rows())
    assert len(rows()) == len(set(rows()))


def test_a_cause_is_one_printable_line() -> None:
    """Names of files may have escape sequences and line breaks; they must not reach a terminal."""
    found = ok("x", "a\x1b[2J\nb\u202e" + "c" * 1000)
    assert found.cause.startswith("a?[2J b?c")
    assert TEXT_MAX_CHARS == len(found.cause)


def test_the_fields_of_json() -> None:
    expected = {"check": "tmux", "id": "tmux-missing", "level": "error", "cause": "No.", "fix": "do it"}
    assert expected == error("tmux-missing", "No.", "do it").fields("tmux")


@pytest.mark.parametrize("level", list(Level))
def test_levels_are_words(level: Level) -> None:
    assert level.value in GUIDE.read_text()
