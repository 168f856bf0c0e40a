"""Reads transcripts as if each were a pane of its own, next to the histories that tmux stores.

The transcript of pane `%3` has the id `%3r`. Its rows are the lines that went away, and those of the screen
as captured last. Who may read a pane may read its transcript, and nobody else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from webmux.agents.transcript.transcript_recorder import Transcript, TranscriptRecorder
from webmux.errors import PaneNotFound
from webmux.mirror.history import HistoryReader, Page, Text, plain_text
from webmux.mirror.marks import Captured, Mark
from webmux.mirror.panes import TRANSCRIPT, PaneFacts, Place, is_transcript, one_of
from webmux.tmux.control.client import Link


class TranscriptReader(HistoryReader):
    """A `HistoryReader` that knows transcripts, too; it has no state between two calls."""

    def __init__(self, link: Link, version: str, place: Place, recorder: TranscriptRecorder) -> None:
        super().__init__(link, version, place)
        self._recorder = recorder

    def panes(self) -> list[PaneFacts]:
        """See `HistoryReader.panes`: a transcript follows its pane."""
        found: list[PaneFacts] = []
        for pane in super().panes():
            found.append(pane)
            transcript = self._recorder.of(pane.epoch, pane.id)
            if transcript is not None:
                found.append(_facts(pane, transcript))
        return found

    def commands(self) -> dict[str, str]:
        """See `HistoryReader.commands`."""
        found = super().commands()
        return {**found, **{pane_id + TRANSCRIPT: name for pane_id, name in found.items()}}

    def page(self, pane_id: str | None, row: int | None, count: int, mark: str = "") -> Page:
        """See `HistoryReader.page`."""
        if pane_id is None or not is_transcript(pane_id):
            return super().page(pane_id, row, count, mark)
        facts, lines = self._read(pane_id)
        moved = 0
        if mark:
            found = _moved(facts, lines, Mark.parse(mark))
            if found is None:
                return Page(facts, 0, moved=None)
            moved = found
        first = max(0, len(lines) - count) if row is None else max(0, row - moved)
        if not count:
            return Page(facts, first, moved=moved)
        rows = lines[first : first + count]
        own = Mark.of(facts, first, [plain_text(line or b"") for line in rows])
        return Page(
            facts,
            first,
            tuple(line or b"" for line in rows),
            mark="" if own is None else str(own),
            moved=moved,
            gaps=tuple(place for place, line in enumerate(rows) if line is None),
        )

    def text(self, pane_id: str, row: int, count: int) -> Text:
        """See `HistoryReader.text`."""
        if not is_transcript(pane_id):
            return super().text(pane_id, row, count)
        facts, lines = self._read(pane_id)
        rows = tuple(plain_text(line or b"") for line in lines[row : row + count])
        return Text(facts, row, rows, (False,) * len(rows))

    def joined(self, pane_id: str, row: int, count: int) -> list[bytes]:
        """See `HistoryReader.joined`."""
        if not is_transcript(pane_id):
            return super().joined(pane_id, row, count)
        return list(self.text(pane_id, row, count).rows)

    def joined_all(self, panes: Sequence[PaneFacts]) -> list[list[bytes]]:
        """See `HistoryReader.joined_all`."""
        plain = [pane for pane in panes if not is_transcript(pane.id)]
        stored = iter(super().joined_all(plain) if plain else ())
        return [
            self.joined(pane.id, 0, pane.size) if is_transcript(pane.id) else next(stored) for pane in panes
        ]

    def _read(self, pane_id: str) -> tuple[PaneFacts, list[bytes | None]]:
        """Facts of a transcript and all its lines, without a copy of their text.

        Raises:
            PaneNotFound: the pane has ended, is not in this place, or has no transcript.
        """
        base_id = pane_id.removesuffix(TRANSCRIPT)
        pane = one_of(self._ask(base_id, [])[0], base_id, self._place)
        transcript = self._recorder.of(pane.epoch, base_id)
        if transcript is None:
            raise PaneNotFound(pane_id)
        store = transcript.store
        return _facts(pane, transcript), [*store.lines(0, len(store)), *transcript.screen]


def _facts(pane: PaneFacts, transcript: Transcript) -> PaneFacts:
    stored, screen = len(transcript.store), len(transcript.screen)
    return replace(
        pane,
        id=pane.id + TRANSCRIPT,
        history=stored,
        cols=transcript.cols or pane.cols,
        rows=screen,
        cursor=(0, max(0, screen - 1)),
    )


def _moved(facts: PaneFacts, lines: Sequence[bytes | None], mark: Mark) -> int | None:
    """By how much the row numbers of a mark have decreased: oldest lines were dropped."""
    stored = lines[: facts.history]
    for moved in range(min(mark.row, facts.limit) + 1):
        first = mark.row - moved
        rows = [plain_text(line or b"") for line in stored[first : first + mark.count]]
        if mark.holds(facts, Captured(first, rows), moved):
            return moved
    return None
