"""How the list of panes of a window is read."""

from __future__ import annotations

import pytest

from webmux.errors import SessionNotFound, TmuxError
from webmux.mirror.capture import parse_panes

LINE = b"77 80 24 %s %%1 0 0 80 24 5 6 11000000 0 . "


def test_a_pane_is_read() -> None:
    cols, rows, [pane] = parse_panes([LINE % b"01" + b"vim"])
    assert (80, 24, "%1", (5, 6), True) == (cols, rows, pane.id, pane.cursor, pane.cursor_visible)
    assert ("vim", frozenset((1,)), True) == (pane.title, pane.modes, pane.active)


def test_a_zoomed_window_is_its_active_pane() -> None:
    hidden = b"77 80 24 10 %0 0 0 40 24 0 0 10000000 0 . "
    _, _, panes = parse_panes([hidden, LINE % b"11"])
    assert ["%1"] == [pane.id for pane in panes]


def test_copy_mode_has_its_own_cursor_and_scroll_position() -> None:
    _, _, [pane] = parse_panes([b"77 80 24 01 %1 0 0 80 24 5 6 00000000 017 3.4 title"])
    assert (17, (3, 4), True) == (pane.scrolled, pane.cursor, pane.cursor_visible)


def test_a_title_that_imitates_a_line_stays_a_title() -> None:
    _, _, [pane] = parse_panes([LINE % b"01" + b"a", b"b", b""])
    assert "a\nb\n" == pane.title


def test_an_answer_without_panes_is_not_the_end_of_the_session() -> None:
    """tmux reports by an error that a session has ended; this answer is asked for again."""
    with pytest.raises(TmuxError) as raised:
        parse_panes([])
    assert not isinstance(raised.value, SessionNotFound)
