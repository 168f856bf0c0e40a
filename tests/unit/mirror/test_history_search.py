"""Walking through panes: order, bounds, progress, wrapped lines."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from typing import Any, cast

import pytest

from tests.unit.mirror.test_marks import facts
from webmux.errors import BadField, PaneNotFound, PeerError
from webmux.mirror import history_search as search
from webmux.mirror.history import Text
from webmux.mirror.history_search import Search, find, matches_in, read_query
from webmux.mirror.matching import Query, matcher_of
from webmux.mirror.panes import PaneFacts


class FakeReader:
    """Panes of rows; a pane that is not there has ended."""

    def __init__(self, **panes: list[bytes]) -> None:
        self.panes_ = panes
        self.asked: list[list[str]] = []

    def pane(self, pane_id: str) -> PaneFacts:
        return replace(facts(history=len(self.panes_[pane_id]) - 24), id=pane_id)

    def joined_all(self, panes: list[PaneFacts]) -> list[list[bytes]]:
        self.asked.append([pane.id for pane in panes])
        for pane in panes:
            if pane.id not in self.panes_:
                raise PaneNotFound(pane.id)
        return [self.panes_[pane.id] for pane in panes]

    def joined(self, pane_id: str, row: int, count: int) -> list[bytes]:
        return list(self.text(pane_id, row, count).rows)

    def text(self, pane_id: str, row: int, count: int) -> Text:
        if pane_id not in self.panes_:
            raise PaneNotFound(pane_id)
        rows = self.panes_[pane_id][row : row + count]
        return Text(self.pane(pane_id), row, tuple(rows), (False,) * len(rows))


def run(reader: FakeReader, query: str, *panes: PaneFacts, limit: int = 500) -> list[dict[str, Any]]:
    looking = Search(cast(Any, reader), Query(query), nullcontext(), limit)
    return list(looking.run(panes, lambda pane: {"pane": pane.id}))


def rows(count: int) -> list[bytes]:
    return [b"line %d." % number for number in range(count)]


def of(events: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [event for event in events if event["type"] == kind]


def test_all_lines_are_searched_newest_first() -> None:
    reader = FakeReader(a=rows(5000))
    events = run(reader, "7.", reader.pane("a"), limit=500)
    assert [4997, 4987] == [match["row"] for match in of(events, "match")][:2]
    assert {"type": "pane", "pane": "a"} == events[0]
    one = run(reader, "line 17.", reader.pane("a"))
    assert [17] == [match["row"] for match in of(one, "match")]
    assert ("end", "done", 5000) == (one[-1]["type"], one[-1]["reason"], one[-1]["rows"])


def test_small_panes_are_read_together_and_reported_in_order() -> None:
    names = [f"p{number}" for number in range(100)]
    reader = FakeReader(**{name: [*rows(30), b"found in " + name.encode()] for name in names}, big=rows(9000))
    panes = [reader.pane(name) for name in (*names[:50], "big", *names[50:])]
    events = run(reader, "found", *panes)
    assert names == [match["pane"] for match in of(events, "match")]
    assert ("done", 101, 9000 + 3100) == tuple(events[-1][key] for key in ("reason", "panes", "rows"))
    assert len(reader.asked) < 8


def test_a_pane_that_ends_in_a_batch_does_not_affect_the_others() -> None:
    reader = FakeReader(a=[b"x"] * 30, b=[b"x"] * 30)
    gone = replace(reader.pane("a"), id="gone")
    events = run(reader, "x", reader.pane("a"), gone, reader.pane("b"))
    assert {"a", "b"} == {match["pane"] for match in of(events, "match")}
    assert 3 == events[-1]["panes"]


def test_each_limit_ends_a_search(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = FakeReader(a=rows(5000), b=rows(100))
    panes = [reader.pane("a"), reader.pane("b")]
    assert "results" == run(reader, "line", *panes, limit=60)[-1]["reason"]
    both = run(reader, "line", *panes)
    assert [50, 50] == [sum(m["pane"] == name for m in of(both, "match")) for name in "ab"]
    assert ["a", "b"] == [event["pane"] for event in of(both, "more")]
    for bound in ("ROWS_MAX", "BYTES_MAX", "TIME_MAX_S"):
        with monkeypatch.context() as patch:
            patch.setattr(search, bound, 1 if bound != "TIME_MAX_S" else 0)
            assert run(reader, "nothing", *panes)[-1]["reason"] == bound.split("_")[0].lower()


def test_a_pane_that_ends_is_skipped() -> None:
    reader = FakeReader(a=rows(100))
    gone = replace(reader.pane("a"), id="gone")
    assert 1 == len(of(run(reader, "line 5.", gone, reader.pane("a")), "match"))


def test_a_wrapped_line_is_one_match_with_parts_in_its_rows() -> None:
    text = Text(facts(history=100), 10, ("x😀ab".encode(), b"cd", b"ab"), (True, False, False))
    with matcher_of(Query("abc")) as matcher:
        [match] = matches_in(text, matcher)
    assert ((10, 3, 5), (11, 0, 1)) == match.parts
    assert ("x😀abcd", ((3, 6),), 10) == (match.text, match.ranges, match.row)


def test_a_long_line_is_cut_around_its_match() -> None:
    text = Text(facts(history=100), 0, (b"a" * 3000 + b"needle" + b"b" * 3000,), (False,))
    with matcher_of(Query("needle")) as matcher:
        [match] = matches_in(text, matcher)
    [(begin, end)] = match.ranges
    assert "needle" == match.text[begin:end]
    assert search.TEXT_MAX_CHARS == len(match.text)


def test_find_continues_where_it_stopped() -> None:
    reader = FakeReader(a=rows(12_000))
    seen, row = [], 12_000
    while row > 0:
        _, row, found = find(cast(Any, reader), Query("000."), "a", row, nullcontext())
        seen += [match.row for match in found]
    assert [11_000, 10_000, *range(9000, 0, -1000)] == seen


def test_a_query_is_checked() -> None:
    assert Query("a", case=True) == read_query("a", case=True)
    for wrong in (None, 7, ["a"]):
        with pytest.raises(PeerError):
            read_query(wrong)
    with pytest.raises(BadField):
        read_query("")
