"""Rows and wrapped lines, without a tmux."""

from __future__ import annotations

from typing import Any, cast

import pytest

from webmux.errors import BadField, PaneNotFound, SessionNotFound
from webmux.mirror.history import HistoryReader, wraps_of
from webmux.mirror.panes import Place

ROWS = [b"row %d" % number for number in range(100)]


class FakeLink:
    """A pane whose history grows or shrinks by itself between two questions."""

    def __init__(self, rows: list[bytes], screen: int = 4) -> None:
        self.rows = rows
        self.screen = screen
        self.before_next: list[Any] = []
        self.asked = 0

    def ask(self, commands: Any, timeout_s: float | None = None) -> list[list[bytes]]:
        self.asked += 1
        if self.before_next:
            self.before_next.pop(0)(self)
        history = len(self.rows) - self.screen
        line = f"1-2 $0 @0 %0 11 0 {history} 2000 80 {self.screen} 0 0".encode()
        blocks = [[line]]
        for command in commands[1:]:
            words = list(command)
            start, last = int(words[words.index("-S") + 1]), words[words.index("-E") + 1]
            end = self.screen - 1 if last == "-" else int(last)
            first, final = max(0, history + start), min(len(self.rows) - 1, history + end)
            blocks.append(self.rows[first : final + 1] if first <= final else self.rows[-1:])
        return blocks


def reader(link: FakeLink, epoch: str = "1-2") -> HistoryReader:
    return HistoryReader(cast(Any, link), "3.7c", Place("$0", epoch=epoch))


def test_a_page_has_the_requested_rows() -> None:
    page = reader(FakeLink(ROWS)).page("%0", 10, 3)
    assert (10, (b"row 10", b"row 11", b"row 12")) == (page.row, page.rows)
    end = reader(FakeLink(ROWS)).page(None, None, 2)
    assert (98, (b"row 98", b"row 99")) == (end.row, end.rows)


@pytest.mark.parametrize("added", [1, 7, 300])
def test_output_between_two_questions_changes_nothing(added: int) -> None:
    def grow(link: FakeLink) -> None:
        link.rows = [*link.rows, *(b"new %d" % number for number in range(added))]

    link = FakeLink(ROWS)
    link.before_next = [lambda _: None, grow, grow]
    page = reader(link).page("%0", 10, 3)
    assert (10, (b"row 10", b"row 11", b"row 12")) == (page.row, page.rows)


def test_a_mark_finds_how_far_rows_have_moved() -> None:
    link = FakeLink([b"x%d" % number for number in range(2000)])
    mark = reader(link).page("%0", 900, 50).mark
    link.rows = link.rows[400:] + [b"y%d" % number for number in range(400)]
    page = reader(link).page("%0", 900, 2, mark)
    assert (400, 500, (b"x900", b"x901")) == (page.moved, page.row, page.rows)
    link.rows = [b"z"] * 2000
    assert reader(link).page("%0", 900, 2, mark).moved is None


def test_a_pane_that_always_changes_is_an_error() -> None:
    def shrink(link: FakeLink) -> None:
        link.rows = link.rows[1:]

    link = FakeLink(ROWS)
    link.before_next = [shrink] * 50
    with pytest.raises(Exception, match="too fast"):
        reader(link).page("%0", 10, 3)
    assert link.asked < 20


def test_other_panes_and_other_servers_are_refused() -> None:
    with pytest.raises(PaneNotFound):
        reader(FakeLink(ROWS)).page("%7", 0, 3)
    with pytest.raises(BadField):
        reader(FakeLink(ROWS)).page("work:", 0, 3)
    with pytest.raises(SessionNotFound):
        reader(FakeLink(ROWS), epoch="9-9").page("%0", 0, 3)


@pytest.mark.parametrize(
    ("rows", "joined", "wraps"),
    [
        ([b"a", b"b"], [b"a", b"b"], [False, False]),
        ([b"aaaa", b"bb", b"c"], [b"aaaabb", b"c"], [True, False, False]),
        ([b"aaaa", b"bbbb", b"c"], [b"aaaabbbbc"], [True, True, False]),
        ([b"", b"", b"aa  ", b"b"], [b"", b"", b"aa  b"], [False, False, True, False]),
        ([b"aaaa"], [b"aaaabb"], [True]),
        ([b"a", b"bbbb"], [b"a", b"bbbbcc", b"d"], [False, True]),
        ([], [b""], []),
    ],
)
def test_wrapped_rows_are_found(rows: list[bytes], joined: list[bytes], wraps: list[bool]) -> None:
    assert wraps == wraps_of(rows, joined)
