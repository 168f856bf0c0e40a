"""The lines of a transcript stay within their bound, and never change their number."""

from __future__ import annotations

from webmux.agents.transcript.store import ROW_COST_BYTES, TranscriptStore


def test_the_oldest_lines_are_dropped_beyond_the_bound() -> None:
    store = TranscriptStore(10 * (ROW_COST_BYTES + 4))
    store.add(b"%04d" % number for number in range(25))
    assert (10, 15) == (len(store), store.dropped)
    assert [b"0015", b"0016"] == store.lines(0, 2)
    assert store.bytes <= 10 * (ROW_COST_BYTES + 4)


def test_a_range_outside_has_no_lines() -> None:
    store = TranscriptStore()
    store.add([b"one", b"two"])
    assert [b"two"] == store.lines(1, 100)
    assert [] == store.lines(5, 1) == store.lines(0, -1)


def test_two_gaps_in_a_row_are_one() -> None:
    store = TranscriptStore()
    store.add_gap()
    store.add([b"one"])
    store.add_gap()
    store.add_gap()
    store.add([b"two"])
    assert [b"one", None, b"two"] == store.lines(0, 9)


def test_trimming_to_nothing_leaves_nothing() -> None:
    store = TranscriptStore()
    store.add([b"one", b"two"])
    store.trim(0)
    assert (0, 0, 2) == (len(store), store.bytes, store.dropped)
