"""Adaptive batching: quiet bytes at once, a flood joined."""

from __future__ import annotations

import math

import pytest

from tests.fakes import FakeSource
from webmux.errors import SourceClosed
from webmux.hub.batch import ECHO_CHANCE_S, QUIET_MAX_BYTES, QUIET_MAX_FRAMES, Batcher
from webmux.hub.counts import Counts
from webmux.hub.limits import HubLimits


class StoppedClock:
    """Time that only the test moves."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_an_echo_is_sent_at_once_and_alone():
    """Output after a quiet moment waits for nothing, not even for output that is available."""
    source, clock = FakeSource(), StoppedClock()
    batcher = Batcher(source, HubLimits(), Counts(), clock)
    source.feed(b"a", b"b")
    assert batcher.next() == b"a"
    clock.now += 1
    assert batcher.next() == b"b"
    assert not batcher.flooding


def test_a_burst_of_small_writes_is_joined_without_waiting():
    """The first read alone, then all that is available, up to 32 reads in a frame."""
    source = FakeSource()
    batcher = Batcher(source, HubLimits(), Counts(), StoppedClock())
    source.feed(*[b"0123456789"] * 70)
    assert [len(batcher.next()) for _ in range(4)] == [10, 320, 320, 50]
    assert not batcher.flooding


def test_a_trickle_without_a_pause_is_joined_like_a_flood():
    """Few bytes at a time, but without end: frames for each would cost more than they carry."""
    source, clock = FakeSource(), StoppedClock()
    batcher = Batcher(source, HubLimits(batch_max_reads=4), Counts(), clock)
    for _ in range(QUIET_MAX_FRAMES):
        source.feed(b"x")
        assert batcher.next() == b"x"
        assert not batcher.flooding
    source.feed(*[b"x"] * 4)
    assert batcher.next() == b"xxxx"
    assert batcher.flooding
    clock.now += 1
    source.feed(b"a", b"b")
    assert batcher.next() == b"a"
    assert not batcher.flooding


def test_a_flood_is_joined_up_to_the_limits():
    """After more than a quiet moment's bytes, reads are joined: at most 32, at most 64 KiB."""
    source, clock = FakeSource(), StoppedClock()
    batcher = Batcher(source, HubLimits(read_chunk_bytes=65536, batch_max_reads=32), Counts(), clock)
    source.feed(*[b"x" * 2 * QUIET_MAX_BYTES] * 40)
    sizes = [len(batcher.next()) // QUIET_MAX_BYTES for _ in range(3)]
    assert sizes == [2, 16, 16]
    small = FakeSource()
    batcher = Batcher(small, HubLimits(batch_max_reads=4), Counts(), clock)
    small.feed(b"x" * 2 * QUIET_MAX_BYTES, *[b"y" * 10] * 8)
    assert [len(batcher.next()) for _ in range(2)] == [2 * QUIET_MAX_BYTES, 40]


def test_bytes_before_the_end_are_not_lost():
    """A source that ends while a batch is gathered still returns its output."""
    source = FakeSource()
    batcher = Batcher(source, HubLimits(), Counts(), StoppedClock())
    source.feed(b"x" * 2 * QUIET_MAX_BYTES, b"last", b"words")
    source.end("session_ended")
    batcher.next()
    assert batcher.next() == b"lastwords"
    with pytest.raises(SourceClosed):
        batcher.next()


class NotingSource(FakeSource):
    """Notes for how long each read may wait."""

    def __init__(self) -> None:
        super().__init__()
        self.waits: list[float | None] = []

    def read(self, limit_bytes: int, timeout_s: float | None = None) -> bytes:
        self.waits.append(timeout_s)
        return super().read(limit_bytes, 0)


def test_a_flood_is_not_gathered_until_a_key_had_its_echo():
    """After a key available output is sent at once; later a flood is gathered again."""
    source, clock = NotingSource(), StoppedClock()
    batcher = Batcher(source, HubLimits(), Counts(), clock)
    source.feed(*[b"x" * 2 * QUIET_MAX_BYTES] * 4)
    batcher.next()
    clock.now += 0.001
    batcher.on_key()
    source.waits.clear()
    batcher.next()
    assert batcher.flooding
    assert set(source.waits) == {None, 0.0}
    source.feed(b"more")
    for _ in range(math.ceil(ECHO_CHANCE_S / 0.004)):
        clock.now += 0.004  # no pause: the flood goes on
        source.feed(b"more")
        batcher.next()
    source.waits.clear()
    source.feed(b"more")
    batcher.next()
    assert source.waits[1] == pytest.approx(0.005)
