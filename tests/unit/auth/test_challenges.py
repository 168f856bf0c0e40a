"""A challenge is valid for one purpose, once, for five minutes; requesting many does not affect others."""

from __future__ import annotations

import pytest

from tests.unit.conftest import Clock
from webmux.auth.challenges import LASTS_S, Challenges


@pytest.fixture
def challenges(clock: Clock) -> Challenges:
    return Challenges(clock)


def test_a_challenge_is_valid_once(challenges: Challenges) -> None:
    text = challenges.issue("log in")
    assert [True, False] == [challenges.use(text, "log in") for _ in range(2)]
    assert not challenges.is_open(text, "log in")


def test_a_challenge_is_valid_for_one_purpose(challenges: Challenges) -> None:
    text = challenges.issue("log in")
    assert [False, True] == [challenges.is_open(text, what) for what in ("add for user 1", "log in")]


@pytest.mark.parametrize("text", ["", "x" * 43, "é", "=" * 8])
def test_a_challenge_that_was_not_issued_is_invalid(text: str, challenges: Challenges) -> None:
    assert not challenges.use(text, "log in")


def test_a_challenge_with_a_changed_end_is_invalid(challenges: Challenges) -> None:
    text = challenges.issue("log in")
    assert not challenges.use(text[:24] + ("B" if text[24] == "A" else "A") + text[25:], "log in")


def test_a_challenge_expires_after_five_minutes(challenges: Challenges, clock: Clock) -> None:
    early, late = (challenges.issue("log in") for _ in range(2))
    clock.now += LASTS_S - 1
    assert challenges.use(early, "log in")
    clock.now += 1
    assert not challenges.use(late, "log in")


def test_used_challenges_are_forgotten_when_they_expire(challenges: Challenges, clock: Clock) -> None:
    challenges.use(challenges.issue("log in"), "log in")
    clock.now += LASTS_S
    challenges.use(challenges.issue("log in"), "log in")
    assert 1 == len(challenges)


def test_requesting_many_stores_nothing_and_invalidates_none(challenges: Challenges) -> None:
    mine = challenges.issue("log in")
    for _ in range(5000):
        challenges.issue("log in")
    assert 0 == len(challenges)
    assert challenges.use(mine, "log in")
