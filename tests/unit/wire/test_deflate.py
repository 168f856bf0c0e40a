"""Compressed messages, against the `websockets` package as an independent peer."""

from __future__ import annotations

import os
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.extensions.permessage_deflate import PerMessageDeflate
from websockets.protocol import CLIENT, Protocol

from webmux.events import Output
from webmux.wire import codec, records
from webmux.wire.deflate import Incompressible, acceptable, deflated, inflated
from webmux.wire.frames import MESSAGE_MAX_BYTES, FrameReader
from webmux.wire.opcodes import Opcode

COLOURED = b"".join(b"\x1b[3%dmline %d\x1b[0m\r\n" % (i % 8, i) for i in range(500))


def peer() -> Protocol:
    """A client that agreed to our terms."""
    protocol = Protocol(CLIENT, max_size=None)
    protocol.extensions = [PerMessageDeflate(True, True, 15, 15)]
    return protocol


@pytest.mark.parametrize(
    ("offers", "taken"),
    [
        ("", False),
        ("permessage-deflate", True),
        ("permessage-deflate; client_max_window_bits", True),
        ("permessage-deflate; client_max_window_bits=15; server_max_window_bits=15", True),
        ('permessage-deflate; client_max_window_bits="10"', True),
        ("permessage-deflate; server_no_context_takeover; client_no_context_takeover", True),
        ("permessage-deflate; client_max_window_bits=abc", False),
        ("permessage-deflate; client_max_window_bits=7", False),
        ("permessage-deflate; server_max_window_bits=10", False),
        ("permessage-deflate; server_max_window_bits", False),
        ("permessage-deflate; server_no_context_takeover=1", False),
        ("permessage-deflate; unknown", False),
        ("permessage-deflate; client_max_window_bits; client_max_window_bits", False),
        ("permessage-deflate; server_max_window_bits=10, permessage-deflate", True),
        ("x-webkit-deflate-frame, permessage-deflate", True),
        ("permessage-bzip2", False),
        (";;;===,,,", False),
    ],
)
def test_offers_are_accepted_only_if_our_terms_answer_them(offers, taken):
    """RFC 7692 section 7.1."""
    assert taken == acceptable(offers)


@given(st.lists(st.binary(max_size=4000), max_size=5), st.binary(max_size=3))
def test_a_deflated_message_is_inflated(parts, pattern):
    """Every message alone, with any content."""
    message = b"".join(parts) + pattern * 1000
    short = deflated((message[:100], memoryview(message)[100:]))
    if short is not None:
        assert len(short) < len(message)
        assert message == inflated(short, len(message))


def test_noise_and_short_messages_are_sent_uncompressed():
    """Compression that saves nothing costs time for nothing."""
    assert deflated((os.urandom(20_000),)) is None
    assert deflated((b"x" * 100,)) is None
    noise = Output(0, os.urandom(20_000))
    assert codec.encode(noise) == codec.encode(noise, deflate=True)


def test_an_independent_client_reads_our_output():
    """Two frames in a row: no context is shared."""
    client = peer()
    for event in (Output(0, COLOURED), Output(len(COLOURED), memoryview(COLOURED)[:9000])):
        client.receive_data(b"".join(codec.encode(event, deflate=True)))
        [frame] = client.events_received()
        [(opcode, payload)] = records.split(bytes(frame.data))
        assert (opcode, bytes(payload)) == (Opcode.OUTPUT, bytes(event.data))


def test_output_is_compressed_once_for_all():
    """The second subscriber gets the very same bytes."""
    event = Output(0, COLOURED)
    first, second = codec.encode(event, deflate=True), codec.encode(event, deflate=True)
    assert first[1] is second[1]
    assert len(first[1]) < len(COLOURED) / 4


@given(st.lists(st.binary(max_size=2000), min_size=1, max_size=5), st.data())
def test_compressed_client_messages_survive_any_cut(messages, data):
    """Also in fragments: only the first says that the message is compressed."""
    client = peer()
    for message in messages:
        client.send_binary(message)
    stream = b"".join(client.data_to_send())
    cut = data.draw(st.integers(0, len(stream)))
    reader = FrameReader(deflate=True)
    got = [*reader.feed(stream[:cut])[0], *reader.feed(stream[cut:])[0]]
    assert messages == got


def frames_of(payload: bytes, *, first: int = 0xC2) -> bytes:
    """A short masked client frame with these bytes as they are."""
    return bytes((first, 0x80 | len(payload))) + b"\0\0\0\0" + payload


def test_a_fragmented_compressed_message_is_whole():
    """Only the first fragment has RSV1."""
    short = deflated((COLOURED,))
    pieces = frames_of(short[:100], first=0x42) + frames_of(short[100:200], first=0x00)
    rest = short[200:]
    while len(rest) > 120:
        pieces, rest = pieces + frames_of(rest[:120], first=0x00), rest[120:]
    messages, violation = FrameReader(deflate=True).feed(pieces + frames_of(rest, first=0x80))
    assert ([COLOURED], None) == (messages, violation)


@pytest.mark.parametrize(
    ("stream", "code"),
    [
        (frames_of(b"\xff\xff\xff"), 1007),
        (frames_of(b"\x00" * 5 + b"junk"), 1007),
        (frames_of(b"x", first=0xC9), 1002),
        (frames_of(b"x", first=0x02) + frames_of(b"x", first=0xC0), 1002),
        (frames_of(b"x", first=0xA2), 1002),
    ],
    ids=["no deflate", "bytes behind", "compressed ping", "compressed fragment", "another bit"],
)
def test_an_invalid_compressed_message_ends_the_connection(stream, code):
    """With the code that says why."""
    _, violation = FrameReader(deflate=True).feed(stream)
    assert violation is not None
    assert code == violation.code


def test_compression_that_was_not_agreed_is_a_violation():
    """The reader of an ordinary connection knows no RSV1."""
    _, violation = FrameReader().feed(frames_of(b"x"))
    assert violation.code == 1002


def test_a_deflate_bomb_makes_no_more_than_the_limit():
    """A few hundred bytes that would be 200 MB."""
    bomb = zlib.compressobj(9, zlib.DEFLATED, -15)
    short = bomb.compress(b"\0" * (200 << 20)) + bomb.flush(zlib.Z_SYNC_FLUSH)
    with pytest.raises(Incompressible) as refused:
        inflated(short, MESSAGE_MAX_BYTES)
    assert refused.value.too_big


def test_a_message_with_a_last_block_is_read():
    """Section 7.2.3.4 allows it, with a zero byte behind."""
    last = zlib.compressobj(6, zlib.DEFLATED, -15)
    short = last.compress(COLOURED) + last.flush(zlib.Z_FINISH)
    assert COLOURED == inflated(short, MESSAGE_MAX_BYTES)
    assert COLOURED == inflated(short + b"\0", MESSAGE_MAX_BYTES)
