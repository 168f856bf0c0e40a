"""Independent rows: inherited attributes are written at the start, and nothing else passes."""

from __future__ import annotations

import re
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webmux.mirror.rows import standing_alone, standing_alone_all


def test_plain_text_is_left_as_it_is() -> None:
    assert [b"one", b"", "日本".encode()] == standing_alone_all([b"one", b"", "日本".encode()], 80)


def test_inherited_attributes_are_written_at_the_start_of_a_row() -> None:
    rows = [b"\x1b[1m\x1b[31mred", b"red too\x1b[0m plain", b"plain"]
    assert [rows[0], b"\x1b[1;31m" + rows[1], b"plain"] == standing_alone_all(rows, 80)


@pytest.mark.parametrize(
    ("sequences", "inherited"),
    [
        (b"\x1b[31m\x1b[32m", b"\x1b[32m"),
        (b"\x1b[31;44m\x1b[39m", b"\x1b[44m"),
        (b"\x1b[38;5;208m\x1b[48;2;1;2;3m", b"\x1b[38;5;208;48;2;1;2;3m"),
        (b"\x1b[38;5;208;1m", b"\x1b[38;5;208;1m"),
        (b"\x1b[38:2::1:2:3m\x1b[90m", b"\x1b[90m"),
        (b"\x1b[1;2;3;4;5;7;8;9;53m\x1b[22;23;24;25;27;28;29;55m", b""),
        (b"\x1b[4:3m\x1b[58:5:1m", b"\x1b[4:3;58:5:1m"),
        (b"\x1b[4:3m\x1b[4:0m", b""),
        (b"\x1b[1m\x1b[m", b""),
        (b"\x1b[1m\x1b[0;3m", b"\x1b[3m"),
        (b"\x1b[38m\x1b[48;5m", b"\x1b[38;48;5m"),
    ],
)
def test_later_attributes_replace_those_of_their_kind(sequences: bytes, inherited: bytes) -> None:
    assert inherited + b"x" == standing_alone_all([sequences, b"x"], 80)[1]


def test_line_drawing_becomes_characters_that_need_no_mode() -> None:
    assert ["┌─┐ lqk".encode(), "│".encode()] == standing_alone_all([b"\x0elqk\x0f lqk\x0e", b"x"], 80)


def test_a_hyperlink_is_closed_at_the_end_of_each_row_and_opened_in_the_next() -> None:
    opened = b"\x1b]8;id=1;http://x\x1b\\"
    rows = standing_alone_all([opened + b"li", b"nk\x1b]8;;\x1b\\ end"], 80)
    assert [opened + b"li\x1b]8;;\x1b\\", opened + b"nk\x1b]8;;\x1b\\ end"] == rows


@given(st.lists(st.binary(max_size=40), max_size=6))
def test_a_row_has_only_text_attributes_and_links(rows: list[bytes]) -> None:
    """With any bytes that a program wrote into its cells."""
    for row in standing_alone_all(rows, 80):
        bare = re.sub(rb"\x1b\[[0-9;:]*m|\x1b\]8;[^\x1b\x07]*\x1b\\", b"", row)
        assert not re.search(rb"[\x00-\x1f\x7f]", bare)


@given(st.lists(st.sampled_from([b"a", b"\x1b[1m", b"\x1b[31m", b"\x1b[0m", b"\x1b[39m", b"\x0e", b"\x0f"])))
def test_splitting_into_rows_changes_nothing_visible(parts: list[bytes]) -> None:
    """The pen after many rows is the pen after all of it in one."""
    pen = b""
    for part in parts:
        _, pen = standing_alone(part, pen)
    assert pen == standing_alone(b"".join(parts), b"")[1]


def test_invisible_blanks_at_the_end_are_removed() -> None:
    """tmux 3.2 and 3.4 and later fill rows with them, 3.3 does not."""
    seen = b"a\x1b[44m  "
    rows = [b"a   ", b"   ", b"\x1b[31mb  ", b"\x1b[39m" + seen, b"\x1b[49m  "]
    expected = [b"a", b"", b"\x1b[31mb", b"\x1b[31m\x1b[39m" + seen, b"\x1b[44m\x1b[49m"]
    assert expected == standing_alone_all(rows, 80)


def test_blanks_at_the_end_of_a_wrapped_row_stay() -> None:
    assert [b"a  ", b"b"] == standing_alone_all([b"a  ", b"b  "], 3, whole={0})


def test_blanks_before_the_cursor_stay() -> None:
    rows = [b"\x1b[32m$\x1b[39m    ", "日    ".encode(), b"a    "]
    assert b"\x1b[32m$\x1b[39m  " == standing_alone_all(rows, 80, cursor=(3, 0))[0]
    assert "日 ".encode() == standing_alone_all(rows, 80, cursor=(3, 1))[1]
    assert b"a" == standing_alone_all(rows, 80, cursor=(0, 2))[2]


def test_what_programs_draw_once_takes_little_memory():
    """Rows of 7 KB, as of a picture in colours, each other than all before."""
    tracemalloc.start()
    try:
        for number in range(5000):
            standing_alone_all([b"%07d" % number * 1000, b"%07d" % number * 3000], 80)
        assert tracemalloc.get_traced_memory()[0] < 20 * 1024 * 1024
    finally:
        tracemalloc.stop()
