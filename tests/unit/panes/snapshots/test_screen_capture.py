"""The answers of one line of captures, with and without paste buffers."""

from __future__ import annotations

import pytest

from webmux.panes.snapshots.screen_capture import PENDING_MAX_BYTES, ScreenCaptures

STATE = b"1-1 $0 @0 %5 0 2 2000 10 3 0 0 0X 0 0 0 2 10001000000 b s k t8 u"
ABOVE = [b"old", b"0123456789"]
SCREEN = [b"\x1b[31mabc", b"", b""]
JOINED = [b"old", b"0123456789abc", b"", b""]
SAVED = [b"main", b"", b""]


def blocks(version: str, *, alternate: bool, pending: bytes) -> list[list[bytes]]:
    state = [STATE.replace(b"X", b"1" if alternate else b"0")]
    saved = SAVED if alternate else [b""]
    texts = [ABOVE + SCREEN, JOINED, saved, saved, [pending]]
    if version == "3.7":
        return [state, *texts]
    first = [block for text in texts[:2] for block in ([], [*text, b""], [])]
    # tmux makes no buffer of an empty text: the mark remains.
    others = [[*saved, b""] if alternate else [b"-"]] * 2 + [[pending or b"-"]]
    encoded = [[line.replace(b"\\", b"\\\\") for line in text] for text in others]
    return [state, *first, *(block for text in encoded for block in ([], [], text, []))]


@pytest.mark.parametrize("version", ["3.3a", "3.7"])
@pytest.mark.parametrize("alternate", [False, True])
@pytest.mark.parametrize(("pending", "sequence"), [(b"", b""), (b"\\033[3", b"\x1b[3")])
def test_answers_are_read_for_each_version(version, alternate, pending, sequence):
    captures = ScreenCaptures(5, version)
    answers = blocks(version, alternate=alternate, pending=pending)
    assert len(captures.commands()) == len(answers)
    taken = captures.read(answers)
    assert (taken.above, taken.rows.styled) == (2, tuple(ABOVE + SCREEN))
    assert taken.rows.wraps == (False, True, False, False, False)
    assert taken.primary.styled == (tuple(SAVED) if alternate else ())
    assert taken.pending == sequence


def test_a_blank_where_a_wide_character_did_not_fit_is_left_out():
    """Since 3.4 a capture has it; a blank that was printed stays."""
    wide, blank = b"123456789 ", b"abcdefghi "
    answers = blocks("3.7", alternate=False, pending=b"")
    answers[1] = [wide, "日".encode(), blank, b"j", b""]
    answers[2] = ["123456789日".encode(), b"abcdefghi j", b""]
    taken = ScreenCaptures(5, "3.7").read(answers)
    assert taken.rows.styled[:3] == (b"123456789", "日".encode(), blank)
    assert taken.rows.wraps == (True, False, True, False, False)


@pytest.mark.parametrize("version", ["3.3a", "3.7"])
def test_the_end_of_a_long_unfinished_string_is_left_out(version):
    pending = b"\\033P" + b"\\015" * PENDING_MAX_BYTES + b"\\"
    taken = ScreenCaptures(5, version).read(blocks(version, alternate=False, pending=pending))
    assert (PENDING_MAX_BYTES, b"\x1bP\r") == (len(taken.pending), taken.pending[:3])
