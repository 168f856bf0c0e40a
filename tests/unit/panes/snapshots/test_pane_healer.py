"""When a terminal has to be repaired. `tests/integration/panes/test_pane_joins.py` repairs some."""

from __future__ import annotations

import pytest

from tests.unit.panes.snapshots.captured import capture
from webmux.panes.snapshots.pane_healer import has_scrolled, same_pen


@pytest.mark.parametrize(
    ("y", "history", "scrolled"), [(2, 10, False), (2, 12, False), (2, 13, True), (0, 11, True), (3, 9, True)]
)
def test_a_row_above_the_screen_cannot_be_painted_again(y, history, scrolled):
    """Also if the history became shorter: tmux has dropped rows."""
    before, now = capture(y=y, history=10), capture(history=history)
    assert has_scrolled(before, now) == scrolled


def test_the_order_of_attributes_does_not_matter():
    assert same_pen(b"1;31", b"31;1")
    assert not same_pen(b"1", b"")
