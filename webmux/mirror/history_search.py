"""Searches the histories of many panes, one chunk of one pane at a time.

Between two chunks tmux and the worker can do other work. Only one chunk is in memory.
"""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from itertools import accumulate, chain
from typing import Any

import gevent

from webmux.errors import PaneNotFound, PeerError, TmuxCommandFailed
from webmux.mirror.history import HistoryReader, Text
from webmux.mirror.marks import Mark
from webmux.mirror.matching import Matcher, Query, matcher_of, utf16
from webmux.mirror.panes import PaneFacts

CHUNK_ROWS = 1000
"""tmux does nothing else while it copies a chunk, about 2 ms."""
BATCH_PANES = 32
BATCH_ROWS = 2 * CHUNK_ROWS
"""Limits for small panes that are read together."""
OVERLAP_ROWS = 8
"""Rows below a chunk, for a wrapped line that continues there."""
FIND_ROWS = 5000
"""Rows of one `find`, during which its connection waits."""
FIND_MATCHES_MAX = 500
ROWS_MAX = 5_000_000
BYTES_MAX = 1024 * 1024 * 1024
TIME_MAX_S = 60.0
RESULTS_MAX = 500
PANE_RESULTS_MAX = 50
"""One pane with many matches must not use up all results."""
PROGRESS_S = 0.25
TEXT_MAX_CHARS = 400
CONTEXT_CHARS = 80
MARK_AROUND = 3


@dataclass(frozen=True, slots=True)
class Match:
    """One logical line that matches.

    `parts` are row, begin and end of each piece of a match, in UTF-16 units of the row's text. `ranges` are
    begin and end in `text`, which is cut to the surroundings of the first match.
    """

    row: int
    parts: tuple[tuple[int, int, int], ...]
    text: str
    ranges: tuple[tuple[int, int], ...]
    mark: str

    def fields(self) -> dict[str, Any]:
        """The match as JSON."""
        return {
            "row": self.row,
            "parts": [list(part) for part in self.parts],
            "text": self.text,
            "ranges": [list(one) for one in self.ranges],
            "mark": self.mark,
        }


@dataclass(slots=True)
class Tally:
    """How much was searched so far."""

    panes: int = 0
    rows: int = 0
    bytes: int = 0
    matches: int = 0
    began_at: float = field(default_factory=time.monotonic)

    def spent(self, limit: int) -> str | None:
        """The name of the limit that is reached; None if none is."""
        if self.matches >= limit:
            return "results"
        if self.rows >= ROWS_MAX:
            return "rows"
        if self.bytes >= BYTES_MAX:
            return "bytes"
        return "time" if time.monotonic() - self.began_at >= TIME_MAX_S else None


class Search:
    """One query over many panes; it holds `slot` while tmux captures."""

    def __init__(
        self,
        reader: HistoryReader,
        query: Query,
        slot: AbstractContextManager[None],
        limit: int = RESULTS_MAX,
    ) -> None:
        self._reader = reader
        self._query = query
        self._slot = slot
        self._limit = max(1, min(limit, RESULTS_MAX))
        self.tally = Tally()

    def run(
        self, panes: Sequence[PaneFacts], about: Callable[[PaneFacts], dict[str, Any]]
    ) -> Iterator[dict[str, Any]]:
        """Yield events as they happen: `pane`, `match`, `progress`, and one `end` with its `reason`.

        A pane comes before its first match, newest lines first. Closing the iterator ends the search.
        """
        sent_at = time.monotonic()
        reason: str | None = None
        with matcher_of(self._query) as matcher:
            for pane, may_match in self._candidates(panes, matcher):
                self.tally.panes += 1
                for event in self._pane(pane, matcher, about) if may_match else (None,):
                    if event is not None:
                        yield event
                    if time.monotonic() - sent_at >= PROGRESS_S:
                        sent_at = time.monotonic()
                        yield self._progress(len(panes))
                reason = self.tally.spent(self._limit)
                if reason is not None:
                    break
        yield {**self._progress(len(panes)), "type": "end", "reason": reason or "done"}

    def _candidates(self, panes: Sequence[PaneFacts], matcher: Matcher) -> Iterator[tuple[PaneFacts, bool]]:
        """The panes in order, each with whether it may have a match. Small ones are read together."""
        for batch in batches(panes):
            if len(batch) == 1:
                yield batch[0], True
                continue
            yield from zip(batch, self._may_match(batch, matcher), strict=True)
            gevent.sleep(0)

    def _may_match(self, batch: Sequence[PaneFacts], matcher: Matcher) -> list[bool]:
        try:
            with self._slot:
                texts = self._reader.joined_all(batch)
        except (PaneNotFound, TmuxCommandFailed):
            return [True] * len(batch)  # one has ended: read them one by one
        ends = list(accumulate(map(len, texts)))
        found = {bisect_right(ends, line) for line, _ in matcher.find(_decoded(list(chain(*texts))))}
        for place, (pane, text) in enumerate(zip(batch, texts, strict=True)):
            if place not in found:
                self.tally.rows += pane.size
                self.tally.bytes += sum(map(len, text))
        return [place in found for place in range(len(batch))]

    def _progress(self, of: int) -> dict[str, Any]:
        counts = {name: getattr(self.tally, name) for name in ("panes", "rows", "matches")}
        return {"type": "progress", "of": of, **counts}

    def _pane(
        self, pane: PaneFacts, matcher: Matcher, about: Callable[[PaneFacts], dict[str, Any]]
    ) -> Iterator[dict[str, Any] | None]:
        sent = 0
        end = pane.size
        while end > 0 and self.tally.spent(self._limit) is None:
            row = max(0, end - CHUNK_ROWS)
            try:
                found = self._chunk(pane, row, end - row, matcher)
            except (PaneNotFound, TmuxCommandFailed):
                return  # it has ended
            for match in reversed(found):
                if sent == 0:
                    yield {"type": "pane", **about(pane)}
                sent += 1
                self.tally.matches += 1
                yield {"type": "match", "pane": pane.id, **match.fields()}
                if sent >= PANE_RESULTS_MAX:
                    yield {"type": "more", "pane": pane.id}
                    return
                if self.tally.matches >= self._limit:
                    return
            end = row
            yield None
            gevent.sleep(0)

    def _chunk(self, pane: PaneFacts, row: int, count: int, matcher: Matcher) -> list[Match]:
        with self._slot:
            joined = self._reader.joined(pane.id, row, count + OVERLAP_ROWS)
        self.tally.rows += count
        self.tally.bytes += sum(map(len, joined))
        if not matcher.find(_decoded(joined)):
            return []
        return _matches(self._reader, pane.id, (row, row + count), matcher, self._slot)[1]


def batches(panes: Sequence[PaneFacts]) -> Iterator[list[PaneFacts]]:
    """The panes in order, in groups that are small enough for one question to tmux."""
    batch: list[PaneFacts] = []
    rows = 0
    for pane in panes:
        if batch and (len(batch) >= BATCH_PANES or rows + pane.size > BATCH_ROWS):
            yield batch
            batch, rows = [], 0
        batch.append(pane)
        rows += pane.size
    if batch:
        yield batch


def find(
    reader: HistoryReader, query: Query, pane_id: str, row: int, slot: AbstractContextManager[None]
) -> tuple[PaneFacts, int, list[Match]]:
    """Matches in the `FIND_ROWS` rows above `row`, newest first, and the row to continue at; 0 is the end.

    Raises:
        as `HistoryReader.text` and `Matcher.find`.
    """
    row = max(0, row)
    first = max(0, row - FIND_ROWS)
    found: list[Match] = []
    facts: PaneFacts | None = None
    end = row
    with matcher_of(query) as matcher:
        while facts is None or (end > first and len(found) < FIND_MATCHES_MAX):
            start = max(first, end - CHUNK_ROWS)
            facts, matches = _matches(reader, pane_id, (start, end), matcher, slot)
            found += reversed(matches)
            end = start
            gevent.sleep(0)
    return facts, end, found


def _matches(
    reader: HistoryReader,
    pane_id: str,
    between: tuple[int, int],
    matcher: Matcher,
    slot: AbstractContextManager[None],
) -> tuple[PaneFacts, list[Match]]:
    first, end = between
    with slot:
        text = reader.text(pane_id, first, end - first + OVERLAP_ROWS)
    return text.pane, [match for match in matches_in(text, matcher) if match.row < end]


def matches_in(text: Text, matcher: Matcher) -> list[Match]:
    """The matches in rows; wrapped rows count as one line."""
    lines: list[list[int]] = []
    for place in range(len(text.rows)):
        if place > 0 and text.wraps[place - 1]:
            lines[-1].append(place)
        else:
            lines.append([place])
    rows = [row.decode("utf-8", "replace") for row in text.rows]
    whole = [_joined(rows, places) for places in lines]
    return [_match(text, rows, lines[place], whole[place], ranges) for place, ranges in matcher.find(whole)]


def _joined(rows: Sequence[str], places: Sequence[int]) -> str:
    return rows[places[0]] if len(places) == 1 else "".join(rows[place] for place in places)


def _match(
    text: Text, rows: Sequence[str], places: Sequence[int], line: str, ranges: Sequence[tuple[int, int]]
) -> Match:
    parts: list[tuple[int, int, int]] = []
    begins = 0
    for place in places:
        row = rows[place]
        for begin, end in ranges:
            low, high = max(0, begin - begins), min(len(row), end - begins)
            if low < high:
                parts.append((text.row + place, utf16(row[:low]), utf16(row[:high])))
        begins += len(row)
    cut = max(0, ranges[0][0] - CONTEXT_CHARS) if len(line) > TEXT_MAX_CHARS else 0
    shown = line[cut : cut + TEXT_MAX_CHARS]
    inside = [(begin - cut, min(end - cut, len(shown))) for begin, end in ranges if begin - cut < len(shown)]
    first = max(0, (parts[0][0] - text.row if parts else places[0]) - MARK_AROUND)
    mark = Mark.of(text.pane, text.row + first, text.rows[first : first + 2 * MARK_AROUND])
    return Match(
        row=parts[0][0] if parts else text.row + places[0],
        parts=tuple(parts),
        text=shown,
        ranges=tuple((utf16(shown[:begin]), utf16(shown[:end])) for begin, end in inside),
        mark="" if mark is None else str(mark),
    )


def _decoded(lines: Sequence[bytes]) -> list[str]:
    return [line.decode("utf-8", "replace") for line in lines]


def read_query(text: object, *, case: object = False, regex: object = False) -> Query:
    """A query from untrusted values.

    Raises:
        PeerError: `text` is not a string.
    """
    if not isinstance(text, str):
        raise PeerError("q must be a text")
    return Query(text, case is True, regex is True)
