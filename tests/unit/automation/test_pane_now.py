"""A pane is read from numbers and ids alone, and only if it belongs to the place."""

from __future__ import annotations

import pytest

from webmux.automation.pane_now import PaneNow, listing, pane_error, pane_id_of, parse
from webmux.errors import NoTmux, PaneNotFound, TmuxCommandFailed, TmuxTimeout
from webmux.mirror.panes import Place
from webmux.tmux.control.process import NoServer

LINE = "12-34 $1 @2 %3 99 80 24 5 6 1 0 0 700 1 copy-mode\n"


def test_a_line_becomes_a_pane() -> None:
    expected = PaneNow(
        "12-34", "$1", "@2", "%3", 99, 80, 24, (5, 6), True, False, False, 700, True, "copy-mode"
    )
    assert expected == parse(LINE, "%3", Place())
    assert expected == parse(LINE, "%3", Place("$1", "", "12-34"))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", Place()),  # the filter let nothing pass
        (LINE.replace("%3", "%4"), Place()),
        (LINE, Place("$1", "", "12-35")),
        ("rubbish", Place()),
    ],
)
def test_what_is_not_in_the_place_does_not_exist(text: str, place: Place) -> None:
    with pytest.raises(PaneNotFound):
        parse(text, "%3", place)


def test_only_a_plain_number_names_a_pane() -> None:
    assert pane_id_of("12") == "%12"
    for number in ("", "%1", "01", "1 ", "-1", "\u0661", "1;kill-server", "12345678901"):
        with pytest.raises(PaneNotFound):
            pane_id_of(number)


def test_a_guest_asks_only_in_the_place_of_the_link() -> None:
    assert listing(Place(), "%3")[:3] == ("list-panes", "-t", "%3")
    assert listing(Place("$1"), "%3")[:4] == ("list-panes", "-s", "-t", "$1:")
    assert listing(Place("$1", "@2"), "%3")[:3] == ("list-panes", "-t", "@2")


def test_an_error_is_named_after_what_it_means() -> None:
    gone = TmuxCommandFailed(("send-keys",), "can't find pane: %3")
    assert isinstance(pane_error(gone, "%3"), PaneNotFound)
    assert isinstance(pane_error(NoServer("none"), "%3"), NoTmux)
    for error in (TmuxTimeout("slow"), TmuxCommandFailed(("x",), "unknown flag")):
        assert pane_error(error, "%3") is error
