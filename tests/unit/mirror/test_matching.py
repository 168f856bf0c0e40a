"""What matches and where; expressions without end are stopped."""

from __future__ import annotations

import os
from contextlib import ExitStack

import pytest

from webmux.errors import BadField, TooMany
from webmux.mirror.matching import (
    PER_LINE_MAX,
    REGEXES_MAX,
    Found,
    Query,
    RegexMatcher,
    lowered,
    matcher_of,
    utf16,
)
from webmux.mirror.regex import NICE


def find(query: Query, *lines: str) -> Found:
    with matcher_of(query) as matcher:
        return matcher.find(lines)


@pytest.mark.parametrize("regex", [False, True])
def test_lines_and_ranges_of_matches_are_found(regex: bool) -> None:
    assert [(0, [(1, 3), (3, 5)]), (2, [(0, 2)])] == find(Query("ab", regex=regex), "xababx", "none", "ab")
    assert [] == find(Query("ab", regex=regex), "a", "b")


@pytest.mark.parametrize("regex", [False, True])
def test_a_query_with_capitals_respects_case(regex: bool) -> None:
    lines = ("error", "Error", "ERROR")
    assert [0, 1, 2] == [place for place, _ in find(Query("error", regex=regex), *lines)]
    assert [1] == [place for place, _ in find(Query("Error", regex=regex), *lines)]
    assert [0] == [place for place, _ in find(Query("error", case=True, regex=regex), *lines)]


def test_letters_with_longer_small_forms_shift_nothing() -> None:
    assert [(0, [(2, 4)])] == find(Query("ab"), "İİAB")
    assert len(lowered("İSTANBUL")) == 8
    assert [(0, [(0, 2)])] == find(Query("äö"), "ÄÖ")


def test_matches_of_one_line_are_limited() -> None:
    assert PER_LINE_MAX == len(find(Query("a"), "a" * 1000, "a")[0][1])
    assert 2 == len(find(Query("a"), "a" * 1000, "a"))


def test_expressions_find_only_matches_that_are_not_empty() -> None:
    assert [(0, [(2, 4)])] == find(Query(r"\d*", regex=True), "ab12")


@pytest.mark.parametrize(
    ("text", "code"), [("(", "bad_regex"), ("(a|a)*b", "slow_regex"), ("a{9999999999}", "bad_regex")]
)
def test_invalid_expressions_are_refused(text: str, code: str) -> None:
    with pytest.raises(BadField) as refused:
        find(Query(text, regex=True), "a" * 60)
    assert code == refused.value.code


def test_the_process_has_a_low_priority() -> None:
    with matcher_of(Query("a", regex=True)) as matcher:
        assert isinstance(matcher, RegexMatcher)
        assert matcher._process is not None
        assert min(19, os.nice(0) + NICE) == os.getpriority(os.PRIO_PROCESS, matcher._process.pid)


def test_a_killed_process_is_reported_as_too_slow() -> None:
    """The kernel kills it if it uses too much memory; nothing is left of it."""
    with pytest.raises(BadField) as refused:
        with matcher_of(Query("a", regex=True)) as matcher:
            assert isinstance(matcher, RegexMatcher)
            process = matcher._process
            assert process is not None
            process.kill()
            process.wait()
            matcher.find(["a"])
    assert "slow_regex" == refused.value.code


def test_the_number_of_expressions_at_once_is_limited() -> None:
    query = Query("a", regex=True)
    with ExitStack() as stack:
        for _ in range(REGEXES_MAX):
            stack.enter_context(matcher_of(query))
        with pytest.raises(TooMany):
            find(query, "a")
    for _ in range(2):
        with pytest.raises(BadField):
            find(Query("(", regex=True), "a")
    assert [(0, [(0, 1)])] == find(query, "a")


@pytest.mark.parametrize("text", ["", "x" * 201, "a\nb", "\x1b[m"])
def test_bad_queries_are_refused(text: str) -> None:
    with pytest.raises(BadField):
        Query(text)


def test_lengths_are_utf16_units() -> None:
    assert (3, 4, 2) == (utf16("abc"), utf16("😀😀"), utf16("日本"))
