"""Who has what before their eyes."""

from __future__ import annotations

from webmux.web.lookers import Lookers


def test_only_visible_pages_see() -> None:
    lookers = Lookers()
    with lookers.looking(1, "$0") as first, lookers.looking(1, "$0") as second:
        first.visible = False
        assert lookers.sees(1, "$0")
        second.visible = False
        assert not lookers.sees(1, "$0")
        first.visible = True
        assert [True, False, False] == [lookers.sees(*who) for who in ((1, "$0"), (2, "$0"), (1, "$1"))]
    assert not lookers.sees(1, "$0")


def test_what_ended_is_forgotten() -> None:
    lookers = Lookers()
    with lookers.looking(1, "$0"):
        pass
    assert {} == lookers._looks
