"""Client frames of RFC 6455 section 5: bytes in, whole messages out. No socket.

Each mistake of a client has its close code here. At most one message of the allowed size is buffered: a frame
that is too long is refused by its header.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import IntEnum

from webmux.wire import deflate

MESSAGE_MAX_BYTES = 64 * 1024
FRAGMENTS_MAX = 64
"""Browsers send whole messages; a message in more fragments is an attack."""
CONTROL_MAX_BYTES = 125

PROTOCOL_ERROR, BAD_DATA, TOO_BIG = 1002, 1007, 1009
_FIN, _RESERVED, _OPCODE = 0x80, 0x70, 0x0F
_CONTROL = 0x8
_COMPRESSED = 0x40  # RSV1, RFC 7692 section 6
_MASKED, _LENGTH = 0x80, 0x7F
_16_BIT, _64_BIT = 126, 127
_MASK_BYTES = 4
_WHOLE_BINARY = 0x82
_CLOSE_CODES = frozenset((1000, 1001, 1002, 1003, *range(1007, 1015)))
_PRIVATE_CLOSE_CODES = range(3000, 5000)


class FrameType(IntEnum):
    """The opcodes of RFC 6455."""

    CONTINUATION = 0x0
    TEXT = 0x1
    BINARY = 0x2
    CLOSE = 0x8
    PING = 0x9
    PONG = 0xA


class Violation(Exception):
    """The client broke the protocol; the connection ends with `code`."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(f"{code} {reason}")
        self.code = code
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Control:
    """A ping, pong or close frame."""

    kind: FrameType
    payload: bytes


Message = bytes | str | Control
"""A whole binary message, a whole text message, or a control frame."""


class FrameReader:
    """Incremental; feed it every byte once, in order. After a Violation it must not be fed again.

    `deflate`: permessage-deflate was agreed; without it a compressed message is a violation.
    """

    def __init__(self, *, deflate: bool = False) -> None:
        self._reserved = _RESERVED & ~_COMPRESSED if deflate else _RESERVED
        self._compressed = False
        self._buffer = b""
        self._fragments: list[bytes] = []
        self._fragments_bytes = 0
        self._kind: FrameType | None = None

    def feed(self, data: bytes) -> tuple[list[Message], Violation | None]:
        """The messages that `data` completes, and the violation that follows them, if any.

        Never raises, never switches. Cost: linear in the bytes.
        """
        buffer = self._buffer + data if self._buffer else data
        messages: list[Message] = []
        at = 0
        try:
            while (frame := _split(buffer, at, self._fragments_bytes, self._reserved)) is not None:
                first, payload, at = frame
                message = self._take(first, payload)
                if message is not None:
                    messages.append(message)
        except Violation as violation:
            return messages, violation
        self._buffer = buffer[at:]
        return messages, None

    def _take(self, first: int, payload: bytes) -> Message | None:
        if first == _WHOLE_BINARY and self._kind is None:
            return payload  # typed input of a browser: the fast path
        kind = FrameType(first & _OPCODE)
        if kind >= FrameType.CLOSE:
            if kind is FrameType.CLOSE:
                _check_close(payload)
            return Control(kind, payload)
        if (kind is FrameType.CONTINUATION) != (self._kind is not None):
            raise Violation(PROTOCOL_ERROR, "a fragment out of order")
        if first & _FIN and self._kind is None:
            return _finish(kind, payload, bool(first & _COMPRESSED))
        if self._kind is None:
            self._kind, self._compressed = kind, bool(first & _COMPRESSED)
        self._fragments.append(payload)
        self._fragments_bytes += len(payload)
        if not first & _FIN:
            if len(self._fragments) >= FRAGMENTS_MAX:
                raise Violation(TOO_BIG, "too many fragments")
            return None
        whole, kind = b"".join(self._fragments), self._kind
        self._fragments, self._fragments_bytes, self._kind = [], 0, None
        return _finish(kind, whole, self._compressed)


def parse_close(payload: bytes) -> tuple[int, str]:
    """Code and reason of a checked Close frame; 1005 if it has none."""
    if not payload:
        return 1005, ""
    return int.from_bytes(payload[:2], "big"), payload[2:].decode()


def _finish(kind: FrameType, payload: bytes, compressed: bool) -> bytes | str:
    if compressed:
        payload = _inflated(payload)
    if kind is FrameType.BINARY:
        return payload
    try:
        return payload.decode()
    except UnicodeDecodeError as error:
        raise Violation(BAD_DATA, "text must be UTF-8") from error


def _inflated(payload: bytes) -> bytes:
    try:
        return deflate.inflated(payload, MESSAGE_MAX_BYTES)
    except deflate.Incompressible as error:
        if error.too_big:
            raise Violation(TOO_BIG, f"messages have at most {MESSAGE_MAX_BYTES} bytes") from error
        raise Violation(BAD_DATA, "not a compressed message") from error


def _check_close(payload: bytes) -> None:
    if not payload:
        return
    code = int.from_bytes(payload[:2], "big")
    if len(payload) == 1 or (code not in _CLOSE_CODES and code not in _PRIVATE_CLOSE_CODES):
        raise Violation(PROTOCOL_ERROR, "not a close code")
    try:
        payload[2:].decode()
    except UnicodeDecodeError as error:
        raise Violation(BAD_DATA, "the close reason must be UTF-8") from error


def _split(buffer: bytes, at: int, so_far: int, reserved: int) -> tuple[int, bytes, int] | None:
    """First byte and unmasked payload of the frame at `at`, and where the next one begins."""
    available = len(buffer) - at
    if available < 2:  # the shortest header
        return None
    first, second = buffer[at], buffer[at + 1]
    if first != _WHOLE_BINARY or second < _MASKED:
        _check_header(first, second, reserved)
    length, start = second & _LENGTH, at + 2
    if length >= _16_BIT:
        form = "!H" if length == _16_BIT else "!Q"
        start += struct.calcsize(form)
        if len(buffer) < start:
            return None
        [length] = struct.unpack_from(form, buffer, at + 2)
    if not first & _CONTROL and length + so_far > MESSAGE_MAX_BYTES:
        raise Violation(TOO_BIG, f"messages have at most {MESSAGE_MAX_BYTES} bytes")
    end = start + _MASK_BYTES + length
    if len(buffer) < end:
        return None
    mask = buffer[start : start + _MASK_BYTES]
    return first, _unmask(buffer[start + _MASK_BYTES : end], mask), end


def _check_header(first: int, second: int, reserved: int) -> None:
    kind = first & _OPCODE
    if kind not in (FrameType.TEXT, FrameType.BINARY):
        reserved = _RESERVED  # only the first frame of a message may have the bit for compression
    if first & reserved:
        raise Violation(PROTOCOL_ERROR, "a reserved bit is set")
    if not second & _MASKED:
        raise Violation(PROTOCOL_ERROR, "client frames are masked")
    if kind not in _KNOWN:
        raise Violation(PROTOCOL_ERROR, "an unknown kind of frame")
    if kind >= FrameType.CLOSE and (not first & _FIN or second & _LENGTH > CONTROL_MAX_BYTES):
        raise Violation(PROTOCOL_ERROR, "a control frame is whole and short")


_KNOWN = frozenset(FrameType)


def _unmask(payload: bytes, mask: bytes) -> bytes:
    length = len(payload)
    key = (mask * (length // _MASK_BYTES + 1))[:length]
    return (int.from_bytes(payload, "big") ^ int.from_bytes(key, "big")).to_bytes(length, "big")
