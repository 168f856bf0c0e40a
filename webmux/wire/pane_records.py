"""The records of `view=panes`: bytes in, bytes out. Numbers are little-endian; a pane is a u32."""

from __future__ import annotations

import struct

from webmux.errors import BadRecord
from webmux.events import Output
from webmux.model import Size
from webmux.wire import codec, records
from webmux.wire.codec import Frame
from webmux.wire.deflate import deflated
from webmux.wire.opcodes import Opcode

_PANE = struct.Struct("<I")
_SNAPSHOT = struct.Struct("<IQHHBBH")
_INPUT = struct.Struct("<IB")
_ACK = struct.Struct("<IQ")

PANE = 0x02
"""Flag of NumberedInput: a pane and a kind precede the bytes."""
TYPED, PASTE, KEY_NAME, REPORT = range(4)
"""Kinds of input: typed bytes, a paste, the tmux name of one key, a report of the terminal."""


def output_frame(pane: int, output: Output, *, deflate: bool = False) -> Frame:
    """A PaneOutput as one message. It is encoded once for all sockets, because a frame is of one pane."""
    if deflate:
        if output.deflated is None:
            output.deflated = _deflated(pane, output)
        return output.deflated
    if output.header is None:
        head = _output_head(pane, output)
        output.header = codec.frame_header(codec.FIN_BINARY, len(head) + len(output.data)) + head
    return output.header, output.data


def _deflated(pane: int, output: Output) -> Frame:
    message = deflated((_output_head(pane, output), output.data))
    if message is None:
        return output_frame(pane, output)
    return codec.frame_header(codec.FIN_BINARY_DEFLATED, len(message)), message


def _output_head(pane: int, output: Output) -> bytes:
    return records.header(Opcode.PANE_OUTPUT, _PANE.size + len(output.data)) + _PANE.pack(pane)


def snapshot_record(pane: int, offset: int, size: Size, kind: int, flags: int, data: bytes) -> bytes:
    """A PaneSnapshot record."""
    head = _SNAPSHOT.pack(pane, offset, size.cols, size.rows, kind, flags, 0)
    return records.record(Opcode.PANE_SNAPSHOT, head + data)


def parse_input(payload: memoryview) -> tuple[int, int, memoryview]:
    """Pane, kind and bytes of a PaneInput record.

    Raises:
        BadRecord: too short, or an unknown kind.
    """
    if len(payload) < _INPUT.size:
        raise BadRecord(f"PaneInput begins with {_INPUT.size} bytes, got {len(payload)}")
    pane, kind = _INPUT.unpack_from(payload)
    if kind > REPORT:
        raise BadRecord(f"PaneInput has no kind {kind}")
    return pane, kind, payload[_INPUT.size :]


def parse_numbered(payload: memoryview) -> tuple[int, int, int | None, int, memoryview]:
    """Offset, flags, pane, kind and bytes of a NumberedInput record; the pane is None without the flag PANE.

    Raises:
        BadRecord: too short, unknown flags or an unknown kind.
    """
    offset, flags, data = records.parse_numbered(payload, known=records.LEAVE_MODE | PANE)
    if not flags & PANE:
        return offset, flags, None, TYPED, data
    pane, kind, data = parse_input(data)
    return offset, flags, pane, kind, data


def parse_acks(payload: memoryview) -> list[tuple[int, int]]:
    """The panes and offsets of a PaneAck record.

    Raises:
        BadRecord: not one or more pairs.
    """
    if not payload or len(payload) % _ACK.size:
        raise BadRecord(f"PaneAck takes one or more times {_ACK.size} bytes, got {len(payload)}")
    return list(_ACK.iter_unpack(payload))
