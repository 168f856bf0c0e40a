"""How a connection ends after an error of its handler."""

from __future__ import annotations

from typing import Any

import pytest

from webmux.errors import BadRecord, SessionNotFound, SubscriberClosed
from webmux.web.terminal import upgrade as routes


class Ending:
    """Of a WebSocket only its end."""

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []

    def close(self, code: int, reason: str) -> None:
        self.calls.append((code, reason))

    def finish(self) -> None:
        self.calls.append(("finished",))


@pytest.mark.parametrize(
    ("error", "closing"),
    [
        (SubscriberClosed("gone"), []),
        (BadRecord("cut"), [(4400, "cut")]),
        (SessionNotFound("none"), [(4404, "none")]),
        (RuntimeError("inner secret"), [(1011, "internal error")]),
    ],
)
def test_any_error_of_a_handler_becomes_a_close_code(
    error: Exception, closing: list[Any], caplog: pytest.LogCaptureFixture
) -> None:
    """Never bytes of HTTP in the stream; the socket is finished in any case."""

    def handler(ws: Any) -> None:
        raise error

    ws: Any = Ending()
    routes._serve(ws, handler, routes.close_quietly)
    assert [*closing, ("finished",)] == ws.calls
