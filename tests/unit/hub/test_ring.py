"""The ring against a plain model: every stored byte can be read, none twice."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from webmux.events import Output, Resized
from webmux.hub.ring import FRAME_OVERHEAD_BYTES, Ring
from webmux.model import Size


def filled(chunks: list[bytes], capacity: int = 1 << 20) -> Ring:
    ring = Ring(capacity)
    for chunk in chunks:
        ring.append(Output(ring.end_offset, chunk))
    return ring


def drain(ring: Ring, cursor, limit: int = 1 << 20) -> bytes:
    got = []
    while (event := ring.read(cursor, limit)) is not None:
        if isinstance(event, Output):
            got.append(bytes(event.data))
    return b"".join(got)


chunks = st.lists(st.binary(min_size=1, max_size=40), max_size=30)


@given(chunks, st.integers(0, 600), st.integers(1, 50))
def test_reading_from_any_stored_offset_gives_exactly_the_rest(parts, offset, limit):
    """For any offset and any limit, the bytes are those after the offset."""
    ring = filled(parts)
    stream = b"".join(parts)
    cursor = ring.cursor_at(offset)
    if offset > len(stream):
        assert cursor is None
    else:
        assert stream[offset:] == drain(ring, cursor, limit)


@given(chunks, st.integers(0, 2000))
def test_the_stored_output_is_bounded_and_is_the_newest(parts, capacity):
    """The cost never exceeds the capacity by more than the newest frame, and the tail is exact."""
    ring = filled(parts, capacity)
    stream = b"".join(parts)
    assert len(ring) <= 1 or ring.cost_bytes <= capacity
    assert ring.end_offset == len(stream)
    assert drain(ring, ring.cursor_at(ring.start_offset)) == stream[ring.start_offset :]


@given(chunks, st.data())
def test_readers_at_their_own_pace_never_disturb_each_other(parts, data):
    """Two cursors that read in turns both get the whole stream."""
    ring = Ring(1 << 20)
    readers = [(ring.cursor_at_end(), bytearray()) for _ in range(2)]
    for part in parts:
        ring.append(Output(ring.end_offset, part))
        cursor, got = readers[data.draw(st.integers(0, 1))]
        event = ring.read(cursor, data.draw(st.integers(1, 30)))
        got += event.data if event is not None else b""
    for cursor, got in readers:
        assert b"".join(parts) == bytes(got) + drain(ring, cursor)


def test_a_whole_frame_is_shared_not_copied():
    """Two readers get the very same object."""
    ring = filled([b"abc"])
    first, second = ring.cursor_at(0), ring.cursor_at(0)
    assert ring.read(first, 10) is ring.read(second, 10)


def test_a_reader_that_lost_frames_is_detected():
    """Frames a cursor had yet to read can go; the cursor then says so."""
    ring = Ring(2 * (FRAME_OVERHEAD_BYTES + 10))
    cursor = ring.cursor_at_end()
    for _ in range(3):
        ring.append(Output(ring.end_offset, b"0123456789"))
    assert ring.overtaken(cursor)
    assert ring.cursor_at(0) is None


def test_events_are_read_in_order_with_output():
    """A resize is read between the bytes before it and those after it."""
    ring = filled([b"old"])
    ring.append(Resized(Size(100, 30)))
    ring.append(Output(3, b"new"))
    cursor = ring.cursor_at(1)
    read = [ring.read(cursor, 100) for _ in range(3)]
    assert [bytes(read[0].data), read[1], bytes(read[2].data)] == [
        b"ld",
        Resized(Size(100, 30)),
        b"new",
    ]


def test_resuming_at_a_resize_reads_it_again():
    """Whether the reader received it is unknown; a second one does no harm."""
    ring = filled([b"old"])
    ring.append(Resized(Size(100, 30)))
    ring.append(Output(3, b"new"))
    assert ring.read(ring.cursor_at(3), 100) == Resized(Size(100, 30))
    assert drain(ring, ring.cursor_at(3)) == b"new"


def test_tiny_frames_are_charged_their_overhead():
    """A million one-byte frames must not hide in a ring of some bytes."""
    ring = filled([b"x"] * 1000, capacity=10 * FRAME_OVERHEAD_BYTES)
    assert len(ring) < 10


def test_clear_drops_everything_and_leaves_readers_at_the_end():
    """An ended hub frees its output at once, not at the next garbage collection."""
    ring = filled([b"abc", b"def"])
    cursor = ring.cursor_at(0)
    ring.clear()
    assert (len(ring), ring.cost_bytes) == (0, 0)
    assert (ring.waiting(cursor), ring.read(ring.cursor_at_end(), 10)) == (0, None)
    assert ring.cursor_at(3) is None


def test_nobody_reads_or_resumes_across_a_skip():
    """Also a reader that had read everything."""
    ring = filled([b"abc"])
    behind, at_end = ring.cursor_at(0), ring.cursor_at_end()
    ring.skip()
    ring.append(Output(ring.end_offset, b"def"))
    assert ring.overtaken(behind)
    assert ring.overtaken(at_end)
    assert ring.cursor_at(3) is None
    assert drain(ring, ring.cursor_at(4)) == b"def"


def test_the_tail_is_whole_frames_from_the_end():
    ring = filled([b"abc", b"def", b"ghi"])
    assert (ring.tail(1), ring.tail(4), ring.tail(100)) == (b"ghi", b"defghi", b"abcdefghi")
    ring.skip()
    assert ring.tail(100) == b""
