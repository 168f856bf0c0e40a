"""Reading the state of a terminal."""

from __future__ import annotations

import pytest

from webmux.errors import TmuxError
from webmux.model import Size
from webmux.panes.snapshots.terminal_state import parse_state

LINE = b"7537-17959 $1 @2 %5 0 12 2000 80 24 3 4 01 7 8 2 20 01110101010 b1 sbar k0 t8,16 u1"
OLD = b"7537-17959 $1 @2 %5 0 0 2000 600 1 600 0 00 0 0 0 0 10001000000 b s k t u"


def test_a_new_tmux_reports_everything():
    state = parse_state([LINE])
    assert (state.pane_id, state.history, state.x, state.y) == ("%5", 12, 3, 4)
    assert (state.alternate, state.saved, state.region, state.tabs) == (True, (7, 8), (2, 20), (8, 16))
    assert (state.visible, state.insert, state.cursor_keys, state.keypad) == (False, True, True, True)
    assert (state.wrap, state.origin, state.mouse) == (False, True, (1002, 1005))
    assert (state.bracketed, state.cursor_style, state.updating) == (True, 6, True)


def test_an_old_tmux_leaves_fields_empty():
    state = parse_state([OLD])
    assert (state.bracketed, state.cursor_style, state.tabs, state.updating) == (None, 0, (), False)
    assert state.size == Size(500, 1)


@pytest.mark.parametrize("lines", [[], [b""], [LINE, LINE], [LINE + b" x"]])
def test_something_else_is_refused(lines):
    with pytest.raises(TmuxError, match="unknown form"):
        parse_state(lines)
