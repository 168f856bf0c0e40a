"""The picture of a held pane, drawn over what a terminal showed before."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.screens import drawn_all
from webmux.panes.floods.frame_capture import Frame
from webmux.panes.snapshots.terminal_state import TerminalState

STATE = TerminalState("1-1", "$0", "@0", "%0", 0, 500, 2000, 10, 3, 2, 1)
OLD = b"\x1b)0old 1\r\nold 2\r\n\x1b[?7hold rows\r\nthat scroll\r\n"
BEFORE = OLD + b"\x1b[41mred\x1b[2;3r\x1b[?6h\x1b[4h\x1bPq#0"


def shown(*streams: bytes) -> list[dict]:
    return drawn_all(streams, 10, 3, scrollback=100)


def test_a_frame_replaces_the_screen_and_leaves_the_scrollback() -> None:
    full = Frame(STATE, (b"\x1b[32mone", b"two\x1b[m", b"0123456789"))
    empty = Frame(STATE, (b"", b"x", b""))
    before, screen, other = shown(BEFORE, BEFORE + full.drawn(), BEFORE + empty.drawn())
    assert ["one", "two", "0123456789"] == [line.rstrip() for line in screen["lines"]]
    assert before["history"] == screen["history"] != []
    assert (2, 1) == (screen["x"], screen["y"])
    assert "" == other["lines"][0].strip()


def test_attributes_go_on_from_row_to_row() -> None:
    rows = [(b"\x1b[32mone", b"two", b"\x1b[mthree"), (b"\x1b[32mone", b"\x1b[32mtwo", b"\x1b[mthree")]
    rows.append((b"one", b"two", b"three"))
    twice, alone, plain = shown(*(BEFORE + Frame(STATE, each).drawn() for each in rows))
    assert twice["styles"] == alone["styles"]
    assert twice["styles"] != plain["styles"]


@pytest.mark.parametrize("before", [b"", b"\x1b[?1049hfull screen"])
def test_the_alternate_screen_is_shown_and_left(before: bytes) -> None:
    entered = before + Frame(replace(STATE, alternate=True), (b"a", b"b", b"c")).drawn()
    there, left = shown(entered, entered + Frame(STATE, (b"d",)).drawn())
    assert ["a", "b", "c"] == [line.rstrip() for line in there["lines"]]
    assert ["d", "", ""] == [line.rstrip() for line in left["lines"]]


def test_a_frame_that_shows_the_same_is_known() -> None:
    frame = Frame(STATE, (b"a",))
    assert frame.looks_like(Frame(replace(STATE, history=600), (b"a",)))
    assert not frame.looks_like(Frame(STATE, (b"b",)))
    assert not frame.looks_like(Frame(replace(STATE, x=5), (b"a",)))
    assert not frame.looks_like(None)
