"""A ring that grows for an image, and only then."""

from __future__ import annotations

from webmux.events import Output
from webmux.panes.floods.pane_ring import WHOLE_MAX_BYTES, PaneRing

PIECE = b"x" * 10_000


def append(ring: PaneRing, count: int, *, whole: bool) -> None:
    for _ in range(count):
        end = ring.end_offset + len(PIECE)
        if whole:
            ring.keep_whole(ring.end_offset, end)
        ring.append(Output(ring.end_offset, PIECE))


def test_output_that_belongs_together_is_stored_whole() -> None:
    ring = PaneRing(30_000)
    append(ring, 10, whole=False)
    begin = ring.end_offset
    append(ring, 50, whole=True)
    append(ring, 1, whole=False)
    assert ring.has_grown
    assert ring.start_offset <= begin
    ring.shrink()
    assert not ring.has_grown
    assert ring.start_offset >= ring.end_offset - 30_000


def test_it_does_not_grow_for_ever() -> None:
    ring = PaneRing(30_000)
    append(ring, 2 * WHOLE_MAX_BYTES // len(PIECE), whole=True)
    assert ring.cost_bytes <= 1.2 * WHOLE_MAX_BYTES


def test_a_backlog_does_not_count_what_is_kept_whole() -> None:
    ring = PaneRing(30_000)
    append(ring, 1, whole=False)
    append(ring, 50, whole=True)
    append(ring, 1, whole=False)
    assert 20_000 == ring.backlog_bytes(0)
    assert 10_000 == ring.backlog_bytes(200_000)
    assert 0 == ring.backlog_bytes(ring.end_offset)
    append(ring, WHOLE_MAX_BYTES // len(PIECE), whole=True)
    append(ring, WHOLE_MAX_BYTES // len(PIECE), whole=True)
    assert ring.backlog_bytes(0) > WHOLE_MAX_BYTES
