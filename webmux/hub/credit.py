"""How many bytes may be in flight to one subscriber: credit that follows its speed."""

from __future__ import annotations

from webmux.errors import BadRecord

WINDOW_START_BYTES = 32 * 1024
"""Bytes in flight cannot be taken back: on a link of 64 kbit/s these take four seconds."""
WINDOW_MIN_BYTES = 8 * 1024
WINDOW_UNTIMED_BYTES = 32 * 1024
"""The minimum until a round trip was measured, because the link may be fast and far away."""
WINDOW_MAX_BYTES = 1024 * 1024
GOODPUT_HORIZON_S = 0.150
"""The window is what the subscriber consumes in this time, so a key never waits longer.

If two round trips take longer, it is what the subscriber consumes in two round trips: a smaller window would
limit the speed itself.
"""
LONE_FRAME_BYTES = 1500
"""A frame up to this size, with nothing else in flight, measures a round trip."""
ROUND_TRIPS_MAX = 8
SAMPLE_MIN_S = 0.050
"""Goodput is measured over at least this time with bytes in flight; pauses do not count."""
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
        """Time from sending the last timed frame to its acknowledgement."""
        self._timed: tuple[int, float] | None = None
        self._is_lone = False
        self._round_trips: tuple[float, ...] = ()
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
        """Output up to `end_offset` was sent at `now` (monotonic seconds)."""
        if self.sent_offset == self.acked_offset:
            self._busy_since = now
            self._is_lone = end_offset - self.sent_offset <= LONE_FRAME_BYTES
        else:
            self._is_lone = False
        self.sent_offset = end_offset
        if self._timed is None:
            self._timed = (end_offset, now)
        if self.in_flight_bytes >= self.window_bytes // 2:
            self._limited = True

    def on_ack(self, offset: int, now: float) -> bool:
        """The subscriber has processed everything before `offset`; old acks are ignored.

        Returns:
            True if this set a new `ack_s`; one frame at a time is timed.

        Raises:
            BadRecord: `offset` is beyond what was sent.
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
        if self._is_lone:
            self._round_trips = (*self._round_trips, self.ack_s)[-ROUND_TRIPS_MAX:]
        self._timed = None
        return True

    def restart(self, offset: int) -> None:
        """A snapshot replaced the bytes in flight: sending continues at `offset`."""
        self.sent_offset = self.acked_offset = offset
        self._timed = None
        self._start_sample()

    def forget(self, count: int) -> None:
        """`count` bytes in flight will never be acknowledged, and are not measured."""
        self.acked_offset += count
        self._timed = None
        self._start_sample()

    def _start_sample(self) -> None:
        self._busy_s = 0.0
        self._busy_bytes = 0
        self._limited = self.in_flight_bytes >= self.window_bytes // 2

    def _learn(self, rate: float) -> None:
        old = self.goodput_bytes_s
        self.goodput_bytes_s = rate if old == 0 else old + _SMOOTHING * (rate - old)
        horizon_s, least = GOODPUT_HORIZON_S, WINDOW_UNTIMED_BYTES
        if self._round_trips:
            horizon_s, least = max(horizon_s, 2 * min(self._round_trips)), WINDOW_MIN_BYTES
        self.window_bytes = min(WINDOW_MAX_BYTES, max(least, int(self.goodput_bytes_s * horizon_s)))
