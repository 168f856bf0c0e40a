"""The credit window: bounds, acknowledgements, how it follows goodput."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webmux.errors import BadRecord
from webmux.hub.credit import (
    WINDOW_MAX_BYTES,
    WINDOW_MIN_BYTES,
    WINDOW_START_BYTES,
    WINDOW_UNTIMED_BYTES,
    CreditWindow,
)


def run(window: CreditWindow, rate_bytes_s: float, seconds: float, step_s: float = 0.02) -> None:
    """A subscriber that always has output to read and consumes `rate_bytes_s`."""
    now, consumed = 0.0, float(window.acked_offset)
    while now < seconds:
        window.on_sent(window.sent_offset + window.room(), now)
        now += step_s
        consumed = min(window.sent_offset, consumed + rate_bytes_s * step_s)
        window.on_ack(int(consumed), now)


def test_the_window_starts_at_the_documented_size():
    """The client is sent the same number."""
    assert CreditWindow().room() == WINDOW_START_BYTES == 32768


@pytest.mark.parametrize(
    ("rate", "low", "high"),
    [
        (20_000, WINDOW_UNTIMED_BYTES, WINDOW_UNTIMED_BYTES),
        (1_000_000, 120_000, 180_000),
        (100_000_000, WINDOW_MAX_BYTES, WINDOW_MAX_BYTES),
    ],
)
def test_the_window_follows_goodput_within_its_bounds(rate, low, high):
    """150 ms of the goodput; at most 1 MiB, and at least 32 KiB until the round trip is known."""
    window = CreditWindow()
    run(window, rate, seconds=5)
    assert low <= window.window_bytes <= high


def echo(window: CreditWindow, round_trip_s: float) -> None:
    """A key's echo while nothing else is under way."""
    window.on_sent(window.sent_offset + 10, -10.0)
    window.on_ack(window.sent_offset, round_trip_s - 10.0)


def test_little_is_in_flight_on_a_slow_link_nearby():
    """64 kbit/s: a second of it, after two of learning."""
    window = CreditWindow()
    echo(window, 0.03)
    run(window, 8000, seconds=5)
    assert window.window_bytes == WINDOW_MIN_BYTES


def test_the_window_does_not_limit_a_link_with_a_long_round_trip():
    """10 MB/s behind a round trip of 400 ms."""
    window = CreditWindow()
    echo(window, 0.4)
    now, flying = 0.0, []
    while now < 20:
        room = window.room()
        if room:
            window.on_sent(window.sent_offset + room, now)
            flying.append((now + 0.4, window.sent_offset))
        now += 0.02
        while flying and flying[0][0] <= now:
            window.on_ack(flying.pop(0)[1], now)
    assert window.window_bytes == WINDOW_MAX_BYTES


def test_a_quiet_subscriber_keeps_its_window():
    """A keystroke's echo says nothing about the link."""
    window = CreditWindow()
    for i in range(100):
        window.on_sent(window.sent_offset + 10, i * 0.1)
        window.on_ack(window.sent_offset, i * 0.1 + 0.06)
    assert window.window_bytes == WINDOW_START_BYTES


def test_an_ack_beyond_the_sent_output_is_refused():
    """A subscriber cannot have processed bytes that were not sent."""
    window = CreditWindow()
    window.on_sent(10, 0.0)
    with pytest.raises(BadRecord):
        window.on_ack(11, 0.1)


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 300_000)), max_size=40))
def test_the_bytes_in_flight_never_exceed_the_window(steps):
    """A sender that respects `room` never exceeds the window, with any acknowledgements."""
    window = CreditWindow()
    for at, (send, amount) in enumerate(steps):
        if send:
            sent = min(amount, window.room())
            window.on_sent(window.sent_offset + sent, at * 0.03)
            assert not sent or window.in_flight_bytes <= window.window_bytes
        else:
            window.on_ack(min(window.acked_offset + amount, window.sent_offset), at * 0.03)
        assert window.room() >= 0


def test_old_acks_and_acks_from_before_a_snapshot_are_ignored():
    """They cross on the wire and are not an error."""
    window = CreditWindow()
    window.on_sent(100, 0.0)
    window.restart(5000)
    window.on_ack(50, 0.1)
    assert (window.acked_offset, window.in_flight_bytes) == (5000, 0)
