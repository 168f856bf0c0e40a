"""So many in a minute, for each key by itself, in bounded memory."""

from __future__ import annotations

from webmux.minute_counts import KEYS_MAX, WINDOW_S, MinuteCounts


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_window_allows_so_many_and_the_next_one_again() -> None:
    clock = Clock()
    counts = MinuteCounts(clock)
    assert [0, 0] == [counts.hit("a", 2), counts.hit("a", 2)]
    clock.now += 20
    assert WINDOW_S - 20 == counts.hit("a", 2)
    assert 0 == counts.hit("b", 2)
    clock.now += 40
    assert 0 == counts.hit("a", 2)


def test_invented_keys_take_bounded_memory() -> None:
    clock = Clock()
    counts = MinuteCounts(clock)
    for number in range(KEYS_MAX + 5):
        counts.hit(number, 1)
    assert KEYS_MAX >= len(counts._counts)
    clock.now += WINDOW_S
    counts.hit("last", 1)
    assert 1 == len(counts._counts)
