"""Output that is fast is joined, and the echo of a key never waits."""

from __future__ import annotations

from webmux.panes.floods.output_batch import OutputBatch


def test_the_first_output_after_a_pause_does_not_wait() -> None:
    batch = OutputBatch(0.005)
    assert batch.add(b"a", 1.0)
    assert b"a" == batch.take()
    assert batch.add(b"b", 1.001)
    batch.take()
    assert batch.add(b"x" * 5000, 2.0)


def test_fast_output_waits_and_is_joined_until_there_is_a_pause() -> None:
    batch = OutputBatch(0.005)
    batch.add(b"x" * 5000, 1.0)
    batch.take()
    assert not batch.add(b"a", 1.001)
    assert not batch.add(b"b", 1.002)
    assert 2 == batch.size_bytes
    assert b"ab" == batch.take()
    assert 0 == batch.size_bytes
    assert batch.add(b"c", 1.1)


def test_many_small_pieces_are_fast_output_too() -> None:
    batch = OutputBatch(0.005)
    assert [True] * 8 + [False] == [batch.add(b"a", 1.0 + n / 1000) for n in range(9)]


def test_output_after_a_key_never_waits() -> None:
    batch = OutputBatch(0.005)
    batch.add(b"x" * 5000, 1.0)
    batch.on_key(1.001)
    assert batch.add(b"echo", 1.004)
    assert not batch.add(b"more", 1.012) or batch.add(b"more", 1.02)
