"""By how much rows moved between two screens."""

from __future__ import annotations

import pytest

from webmux.agents.transcript.motion import motion_of
from webmux.agents.transcript.row import Row

ROWS = [f"line {number} of the output" for number in range(30)]


def moved(before: list[str], after: list[str]) -> tuple[int, int] | None:
    """The distance and the first row that moved."""
    found = motion_of([Row(row) for row in before], [Row(row) for row in after])
    return None if found is None else (found.shift, found.top)


@pytest.mark.parametrize("shift", [1, 4, 9])
def test_rows_that_scrolled_up_are_found(shift: int) -> None:
    assert (shift, 0) == moved(ROWS[:10], ROWS[shift : shift + 10])
    assert (-shift, 0) == moved(ROWS[shift : shift + 10], ROWS[:10])


def test_rows_above_and_below_may_stay_or_change() -> None:
    before = ["Title 10:31", *ROWS[:10], "* working 1s", "──"]
    after = ["Title 10:32", *ROWS[3:13], "+ working 2s", "──"]
    assert (3, 1) == moved(before, after)


def test_a_row_may_change_while_it_moves() -> None:
    after = [*ROWS[2:5], "something else entirely", *ROWS[6:12]]
    assert (2, 0) == moved(ROWS[:10], after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (ROWS[:5], ROWS[:5]),
        (ROWS[:5], ROWS[10:15]),
        (ROWS[:5], [*ROWS[:4], "line 4 and more"]),
        (["same row here"] * 5, ["same row here"] * 4 + ["other"]),
        (["──", "│", ""], ["│", "", ""]),
        ([], ROWS[:3]),
    ],
)
def test_screens_that_did_not_scroll(before: list[str], after: list[str]) -> None:
    assert moved(before, after) is None


def test_one_row_that_occurs_often_is_no_motion() -> None:
    before = [*ROWS[:3], "(no output)", *ROWS[3:6], "end of it"]
    after = [*ROWS[:3], "(no output)", *ROWS[3:6], "(no output)"]
    assert moved(before, after) is None
