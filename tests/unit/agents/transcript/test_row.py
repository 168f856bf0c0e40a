"""Rows are compared by their text; borders say nothing."""

from __future__ import annotations

import pytest

from webmux.agents.transcript.row import Row, alike


@pytest.mark.parametrize(
    ("text", "informative"), [("│ > │", False), ("  ab", False), ("abc", True), ("Zeile ä", True)]
)
def test_a_row_with_words_is_informative(text: str, *, informative: bool) -> None:
    assert informative == Row(text).informative


def test_blanks_at_the_end_do_not_count() -> None:
    assert Row("one  ").plain == Row("one").plain == "one"


@pytest.mark.parametrize(
    ("one", "other", "same"), [("", "", 0), ("abc", "abc", 3), ("up 1s", "up 12s", 5), ("abc", "xyz", 0)]
)
def test_rows_are_alike_by_their_ends(one: str, other: str, same: int) -> None:
    assert same == alike(one, other) == alike(other, one)
