"""Captured rows become the rows that rules read."""

from __future__ import annotations

from webmux.agents.agent_screen import ROW_MAX_CHARS, ROWS_MAX, agent_screen


def test_frames_and_the_empty_rows_below_are_left_out() -> None:
    screen = agent_screen(["  a ", "│ ❯ 1. Yes  │", "", "┃ b", "│   │", ""], 1, alternate=True)
    assert (("a", "❯ 1. Yes", "", "b"), 1, True) == screen


def test_an_empty_row_with_the_cursor_stays() -> None:
    assert (("a", "", ""), 2, False) == agent_screen(["a", "", "", ""], 2)
    assert (("a",), -1, False) == agent_screen(["a", ""], 7)
    assert ((), -1, False) == agent_screen(["", ""])


def test_a_huge_screen_is_cut_to_its_end() -> None:
    screen = agent_screen(["x" * 1000] * 300 + ["y"], 300)
    assert (ROWS_MAX, ROWS_MAX - 1, ROW_MAX_CHARS) == (
        len(screen.rows),
        screen.cursor_row,
        len(screen.rows[0]),
    )
