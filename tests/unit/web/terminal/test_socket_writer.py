"""Output is sent by the reader itself if the socket is idle, otherwise by the writer greenlet."""

from __future__ import annotations

import gevent
import pytest

from tests.fakes import FakeSource
from tests.support import eventually, no_switch
from webmux.errors import SubscriberClosed
from webmux.hub.hub import Hub
from webmux.hub.limits import HubLimits
from webmux.model import Size
from webmux.web.terminal.socket_writer import SocketWriter


class FakeSocket:
    """Accepts frames; with `full` the kernel accepts nothing at once."""

    deflate = False

    def __init__(self) -> None:
        self.full = False
        self.now: list[bytes] = []
        self.later: list[bytes] = []
        self.finished = 0
        self.closed: int | None = None

    def send(self, frames) -> None:
        frames = [bytes(payload) for _, payload in frames]
        self.later += frames
        self.finished += not frames

    def send_nowait(self, frames) -> bool:
        self.now += [bytes(payload) for _, payload in frames]
        return not self.full

    def close(self, code: int, reason: str = "") -> None:
        self.closed = code


@pytest.fixture
def joined():
    """A hub over a fake source, and the idle writer of its one subscriber."""
    source = FakeSource()
    hub = Hub(source, HubLimits())
    ws = FakeSocket()
    writer = SocketWriter(ws)
    subscriber = hub.join(writer.wake, Size(80, 24), may_type=True)
    writer.start(subscriber)
    eventually(lambda: writer.is_idle)
    ws.finished = 0
    yield source, ws, writer, subscriber
    subscriber.leave()
    writer.stop()
    hub.close()


def test_output_is_sent_by_the_reader(joined):
    """The writer greenlet is not woken for it."""
    source, ws, writer, _ = joined
    before = list(ws.later)
    source.feed(b"echo")
    eventually(lambda: ws.now == [b"echo"])
    assert ws.later == before
    assert writer.is_idle


def test_nothing_to_send_wakes_nobody(joined):
    """As for each picture that a viewer cannot get yet."""
    _, ws, writer, _ = joined
    with no_switch():
        writer.flush()
    gevent.sleep(0)
    assert (writer.is_idle, 0, []) == (True, ws.finished, ws.now)
    with no_switch():
        writer.flush()
        assert not writer._ready.is_set()


def test_bytes_that_the_kernel_does_not_accept_are_left_to_the_writer(joined):
    """The writer is asked to finish."""
    source, ws, _, _ = joined
    ws.full = True
    source.feed(b"echo")
    eventually(lambda: ws.finished == 1)
    assert ws.now == [b"echo"]


def test_nothing_overtakes_a_woken_writer(joined):
    """The writer's next frame is older than the one that was published just now."""
    _, ws, writer, _ = joined
    with no_switch():
        writer.wake()
        writer.flush()
    assert ws.now == []


def test_a_subscriber_that_left_ends_the_writer(joined):
    """Also if output is published at that moment."""
    _, ws, writer, subscriber = joined
    subscriber.leave()
    with no_switch():
        writer.flush()
    writer.stop()
    with pytest.raises(SubscriberClosed):
        subscriber.take()
    gevent.sleep(0)
    assert ws.closed is None


def test_a_last_record_goes_before_the_exit():
    """A key that ends its session is confirmed, or the page would ask whether to send it again."""
    source, ws = FakeSource(), FakeSocket()
    hub = Hub(source, HubLimits())
    writer = SocketWriter(ws, before_exit=lambda: ws.later.append(b"confirmed"))
    subscriber = hub.join(writer.wake, Size(80, 24), may_type=True)
    writer.start(subscriber)
    eventually(lambda: writer.is_idle)
    source.close()
    eventually(lambda: ws.closed is not None)
    assert b"confirmed" == ws.later[-2]
    assert b"reason" in ws.later[-1]
    subscriber.leave()
    writer.stop()
    hub.close()
