"""tmux's notation of a layout."""

from __future__ import annotations

import pytest

from webmux.tmux.layout_text import DEPTH_MAX, checksum, parse_layout, with_checksum

NESTED = "d67e,80x24,0,0{40x24,0,0,0,39x24,41,0[39x12,41,0,1,39x11,41,13,2]}"


def test_a_layout_of_tmux_is_read_and_written_again() -> None:
    layout = parse_layout(NESTED)
    assert (layout.cols, layout.rows, layout.panes) == (80, 24, (0, 1, 2))
    assert parse_layout(with_checksum(layout.text)).text == layout.text


def test_pane_numbers_do_not_matter() -> None:
    other = "80x24,0,0{40x24,0,0,7,39x24,41,0[39x12,41,0,12,39x11,41,13,3]}"
    assert parse_layout(with_checksum(other)).text == parse_layout(NESTED).text


def test_a_window_with_one_pane() -> None:
    assert parse_layout("b25d,80x24,0,0,0").panes == (0,)
    assert parse_layout(with_checksum("80x24,0,0")).panes == (-1,)


def _deep(levels: int) -> str:
    return with_checksum("10x10,0,0{" * levels + "10x10,0,0,1" + "}" * levels)


def test_cells_within_cells_are_bounded() -> None:
    assert parse_layout(_deep(DEPTH_MAX)).panes == (1,)
    with pytest.raises(ValueError, match="too many"):
        parse_layout(_deep(DEPTH_MAX + 1))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "checksum"),
        (with_checksum("80,24"), "without a size"),
        ("0000,80x24,0,0,0", "checksum"),
        (NESTED[:-1], "checksum"),
        (with_checksum("80x24,0,0{40x24,0,0,0,40x24,41,0,1}"), "fill"),
        (with_checksum("80x24,0,0{40x24,0,0,0,39x23,41,0,1}"), "fill"),
        (with_checksum("80x24,0,0{40x24,0,0,0,39x24,41,0,1"), "close"),
        (with_checksum("80x24,0,0,0,80x24,0,0,1"), "more than one"),
        (with_checksum("0x24,0,0,0"), "impossible"),
        (with_checksum("99999x24,0,0,0"), "impossible"),
        (with_checksum("80x24,0,0,0é"), "checksum"),
        ("x" * 70_000, "too long"),
    ],
)
def test_other_text_is_refused(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        parse_layout(text)


def test_the_checksum_is_that_of_tmux() -> None:
    assert checksum(NESTED.partition(",")[2]) == "d67e"
