"""Ends a connection of `/ws/optimized` and sends the reason."""

from __future__ import annotations

from webmux.errors import AccessError, WebMuxError
from webmux.web.engine.transport import WebSocket
from webmux.web.presence.connections import Disconnected
from webmux.wire import codec, records
from webmux.wire.opcodes import Opcode


class Switched(AccessError):
    """The terminal shows a session that this connection was not opened for."""

    code = "switched"


def refuse(ws: WebSocket, error: WebMuxError) -> None:
    """Send the reason, by Exit if an admin or a switch ended the connection, else by Error; then close it."""
    record = records.json_record(Opcode.ERROR, {"code": error.code, "message": error.message, "fatal": True})
    if isinstance(error, Disconnected | Switched):
        record = records.json_record(Opcode.EXIT, {"reason": error.code})
    header, payload = codec.binary(record)
    ws.send_urgent(header + bytes(payload))
    ws.close(error.close_code, error.message)
