"""Episodes of waiting: notified once, repeated once, withdrawn at their end; the clock is the test's."""

from __future__ import annotations

import pytest

from webmux.agents.agent_state import AgentInPane, AgentState
from webmux.agents.episodes import ENDED_MAX, EPISODES_MAX, REPEAT_S, RESTART_S, SETTLE_S, Episodes

NOW = 1_000.0
LATER = NOW + SETTLE_S


def agent(kind: str = "waiting", *, pane: str = "%1", pid: int = 7, since: int = 990, session: str = "$0"):
    return AgentInPane(session, "@0", pane, pid, AgentState(kind, since, "claude"))


def due(episodes: Episodes, now: float) -> list[str]:
    return [what for what, _ in episodes.take_due(now)]


def waiting_since(now: float, *users: int) -> Episodes:
    """One episode that was notified at `now`."""
    episodes = Episodes()
    episodes.follow("1-1", [agent()], now - SETTLE_S)
    assert ["notify"] == due(episodes, now)
    for user in users:
        episodes.sent("%1", user)
    return episodes


def test_an_episode_is_notified_once_and_repeated_once() -> None:
    episodes = Episodes()
    episodes.follow("1-1", [agent()], NOW)
    assert ([], NOW + SETTLE_S) == (due(episodes, NOW), episodes.next_at())
    assert ["notify"] == due(episodes, LATER)
    episodes.follow("1-1", [agent(), agent("working", pane="%2")], LATER)
    assert ([], LATER + REPEAT_S) == (due(episodes, LATER + REPEAT_S - 1), episodes.next_at())
    assert ["repeat"] == due(episodes, LATER + REPEAT_S)
    assert ([], None) == (due(episodes, LATER + 100 * REPEAT_S), episodes.next_at())


def test_a_new_time_or_process_or_pane_is_a_new_episode() -> None:
    episodes = waiting_since(NOW)
    others = [agent(since=991), agent(pid=8), agent(pane="%2")]
    episodes.follow("1-1", [agent(), *others, agent(pane="%2", session="$1")], NOW)
    assert ["notify"] * 3 == due(episodes, LATER)


@pytest.mark.parametrize("now", [[], [agent("working")], [agent("done", since=1_001)]])
def test_its_end_withdraws_it_from_those_who_got_it(now) -> None:
    episodes = waiting_since(NOW, 3, 4)
    episodes.follow("1-1", now, NOW)
    assert not episodes.waits("%1")
    [(what, episode)] = episodes.take_due(LATER)
    assert ("withdraw", {3, 4}) == (what, episode.users)
    assert [] == due(episodes, LATER + REPEAT_S)


def test_what_nobody_got_is_not_withdrawn() -> None:
    episodes = waiting_since(NOW)
    episodes.follow("1-1", [], NOW)
    assert ([], None) == (due(episodes, LATER), episodes.next_at())


def test_a_state_that_flickers_is_neither_notified_nor_withdrawn() -> None:
    episodes = Episodes()
    episodes.follow("1-1", [agent()], NOW)
    episodes.follow("1-1", [], NOW + 1)
    assert [] == due(episodes, NOW + 10)
    episodes = waiting_since(NOW, 3)
    episodes.follow("1-1", [], NOW)
    episodes.follow("1-1", [agent()], NOW + 1)
    assert [] == due(episodes, NOW + 10)


def test_an_ended_episode_never_comes_back() -> None:
    episodes = waiting_since(NOW, 3)
    episodes.follow("1-1", [], NOW)
    assert ["withdraw"] == due(episodes, LATER)
    episodes.follow("1-1", [agent()], LATER)
    assert [] == due(episodes, LATER + REPEAT_S)


def test_an_answer_withdraws_it_at_once_and_ends_the_repeats() -> None:
    episodes = waiting_since(NOW, 3)
    assert ["withdraw"] == [what for what, _ in episodes.answered("%1")]
    assert (False, []) == (episodes.waits("%1"), episodes.answered("%1"))
    assert [] == due(episodes, NOW + REPEAT_S)
    episodes.follow("1-1", [], NOW + REPEAT_S)
    assert [] == due(episodes, NOW + 2 * REPEAT_S)


def test_an_answer_before_the_first_notification_prevents_it() -> None:
    episodes = Episodes()
    episodes.follow("1-1", [agent()], NOW)
    episodes.answered("%1")
    assert [] == due(episodes, LATER)


def test_a_restart_notifies_nobody_again_and_still_repeats_and_withdraws() -> None:
    stored = waiting_since(NOW, 3).text()
    after = Episodes(stored)
    after.follow("", [], NOW)  # tmux was not asked yet
    assert ([], None) == (due(after, NOW + 2 * REPEAT_S), after.next_at())
    after.follow("1-1", [], LATER)  # the lists are known, the options not yet
    assert [] == due(after, LATER + RESTART_S - 1)
    after.follow("1-1", [agent()], LATER + RESTART_S - 1)
    assert [] == due(after, NOW + REPEAT_S - 1)
    assert ["repeat"] == due(after, NOW + REPEAT_S)
    ended = Episodes(stored)
    ended.follow("1-1", [], NOW)
    assert ([], ["withdraw"]) == (due(ended, LATER), due(ended, NOW + RESTART_S))
    other = Episodes(stored)
    other.follow("2-2", [agent()], NOW)  # another tmux server
    assert (["notify"], ["withdraw"]) == (due(other, LATER), due(other, NOW + RESTART_S))


@pytest.mark.parametrize("text", ["", "{}", "[1]", '[["1-1", "%1", "x", 1, 1, 0, 0, []]]', "null"])
def test_a_damaged_store_is_ignored(text: str) -> None:
    episodes = Episodes(text)
    episodes.follow("1-1", [agent()], NOW)
    assert ["notify"] == due(episodes, LATER)


def test_their_number_is_bounded() -> None:
    episodes = Episodes()
    episodes.follow("1-1", [agent(pane=f"%{number}") for number in range(EPISODES_MAX + 5)], NOW)
    assert EPISODES_MAX == len(due(episodes, LATER))
    for number in range(ENDED_MAX + 5):
        episodes.follow("1-1", [agent(since=number + 1)], NOW)
        due(episodes, LATER)
    assert len(episodes._ended) <= ENDED_MAX
