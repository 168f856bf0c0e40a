"""A challenge is good for one thing, once, for five minutes, and there are never too many."""

from __future__ import annotations

import pytest

from tests.unit.auth.conftest import Clock
from webmux.auth.challenges import ALL_MAX, LASTS_S, PER_ASKER_MAX, Challenges


@pytest.fixture
def challenges(clock: Clock) -> Challenges:
    return Challenges(clock)


def test_it_is_good_once(challenges: Challenges) -> None:
    text = challenges.issue("log in", "192.0.2.1")
    assert [True, False] == [challenges.redeem(text, "log in") for _ in range(2)]


def test_it_is_good_for_one_thing_only(challenges: Challenges) -> None:
    text = challenges.issue("log in", "192.0.2.1")
    assert [False, False] == [challenges.redeem(text, what) for what in ("add for user 1", "log in")]


def test_one_that_nobody_issued_is_none(challenges: Challenges) -> None:
    challenges.issue("log in", "192.0.2.1")
    assert [False, False] == [challenges.redeem(text, "log in") for text in ("", "x" * 43)]


def test_it_ends_after_five_minutes(challenges: Challenges, clock: Clock) -> None:
    early, late = (challenges.issue("log in", "192.0.2.1") for _ in range(2))
    clock.now += LASTS_S - 1
    assert challenges.redeem(early, "log in")
    clock.now += 1
    assert not challenges.redeem(late, "log in")


def test_what_ended_is_forgotten(challenges: Challenges, clock: Clock) -> None:
    challenges.issue("log in", "192.0.2.1")
    clock.now += LASTS_S
    challenges.issue("log in", "192.0.2.2")
    assert 1 == len(challenges)


def test_who_asks_too_often_loses_only_their_own_oldest(challenges: Challenges) -> None:
    other = challenges.issue("log in", "192.0.2.2")
    mine = [challenges.issue("log in", "192.0.2.1") for _ in range(PER_ASKER_MAX + 1)]
    assert PER_ASKER_MAX + 1 == len(challenges)
    assert [False, True, True] == [challenges.redeem(text, "log in") for text in (mine[0], mine[1], other)]


def test_there_are_never_more_than_the_most(challenges: Challenges) -> None:
    texts = [challenges.issue("log in", f"asker {number}") for number in range(ALL_MAX + 1)]
    assert ALL_MAX == len(challenges)
    assert [False, True] == [challenges.redeem(text, "log in") for text in (texts[0], texts[-1])]
