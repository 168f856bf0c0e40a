"""Client frames: the same messages wherever they are cut; invalid frames are in test_transport.py."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Opcode
from websockets.protocol import CLIENT, Protocol

from tests.frames import claim, frame
from webmux.wire.frames import MESSAGE_MAX_BYTES, Control, FrameReader, FrameType, parse_close


def sent(actions) -> bytes:
    """The bytes an independent client sends for these messages."""
    protocol = Protocol(CLIENT, max_size=None)
    for kind, payload in actions:
        if kind is Opcode.BINARY:
            protocol.send_binary(payload)
        elif kind is Opcode.TEXT:
            protocol.send_text(payload.hex().encode())
        else:
            protocol.send_ping(payload[:125])
    return b"".join(protocol.data_to_send())


def expected(actions) -> list:
    kinds = {
        Opcode.BINARY: lambda payload: payload,
        Opcode.TEXT: lambda payload: payload.hex(),
        Opcode.PING: lambda payload: Control(FrameType.PING, payload[:125]),
    }
    return [kinds[kind](payload) for kind, payload in actions]


@given(
    st.lists(
        st.tuples(st.sampled_from([Opcode.BINARY, Opcode.TEXT, Opcode.PING]), st.binary(max_size=300)),
        max_size=6,
    ),
    st.data(),
)
def test_messages_survive_any_cut(actions, data):
    """A read may end anywhere, inside a header too."""
    stream = sent(actions)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=6)))
    reader, got = FrameReader(), []
    for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True):
        messages, violation = reader.feed(stream[start:end])
        got += messages
        assert violation is None
    assert expected(actions) == got


@given(st.binary(max_size=200))
def test_random_bytes_never_raise(data):
    """They are messages, not yet whole, or a violation with its code."""
    _, violation = FrameReader().feed(data)
    assert violation is None or violation.code in (1002, 1007, 1009)


WRONG_FRAMES = st.builds(
    frame,
    st.integers(0, 15),
    st.one_of(st.binary(max_size=130), st.sampled_from([b"\x03\xe8ok", b"\x03", b"\xff", b"x" * 40_000])),
    fin=st.booleans(),
    mask=st.sampled_from([True, True, True, False]),
    rsv=st.sampled_from([0, 0, 0, 0x40, 0x20, 0x10]),
)
CLAIMS = st.builds(claim, st.integers(0, 15), st.integers(0, 2**64 - 1))


@given(
    st.lists(st.one_of(WRONG_FRAMES, CLAIMS, st.binary(max_size=20)), max_size=8), st.booleans(), st.data()
)
def test_wrong_frames_end_the_same_way_wherever_they_are_cut(frames, deflate, data):
    """Messages and at most one violation with its code; no exception, at most one message in memory."""
    stream = b"".join(frames)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=6)))
    whole, ending = FrameReader(deflate=deflate).feed(stream)
    reader, got, violation = FrameReader(deflate=deflate), [], None
    for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True):
        if violation is None:
            messages, violation = reader.feed(stream[start:end])
            got += messages
    assert whole == got
    assert (ending and ending.code) == (violation and violation.code)
    assert ending is None or ending.code in (1002, 1007, 1009)
    assert all(isinstance(m, Control) or len(m) <= MESSAGE_MAX_BYTES for m in got)


def test_the_largest_message_is_allowed():
    """And one byte more is refused by its header alone."""
    reader = FrameReader()
    messages, violation = reader.feed(sent([(Opcode.BINARY, b"x" * MESSAGE_MAX_BYTES)]))
    assert ([len(m) for m in messages], violation) == ([MESSAGE_MAX_BYTES], None)
    _, violation = reader.feed(sent([(Opcode.BINARY, b"x" * (MESSAGE_MAX_BYTES + 1))])[:10])
    assert violation.code == 1009


def test_close_frames_are_understood():
    """With a code and words, or with nothing."""
    assert parse_close(b"\x03\xe8bye") == (1000, "bye")
    assert parse_close(b"") == (1005, "")
