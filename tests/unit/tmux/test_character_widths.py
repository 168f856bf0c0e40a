"""The questions about widths to tmux, and the form of its answers."""

from __future__ import annotations

import re

import pytest

from webmux.tmux.character_widths import Widths, assumed, measured
from webmux.tmux.version import traits


def tmux_with(zero: set[int], wide: set[int]) -> tuple[list[str], object]:
    """A tmux in which these take no column or two; with the formats that it was asked to expand."""
    asked: list[str] = []

    def ask(template: str) -> str:
        asked.append(template)
        if template == "#{variation-selector-always-wide}":
            return "1\n"

        def width(match: re.Match[str]) -> str:
            return str(sum(0 if ord(one) in zero else 2 if ord(one) in wide else 1 for one in match[1]))

        return re.sub(r"#\{w:#\{l:(.*?)\}\}", width, template, flags=re.DOTALL) + "\n"

    return asked, ask


def test_the_answers_of_tmux_become_runs() -> None:
    """Runs are a gap and a length in base 36, a length of one is left out."""
    _, ask = tmux_with(zero={0x300, 0x301, 0x483}, wide={0x1FA84})
    found = measured("3.7", ask)  # type: ignore[arg-type]
    assert ("3.7", True) == (found.rules, found.vsWide)
    assert "lc.2 ap" == found.zero
    assert "2s1w" == found.wide


def test_whole_blocks_take_one_question() -> None:
    """CJK and Hangul are most of all characters, and known by a sum."""
    asked, ask = tmux_with(zero=set(), wide={*range(0x4E00, 0xA000), *range(0xAC00, 0xD7C0)})
    found = measured("3.3a", ask, None)  # type: ignore[arg-type]
    assert "feo.g74 2dc.8n4" == found.wide
    assert len(asked) < 800


def test_characters_unknown_to_the_libc_are_not_measured() -> None:
    """tmux 3.3 would never come back from it."""
    asked, ask = tmux_with(zero=set(), wide={0x1FA84})
    found = measured("3.3a", ask, lambda code: code < 0x300)  # type: ignore[arg-type]
    assert "" == found.wide
    assert all(ord(one) < 0x300 for template in asked for one in template)


def test_an_answer_of_the_wrong_length_is_an_error() -> None:
    """A tmux that prints something else has not measured."""
    with pytest.raises(ValueError):
        measured("3.4", lambda template: "1 1\n")


@pytest.mark.parametrize(
    ("version", "rules"),
    [
        ("3.2a", "3.2"),
        ("3.3", "3.3"),
        ("3.4", "3.4"),
        ("3.5a", "3.5"),
        ("next-3.6", "3.6"),
        ("3.8", "3.7"),
        ("master", "3.7"),
    ],
)
def test_rules_follow_from_the_version(version: str, rules: str) -> None:
    assert rules == traits(version).joining


def test_fields_are_read_back_unchanged() -> None:
    widths = assumed("3.4")
    assert widths == Widths.parse(widths.fields)
    assert widths.fields["id"] != assumed("3.5").fields["id"]


@pytest.mark.parametrize(
    "fields",
    [
        None,
        {},
        {"rules": "x", "vsWide": True, "zero": "", "wide": ""},
        {"rules": "3.3", "vsWide": True, "zero": "<b>", "wide": ""},
    ],
)
def test_invalid_fields_are_refused(fields: object) -> None:
    with pytest.raises(ValueError):
        Widths.parse(fields)
