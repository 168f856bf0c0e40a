"""When a pane is held and when its output is sent again, with times of a fake clock."""

from __future__ import annotations

import pytest

from webmux.panes.floods.flood_rules import (
    CALM_MAX_S,
    FLOOD_BYTES,
    HIDDEN_BYTES,
    SCROLL_ROWS_S,
    STRING_MAX_BYTES,
    UNPUBLISHED_MAX_BYTES,
    FloodMeter,
    FramePace,
    Look,
    Rate,
    new_rows,
)

ROWS = tuple(b"row %d" % number for number in range(24))


def is_flood(meter: FloodMeter, *, seen: bool = True, unpublished: int = 0, string: int = 0) -> bool:
    return meter.is_flood(seen=seen, unpublished_bytes=unpublished, string_bytes=string)


def test_a_rate_forgets_what_is_older_than_its_span() -> None:
    rate = Rate(1.0)
    for tenth in range(20):
        rate.add(10, tenth / 10)
    assert 100 <= rate.bytes <= 110
    rate.add(1, 50.0)
    assert 1 == rate.bytes


@pytest.mark.parametrize(
    ("count", "seconds", "how", "expected"),
    [
        (FLOOD_BYTES + 1, 0.2, {}, True),
        (FLOOD_BYTES, 0.2, {}, False),
        (2 * FLOOD_BYTES, 1.0, {}, False),
        (4 * FLOOD_BYTES, 1.0, {}, True),
        (0, 0.1, {"unpublished": UNPUBLISHED_MAX_BYTES}, False),
        (0, 0.1, {"unpublished": UNPUBLISHED_MAX_BYTES + 1}, True),
        (9 * FLOOD_BYTES, 0.2, {"string": 1}, False),
        (9 * FLOOD_BYTES, 0.2, {"string": STRING_MAX_BYTES}, False),
        (9 * FLOOD_BYTES, 0.2, {"string": STRING_MAX_BYTES + 1}, True),
        (HIDDEN_BYTES + 1, 0.9, {"seen": False}, True),
        (HIDDEN_BYTES + 1, 0.9, {"seen": True}, False),
        (2 * HIDDEN_BYTES, 4.0, {"seen": False}, False),
    ],
)
def test_a_pane_is_held_by_the_table(count: int, seconds: float, how: dict, expected: bool) -> None:
    meter = FloodMeter()
    reads = 100
    for read in range(reads):
        meter.add(count // reads + (read < count % reads), 0, 5.0 + seconds * read / reads)
    assert expected == is_flood(meter, **how)


@pytest.mark.parametrize(
    ("rows_s", "seconds", "expected"),
    [(2 * SCROLL_ROWS_S, 3.0, True), (SCROLL_ROWS_S / 2, 9.0, False), (20 * SCROLL_ROWS_S, 1.5, False)],
)
def test_a_pane_is_held_if_rows_come_fast_for_long(rows_s: float, seconds: float, expected: bool) -> None:
    meter = FloodMeter()
    for tick in range(int(seconds * 100)):
        meter.add(10, 0, 5.0 + tick / 100, int(rows_s / 100))
    assert expected == is_flood(meter)
    meter.add(10, 0, 15.0 + seconds, 1)
    assert not is_flood(meter), "a pause ends it"


def test_bytes_of_strings_do_not_count_unless_they_are_very_many() -> None:
    meter = FloodMeter()
    meter.add(STRING_MAX_BYTES, STRING_MAX_BYTES, 1.0)
    assert not is_flood(meter)
    meter.add(FLOOD_BYTES + 1, FLOOD_BYTES + 1, 1.1)
    assert is_flood(meter)


@pytest.mark.parametrize("pause_s", [1.1, 2.0, 3.0, 6.0])
def test_a_burst_and_what_is_printed_long_after_it_are_no_flood(pause_s: float) -> None:
    """Such as `seq 10000`, and then the echo of a key."""
    meter = FloodMeter()
    for tick in range(10):
        meter.add(5000, 0, 5.0 + tick / 100, 1000)
    meter.add(1, 0, 5.1 + pause_s)
    assert not meter.is_flood(seen=True, unpublished_bytes=0, string_bytes=0)


def look(history: int, *, limit: int = 2000, top: int = 0, rows: tuple[bytes, ...] = ROWS) -> Look:
    """What is seen after `top` rows scrolled away."""
    shown = rows[top:] + tuple(b"new %d of %d" % (number, history) for number in range(min(top, len(rows))))
    return Look(history, limit, shown, (0, 23))


def test_new_rows_are_counted_also_when_the_history_is_full() -> None:
    assert 50 == new_rows(look(100), look(150, top=24))
    assert 5 == new_rows(look(1900), look(1705, top=5))
    assert None is new_rows(look(1900), look(1950)), "all rows are alike"
    assert 5 == new_rows(look(0, limit=0), look(0, limit=0, top=5))
    assert None is new_rows(look(1900), look(1950, top=24))
    alternate = Look(7, 2000, ROWS, alternate=True)
    assert 0 == new_rows(alternate, Look(7, 2000, ROWS[::-1], alternate=True))


class Held:
    """A pane that is looked at when its pace says so."""

    def __init__(self) -> None:
        self.pace = FramePace()
        self.now = 100.0
        self.looks: list[float] = []
        self.pace.begin(self.now)

    def until_calm(self, rows_s: float, still_after_s: float = 9e9, changes: bool = True) -> float:
        """Looks until it is calm; returns how long that took. The pane prints so many rows in a second."""
        began = self.now
        history = 0.0
        while True:
            printing = self.now - began < still_after_s
            history += rows_s * (self.now - (self.looks[-1] if self.looks else began)) * printing
            rows = (b"at %f" % self.now, *ROWS) if changes and printing else ROWS
            self.looks.append(self.now)
            if self.pace.has_calmed(Look(int(history), 10**6, rows), self.now):
                self.pace.end(self.now)
                return self.now - began
            if self.now - began > 20:
                return float("inf")
            self.now = self.pace.next_look_at(focused=False, viewers=9)


def test_a_pane_is_sent_again_after_two_calm_looks() -> None:
    assert pytest.approx(0.2) == Held().until_calm(rows_s=900)
    assert float("inf") == Held().until_calm(rows_s=1100)


def test_a_pane_that_stops_is_sent_again_at_once() -> None:
    assert pytest.approx(5.3, abs=0.11) == Held().until_calm(rows_s=90_000, still_after_s=5)


def test_a_pane_that_floods_again_has_to_be_calm_for_longer() -> None:
    held = Held()
    took = []
    for _ in range(7):
        took.append(held.until_calm(rows_s=0))
        held.now += 0.5
        held.pace.begin(held.now)
    assert took == sorted(took)
    assert pytest.approx([0.2, 0.4, 0.8], abs=0.11) == took[:3]
    assert pytest.approx(CALM_MAX_S, abs=0.11) == took[-1]
    held.now += 10
    held.pace.begin(held.now)
    held.until_calm(rows_s=0)
    held.now += 10
    held.pace.begin(held.now)
    assert pytest.approx(0.2) == held.until_calm(rows_s=0)


def test_looks_are_more_often_for_a_focused_pane_and_soon_after_a_key() -> None:
    pace = FramePace()
    pace.begin(10.0)
    assert pytest.approx(10.1) == pace.next_look_at(focused=False, viewers=1)
    assert pytest.approx(10.1) == pace.next_look_at(focused=True, viewers=4)
    pace.on_key(9.0)
    assert pytest.approx(10.033) == pace.next_look_at(focused=True, viewers=4)
    assert pytest.approx(10.1) == pace.next_look_at(focused=True, viewers=5)
    pace.on_key(10.01)
    assert pytest.approx(10.018) == pace.next_look_at(focused=False, viewers=9)
    pace.has_calmed(look(0), 10.018)
    assert pytest.approx(10.026) == pace.next_look_at(focused=False, viewers=9)


def test_looks_are_more_often_while_a_program_paints_one_place() -> None:
    pace = FramePace()
    pace.begin(10.0)
    pace.has_calmed(look(500), 10.0)
    pace.has_calmed(look(900, top=24), 10.1)
    assert pytest.approx(10.2) == pace.next_look_at(focused=True, viewers=1)
    pace.has_calmed(look(900, rows=ROWS[::-1]), 10.2)
    assert pytest.approx(10.233) == pace.next_look_at(focused=True, viewers=1)
