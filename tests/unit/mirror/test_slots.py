"""Captures under way at once are bounded, and all are counted."""

from __future__ import annotations

import gevent

from webmux.mirror.slots import CaptureSlots


def test_captures_at_the_same_time_are_limited() -> None:
    slots = CaptureSlots(2)
    most = under_way = 0

    def capture() -> None:
        nonlocal most, under_way
        with slots:
            under_way += 1
            most = max(most, under_way)
            gevent.sleep(0.001)
            under_way -= 1

    gevent.joinall([gevent.spawn(capture) for _ in range(7)], raise_error=True)
    assert (2, 0, 7) == (most, under_way, slots.total)
