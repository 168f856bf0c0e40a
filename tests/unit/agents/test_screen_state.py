"""A state counts after it lasted, has the age of its first capture, and survives a restart and a menu."""

from __future__ import annotations

import pytest

from webmux.agents.screen_manifest import Rule
from webmux.agents.screen_state import DWELL_S, ScreenState, Stored, stored_value

WORKING, WAITING, IDLE = (Rule(kind, kind, "T.") for kind in ("working", "waiting", "idle"))
BOX = Rule("box", "unknown", "T.", after_working="done")


def settle(state: ScreenState, rule: Rule | None, at_s: float) -> tuple[str, int]:
    """Show a rule for long enough from a time on."""
    state.take(rule, at_s, 1000 + at_s)
    state.take(rule, at_s + DWELL_S, 1000 + at_s + DWELL_S)
    return state.kind, state.since


def test_a_state_counts_after_it_lasted() -> None:
    state = ScreenState()
    assert not state.take(WORKING, 1, 1001)
    assert (state.kind, state.settles_at) == ("unknown", 1 + DWELL_S)
    assert not state.take(WORKING, 1.5, 1001.5)
    assert state.take(WORKING, 1 + DWELL_S, 1002)
    assert (state.kind, state.since, state.settles_at) == ("working", 1001, None)


def test_what_shows_only_for_a_moment_does_not_count() -> None:
    state = ScreenState()
    settle(state, WORKING, 0)
    state.take(WAITING, 5, 1005)
    state.take(WORKING, 5.5, 1005.5)
    assert not state.take(WAITING, 6.2, 1006.2)
    assert state.take(WAITING, 7.2, 1007.2)
    assert (state.kind, state.since) == ("waiting", 1006)


def test_a_box_means_done_only_after_work() -> None:
    fresh = ScreenState()
    assert settle(fresh, BOX, 0)[0] == "unknown"
    assert settle(fresh, WORKING, 5) == ("working", 1005)
    assert settle(fresh, BOX, 9) == ("done", 1009)
    assert settle(fresh, None, 12)[0] == "unknown"
    assert settle(fresh, BOX, 20) == ("done", 1009)
    assert settle(fresh, IDLE, 30) == ("idle", 1030)
    assert settle(fresh, BOX, 40)[0] == "unknown"


def test_a_second_question_after_a_menu_has_its_own_age() -> None:
    state = ScreenState()
    settle(state, WAITING, 0)
    settle(state, None, 5)
    assert settle(state, WAITING, 10) == ("waiting", 1010)


def test_after_a_restart_the_same_state_has_the_same_age_at_once() -> None:
    state = ScreenState(Stored("waiting", 500, 42))
    assert state.take(WAITING, 1, 1001)
    assert (state.kind, state.since, state.stored(42)) == ("waiting", 500, Stored("waiting", 500, 42))
    other = ScreenState(Stored("working", 500, 42))
    assert settle(other, BOX, 1) == ("done", 1001)


def test_another_rule_of_the_same_kind_is_a_change_with_the_same_age() -> None:
    state = ScreenState()
    settle(state, WAITING, 0)
    assert state.take(Rule("other", "waiting", "T."), 3, 1003)
    assert not state.take(Rule("other", "waiting", "T."), 3.1, 1003) or state.since == 1000


@pytest.mark.parametrize("text", ["", "unknown:1:2", "done:0:2", "done:1:2:3", "done:1", "done:1:2\n"])
def test_a_value_of_another_form_is_ignored(text: str) -> None:
    assert stored_value(text) is None


def test_a_stored_value_is_read_back() -> None:
    stored = Stored("done", 5, 7)
    assert stored == stored_value(stored.value())
