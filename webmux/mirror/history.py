"""Reads the rows of a pane, its history and its screen, in pages that stay valid while output is added.

The number of a row counts from the oldest row that tmux stores, which is 0. The rows of the screen follow
those of the history. Output is added at the end and changes no number. Three things do: if history is full,
tmux drops a tenth of its limit at once (grid.c, grid_collect_history); it wraps lines again when the width
changes; and `clear-history`. tmux reports none of them. So a client that reads on sends the `mark` of an
earlier answer, and the reply says how far those rows have moved.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from webmux.errors import (
    BadField,
    PaneNotFound,
    SessionNotFound,
    TmuxCommandFailed,
    TmuxError,
    WindowNotFound,
)
from webmux.mirror.capture import HISTORY_MAX_ROWS
from webmux.mirror.captures import Captures
from webmux.mirror.marks import Captured, Mark, Span, compared
from webmux.mirror.panes import PaneFacts, Place, one_of, parse_facts
from webmux.mirror.rows import standing_alone_all
from webmux.mirror.tabs import expand_tabs
from webmux.tmux.control.client import Link

ATTEMPTS = 4
"""tmux may trim the history between two questions."""
SLACK_MAX_ROWS = 4000
CHUNK_ROWS = 2000
CHUNKS_MAX = 40
"""How much history is searched for rows that were wrapped again."""
TENTHS = 10
"""tmux drops a tenth of its limit at once, so rows move by multiples of that."""

_PANE_ID = re.compile(r"%(0|[1-9][0-9]{0,9})")
_ESCAPES = re.compile(rb"\x1b\[[0-9;:]*m|\x1b\][^\x1b\x07]*(?:\x1b\\|\x07)|[\x0e\x0f]")


@dataclass(frozen=True, slots=True)
class Page:
    """Rows from `row` on. `wraps` are the places of those that continue in the next row.

    `moved` is by how much the row numbers have decreased since the mark; None if its rows no longer exist. If
    the pane had another width then, it is only right for the marked rows.
    """

    pane: PaneFacts
    row: int
    rows: tuple[bytes, ...] = ()
    wraps: tuple[int, ...] = ()
    mark: str = ""
    moved: int | None = 0
    gaps: tuple[int, ...] = ()
    """Of a transcript: the places of empty rows at which lines may be missing."""


@dataclass(frozen=True, slots=True)
class Text:
    """Plain rows from `row` on; `wraps` has for each whether it continues in the next one."""

    pane: PaneFacts
    row: int
    rows: tuple[bytes, ...]
    wraps: tuple[bool, ...]


class HistoryReader:
    """Reads panes of one place, page by page. It has no state between two calls."""

    def __init__(self, link: Link, version: str, place: Place) -> None:
        self._link = link
        self._form = Captures(version, used_cells=True)
        self._place = place

    def panes(self) -> list[PaneFacts]:
        """All panes of the place, by window and index.

        Raises:
            SessionNotFound: it has ended.
            TmuxError: tmux did not answer.
        """
        return self._ask(None, [])[0]

    def commands(self) -> dict[str, str]:
        """The program of each pane, by pane id. Programs choose these names themselves: only show them."""
        words = list(self._place.listing())
        [lines] = self._link.ask([(*words[:-1], "#{pane_id} #{pane_current_command}")])
        found: dict[str, str] = {}
        for line in lines:
            pane_id, _, name = line.decode("utf-8", "replace").partition(" ")
            found.setdefault(pane_id, name[:80])
        return found

    def page(self, pane_id: str | None, row: int | None, count: int, mark: str = "") -> Page:
        """At most `count` rows from `row` on; `row` is its number at the time of the `mark`.

        Without a `row` these are the last rows, without a `pane_id` those of the active pane. A `count` of 0
        returns no rows.

        Raises:
            PaneNotFound: it has ended, or is not in this place.
            BadField: not a pane id, or not a mark of ours.
            SessionNotFound, TmuxError: as `panes`.

        Switches: yes. Cost: about 1 ms of tmux for 200 rows of text.
        """
        marked = Mark.parse(mark) if mark else None
        count = min(count, HISTORY_MAX_ROWS)
        moved = 0
        for _ in range(ATTEMPTS):
            spans = [] if marked is None else [marked.span(moved)]
            if count:
                spans += _spans(row, count, moved)
            facts, texts = self._capture(pane_id, spans)
            if marked is None or marked.holds(facts, texts.pop(0), moved):
                return _page(facts, row, count, texts, moved)
            shifted = self._find_mark(facts, marked)
            if shifted is None:
                return Page(facts, 0, moved=None)
            moved = shifted
        raise TmuxError("the history of the pane changes too fast: try again in a moment")

    def text(self, pane_id: str, row: int, count: int) -> Text:
        """Plain rows without a limit of their number; errors as for `page`."""
        spans = [Span(flags, row, row + count) for flags in ("N", "J")]
        facts, [plain, joined] = self._capture(pane_id, spans)
        flags = plain.cut(wraps_of(plain.lines, joined.lines), row, count, facts)
        rows = plain.cut(plain.lines, row, count, facts)
        expanded = (expand_tabs(line, facts.cols) for line in rows)
        lines = (line if wraps else line.rstrip(b" ") for line, wraps in zip(expanded, flags, strict=True))
        return Text(facts, row, tuple(lines), tuple(flags))

    def joined(self, pane_id: str, row: int, count: int) -> list[bytes]:
        """The logical lines in `count` rows from `row` on, perhaps some above; half the cost of `text`."""
        facts, [joined] = self._capture(pane_id, [Span("J", row, row + count - 1)])
        return [expand_tabs(line, facts.cols).rstrip(b" ") for line in joined.lines]

    def joined_all(self, panes: Sequence[PaneFacts]) -> list[list[bytes]]:
        """All logical lines of each of these panes, in one question: for many small panes.

        Raises:
            TmuxCommandFailed: one of them has ended.
            TmuxError: tmux did not answer.
        """
        asked = [command for pane in panes for command in self._form.commands(pane.id, ("-S", "-"), "J")]
        texts = self._form.texts(self._link.ask(asked))
        return [
            [expand_tabs(line, pane.cols).rstrip(b" ") for line in lines]
            for pane, lines in zip(panes, texts, strict=True)
        ]

    # -- asking ----------------------------------------------------------------------------

    def _find_mark(self, facts: PaneFacts, mark: Mark) -> int | None:
        """By how much the row numbers of a mark have decreased; None if its rows no longer exist."""
        step = max(1, facts.limit // TENTHS)
        moves = [k * step for k in range(1, TENTHS + 2) if k * step <= mark.row]
        if moves:
            now, texts = self._capture(facts.id, [mark.span(moved) for moved in moves])
            for moved, text in zip(moves, texts, strict=True):
                if mark.holds(now, text, moved):
                    return moved
        return None if facts.cols == mark.cols else self._find_wrapped(facts, mark)

    def _find_wrapped(self, facts: PaneFacts, mark: Mark) -> int | None:
        """As `_find_mark` after lines were wrapped again, so that rows may be anywhere: nearest first."""
        firsts = range(0, facts.history, CHUNK_ROWS)
        nearest = sorted(firsts, key=lambda first: abs(first + CHUNK_ROWS // 2 - mark.row))
        for first in nearest[:CHUNKS_MAX]:
            last = first + CHUNK_ROWS + mark.count - 2
            now, [text] = self._capture(facts.id, [Span("N", first, last)])
            rows = text.cut(text.lines, first, last + 1 - first, now)
            places = mark.places(compared(rows, now))
            if places:
                return mark.row - min((first + at for at in places), key=lambda row: abs(row - mark.row))
        return None

    def _capture(self, pane_id: str | None, spans: Sequence[Span]) -> tuple[PaneFacts, list[Captured]]:
        """Facts of a pane and its rows, of the same moment.

        tmux counts from the top of the screen, so the question depends on the number of rows above it. If
        there are more when tmux answers, ask again for some more rows above, and drop the surplus.
        """
        known = None
        if any(span.first is not None for span in spans):
            known = one_of(self._ask(pane_id, [])[0], pane_id, self._place).history
        slack = 0
        for _ in range(ATTEMPTS + 1):
            lines = [(span.flags, span.lines(known or 0, slack)) for span in spans]
            panes, texts = self._ask(pane_id, lines)
            facts = one_of(panes, pane_id, self._place)
            added = 0 if known is None else facts.history - known
            if 0 <= added <= slack:
                found = zip(spans, texts, strict=True)
                return facts, [span.captured(facts, text, slack - added) for span, text in found]
            known = facts.history
            slack = min(SLACK_MAX_ROWS, 50 + 4 * abs(added))
        raise TmuxError("the pane prints too fast to be read now: try again in a moment")

    def _ask(
        self, pane_id: str | None, spans: Sequence[tuple[str, Sequence[str]]]
    ) -> tuple[list[PaneFacts], list[list[bytes]]]:
        """Facts of all panes and captures of one, of the same moment."""
        if pane_id is not None and not _PANE_ID.fullmatch(pane_id):
            raise BadField("pane", "must be a tmux id like %0", code="bad_id")
        target = pane_id or self._place.target
        captures = [
            command for flags, lines in spans for command in self._form.commands(target, lines, flags)
        ]
        try:
            blocks = self._link.ask([self._place.listing(pane_id), *captures])
        except (TmuxCommandFailed, WindowNotFound) as error:
            if pane_id is not None and (spans or not (self._place.session_id or self._place.window_id)):
                raise PaneNotFound(pane_id) from error
            raise SessionNotFound(error.message) from error
        panes = parse_facts(blocks[0])
        if self._place.epoch and any(pane.epoch != self._place.epoch for pane in panes):
            raise SessionNotFound("this is another tmux server now")
        return panes, self._form.texts(blocks[1:])


def wraps_of(rows: Sequence[bytes], joined: Sequence[bytes]) -> list[bool]:
    """Whether each row continues in the next one; `joined` is the same text by `capture-pane -J`.

    It may have more rows: then they show whether the last one continues.
    """
    wraps = [False] * len(rows)
    at = 0
    for line in joined:
        if at >= len(rows):
            break
        length = len(rows[at])
        while length < len(line):
            wraps[at] = True
            if at + 1 >= len(rows):
                break  # it continues behind the last row
            at += 1
            length += len(rows[at])
        at += 1
    return wraps


def plain_text(row: bytes) -> bytes:
    """A row captured with `-e`, without its escape sequences."""
    return _ESCAPES.sub(b"", row)


def _spans(row: int | None, count: int, moved: int) -> list[Span]:
    """Two spans: with colours, and joined with one row more, which shows whether the last row continues."""
    if row is None:
        return [Span(flags, None, count) for flags in ("eN", "J")]
    first = max(0, row - moved)
    return [Span("eN", first, first + count - 1), Span("J", first, first + count)]


def _page(facts: PaneFacts, row: int | None, count: int, texts: Sequence[Captured], moved: int) -> Page:
    first = max(0, facts.size - count) if row is None else max(0, row - moved)
    if not count:
        return Page(facts, first, moved=moved)
    styled, joined = texts
    plain = [plain_text(line) for line in styled.lines]
    flags = wraps_of(plain, joined.lines)
    wrapped = frozenset(place for place, on in enumerate(flags) if on)
    wraps = styled.cut(flags, first, count, facts)
    mark = Mark.of(facts, first, styled.cut(plain, first, count, facts))
    return Page(
        facts,
        first,
        tuple(styled.cut(standing_alone_all(styled.lines, facts.cols, wrapped), first, count, facts)),
        tuple(place for place, on in enumerate(wraps) if on),
        "" if mark is None else str(mark),
        moved,
    )
