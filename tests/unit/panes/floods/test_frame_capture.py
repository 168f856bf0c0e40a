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


def shown(frame: Frame, *, before: bytes = BEFORE) -> dict:
    [screen] = drawn_all([before + frame.drawn()], 10, 3, scrollback=100)
    return screen


def test_a_frame_replaces_the_screen_and_leaves_the_scrollback() -> None:
    [before] = drawn_all([BEFORE], 10, 3, scrollback=100)
    screen = shown(Frame(STATE, (b"\x1b[32mone", b"two\x1b[m", b"0123456789")))
    assert ["one", "two", "0123456789"] == [line.rstrip() for line in screen["lines"]]
    assert before["history"] == screen["history"] != []
    assert (2, 1) == (screen["x"], screen["y"])
    assert "" == shown(Frame(STATE, (b"", b"x", b"")))["lines"][0].strip()


def test_attributes_go_on_from_row_to_row() -> None:
    twice = shown(Frame(STATE, (b"\x1b[32mone", b"two", b"\x1b[mthree")))
    alone = shown(Frame(STATE, (b"\x1b[32mone", b"\x1b[32mtwo", b"\x1b[mthree")))
    assert twice["styles"] == alone["styles"]
    assert twice["styles"] != shown(Frame(STATE, (b"one", b"two", b"three")))["styles"]


@pytest.mark.parametrize("before", [b"", b"\x1b[?1049hfull screen"])
def test_the_alternate_screen_is_shown_and_left(before: bytes) -> None:
    frame = Frame(replace(STATE, alternate=True), (b"a", b"b", b"c"))
    screen = shown(frame, before=before)
    assert ["a", "b", "c"] == [line.rstrip() for line in screen["lines"]]
    screen = shown(Frame(STATE, (b"d",)), before=before + frame.drawn())
    assert ["d", "", ""] == [line.rstrip() for line in screen["lines"]]


def test_a_frame_that_shows_the_same_is_known() -> None:
    frame = Frame(STATE, (b"a",))
    assert frame.looks_like(Frame(replace(STATE, history=600), (b"a",)))
    assert not frame.looks_like(Frame(STATE, (b"b",)))
    assert not frame.looks_like(Frame(replace(STATE, x=5), (b"a",)))
    assert not frame.looks_like(None)
