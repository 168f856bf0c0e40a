"""Borders between nested grids: which ones need a whole layout, and that tmux accepts it."""

from __future__ import annotations

import random
import re

import pytest

from tests.support import eventually
from tests.tmux import TmuxServer
from webmux.panes.layout.border_move import COLS, ROWS, moved_border
from webmux.tmux.layout_text import parse_layout, with_checksum
from webmux.tmux.server import Tmux

# Two columns; each has two rows of two panes.
LEFT = "40x24,0,0[40x12,0,0{20x12,0,0,0,19x12,21,0,1},40x11,0,13{20x11,0,13,2,19x11,21,13,3}]"
RIGHT = "39x24,41,0[39x12,41,0{20x12,41,0,4,18x12,62,0,5},39x11,41,13{20x11,41,13,6,18x11,62,13,7}]"
NESTED = with_checksum(f"80x24,0,0{{{LEFT},{RIGHT}}}")


def sizes(layout: str | None) -> dict[int, tuple[int, int]]:
    assert layout is not None
    parse_layout(layout)
    return {int(p): (int(c), int(r)) for c, r, p in re.findall(r"(\d+)x(\d+),\d+,\d+,(\d+)(?!x)", layout)}


@pytest.mark.parametrize("pane", [1, 3])
def test_the_border_between_two_grids_moves(pane: int) -> None:
    """The cells on both sides share the change, as when tmux resizes a window."""
    now = sizes(moved_border(NESTED, pane, COLS, 4))
    assert {0: 22, 1: 21, 2: 22, 3: 21, 4: 18, 5: 16, 6: 18, 7: 16} == {p: size[0] for p, size in now.items()}
    assert {p: size[1] for p, size in sizes(NESTED).items()} == {p: size[1] for p, size in now.items()}


@pytest.mark.parametrize(("by", "left", "right"), [(900, [38, 37], [1, 1]), (-900, [1, 1], [39, 36])])
def test_it_moves_only_as_far_as_there_is_room(by: int, left: list[int], right: list[int]) -> None:
    now = sizes(moved_border(NESTED, 1, COLS, by))
    assert (left, right) == ([now[0][0], now[1][0]], [now[4][0], now[5][0]])


def test_titles_on_borders_need_a_second_row() -> None:
    upper = "80x12,0,0{40x12,0,0[40x6,0,0,0,40x5,0,7,1],39x12,41,0[39x6,41,0,2,39x5,41,7,3]}"
    layout = with_checksum(f"80x24,0,0[{upper},80x11,0,13,4]")
    now = sizes(moved_border(layout, 1, ROWS, -90, least_rows=2))
    assert {0: 2, 1: 2, 2: 2, 3: 2, 4: 18} == {pane: size[1] for pane, size in now.items()}


@pytest.mark.parametrize(("pane", "along"), [(0, COLS), (5, COLS), (1, ROWS), (7, ROWS), (2, COLS)])
def test_resize_pane_moves_other_borders(pane: int, along: int) -> None:
    """Those within a grid; and a pane at the edge of the window has none there."""
    assert moved_border(NESTED, pane, along, 3) is None


@pytest.mark.parametrize("layout", ["", "0000,80x24,0,0,1", NESTED[:-1], with_checksum("80x24,0,0,7")])
def test_another_text_is_refused(layout: str) -> None:
    with pytest.raises(ValueError, match="layout"):
        moved_border(layout, 1, COLS, 3)


def test_tmux_takes_every_moved_layout(tmux_server: TmuxServer) -> None:
    """Random splits of a window; tmux then has exactly the sizes that we computed."""
    dice = random.Random(16)
    tmux_server.new_session("work", 120, 50)
    tmux = Tmux("tmux", tmux_server.socket_path)
    tmux.link.keep()
    eventually(lambda: tmux.link.connected)
    for _ in range(14):
        listed = tmux.run(("list-panes", "-F", "#{e|*:#{pane_width},#{pane_height}} #{pane_id}")).splitlines()
        _, _, largest = max((int(line.split()[0]), dice.random(), line.split()[1]) for line in listed)
        tmux.run(("split-window", dice.choice(["-h", "-v"]), "-t", largest, "cat"))
    moved = 0
    for pane in range(15):
        for along in (COLS, ROWS):
            layout = tmux.run(("display-message", "-p", "#{window_layout}")).strip()
            by = dice.choice([-30, -2, 1, 3, 40])
            if (text := moved_border(layout, pane, along, by)) is not None:
                moved += 1
                tmux.run(("select-layout", text))
                assert text == tmux.run(("display-message", "-p", "#{window_layout}")).strip()
    tmux.stop()
    assert moved
