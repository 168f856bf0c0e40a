"""In which order and at which index windows and panes are made. The rest is tested with a real tmux."""

from __future__ import annotations

import pytest

from webmux.saved_sessions.placing import indexes_of, layout_of, order_of, unescaped
from webmux.saved_sessions.saved_set import SavedPane, SavedWindow
from webmux.tmux.layout_text import with_checksum


@pytest.mark.parametrize(
    ("saved", "base", "made"),
    [
        ([None, None], 1, [1, 2]),
        ([3, None, 7, None], 3, [3, 4, 7, 5]),
        ([2, 2, 2], 2, [2, 3, 4]),
        ([0, 5], 1, [0, 5]),
    ],
)
def test_indexes_stay_and_free_ones_are_filled(saved: list[int | None], base: int, made: list[int]) -> None:
    assert indexes_of([SavedWindow(index=index) for index in saved], base) == made


def test_panes_are_made_in_the_order_of_their_old_ids() -> None:
    assert order_of(SavedWindow(panes=(SavedPane(number=7), SavedPane(number=3), SavedPane(number=5)))) == [
        1,
        2,
        0,
    ]
    assert order_of(SavedWindow(panes=(SavedPane(number=7), SavedPane()))) == [0, 1]


def test_a_layout_must_fit_its_panes_and_be_of_a_possible_size() -> None:
    one = with_checksum("80x24,0,0,1")
    assert layout_of(SavedWindow(layout=one)) is not None
    assert layout_of(SavedWindow(layout=one, panes=(SavedPane(),) * 2)) is None
    assert layout_of(SavedWindow(layout=with_checksum("9000x24,0,0,1"))) is None
    assert layout_of(SavedWindow(layout="tiled")) is None


def test_what_tmux_escaped_in_a_name_is_given_to_it_plain() -> None:
    assert unescaped(r"a\\b \$HOME \\\\$") == r"a\b $HOME \\$"
