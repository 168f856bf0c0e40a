"""Answers on one connection of `/ws/optimized`; they do not wait for output."""

from __future__ import annotations

from typing import Any

from webmux.errors import AccessError, WebMuxError
from webmux.web.engine.transport import WebSocket
from webmux.web.presence.connections import Disconnected
from webmux.wire import codec, records
from webmux.wire.opcodes import Opcode


class Switched(AccessError):
    """The terminal shows a session that this connection was not opened for."""

    code = "switched"


class Outbox:
    """Sends records between two frames of output."""

    def __init__(self, ws: WebSocket) -> None:
        self._ws = ws

    def answer(self, record: bytes, newest: str = "") -> None:
        """Send a record; `newest` as in `WebSocket.send_urgent`."""
        header, payload = codec.binary(record)
        self._ws.send_urgent(header + bytes(payload), newest)

    def answer_error(self, code: str, message: str, *, fatal: bool = False, **more: Any) -> None:
        """Report an error of the peer, with `more` fields. After a fatal one the caller closes it.

        Switches: as `WebSocket.send_urgent`.
        """
        fields = {"code": code, "message": message, "fatal": fatal, **more}
        self.answer(records.json_record(Opcode.ERROR, fields))


def refuse(ws: WebSocket, error: WebMuxError) -> None:
    """Send the reason, by Exit if an admin or a switch ended the connection, else by Error; then close it."""
    outbox = Outbox(ws)
    if isinstance(error, Disconnected | Switched):
        outbox.answer(records.json_record(Opcode.EXIT, {"reason": error.code}))
    else:
        outbox.answer_error(error.code, error.message, fatal=True)
    ws.close(error.close_code, error.message)
