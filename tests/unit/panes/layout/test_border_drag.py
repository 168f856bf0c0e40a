"""Moves of a dragged border: one under way, then the newest; and which command each needs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pytest

from tests.fake_panes import FakeLink, row
from tests.support import no_switch
from webmux.errors import BadField, PaneNotFound
from webmux.panes.layout.border_drag import BorderDrag
from webmux.panes.layout.layout_follower import PaneLayout
from webmux.panes.layout.pane_layout import parse_layout_rows
from webmux.tmux.control.quoting import Command

# Two columns of two rows of two panes.
LEFT = "40x24,0,0[40x12,0,0{20x12,0,0,0,19x12,21,0,1},40x11,0,13{20x11,0,13,2,19x11,21,13,3}]"
RIGHT = "39x24,41,0[39x12,41,0{20x12,41,0,4,18x12,62,0,5},39x11,41,13{20x11,41,13,6,18x11,62,13,7}]"


class Session(NamedTuple):
    link: FakeLink
    layout: PaneLayout


@pytest.fixture
def link() -> FakeLink:
    return FakeLink()


@pytest.fixture
def layout(link: FakeLink) -> Iterator[PaneLayout]:
    layout = PaneLayout(link)
    places = {0: "0 0 20 12", 1: "21 0 19 12", 4: "41 0 20 12"}
    rows = [
        row(pane=pane, place=place, layout=f"80x24,0,0{{{LEFT},{RIGHT}}}") for pane, place in places.items()
    ]
    layout.now = parse_layout_rows([*rows, row(1, 9, index=1, flags="01100")])
    yield layout
    layout.stop()


@pytest.fixture
def drag(link: FakeLink, layout: PaneLayout) -> BorderDrag:
    return BorderDrag(Session(link, layout))


def sent(link: FakeLink) -> list[Command]:
    return [command for line in link.lines for command in line]


def test_one_move_is_under_way_and_the_newest_follows(link: FakeLink, drag: BorderDrag) -> None:
    with no_switch():
        for cols in (21, 22, 23, 24):
            drag.move(0, cols=cols)
        assert [("resize-pane", "-x", "21", "-t", "$0:@0.%0")] == sent(link)
        link.reply()
        assert ("resize-pane", "-x", "24", "-t", "$0:@0.%0") == sent(link)[-1]
        link.reply()
    assert 2 == len(link.lines)


def test_a_drag_that_returns_is_sent(link: FakeLink, drag: BorderDrag) -> None:
    """The layout is older than the move that is under way."""
    drag.move(0, rows=15)
    drag.move(0, rows=12)
    link.reply()
    assert ["15", "12"] == [command[2] for command in sent(link)]


def test_a_border_between_grids_moves_by_a_whole_layout(link: FakeLink, drag: BorderDrag) -> None:
    drag.move(1, cols=20)
    [(command, *words)] = sent(link)
    assert ("select-layout", ["-t", "$0:@0"]) == (command, words[:2])
    assert "41x24,0,0" in words[2]


def test_what_cannot_be_moved_is_refused(link: FakeLink, layout: PaneLayout, drag: BorderDrag) -> None:
    for fields in ({}, {"cols": 3, "rows": 3}, {"cols": 0}, {"cols": True}, {"rows": "5"}, {"cols": 501}):
        with pytest.raises(BadField):
            drag.move(0, **fields)
    with pytest.raises(BadField, match="zoomed"):
        drag.move(9, cols=30)
    for refused in (
        lambda: drag.move(99, cols=3),
        lambda: BorderDrag(Session(link, layout), "@1").move(0, cols=3),
    ):
        with pytest.raises(PaneNotFound):
            refused()
    assert not link.lines


def test_a_pane_that_ends_ends_its_drag(link: FakeLink, layout: PaneLayout, drag: BorderDrag) -> None:
    drag.move(0, cols=30)
    drag.move(0, cols=31)
    layout.now = parse_layout_rows([row(1, 9)])
    link.reply(b"can't find pane: %0", ok=False)
    drag.move(9, cols=30)
    drag.move(9, cols=31)
    link.waiting.pop()(None)
    assert ["$0:@0.%0", "$0:@1.%9"] == [command[-1] for command in sent(link)]
