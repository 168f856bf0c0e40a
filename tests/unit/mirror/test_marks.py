"""Marks are found again by the text and place of their rows."""

from __future__ import annotations

import pytest

from webmux.errors import BadField
from webmux.mirror.marks import Captured, Mark
from webmux.mirror.panes import PaneFacts

ROWS = [b"row %d" % number for number in range(100)]


def facts(history: int) -> PaneFacts:
    return PaneFacts("1-2", "$0", "@0", "%0", True, True, 0, history, 2000, 80, 24, (0, 0))


def test_a_mark_of_history_is_read_back_from_its_text() -> None:
    mark = Mark.of(facts(history=50), 40, ROWS[40:90])
    assert mark is not None
    assert mark == Mark.parse(str(mark))
    assert 50 >= mark.row + mark.count
    assert mark.holds(facts(history=50), Captured(40, ROWS[40:90]), 0)
    assert not mark.holds(facts(history=50), Captured(40, ROWS[39:89]), 0)
    assert not mark.holds(facts(history=45), Captured(40, ROWS[40:90]), 0)
    assert Mark.of(facts(history=40), 40, ROWS[40:90]) is None


@pytest.mark.parametrize(
    "text", ["", "1", "80-1-0-00000000", "80-1-17-00000000", "80-1-1-0000000g", "-1-1-1-00000000"]
)
def test_invalid_marks_are_refused(text: str) -> None:
    with pytest.raises(BadField):
        Mark.parse(text)
