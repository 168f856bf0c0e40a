"""Which streams are known, to whom, and for how long."""

from __future__ import annotations

from webmux.web.presence import input_streams
from webmux.web.presence.input_streams import InputStreams, StreamKey

HERE = ("1-1", "$0")


def key(stream_id: str = "a", whose: str = "1") -> StreamKey:
    return StreamKey(whose, stream_id)


def come_and_go(streams: InputStreams, one: StreamKey, place: tuple[str, str] = HERE) -> bool:
    stream, known = streams.arrive(one, place)
    streams.leave(one, stream)
    return known


def test_a_stream_belongs_to_one_user_and_session():
    streams = InputStreams()
    assert come_and_go(streams, key()) is False
    assert come_and_go(streams, key()) is True
    assert [come_and_go(streams, other) for other in (key(whose="2"), key("b"))] == [False, False]
    assert [come_and_go(streams, key(), there) for there in (("1-1", "$1"), ("2-2", "$0"))] == [False, False]


def test_a_newer_connection_takes_over_the_stream():
    """The time of the last connection counts."""
    streams = InputStreams()
    first, _ = streams.arrive(key(), HERE)
    second, known = streams.arrive(key(), HERE)
    assert (second, known) == (first, True)
    streams.leave(key(), first)
    assert streams.arrive(key(), HERE)[1] is True


def test_a_lost_stream_cannot_be_resumed():
    streams = InputStreams()
    stream, _ = streams.arrive(key(), HERE)
    stream.lost()
    again, known = streams.arrive(key(), HERE)
    assert (again is stream, known, again.taken) == (False, False, 0)
    streams.leave(key(), again)
    assert streams.arrive(key(), HERE)[1] is True


def test_unused_streams_are_forgotten_after_a_day_or_beyond_a_limit(monkeypatch):
    streams = InputStreams()
    monkeypatch.setattr(input_streams, "DISCONNECTED_PER_USER_MAX", 3)
    monkeypatch.setattr(input_streams, "DISCONNECTED_MAX", 4)
    for name in "abcd":
        come_and_go(streams, key(name))
    assert len(streams) == 3
    assert come_and_go(streams, key("a")) is False
    for name in "ef":
        come_and_go(streams, key(name, whose="2"))
    assert len(streams) == 4
    now = input_streams.time.monotonic() + input_streams.DISCONNECTED_MAX_S + 1
    monkeypatch.setattr(input_streams.time, "monotonic", lambda: now)
    assert come_and_go(streams, key("f", whose="2")) is False
    assert len(streams) == 1
