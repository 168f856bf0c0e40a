"""Records `[u8 type][u32 length][payload]`, little-endian: bytes in, bytes out."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator, Mapping
from typing import Any

from webmux.errors import BadField, BadRecord
from webmux.model import Size
from webmux.wire.opcodes import Opcode

_HEADER = struct.Struct("<BI")
_SIZE = struct.Struct("<HH")
_OFFSET = struct.Struct("<Q")
_NUMBERED = struct.Struct("<QB")

HEADER_BYTES = _HEADER.size
PING_MAX_BYTES = 125
LEAVE_MODE = 0x01
"""Flag of NumberedInput: end the mode of the active pane before these bytes are typed."""


def header(opcode: Opcode, length: int) -> bytes:
    """The five bytes before a payload of `length` bytes."""
    return _HEADER.pack(opcode, length)


def record(opcode: Opcode, payload: bytes = b"") -> bytes:
    """One whole record. Copies `payload`; for output use `webmux.wire.codec`."""
    return _HEADER.pack(opcode, len(payload)) + payload


def json_record(opcode: Opcode, fields: Mapping[str, Any]) -> bytes:
    """A record whose payload is compact JSON, UTF-8."""
    return record(opcode, json.dumps(fields, separators=(",", ":"), ensure_ascii=False).encode())


def size_record(size: Size) -> bytes:
    """A Resize record."""
    return record(Opcode.RESIZE, _SIZE.pack(size.cols, size.rows))


def offset_payload(offset: int) -> bytes:
    """An offset in a record: u64."""
    return _OFFSET.pack(offset)


def split(message: bytes) -> Iterator[tuple[int, memoryview]]:
    """The records of one message: type and payload, in order, without copying.

    Records of unknown types are included; the caller answers them.

    Raises:
        BadRecord: the message is empty, or ends inside a header or payload.
    """
    if not message:
        raise BadRecord("an empty message holds no record")
    view = memoryview(message)
    at = 0
    while at < len(view):
        if len(view) - at < HEADER_BYTES:
            raise BadRecord("the message ends inside a record header")
        opcode, length = _HEADER.unpack_from(view, at)
        at += HEADER_BYTES
        if length > len(view) - at:
            raise BadRecord(f"record {opcode:#04x} claims {length} bytes, {len(view) - at} follow")
        yield opcode, view[at : at + length]
        at += length


def parse_size(payload: memoryview) -> Size:
    """The size in a Resize record.

    Raises:
        BadRecord: not four bytes.
        BadField: `bad_size`, out of bounds.
    """
    if len(payload) != _SIZE.size:
        raise BadRecord(f"Resize takes {_SIZE.size} bytes, got {len(payload)}")
    return Size(*_SIZE.unpack(payload))


def parse_offset(payload: memoryview) -> int:
    """The offset in an Ack record.

    Raises:
        BadRecord: not eight bytes.
    """
    if len(payload) != _OFFSET.size:
        raise BadRecord(f"Ack takes {_OFFSET.size} bytes, got {len(payload)}")
    offset: int = _OFFSET.unpack(payload)[0]
    return offset


def parse_numbered(payload: memoryview, known: int = LEAVE_MODE) -> tuple[int, int, memoryview]:
    """Offset, flags and bytes of a NumberedInput record.

    Raises:
        BadRecord: too short, or flags that are not `known`.
    """
    if len(payload) < _NUMBERED.size:
        raise BadRecord(f"NumberedInput begins with {_NUMBERED.size} bytes, got {len(payload)}")
    offset, flags = _NUMBERED.unpack_from(payload)
    if flags & ~known:
        raise BadRecord(f"unknown flags {flags:#04x}")
    return offset, flags, payload[_NUMBERED.size :]


def parse_text(payload: memoryview, field: str, limit_bytes: int = 256) -> str:
    """Short UTF-8 text.

    Raises:
        BadField: too long, or not UTF-8.
    """
    if len(payload) > limit_bytes:
        raise BadField(field, f"at most {limit_bytes} bytes")
    try:
        return str(payload, "utf-8")
    except UnicodeDecodeError as error:
        raise BadField(field, "must be UTF-8") from error


def parse_json(payload: memoryview, field: str) -> dict[str, Any]:
    """A JSON object.

    Raises:
        BadField: `bad_json`, not UTF-8 JSON or not an object.
    """
    try:
        value = json.loads(bytes(payload))
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()  # refuses lone surrogates and 1e999
    except (ValueError, RecursionError) as error:
        raise BadField(field, "must be JSON", code="bad_json") from error
    if not isinstance(value, dict):
        raise BadField(field, "must be a JSON object", code="bad_json")
    return value
