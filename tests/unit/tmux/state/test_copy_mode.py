"""Output of programs while their panes are in copy mode."""

from __future__ import annotations

from dataclasses import replace

from webmux.model import Window
from webmux.tmux.state.copy_mode import CopyModes

LIVE = Window("@0", "$0", 0, "sh", active=True, panes=1, pane_id="%0", layout="b25d,80x24,0,0,0")
BACK = replace(LIVE, mode="copy-mode", printed="10.0.3")


def told(modes: CopyModes, window: Window) -> bool:
    modes.take([window])
    return modes.marked([window])[0].new_output


def test_output_counts_from_the_start_of_copy_mode() -> None:
    modes = CopyModes()
    assert [False, False, True, True] == [
        told(modes, window)
        for window in (LIVE, BACK, replace(BACK, printed="11.0.3"), replace(BACK, printed="11.0.3"))
    ]
    assert [False, False] == [told(modes, LIVE), told(modes, BACK)]


def test_a_new_size_pane_or_mode_is_not_output() -> None:
    modes = CopyModes()
    told(modes, BACK)
    assert not told(modes, replace(BACK, printed="14.0.3", layout="b25d,60x24,0,0,0"))
    assert not told(modes, replace(BACK, printed="2.0.1", pane_id="%1", layout="b25d,60x24,0,0,0"))
    assert not told(modes, replace(BACK, mode="tree-mode"))
