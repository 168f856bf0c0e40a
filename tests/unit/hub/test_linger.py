"""What outlives its last viewer ends once, and only if nobody came back."""

from __future__ import annotations

import gevent
import pytest
from gevent.event import Event as Flag

from webmux.hub import linger
from webmux.hub.linger import Linger
from webmux.supervise import Nursery


def test_it_ends_once_after_the_last_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linger, "LINGER_S", 0.01)
    over, calls = Flag(), []
    nursery = Nursery("test")

    def ended() -> None:
        calls.append("over")
        over.set()

    waits = Linger(nursery, ended)
    waits.start()
    waits.start()
    assert over.wait(5)
    gevent.sleep(0)
    assert calls == ["over"]
    nursery.stop()


def test_a_viewer_that_comes_back_stops_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linger, "LINGER_S", 0.0)
    calls: list[str] = []
    nursery = Nursery("test")
    waits = Linger(nursery, lambda: calls.append("over"))
    waits.start()
    waits.stop()
    for _ in range(3):
        gevent.sleep(0)
    assert calls == []
    assert len(nursery) == 0
    nursery.stop()
