"""What the last output shows of a terminal."""

from __future__ import annotations

import pytest

from webmux.panes.snapshots.output_tail import cut_character, read_tail


@pytest.mark.parametrize(
    ("tail", "pen", "knows"),
    [
        (b"text", b"", False),
        (b"\x1b[31mred", b"", False),
        (b"\x1b[m\x1b[31mred", b"31", True),
        (b"\x1b[0;1;31mred\x1b[22m", b"31", True),
        (b"\x1b[31m\x1b[m", b"", True),
        (b"\x1b[m\x1b[38;5;9mx\x1b[48;2;1;2;3m", b"38;5;9;48;2;1;2;3", True),
        (b"\x1b[31m\x1bcx", b"", True),
        (b"\x1b[m\x1b[31m\x1b8", b"", False),
        (b"\x1b[m\x1b[31m\x1b[?1049l", b"", False),
    ],
)
def test_the_pen_is_known_since_it_was_reset(tail, pen, knows):
    found = read_tail(tail)
    assert (found.pen, found.knows_pen) == (pen, knows)


def test_a_known_pen_goes_on():
    found = read_tail(b"\x1b[4mtext", b"31;1")
    assert (sorted(found.pen.split(b";")), found.knows_pen) == ([b"1", b"31", b"4"], True)


@pytest.mark.parametrize(
    ("tail", "drawing"),
    [(b"\x1b)0\x0elq", b"\x1b)0\x0e"), (b"\x1b)0\x0elq\x0f", b"\x1b)0"), (b"\x1b(0lq\x1b(B", b"")],
)
def test_charsets_are_those_chosen_last(tail, drawing):
    assert read_tail(tail).drawing == drawing


def test_the_beginning_of_a_character_is_cut_off():
    text = "aß日😀".encode()
    cuts = [cut_character(text[:end]) for end in range(len(text) + 1)]
    assert cuts == [
        b"",
        b"",
        *([text[1:2], b""]),
        *(text[3:4], text[3:5], b""),
        *(text[6:7], text[6:8], text[6:9], b""),
    ]
    assert cut_character(b"\x80\x80\x80\x80") == b""
