"""Where the first character after a fence was drawn, and how."""

from __future__ import annotations

import pytest

from tests.unit.panes.snapshots.captured import capture
from webmux.panes.snapshots.pen_search import RESET, first_cell, pen_at


@pytest.mark.parametrize(
    ("output", "cell"),
    [
        (b"", None),
        (b"x", (4, 2)),
        (b"\x1b[31mx", (4, 2)),
        (b"\r\n\x07x", (0, 3)),
        (b"\r\n\n\nx", (0, 5)),
        (b"\x1b]0;title\x07x", (4, 2)),
        (b"\x1b[?25lx", (4, 2)),
        (b"\x1b[mx", RESET),
        (b"\r\n\x1b[0;31mx", RESET),
        (b"\x1b[Hx", None),
        (b"\x1b[3", None),
        ("日".encode(), (4, 2)),
    ],
)
def test_the_first_character_is_found(output, cell):
    assert first_cell(capture(x=4, y=2), output) == cell


def test_a_wrap_that_is_pending_moves_to_the_next_row():
    assert first_cell(capture(x=10, y=2), b"x") == (0, 3)


@pytest.mark.parametrize("state", [{"alternate": True}, {"region": (1, 3)}])
def test_where_rows_do_not_flow_the_place_is_not_known(state):
    """But a reset says that the pen does not matter."""
    assert first_cell(capture(**state), b"x") is None
    assert first_cell(capture(**state), b"\x1b[mx") == RESET


def test_an_unfinished_sequence_hides_what_follows():
    assert first_cell(capture(pending=b"\x1b[3"), b"1mx") is None


def test_the_look_of_one_cell_is_read():
    row = "ab\x1b[31m日c\x1b[1m\x1b]8;;http://x\x1b\\d\x1b[me".encode()
    assert [pen_at(row, column) for column in range(8)] == [b"", b"", b"31", b"31", b"31", b"31;1", b"", None]
