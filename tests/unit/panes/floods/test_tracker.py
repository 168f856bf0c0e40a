"""Strings and modes in the output of a pane, wherever the reads cut it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from webmux.panes.floods.tracker import BRACKETED_PASTE, FOCUS_REPORTS, PaneTracker
from webmux.panes.snapshots.terminal_state import TerminalState

STATE = TerminalState("1-1", "$0", "@0", "%0", 0, 0, 2000, 80, 24, 0, 0)


def fed(*reads: bytes) -> PaneTracker:
    tracker = PaneTracker()
    for read in reads:
        tracker.feed(read)
    return tracker


@pytest.mark.parametrize(
    ("data", "unfinished"),
    [
        (b"\x1b]2;title", True),
        (b"\x1b]2;title\x07text", False),
        (b"\x1b]8;;http://x\x1b\\link", False),
        (b"\x1bPq#0;2", True),
        (b"\x1bPq#0;2\x1b", True),
        (b"\x1bPq#0;2\x1b\\", False),
        (b"\x1bPtmux;\x1b\x1b]2;x\x1b\x1b\\", True),
        (b"\x1bPtmux;\x1b\x1b]2;x\x1b\x1b\\\x1b\\", False),
        (b"\x1bPq\x18more", True),
        (b"\x1b_Gi=1;", True),
        (b"\x1b_Gi=1;\x18", False),
        (b"\x1b^private\x1b[m", False),
        (b"\x1bXstart", True),
        (b"\x1b]2;a\x1b]2;b", True),
        (b"\x1b[31mred", False),
        (b"\x1b", False),
    ],
)
def test_a_string_is_unfinished_until_its_end_wherever_it_is_cut(data: bytes, unfinished: bool) -> None:
    for cut in range(len(data)):
        assert fed(data[:cut], data[cut:]).in_string == unfinished, cut
    assert fed(*(data[at : at + 1] for at in range(len(data)))).in_string == unfinished


def test_the_bytes_of_strings_are_counted() -> None:
    tracker = PaneTracker()
    assert 0 == tracker.feed(b"text\x1bP")
    assert 1000 == tracker.feed(b"q" * 1000)
    assert (True, 1001) == (tracker.in_string, tracker.string_bytes)
    assert 2 == tracker.feed(b"\x1b\\text")
    assert (False, 0) == (tracker.in_string, tracker.string_bytes)


def test_modes_are_known_from_the_moment_when_the_program_sets_them() -> None:
    data = b"a\x1b[?1;2004h\x1b[5 q\x1b[?1004h\x1b[>4;1mb"
    for cut in range(len(data)):
        tracker = fed(data[:cut], data[cut:])
        assert True is tracker.mode(BRACKETED_PASTE)
        assert True is tracker.mode(FOCUS_REPORTS)
        assert (5, True) == (tracker.cursor_style, tracker.extended_keys)
    tracker.feed(b"\x1b[?2004l\x1b[ q\x1b[>4m")
    assert (False, 0, False) == (tracker.mode(BRACKETED_PASTE), tracker.cursor_style, tracker.extended_keys)
    tracker.feed(b"\x1bc")
    assert False is tracker.mode(FOCUS_REPORTS)
    assert None is fed(b"\x1b]2;\x1b[m").mode(FOCUS_REPORTS)
    assert None is fed(b"\x1bPq[?1004h").mode(FOCUS_REPORTS)


def test_a_snapshot_gets_the_modes_that_tmux_does_not_report() -> None:
    tracker = fed(b"\x1b[?2004h\x1b[?1004h\x1b[3 q")
    assert b"\x1b[?2004h\x1b[?1004h\x1b[3 q" == tracker.unreported(STATE)
    assert b"\x1b[?1004h" == tracker.unreported(replace(STATE, bracketed=False, cursor_style=1))
    assert b"\x1b[>4;0m" == fed(b"\x1b[?2004h\x1bc").unreported(STATE)
    assert b"\x1b[>4;1m" == fed(b"\x1b[>4;2m").unreported(STATE)


def test_after_a_cut_only_what_the_terminal_has_pending_counts() -> None:
    tracker = fed(b"\x1b[?1004h\x1bPq")
    tracker.cut()
    assert not tracker.in_string
    tracker.cut(b"\x1bPq##")
    assert tracker.in_string
    assert True is tracker.mode(FOCUS_REPORTS)
