"""Links in the documentation lead to a page and a heading; tests that it names exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scripts.check_words import files_of

ROOT = Path(__file__).parents[2]
PAGES = [path for path in files_of(ROOT) if path.suffix == ".md"]


def anchors(page: Path) -> set[str]:
    """The anchors of a page: its headings, as GitHub writes them."""
    titles = re.findall(
        r"^#+ (.+)$", re.sub(r"```.*?```", "", page.read_text(), flags=re.DOTALL), re.MULTILINE
    )
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


def dead_links(page: Path) -> list[str]:
    dead = []
    for target in re.findall(r"\]\(([^:\s)]+)\)", page.read_text()):
        name, _, anchor = target.partition("#")
        file = page.parent / name if name else page
        if not file.exists() or (anchor and anchor not in anchors(file)):
            dead.append(target)
    return dead


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_have_a_target(page: Path) -> None:
    assert [] == dead_links(page)


def test_a_missing_file_and_a_missing_heading_are_found(tmp_path: Path) -> None:
    (tmp_path / "b.md").write_text("# Two `words`, said\n")
    (tmp_path / "a.md").write_text(
        "# Here\n[1](b.md#two-words-said) [2](#here) [3](c.md) [4](b.md#words) [5](#there)\n"
    )
    assert ["c.md", "b.md#words", "#there"] == dead_links(tmp_path / "a.md")


def test_the_tests_that_prove_the_security_exist() -> None:
    named = re.findall(
        r"`((?:tests/)?[\w/.-]*test_\w+\.py|tests/js/[\w/.-]+)`", (ROOT / "docs/security.md").read_text()
    )
    known = [path.as_posix() for path in (ROOT / "tests").rglob("*.*")]
    assert len(named) > 50
    assert [] == [name for name in named if not any(path.endswith(f"/{name}") for path in known)]
