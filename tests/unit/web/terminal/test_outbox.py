"""Answers and the reason for an end: which record is sent, and with which close code."""

from __future__ import annotations

import json
from typing import Any, cast

import pytest

from webmux.errors import NotLoggedIn, SessionNotFound, WebMuxError
from webmux.web.presence.connections import Disconnected
from webmux.web.terminal.outbox import Outbox, Switched, refuse
from webmux.wire import records
from webmux.wire.opcodes import Opcode


class Socket:
    """Stores what is sent, without the header of its frame."""

    def __init__(self) -> None:
        self.sent: list[tuple[int, Any]] = []
        self.closed: tuple[int, str] | None = None

    def send_urgent(self, data: bytes, newest: str = "") -> None:
        length = data[1]
        assert length < 126
        [(opcode, payload)] = records.split(data[2:])
        self.sent.append((opcode, json.loads(bytes(payload))))

    def close(self, code: int, reason: str) -> None:
        self.closed = (code, reason)


def test_an_error_of_the_peer_is_reported_and_not_fatal() -> None:
    socket = Socket()
    Outbox(cast(Any, socket)).answer_error("bad_field", "no")
    assert [(Opcode.ERROR, {"code": "bad_field", "message": "no", "fatal": False})] == socket.sent
    assert socket.closed is None


@pytest.mark.parametrize("error", [Disconnected("by an admin"), Switched("another session")])
def test_an_end_by_an_admin_or_a_switch_is_an_exit(error: WebMuxError) -> None:
    socket = Socket()
    refuse(cast(Any, socket), error)
    assert [(Opcode.EXIT, {"reason": error.code})] == socket.sent
    assert (error.close_code, error.message) == socket.closed


@pytest.mark.parametrize("error", [NotLoggedIn("log in first"), SessionNotFound("it has ended")])
def test_another_end_is_a_fatal_error(error: WebMuxError) -> None:
    socket = Socket()
    refuse(cast(Any, socket), error)
    assert [(Opcode.ERROR, {"code": error.code, "message": error.message, "fatal": True})] == socket.sent
    assert (error.close_code, error.message) == socket.closed
