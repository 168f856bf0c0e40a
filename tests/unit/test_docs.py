"""Documentation names every option with its default, and no page links into nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from webmux.config import OPTION_KEYS, Config

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def documented_options() -> dict[str, str]:
    text = (ROOT / "docs/options.md").read_text()
    return dict(re.findall(r"^\| `([a-z_]+)` \| (.+?) \| .+ \|$", text, re.MULTILINE))


def test_the_table_has_each_option_and_no_other() -> None:
    assert sorted(OPTION_KEYS) == sorted(documented_options())


@pytest.mark.parametrize("key", OPTION_KEYS)
def test_the_table_states_the_default(key: str) -> None:
    field = Config.model_fields[key]
    if field.default_factory is not None or field.default in (None, (), ""):
        return  # said in words
    expected = str(field.default).lower() if isinstance(field.default, bool) else str(field.default)
    if isinstance(field.default, tuple):
        expected = ", ".join(field.default)
    assert f"`{expected}`" == documented_options()[key]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text())
    missing = [name for name in targets if not (page.parent / name).exists()]
    assert [] == missing
