"""Queries for colours: found wherever reads cut them, and never those that tmux answers itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webmux.errors import BadField
from webmux.panes.input.colour_queries import (
    BACKGROUND,
    FOREGROUND,
    ColourQuery,
    ColourScan,
    Theme,
    parse_theme,
)

ST = b"\x1b\\"
THEME = Theme((255, 255, 255), (0, 16, 255), tuple((n, n, n) for n in range(16)))


def found(*parts: bytes) -> list[ColourQuery]:
    scan = ColourScan()
    return [query for part in parts for query in scan.feed(5, part)]


@pytest.mark.parametrize(
    ("data", "colour", "end"),
    [
        (b"\x1b]10;?\x07", FOREGROUND, b"\x07"),
        (b"text\x1b]11;?\x1b\\text", BACKGROUND, ST),
        (b"\x1b]4;3;?\x07", 3, b"\x07"),
    ],
)
def test_a_query_is_found_wherever_it_is_cut(data: bytes, colour: int, end: bytes) -> None:
    for at in range(len(data)):
        assert [ColourQuery(colour, end)] == found(data[:at], data[at:])


def test_one_sequence_may_ask_for_several_colours() -> None:
    assert [1, 255] == [query.colour for query in found(b"\x1b]4;1;?;2;#ffffff;255;?;999;?\x07")]


def test_what_the_program_set_is_answered_by_tmux() -> None:
    assert [] == found(b"\x1b]11;#102030\x07", b"\x1b]11;?\x07", b"\x1b]4;1;red\x07\x1b]4;1;?\x07")
    again = found(
        b"\x1b]11;#102030\x07\x1b]4;1;red;2;red\x07\x1b]111\x07\x1b]104;1\x07\x1b]11;?\x07\x1b]4;1;?\x07"
    )
    assert [BACKGROUND, 1] == [query.colour for query in again]
    assert [2] == [query.colour for query in found(b"\x1b]4;2;red\x07\x1b]104\x07\x1b]4;2;?\x07")]


def test_other_strings_are_no_queries() -> None:
    assert [] == found(b"\x1b]0;?\x07\x1b]12;?\x07\x1b]11;?", b"\x18\x1b[c\x1b]110;?\x07", b"\x1b]11;?;?\x07")


@given(st.lists(st.sampled_from([b"\x1b", b"]", b"11", b"4", b";", b"?", b"\x07", b"\\", b"x" * 600])))
def test_what_is_stored_of_a_pane_is_bounded(parts: list[bytes]) -> None:
    scan = ColourScan()
    for part in parts:
        scan.feed(5, part)
    assert sum(map(len, scan._partial.values())) < 1200


def test_answers_are_those_of_xterm() -> None:
    assert b"\x1b]11;rgb:0000/1010/ffff\x07" == ColourQuery(BACKGROUND, b"\x07").answer((0, 16, 255))
    assert b"\x1b]4;7;rgb:0707/0707/0707" + ST == ColourQuery(7, ST).answer((7, 7, 7))


def test_a_theme_knows_the_whole_palette() -> None:
    assert ((255, 255, 255), (7, 7, 7)) == (THEME.colour(FOREGROUND), THEME.colour(7))
    assert ((0, 0, 0), (255, 0, 0), (238, 238, 238)) == tuple(THEME.colour(n) for n in (16, 196, 255))
    assert Theme((0, 0, 0), (0, 0, 0)).colour(3) is None


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"foreground": "#ffffff", "background": "white"},
        {"foreground": "#ffffff", "background": "#ffffff\x1b"},
        {"foreground": "#ffffff", "background": "#000000", "palette": ["#000000"]},
        {"foreground": 7, "background": "#000000"},
    ],
)
def test_another_theme_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(BadField):
        parse_theme(fields)


def test_a_theme_is_read() -> None:
    fields = {"foreground": "#ffffff", "background": "#0010FF", "palette": ["#010203"] * 16}
    assert Theme((255, 255, 255), (0, 16, 255), ((1, 2, 3),) * 16) == parse_theme(fields)
