"""Panes that nobody views are paused when they print, and continued when they are shown."""

from __future__ import annotations

from webmux.panes.floods.hidden_panes import HEARD_BYTES, HiddenPanes


def test_a_hidden_pane_that_prints_is_paused_once_until_it_is_shown() -> None:
    sent: list[str] = []
    panes = HiddenPanes(lambda command: sent.append(command[-1]))
    panes.show(5)
    assert [] == sent
    panes.on_output(5, HEARD_BYTES)
    panes.on_output(6, 1)
    assert [] == sent
    for _ in range(2):
        panes.on_output(5, 1)
        assert ["%5:pause"] == sent
    panes.show(5)
    panes.show(5)
    assert ["%5:pause", "%5:continue"] == sent


def test_a_pane_that_tmux_paused_continues_when_it_is_shown() -> None:
    sent: list[str] = []
    panes = HiddenPanes(lambda command: sent.append(command[-1]))
    panes.on_paused(5)
    panes.on_output(5, 2 * HEARD_BYTES)
    panes.show(5)
    assert ["%5:continue"] == sent
