"""The events of the last minute, in bounded memory."""

from __future__ import annotations

from tests.unit.conftest import Clock
from webmux.auth.recent import MINUTE_S, Recent


def test_an_entry_is_forgotten_after_a_minute(clock: Clock) -> None:
    recent = Recent(clock)
    recent.add("a")
    recent.add("a")
    recent.take_back("a")
    assert (1, 60) == (recent.count("a"), recent.free_in_s("a"))
    clock.now += MINUTE_S
    assert (0, 0) == (recent.count("a"), len(recent))


def test_the_number_of_entries_is_bounded(clock: Clock) -> None:
    recent = Recent(clock, keys_max=10)
    for number in range(100):
        recent.add(str(number))
    assert (10, 0, 1) == (len(recent), recent.count("0"), recent.count("99"))
