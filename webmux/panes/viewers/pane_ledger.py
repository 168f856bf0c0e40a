"""How many bytes of one pane are in flight to one client. Pure."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass


@dataclass(slots=True)
class _Sent:
    end_offset: int
    count: int
    is_output: bool


class PaneLedger:
    """What was sent and not yet acknowledged, oldest first.

    A snapshot counts with its bytes, but its offset is that at which the output continues. So its
    acknowledgement is clear only if no earlier bytes in flight end at that offset: see `may_send_snapshot`.
    """

    def __init__(self) -> None:
        self.in_flight_bytes = 0
        self._sent: deque[_Sent] = deque()

    def __bool__(self) -> bool:
        """Whether anything is in flight, also an empty snapshot."""
        return bool(self._sent)

    def may_send_snapshot(self, offset: int) -> bool:
        """Whether an acknowledgement of `offset` would mean the snapshot."""
        return not self._sent or self._sent[-1].end_offset < offset

    def on_output(self, end_offset: int, count: int) -> None:
        """Output up to `end_offset` was sent; it continues what was sent before."""
        self.in_flight_bytes += count
        if self._sent and self._sent[-1].is_output:
            self._sent[-1].end_offset = end_offset
            self._sent[-1].count += count
        else:
            self._sent.append(_Sent(end_offset, count, is_output=True))

    def on_snapshot(self, offset: int, count: int) -> None:
        """A snapshot of `count` bytes was sent."""
        self.in_flight_bytes += count
        self._sent.append(_Sent(offset, count, is_output=False))

    def on_ack(self, offset: int) -> int:
        """The client has processed everything before `offset`; returns how many bytes that frees."""
        before = self.in_flight_bytes
        while self._sent and self._sent[0].end_offset <= offset:
            self.in_flight_bytes -= self._sent.popleft().count
        if self._sent and self._sent[0].is_output:
            first = self._sent[0]
            processed = max(0, first.count - (first.end_offset - offset))
            first.count -= processed
            self.in_flight_bytes -= processed
        return before - self.in_flight_bytes
