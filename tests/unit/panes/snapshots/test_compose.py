"""The bytes of a snapshot. `tests/integration/panes/test_pane_states.py` draws many with xterm.js."""

from __future__ import annotations

import pytest

from tests.screens import drawn_all
from tests.unit.panes.snapshots.captured import COLS, ROWS, capture, rows_of
from webmux.panes.snapshots.compose import DrawnRows, full, screen
from webmux.panes.snapshots.output_tail import Unreported

NONE = DrawnRows()


def drawn(*streams: bytes):
    return drawn_all(streams, COLS, ROWS, scrollback=100)


def test_a_full_snapshot_begins_with_a_reset_and_a_repaint_never_has_one():
    """A reset would clear the scrollback."""
    taken = capture("a", "b", alternate=True, primary=("c",))
    assert full(taken, NONE).startswith(b"\x1bc")
    assert b"\x1bc" not in screen(taken)
    assert not {b"\x1b[!p", b"\x1b[2J", b"\x1b[3J"} & {screen(taken)[at : at + 4] for at in range(200)}


def test_history_comes_before_the_screen():
    history = DrawnRows.of(rows_of(("one", "two")), COLS)
    [got] = drawn(full(capture("three", "four", x=2, y=1), history))
    assert got["history"] == ["one", "two"]
    assert got["lines"] == ["three", "four", "", ""]
    assert (got["x"], got["y"]) == (2, 1)


def test_rows_that_continue_are_one_line_across_the_edge_of_the_screen():
    history = DrawnRows.of(rows_of(("0123456789",), (0,)), COLS)
    [got] = drawn(full(capture("abcdefghij", "klm", wraps=(0,)), history))
    assert got["wrapped"] == [False, True, True, False, False]


def test_a_row_that_has_only_blanks_of_a_line_stays():
    """The blank behind a word may be the first character of a row."""
    rows = ("0123456789", "\x1b[0m ", "next", "0123456789", "          ", " ")
    drawn_rows = DrawnRows.of(rows_of(rows, (0, 3, 4)), COLS)
    [got] = drawn(full(capture("here"), drawn_rows))
    assert [row.rstrip() for row in got["history"]] == ["0123456789", "", "next", "0123456789", "", ""]
    assert got["wrapped"] == [False, True, False, False, True, True, False, False, False, False]


def test_a_repaint_keeps_the_scrollback():
    before = b"".join(b"line %d\r\n" % number for number in range(20))
    taken = capture("new", "rows", "", "", x=0, y=2)
    [got] = drawn(before + screen(taken) * 50)
    assert got["history"] == [f"line {number}" for number in range(17)]
    assert got["lines"] == ["new", "rows", "", ""]


def test_both_screens_are_sent():
    taken = capture("editor", alternate=True, primary=("$ vi",), saved=(4, 0))
    shown, left = drawn(full(taken, NONE), full(taken, NONE) + b"\x1b[?1049lx")
    assert (shown["type"], shown["lines"][0]) == ("alternate", "editor")
    assert (left["type"], left["lines"][0]) == ("normal", "$ vix")


def test_a_wide_character_beyond_the_edge_spoils_one_row_only():
    """The browser may give a character more columns than tmux did."""
    [got] = drawn(full(capture("ab日日日日日", "next"), NONE))
    assert got["lines"][1:] == ["next", "", ""]


@pytest.mark.parametrize("bracketed", [None, True, False])
def test_modes_that_tmux_does_not_know_are_left_alone(bracketed):
    sent = screen(capture("", bracketed=bracketed))
    assert (b"\x1b[?2004h" in sent, b"\x1b[?2004l" in sent) == (bracketed is True, bracketed is False)


def test_what_the_program_has_begun_comes_last():
    unreported = Unreported(pen=b"31", drawing=b"\x0e", cut=b"\xe6")
    assert full(capture("", pending=b"\x1b]0;"), NONE, unreported).endswith(b"\x1b[31m\x0e\x1b]0;\xe6")
