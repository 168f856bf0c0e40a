"""Patterns are bounded, and know a text that each matching row has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webmux.agents.row_pattern import PATTERN_MAX_CHARS, literal_in, row_pattern


@pytest.mark.parametrize(
    "text",
    [
        *("", "a" * (PATTERN_MAX_CHARS + 1), "(a+)+$", "(a|aa)*b", "(?:ab){2,9}", r"(a)\1", "(?=a)", "(?i)a"),
        *("(?P<x>a)", ".*.*.*a", "a*b*c*", "a{2,}b+c*", "a{61}b{1,99}c+", "(", "[", "*a", "a{9999999999}"),
    ],
)
def test_a_pattern_that_could_be_slow_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"must|is not"):
        row_pattern(text)


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (r".*\besc to", "12s esc to"),
        (r"(a )?(?:b|c)\.", "c."),
        ("[*+?{(]{3}x", "*({x"),
        ("a{2}b", "aab"),
        ("{a}", "{a}"),
    ],
)
def test_other_patterns_match_from_the_start_of_a_row(text: str, row: str) -> None:
    pattern = row_pattern(text)
    assert pattern.match(row) is not None
    assert pattern.match("#" + row) is None or text.startswith(".*")


@pytest.mark.parametrize(
    ("text", "literal"),
    [
        ("Do you", "Do you"),
        (r"\. abc?", ". ab"),
        ("a|b", ""),
        ("(a|b)cd", "cd"),
        ("x[a-z]yz+", "yz"),
        ("a{0,2}bc*", "b"),
    ],
)
def test_the_literal_is_the_longest_that_must_be_there(text: str, literal: str) -> None:
    assert literal == literal_in(text)


PARTS = st.lists(
    st.sampled_from(
        ["ab", "c", r"\.", "(d|ef)", "(g)?", "[hi]", "j?", "k*", "l+", "m{0,2}", ".", "n{2}", "|", "(o|p)?q"]
    ),
    min_size=1,
    max_size=6,
).map("".join)


@given(PARTS, st.text("abcdefghijklmnopq.", max_size=12))
def test_a_row_without_the_literal_does_not_match(text: str, row: str) -> None:
    try:
        pattern = row_pattern(text)
    except ValueError:
        return
    if literal_in(text) not in row:
        assert pattern.match(row) is None
