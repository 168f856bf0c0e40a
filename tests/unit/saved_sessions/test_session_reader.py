"""What tmux lists becomes sessions; lines that are not ours are left out."""

from __future__ import annotations

from typing import Any, cast

import pytest

from webmux.errors import TmuxCommandFailed
from webmux.saved_sessions.saved_set import SavedPane, SavedSession, SavedWindow
from webmux.saved_sessions.session_reader import Found, Reader
from webmux.tmux.control.process import NoServer
from webmux.tmux.server import Tmux

ROWS = rb"""9-1700000000 $1 1700000005 0 1001 %4 999999 0.1.2.3.4 b25d,80x24,0,0,4 bash bob  a\ b work /tmp ;
nonsense
9-1700000000 $0 1700000001 2 0110 %1 999999 1.1.2.3.4 x vim ann g \;\  o\ ne /srv/\ x ;
9-1700000000 $0 1700000001 2 0111 %3 999999 0.1.2.3.5 x cat bob g \;\  o\ ne /srv/\ x ;
"""


class FakeTmux:
    """Answers the list with given bytes, and each question for an owner with `ann`."""

    def __init__(self, printed: Any) -> None:
        self.link = self
        self.printed = printed
        self.asked: list[Any] = []

    def run_each(self, groups: Any, timeout_s: float | None = None) -> list[Any]:
        self.asked += groups
        return [self.printed if group[0][0] == "list-panes" else b"ann\n" for group in groups]


def reader(printed: Any) -> tuple[Reader, FakeTmux]:
    tmux = FakeTmux(printed)
    return Reader(cast(Tmux, tmux)), tmux


def test_panes_become_sessions_in_the_order_of_their_ids() -> None:
    found = reader(ROWS)[0].read()
    panes = (
        SavedPane("/srv/ x", "vim", owner="", number=1),
        SavedPane("/srv/ x", "cat", active=True, owner="bob", number=3),
    )
    one = SavedWindow("; ", panes, "x", 2, zoomed=True, automatic_rename=True)
    two = SavedWindow(
        "a b", (SavedPane("/tmp", active=True, owner="bob", number=4),), "b25d,80x24,0,0,4", 0, active=True
    )
    assert found == Found(
        "9-1700000000",
        (
            SavedSession("o ne", (one,), "$0", "ann", "g", 1700000001),
            SavedSession("work", (two,), "$1", "ann", "", 1700000005),
        ),
    )


def test_output_changes_the_text_of_a_pane() -> None:
    assert reader(ROWS)[0].read().printed == {4: "0.1.2.3.4", 1: "1.1.2.3.4", 3: "0.1.2.3.5"}


def test_who_made_a_session_is_asked_once() -> None:
    one, tmux = reader(ROWS)
    one.read()
    one.read()
    assert len([group for group in tmux.asked if group[0][0] == "show-options"]) == 2


def test_without_a_server_nothing_is_found() -> None:
    assert reader(NoServer("none"))[0].read() == Found()
    assert reader(b"")[0].read() == Found()


def test_an_error_of_tmux_is_no_empty_list() -> None:
    with pytest.raises(TmuxCommandFailed):
        reader(TmuxCommandFailed(("list-panes",), "no"))[0].read()
