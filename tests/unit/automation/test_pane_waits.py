"""Which waits are over, by screens and times alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from webmux.automation.pane_now import PaneNow
from webmux.automation.pane_waits import AGAIN_S, REST_S, SETTLE_S, Agent, Goal, PaneWaits, Wait

PANE = PaneNow("12-34", "$1", "@2", "%3", 99, 80, 24, (0, 0), True, False, False, 0, False, "")
INFINITE = float("inf")


def waiting(goal: Goal, began: float = 100.0, timeout_s: float = 60.0) -> tuple[PaneWaits, Wait]:
    wait = Wait(goal, began, began + timeout_s, None)
    return PaneWaits("%3", {wait: None}), wait


def test_text_holds_when_it_is_on_the_screen() -> None:
    pane, wait = waiting(Goal(text="passed"))
    pane.take(PANE, "running", 101, rests=False)
    assert "" == pane.outcome(wait, 101)
    pane.take(PANE, "running\n12 passed", 102, rests=False)
    assert "text" == pane.outcome(wait, 102)


def test_quiet_counts_from_the_last_change_of_the_screen() -> None:
    """A cursor that moves or a row that scrolls away is a change; the same screen again is none."""
    pane, wait = waiting(Goal(quiet_s=2))
    pane.take(PANE, "a", 101, rests=False)
    assert ("", 103) == (pane.outcome(wait, 102.9), pane.next_look())
    for moment, change in ((102, {"cursor": (1, 0)}), (104, {"history": 1})):
        pane.take(replace(PANE, **change), "a", moment, rests=False)
        assert "" == pane.outcome(wait, moment + 1.9)
    pane.take(replace(PANE, history=1), "a", 105, rests=False)
    assert "quiet" == pane.outcome(wait, 106)


def test_quiet_never_counts_what_was_before_the_wait() -> None:
    pane, first = waiting(Goal(quiet_s=50))
    pane.take(PANE, "a", 100, rests=False)
    later = Wait(Goal(quiet_s=2), 120, 180, None)
    pane.waits[later] = None
    assert "" == pane.outcome(later, 121)
    assert "quiet" == pane.outcome(later, 122)
    assert "" == pane.outcome(first, 122)


def test_a_command_is_done_when_its_shell_rests_for_a_while() -> None:
    """A loop in a shell rests between its commands, but not for so long."""
    pane, wait = waiting(Goal(done=True))
    pane.take(PANE, None, 101, rests=True)
    assert ("", 101 + REST_S) == (pane.outcome(wait, 101.1), pane.next_look())
    pane.take(PANE, None, 101.2, rests=False)
    pane.take(PANE, None, 101.3, rests=True)
    assert "" == pane.outcome(wait, 101.3 + REST_S - 0.1)
    assert "done" == pane.outcome(wait, 101.3 + REST_S)


def test_input_gets_time_to_begin() -> None:
    """A shell that has not read its input yet is not done, nor is an agent in the state of before."""
    pane, wait = waiting(Goal(done=True))
    pane.take(PANE, None, 90, rests=True)
    pane.input_at = 100
    assert "" == pane.outcome(wait, 101)
    assert "done" == pane.outcome(wait, 100 + SETTLE_S)
    pane.agent = Agent("done", 95)
    assert "" == pane.outcome(wait, 101)
    pane.agent = Agent("done", 100.5)
    assert "done" == pane.outcome(wait, 101)


@pytest.mark.parametrize(
    ("kind", "goal", "met"),
    [
        ("waiting", Goal(waiting=True), "waiting"),
        ("working", Goal(waiting=True), ""),
        ("working", Goal(done=True), ""),
        ("waiting", Goal(done=True), ""),
        ("idle", Goal(done=True), "done"),
        ("unknown", Goal(done=True), "done"),
        ("waiting", Goal(done=True, waiting=True), "waiting"),
    ],
)
def test_an_agent_says_itself_what_it_does(kind: str, goal: Goal, met: str) -> None:
    """Its shell seems to rest meanwhile."""
    pane, wait = waiting(goal)
    pane.take(PANE, None, 101, rests=True)
    pane.agent = Agent(kind, 101)
    assert met == pane.outcome(wait, 103)


def test_an_ended_program_ends_every_wait() -> None:
    for goal, met in ((Goal(done=True), "done"), (Goal(text="x"), "ended"), (Goal(waiting=True), "ended")):
        pane, wait = waiting(goal)
        pane.take(replace(PANE, dead=True), None, 101, rests=False)
        assert met == pane.outcome(wait, 101)


def test_a_wait_without_success_has_a_deadline_and_one_more_look() -> None:
    pane, wait = waiting(Goal(text="x"), timeout_s=5)
    pane.take(PANE, "", 101, rests=False)
    assert 105 == pane.next_look()
    pane.again_at = 101 + AGAIN_S
    assert 101 + AGAIN_S == pane.next_look()
    assert ["", "timeout"] == [pane.outcome(wait, moment) for moment in (104.9, 105)]
    pane.take(PANE, "", 101 + AGAIN_S, rests=False)
    assert 105 == pane.next_look()
    assert INFINITE == PaneWaits("%3").next_look()


def test_a_moment_that_passed_during_a_look_elsewhere_is_not_lost() -> None:
    """And one at which nothing was over is not looked at again and again."""
    pane, wait = waiting(Goal(done=True))
    pane.take(PANE, None, 101, rests=True)
    pane.agent = Agent("working", 100)
    assert 101 + REST_S == pane.next_look()
    pane.take(PANE, None, 110, rests=True)
    assert ("", wait.deadline) == (pane.outcome(wait, 110), pane.next_look())
