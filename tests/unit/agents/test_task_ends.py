"""An agent that worked for a while and is done is reported once; the clock is the test's."""

from __future__ import annotations

import pytest

from webmux.agents.agent_state import AgentInPane, AgentState
from webmux.agents.episodes import SETTLE_S
from webmux.agents.task_ends import TASKS_MAX, TaskEnds
from webmux.tmux.state.command_tracker import MIN_S

BEGAN = 1_000
LONG = BEGAN + int(MIN_S)


def agent(kind: str, since: int, *, pane: str = "%1", pid: int = 7, session: str = "$0") -> AgentInPane:
    return AgentInPane(session, "@0", pane, pid, AgentState(kind, since, "claude"))


def after(*states: tuple[str, int]) -> TaskEnds:
    """One agent that had these states, each seen when it began."""
    ends = TaskEnds()
    for kind, since in states:
        ends.follow("1-1", [agent(kind, since)], float(since))
    return ends


def due(ends: TaskEnds, now: float) -> list[float]:
    return [worked_s for _, worked_s in ends.take_due(now)]


def test_a_long_task_is_reported_once_when_its_end_has_settled() -> None:
    ends = after(("working", BEGAN), ("done", LONG))
    assert ([], LONG + SETTLE_S) == (due(ends, LONG), ends.next_at())
    assert [MIN_S] == due(ends, LONG + SETTLE_S)
    ends.follow("1-1", [agent("done", LONG)], LONG + 60)
    ends.follow("1-1", [agent("done", LONG + 90)], LONG + 90)
    assert ([], None) == (due(ends, LONG + 900), ends.next_at())


@pytest.mark.parametrize(
    "states",
    [
        [("working", BEGAN), ("done", LONG - 1)],
        [("done", LONG)],
        [("unknown", BEGAN), ("done", LONG)],
        [("waiting", BEGAN), ("done", LONG)],
        [("working", BEGAN), ("idle", LONG)],
        [("working", BEGAN), ("idle", LONG), ("done", LONG + 1)],
        [("working", BEGAN), ("waiting", LONG)],
    ],
)
def test_short_tasks_and_other_ends_are_not_reported(states: list[tuple[str, int]]) -> None:
    assert [] == due(after(*states), LONG + 900)


def test_waiting_does_not_count_as_work_and_does_not_end_the_task() -> None:
    asked = [("working", BEGAN), ("waiting", BEGAN + 6), ("working", BEGAN + 600)]
    assert [11.0] == due(after(*asked, ("done", BEGAN + 605)), BEGAN + 900)
    assert [] == due(after(*asked, ("done", BEGAN + 603)), BEGAN + 900)


def test_an_end_that_does_not_settle_is_not_reported_and_the_task_goes_on() -> None:
    ends = after(("working", BEGAN), ("done", LONG), ("working", LONG + 1))
    assert ([], None) == (due(ends, LONG + 60), ends.next_at())
    ends.follow("1-1", [agent("done", LONG + 61)], LONG + 61)
    assert [MIN_S + 60] == due(ends, LONG + 63)


def test_each_task_of_an_agent_is_reported() -> None:
    ends = after(("working", BEGAN), ("done", LONG))
    assert 1 == len(due(ends, LONG + 5))
    ends.follow("1-1", [agent("working", LONG + 10)], LONG + 10)
    ends.follow("1-1", [agent("done", LONG + 15)], LONG + 15)
    assert [] == due(ends, LONG + 60), "the second one was short"


def test_after_a_restart_only_what_ends_from_then_on_is_reported() -> None:
    assert [] == due(after(("done", LONG)), LONG + 900)
    ends = TaskEnds()
    ends.follow("", [], LONG + 50)  # tmux was not asked yet
    ends.follow("1-1", [agent("working", BEGAN)], LONG + 50)
    ends.follow("1-1", [agent("done", LONG + 60)], LONG + 60)
    assert [MIN_S + 60] == due(ends, LONG + 90)


def test_another_process_or_server_has_a_task_of_its_own_and_a_linked_window_counts_once() -> None:
    for other in (agent("done", LONG, pid=8), agent("done", LONG, pane="%2")):
        ends = after(("working", BEGAN))
        ends.follow("1-1", [other], LONG)
        assert [] == due(ends, LONG + 60)
    ends = after(("working", BEGAN))
    ends.follow("2-2", [agent("done", LONG)], LONG)
    assert [] == due(ends, LONG + 60)
    ends = after(("working", BEGAN))
    ends.follow("1-1", [agent("done", LONG), agent("done", LONG, session="$1")], LONG)
    assert 1 == len(due(ends, LONG + 60))


def test_their_number_is_bounded() -> None:
    ends = TaskEnds()
    for kind, since in (("working", BEGAN), ("done", LONG)):
        ends.follow("1-1", [agent(kind, since, pane=f"%{n}") for n in range(TASKS_MAX + 5)], LONG)
    assert TASKS_MAX == len(due(ends, LONG + 60))
