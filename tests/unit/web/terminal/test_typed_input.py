"""What one connection reports about its input, and in which order it reaches a slow peer."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

from webmux.hub.input_stream import InputStream
from webmux.web.terminal.typed_input import Typist

SESSION: Any = SimpleNamespace(epoch="1", id="$1", name="work")


class StuckSocket:
    """Frames that wait, as in `WebSocket.send_urgent` while another write has begun."""

    def __init__(self) -> None:
        self.waiting: dict[str, bytes] = {}

    def send_urgent(self, data: bytes, newest: str = "") -> None:
        self.waiting[newest or f"frame {len(self.waiting)}"] = data

    @property
    def reports(self) -> list[object]:
        """Confirmed offsets, and parts that were refused, in the order of the wire."""
        return [_report(frame) for frame in self.waiting.values()]


def _report(frame: bytes) -> object:
    if b"{" not in frame:
        return int.from_bytes(frame[-8:], "little")
    part = json.loads(frame[frame.index(b"{") :])["input"]
    return part["offset"], part["count"]


def typist_of(stream: InputStream) -> tuple[Typist, StuckSocket]:
    ws = StuckSocket()
    unused: Any = None
    typist = Typist(ws, SESSION, unused, unused, leave_mode=lambda: None, replace=lambda: None)  # type: ignore[arg-type]
    streams: Any = SimpleNamespace(arrive=lambda key, place: (stream, False), leave=lambda key, stream: None)
    typist.claim(streams, unused)
    return typist, ws


def test_a_refusal_comes_before_every_confirmation_of_its_bytes() -> None:
    """Else the page takes them for typed, and has nothing left to offer its user."""
    stream = InputStream(("1", "$1"))
    typist, ws = typist_of(stream)
    stream.taken_more(1)
    typist.confirm_now()
    stream.refused(2)
    typist.confirm_now()
    stream.taken_more(4)
    typist.confirm_now()
    assert [1, (1, 2), 7] == ws.reports
    typist.ended()


def test_refused_lines_are_one_part() -> None:
    stream = InputStream(("1", "$1"))
    typist, ws = typist_of(stream)
    for _ in range(100):
        stream.refused(3)
    stream.taken_more(1)
    stream.refused(2)
    typist.confirm_now()
    assert [(0, 300), (301, 2), 303] == ws.reports
    typist.ended()
