"""Answers on one connection of `/ws/optimized`; they do not wait for output."""

from __future__ import annotations

from webmux.web.engine.transport import WebSocket
from webmux.wire import codec, records
from webmux.wire.opcodes import Opcode


class Outbox:
    """Sends records between two frames of output."""

    def __init__(self, ws: WebSocket) -> None:
        self._ws = ws

    def answer(self, record: bytes, newest: str = "") -> None:
        """Send a record; `newest` as in `WebSocket.send_urgent`."""
        header, payload = codec.binary(record)
        self._ws.send_urgent(header + bytes(payload), newest)

    def answer_error(self, code: str, message: str) -> None:
        """Report an error of the peer; the connection stays open."""
        fields = {"code": code, "message": message, "fatal": False}
        self.answer(records.json_record(Opcode.ERROR, fields))
