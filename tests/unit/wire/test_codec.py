"""Frames: encoded once, never copied, readable by an independent WebSocket parser."""

from __future__ import annotations

import pytest
from websockets.protocol import CLIENT, Protocol

from webmux.events import Attached, Event, Exited, Output, Resized, Snapshot, WindowSwitched
from webmux.model import Size
from webmux.wire import codec, records
from webmux.wire.opcodes import Opcode


def messages(frames) -> list[bytes]:
    """The messages that a WebSocket client reads from these frames."""
    protocol = Protocol(CLIENT, max_size=None)
    for header, payload in frames:
        protocol.receive_data(header + bytes(payload))
    return [bytes(frame.data) for frame in protocol.events_received()]


@pytest.mark.parametrize("length", [0, 1, 120, 121, 125, 126, 65530, 65531, 65536, 200_000])
def test_output_of_any_length_reaches_a_client(length):
    """The frame header has three forms; each edge must be right."""
    data = bytes(range(256)) * (length // 256) + b"x" * (length % 256)
    [message] = messages([codec.encode(Output(7, data))])
    [(opcode, payload)] = records.split(message)
    assert (opcode, bytes(payload)) == (Opcode.OUTPUT, data)


def test_output_is_encoded_once_and_its_bytes_are_not_copied():
    """Fifty subscribers get the same two objects."""
    output = Output(0, b"shared")
    first, second = codec.encode(output), codec.encode(output)
    assert first[1] is output.data
    assert first[0] is second[0]


@pytest.mark.parametrize(
    ("event", "hex_record"),
    [
        (Snapshot(258, b"hi"), "120a000000" + "0201000000000000" + "6869"),
        (Resized(Size(80, 24)), "0204000000" + "5000" + "1800"),
        (WindowSwitched("@3"), "0402000000" + "4033"),
        (Exited("detached"), "1515000000" + b'{"reason":"detached"}'.hex()),
        (Event("bell", {}), "1410000000" + b'{"event":"bell"}'.hex()),
        (Attached({"offset": 1}), "100c000000" + b'{"offset":1}'.hex()),
    ],
)
def test_each_event_has_its_record(event, hex_record):
    """Bytes as the contract writes them."""
    assert messages([codec.encode(event)]) == [bytes.fromhex(hex_record)]
