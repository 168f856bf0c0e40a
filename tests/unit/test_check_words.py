"""Each rule of language finds what breaks it, and nothing else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from scripts.check_words import GLOSSARY, ROOT, Words, faults_of, name_parts

TABLES = """
| word | meaning |
|---|---|
| `session` | not in the list: it stands before it |

## Words we do not use

### In sentences

| not | write |
|---|---|
| `erst while`, `yonder` | formerly |
| told | it has a right use: not in `code` |

### In names

| not | write |
|---|---|
| `bygone`, `bygone_rows` | `scrollback` |
"""
WORDS = Words.of_glossary(TABLES)
BANNED = next(iter(Words.of_glossary((ROOT / GLOSSARY).read_text()).phrases))


def test_the_list_is_what_the_glossary_has_in_code() -> None:
    assert {"erst while": "formerly", "yonder": "formerly"} == WORDS.phrases
    assert {("bygone",): "scrollback", ("bygone", "rows"): "scrollback"} == WORDS.names


def test_our_own_glossary_has_both_lists() -> None:
    words = Words.of_glossary((ROOT / GLOSSARY).read_text())
    assert words.phrases
    assert words.names


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("a.md", "One.\n\nThe rows Yonder.\n", 3),
        ("a.md", "An erst\nwhile friend.\n", 1),
        ("a.py", "# An erst\n    # while friend.\n", 1),
        ("a.js", "// An erst\n// while friend.\n", 1),
        ("a.js", "/**\n * An erst\n * while friend.\n */\n", 2),
        ("a.html", "<p>yonder</p>\n", 1),
    ],
)
def test_a_phrase_is_found_wherever_it_stands(name: str, text: str, line: int) -> None:
    [fault] = faults_of(name, text, WORDS)
    assert fault.startswith(f"{name}:{line}: ")
    assert fault.endswith("write formerly")


@pytest.mark.parametrize(
    "text", ["`yonder`\n", "```\nyonder\n```\n", "yonder-rows, yonders, erst\n\nwhile\n"]
)
def test_code_in_markdown_and_longer_words_are_no_faults(text: str) -> None:
    assert [] == faults_of("a.md", text, WORDS)


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.py", "def has_bygone(): ...\n"), ("a.js", "const isBygone = `bygone`; // bygone\n")],
)
def test_a_name_is_found_as_a_part_of_another(name: str, text: str) -> None:
    [fault] = faults_of(name, text, WORDS)
    assert fault.startswith(f"{name}:1: ")


def test_names_in_strings_and_comments_are_no_faults() -> None:
    assert [] == faults_of("a.py", 'value = "bygone"  # bygone\n', WORDS)
    assert [] == faults_of("a.js", "const value = 'bygone'; /* bygone */\n", WORDS)


def test_names_of_tests_are_not_checked() -> None:
    assert [] == faults_of("tests/unit/test_a.py", "def test_a_bygone_is_stored(): ...\n", WORDS)


def test_a_name_is_cut_into_its_words() -> None:
    assert (
        ("bygone", "rows")
        == name_parts("_bygone_rows")
        == name_parts("bygoneRows")
        == name_parts("BYGONE_ROWS")
    )


def test_a_line_of_markdown_has_a_hundred_columns() -> None:
    assert [] == faults_of("a.md", "x " * 50 + "\n", WORDS)
    assert ["a.md:1: 101 columns; at most 100"] == faults_of("a.md", "x " * 50 + "x\n", WORDS)


@pytest.mark.parametrize("form", ["| {} |", "```\n{}\n```", "- [{}](x.md)", "![{}](x.png)", "1. https://{}"])
def test_a_table_row_code_and_a_link_alone_may_be_longer(form: str) -> None:
    assert [] == faults_of("a.md", form.format("x" * 120) + "\n", WORDS)


@pytest.mark.parametrize(
    "text",
    ["A mispelled word.\n", f"It {BANNED} it.\n", "A long line. " * 8 + "\n"],  # codespell:ignore mispelled
)
def test_one_fault_fails_the_check(tmp_path: Path, text: str) -> None:
    command = [sys.executable, str(ROOT / "scripts/check_words.py"), str(tmp_path)]
    (tmp_path / "README.md").write_text("A line without a fault.\n")
    assert 0 == subprocess.run(command, capture_output=True, check=False).returncode
    (tmp_path / "README.md").write_text(text)
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.stdout.startswith("README.md:1: ") or "./README.md:1: " in ran.stdout
    assert 1 == ran.returncode
