"""Encodes hub events as WebSocket frames, without copying output.

Server frames are not masked (RFC 6455 section 5.1), so all sockets can send the same header: an Output stores
its header when it is encoded for the first subscriber.
"""

from __future__ import annotations

import struct

from webmux.events import (
    Attached,
    Event,
    Exited,
    HubEvent,
    Output,
    Resized,
    Snapshot,
    WindowSwitched,
)
from webmux.wire import records
from webmux.wire.deflate import deflated
from webmux.wire.frames import FrameType
from webmux.wire.opcodes import Opcode

Buffer = bytes | memoryview
Frame = tuple[bytes, Buffer]
"""One message: header bytes, then the payload, which is not copied."""

FIN_BINARY = 0x82
FIN_BINARY_DEFLATED = 0xC2
FIN_TEXT = 0x81
NO_CODE = 1005
CLOSE_REASON_MAX_BYTES = 123
_SHORT, _LONG = 126, 127
_16_BITS = 0xFFFF


def frame_header(first_byte: int, length: int) -> bytes:
    """The header of one unmasked frame of `length` bytes (RFC 6455 section 5.2)."""
    if length < _SHORT:
        return bytes((first_byte, length))
    if length <= _16_BITS:
        return struct.pack("!BBH", first_byte, _SHORT, length)
    return struct.pack("!BBQ", first_byte, _LONG, length)


def binary(payload: Buffer) -> Frame:
    """One message of encoded records."""
    return frame_header(FIN_BINARY, len(payload)), payload


def record_frame(record: bytes, *, deflate: bool) -> Frame:
    """One encoded record as one message, compressed if that is agreed and makes it smaller."""
    message = deflated((record,)) if deflate else None
    return binary(record) if message is None else (frame_header(FIN_BINARY_DEFLATED, len(message)), message)


def text(message: str) -> Frame:
    """One text message."""
    payload = message.encode()
    return frame_header(FIN_TEXT, len(payload)), payload


def control(kind: FrameType, payload: bytes = b"") -> bytes:
    """A whole control frame; `payload` has at most 125 bytes."""
    return frame_header(0x80 | kind, len(payload)) + payload


def close(code: int, reason: str = "") -> bytes:
    """A whole Close frame; the reason is cut to fit. Code 1005 is sent as a frame without code."""
    if code == NO_CODE:
        return control(FrameType.CLOSE)
    words = reason.encode()[:CLOSE_REASON_MAX_BYTES].decode("utf-8", "ignore").encode()
    return control(FrameType.CLOSE, code.to_bytes(2, "big") + words)


def encode(event: HubEvent, *, deflate: bool = False) -> Frame:
    """One event as one message. Output is encoded once and never copied.

    With `deflate` an Output is compressed if that makes it smaller, once for all subscribers.
    """
    if not isinstance(event, Output):
        return binary(_record(event))
    if deflate:
        if event.deflated is None:
            event.deflated = _deflated_output(event)
        return event.deflated
    if event.header is None:
        event.header = _output_header(len(event.data))
    return event.header, event.data


def _deflated_output(event: Output) -> Frame:
    message = deflated((records.header(Opcode.OUTPUT, len(event.data)), event.data))
    if message is None:
        return encode(event)
    return frame_header(FIN_BINARY_DEFLATED, len(message)), message


def _output_header(length: int) -> bytes:
    return frame_header(FIN_BINARY, length + records.HEADER_BYTES) + records.header(Opcode.OUTPUT, length)


def _record(event: Snapshot | Resized | Attached | Event | WindowSwitched | Exited) -> bytes:
    match event:
        case Snapshot(offset, data):
            return records.record(Opcode.SNAPSHOT, records.offset_payload(offset) + data)
        case Resized(size):
            return records.size_record(size)
        case Attached(fields):
            return records.json_record(Opcode.ATTACHED, fields)
        case Event(name, fields):
            return records.json_record(Opcode.EVENT, {"event": name, **fields})
        case WindowSwitched(window_id):
            return records.record(Opcode.WINDOW_SWITCH, window_id.encode())
        case Exited(reason):
            return records.json_record(Opcode.EXIT, {"reason": reason})
