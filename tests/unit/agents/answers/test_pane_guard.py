"""The condition that tmux evaluates: whatever a program shows, it stays one format."""

from __future__ import annotations

import re

import pytest

from webmux.agents.answers.pane_guard import (
    FACTS,
    PaneState,
    all_of,
    first_match,
    guarded_line,
    row_pattern,
    unchanged,
)
from webmux.agents.answers.question import Cursor, read_question

PLAIN = " ".join(["1"] * len(FACTS))


def test_a_row_of_any_text_is_a_pattern_without_signs_of_a_format():
    hostile = "a#{pid},b}#(touch x)%H \"'\\;$~[x]*(y|z){2}^?+: é❯ \x1b"
    pattern = row_pattern(hostile)
    assert not re.search(r"[#{},%\"'\\;$~*|()+?:\x1b\[\]]", pattern[1:-1])
    assert re.search(pattern, hostile)
    assert not re.search(pattern, hostile.replace("é", "e"))
    assert re.search(row_pattern("x" * 300), "x" * 300)


def test_an_earlier_equal_row_is_where_tmux_finds_it():
    screen = ("  2. No", "", "❯ 1. Yes", "  2. No")
    assert first_match(row_pattern(screen[3]), screen) == 0
    question = read_question(screen, Cursor(0, 4, visible=True), "x")
    condition = unchanged(PaneState.parse([PLAIN + " waiting:1:2"]), screen, question)
    assert "#{==:#{C/r:^  2. No$},1}" in condition
    assert "#{==:#{C/r:^❯ 1. Yes$},3}" in condition
    assert "#{==:#{@webmux_agent},waiting:1:2}" in condition


def test_an_option_of_another_form_is_not_compared():
    for value in ("#{pid}", "a,b", "a}", "two\nlines", "%H"):
        state = PaneState.parse((PLAIN + " " + value).split("\n"))
        assert "@webmux_agent" not in unchanged(state, (), read_question((), Cursor(0, 0, visible=True), ""))


def test_a_state_that_tmux_did_not_print_is_an_error():
    for lines in ([], [""], ["1 2 3"], ["x " + PLAIN]):
        with pytest.raises(ValueError, match="state"):
            PaneState.parse(lines)


@pytest.mark.parametrize("fact", ["pane_dead", "pane_in_mode", "pane_synchronized", "pane_input_off"])
def test_a_pane_that_takes_no_keys_has_a_reason(fact):
    state = PaneState.parse([" ".join(["0"] * len(FACTS)) + " "])
    assert state.problem() == ""
    assert PaneState({**state, fact: "1"}).problem() != ""


def test_conditions_are_joined_without_deep_nesting():
    assert all_of(["a"]) == "a"
    assert all_of(["a", "b", "c"]) == "#{&&:a,#{&&:b,c}}"


def test_the_line_sends_keys_only_if_the_condition_holds():
    line = guarded_line("%1", "#{a}", ("send-keys", "-l", "-t", "%1", "--", "1"))
    assert line == (
        b'if-shell -F -t %1 "#{a}" "send-keys -l -t %1 -- 1 ; display-message -p sent"'
        b' "display-message -p refused"'
    )
