"""Transcripts are read like panes: by row numbers that stay valid while old lines are dropped."""

from __future__ import annotations

from typing import Any, cast

import pytest

from webmux.agents.transcript.row import Row
from webmux.agents.transcript.transcript_reader import TranscriptReader
from webmux.agents.transcript.transcript_recorder import Transcript, TranscriptRecorder
from webmux.errors import PaneNotFound
from webmux.mirror.panes import Place

EPOCH = "1-2"


class OnePane:
    """tmux with the pane %0 only, and a recorder that has its transcript."""

    def __init__(self) -> None:
        self.transcript = Transcript("@0")
        self.transcript.merger.rows = [Row("on the screen")]

    def ask(self, commands: Any, timeout_s: float | None = None) -> list[list[bytes]]:
        return [[f"{EPOCH} $0 @0 %0 11 0 5 2000 80 24 0 0".encode()]]

    def of(self, epoch: str, pane_id: str) -> Transcript | None:
        return self.transcript if (epoch, pane_id) == (EPOCH, "%0") and len(self.transcript.store) else None


@pytest.fixture
def pane() -> OnePane:
    return OnePane()


@pytest.fixture
def reader(pane: OnePane) -> TranscriptReader:
    place = Place("$0", epoch=EPOCH)
    return TranscriptReader(cast(Any, pane), "3.6b", place, cast(TranscriptRecorder, pane))


def add(pane: OnePane, first: int, end: int) -> None:
    pane.transcript.store.add(b"\x1b[31mline %d" % number for number in range(first, end))


def test_a_pane_without_a_transcript_is_alone(pane: OnePane, reader: TranscriptReader) -> None:
    assert ["%0"] == [one.id for one in reader.panes()]
    with pytest.raises(PaneNotFound):
        reader.page("%0r", None, 10)


def test_the_screen_follows_the_lines(pane: OnePane, reader: TranscriptReader) -> None:
    add(pane, 0, 30)
    assert ["%0", "%0r"] == [one.id for one in reader.panes()]
    page = reader.page("%0r", None, 2)
    assert (29, (b"\x1b[31mline 29", b"on the screen")) == (page.row, page.rows)
    assert (30, 1, 31) == (page.pane.history, page.pane.rows, page.pane.size)
    assert b"line 7" == reader.text("%0r", 7, 1).rows[0]
    assert [[b"line %d" % number for number in range(30)] + [b"on the screen"]] == reader.joined_all(
        [page.pane]
    )


def test_a_gap_is_an_empty_row_with_a_sign(pane: OnePane, reader: TranscriptReader) -> None:
    add(pane, 0, 3)
    pane.transcript.store.add_gap()
    add(pane, 3, 5)
    page = reader.page("%0r", 2, 3)
    assert ((1,), b"") == (page.gaps, page.rows[1])


def test_dropped_lines_move_the_numbers(pane: OnePane, reader: TranscriptReader) -> None:
    add(pane, 0, 100)
    mark = reader.page("%0r", 50, 20).mark
    pane.transcript.store.trim(pane.transcript.store.bytes * 3 // 4)
    moved = pane.transcript.store.dropped
    page = reader.page("%0r", 60, 1, mark)
    assert (moved, 60 - moved, (b"\x1b[31mline 60",)) == (page.moved, page.row, page.rows)
    pane.transcript.store.trim(0)
    add(pane, 200, 210)
    assert reader.page("%0r", 60, 1, mark).moved is None


@pytest.mark.parametrize("pane_id", ["%1r", "r", "%0rr", "%0;r", "%0 r"])
def test_another_id_is_refused(pane: OnePane, reader: TranscriptReader, pane_id: str) -> None:
    add(pane, 0, 3)
    with pytest.raises(Exception, match=r"pane|id"):
        reader.page(pane_id, None, 1)
