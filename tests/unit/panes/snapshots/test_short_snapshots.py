"""When viewers whose snapshot left out rows get them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import gevent
import pytest

from tests.support import eventually
from webmux.panes.snapshots import short_snapshots
from webmux.panes.snapshots.short_snapshots import CALM_BYTES, ShortSnapshots
from webmux.supervise import Nursery


class Hub:
    """A pane that prints and is held when the test says so."""

    def __init__(self) -> None:
        self.received_bytes = 0
        self.held = False
        self.fenced: list[Any] = []

    def fence_for(self, reader: Any) -> None:
        self.fenced.append(reader)


@pytest.fixture
def hub() -> Hub:
    return Hub()


@pytest.fixture
def short(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> ShortSnapshots:
    monkeypatch.setattr(short_snapshots, "CALM_S", 0.01)
    return ShortSnapshots(hub, Nursery("test"))


class Reader(SimpleNamespace):
    """One that can be a key."""

    __hash__ = object.__hash__


def sent(short: ShortSnapshots, *, is_short: bool = True) -> Any:
    one = Reader(snapshot_bytes=4096)
    short.on_sent(one, is_short=is_short)
    return one


def test_a_calm_pane_is_sent_whole_to_all_who_lack_rows(hub: Hub, short: ShortSnapshots) -> None:
    first, second, whole = sent(short), sent(short), sent(short, is_short=False)
    eventually(lambda: hub.fenced == [first, second])
    assert [0, 0, 4096] == [one.snapshot_bytes for one in (first, second, whole)]


def test_a_pane_that_prints_or_is_held_is_not_calm(hub: Hub, short: ShortSnapshots) -> None:
    hub.held = True
    one = sent(short)
    gevent.sleep(0.05)
    hub.held = False
    for _ in range(5):
        hub.received_bytes += CALM_BYTES
        gevent.sleep(0)
    assert [] == hub.fenced
    eventually(lambda: hub.fenced == [one])


def test_one_that_left_or_was_sent_all_meanwhile_gets_nothing(hub: Hub, short: ShortSnapshots) -> None:
    hub.held = True
    left, other = sent(short), sent(short)
    short.leave(left)
    short.on_sent(other, is_short=False)
    hub.held = False
    eventually(lambda: not short._waits)
    assert [] == hub.fenced
