"""How many bytes may be under way to one subscriber: credit that follows what it consumes."""

from __future__ import annotations

from webmux.errors import BadRecord

WINDOW_START_BYTES = 128 * 1024
WINDOW_MIN_BYTES = 32 * 1024
WINDOW_MAX_BYTES = 1024 * 1024
GOODPUT_HORIZON_S = 0.150
"""The window holds what the subscriber consumed lately in this time, so a key never waits longer."""
SAMPLE_MIN_S = 0.050
"""Goodput is measured over at least this much time with bytes under way; pauses do not count."""
_SMOOTHING = 0.3


class CreditWindow:
    """Offsets sent and acknowledged, and the window between them.

    `sent_offset - acked_offset <= window_bytes` holds as long as the caller sends no more than
    `room()` bytes. Never switches; every call is O(1).
    """

    def __init__(self, offset: int = 0) -> None:
        self.window_bytes = WINDOW_START_BYTES
        self.goodput_bytes_s = 0.0
        self.sent_offset = offset
        self.acked_offset = offset
        self.ack_s = 0.0
        """How long the last timed frame took from being sent to being acknowledged."""
        self._timed: tuple[int, float] | None = None
        self._limited = False
        self._busy_since = 0.0
        self._busy_s = 0.0
        self._busy_bytes = 0

    @property
    def in_flight_bytes(self) -> int:
        """Sent and not yet acknowledged."""
        return self.sent_offset - self.acked_offset

    def room(self) -> int:
        """How many bytes may be sent now; never negative."""
        return max(0, self.window_bytes - self.in_flight_bytes)

    def on_sent(self, end_offset: int, now: float) -> None:
        """Output up to `end_offset` went out at `now` (monotonic seconds)."""
        if self.sent_offset == self.acked_offset:
            self._busy_since = now
        self.sent_offset = end_offset
        if self._timed is None:
            self._timed = (end_offset, now)
        if self.in_flight_bytes >= self.window_bytes // 2:
            self._limited = True

    def on_ack(self, offset: int, now: float) -> bool:
        """The subscriber has processed everything before `offset`; old acks are ignored.

        Returns:
            True where this gave a new `ack_s`; one frame at a time is timed.

        Raises:
            BadRecord: `offset` lies beyond what was sent.
        """
        if offset > self.sent_offset:
            raise BadRecord(f"Ack of {offset}, but only {self.sent_offset} was sent")
        if offset <= self.acked_offset:
            return False
        self._busy_bytes += offset - self.acked_offset
        self._busy_s += now - self._busy_since
        self._busy_since = now
        self.acked_offset = offset
        if self._busy_s >= SAMPLE_MIN_S:
            if self._limited:
                self._learn(self._busy_bytes / self._busy_s)
            self._start_sample()
        if self._timed is None or offset < self._timed[0]:
            return False
        self.ack_s = now - self._timed[1]
        self._timed = None
        return True

    def restart(self, offset: int) -> None:
        """A snapshot replaced what was under way: sending goes on at `offset`."""
        self.sent_offset = self.acked_offset = offset
        self._timed = None
        self._start_sample()

    def _start_sample(self) -> None:
        self._busy_s = 0.0
        self._busy_bytes = 0
        self._limited = self.in_flight_bytes >= self.window_bytes // 2

    def _learn(self, rate: float) -> None:
        old = self.goodput_bytes_s
        self.goodput_bytes_s = rate if old == 0 else old + _SMOOTHING * (rate - old)
        wanted = int(self.goodput_bytes_s * GOODPUT_HORIZON_S)
        self.window_bytes = min(WINDOW_MAX_BYTES, max(WINDOW_MIN_BYTES, wanted))
