"""A hub of one pane, fed by a test, and a client that does what a page does with what a subscriber sends."""

from __future__ import annotations

from webmux.events import Output
from webmux.hub.counts import Counts
from webmux.hub.limits import HubLimits
from webmux.model import Size
from webmux.panes.floods.pane_ring import PaneRing
from webmux.panes.pane_events import FULL, PaneOutput, PaneSnapshot
from webmux.panes.viewers.pane_subscriber import PaneSubscriber
from webmux.panes.viewers.pane_view import PaneView

SIZE = Size(80, 24)


class FakeHub:
    """A snapshot of it holds all bytes that were printed, so that a client knows whether it missed any."""

    def __init__(self, pane: int, capacity_bytes: int = 64 * 1024) -> None:
        self.pane = pane
        self.ring = PaneRing(capacity_bytes)
        self.printed = bytearray()
        self.readers: dict[PaneView, None] = {}
        self.waiting: dict[PaneView, None] = {}

    def join(self, reader: PaneView, *, scrollback: int, resume_at: int | None = None) -> bool:
        self.readers[reader] = None
        if resume_at is not None and self.ring.cursor_at(resume_at) is not None:
            return True
        self.waiting[reader] = None
        return False

    def leave(self, reader: PaneView) -> None:
        self.readers.pop(reader, None)
        self.waiting.pop(reader, None)

    def fence_for(self, reader: PaneView) -> None:
        assert reader not in self.waiting, "asked twice"
        self.waiting[reader] = None

    def prints(self, data: bytes) -> None:
        self.printed += data
        self.ring.append(Output(self.ring.end_offset, data))
        for reader in list(self.readers):
            reader.on_published()

    def fences(self) -> None:
        """Take the snapshots that were asked for."""
        waiting, self.waiting = self.waiting, {}
        for reader in waiting:
            reader.on_snapshot(self.snapshot())

    def snapshot(self, kind: int = FULL, flags: int = 0) -> PaneSnapshot:
        return PaneSnapshot(self.pane, self.ring.end_offset, SIZE, kind, flags, bytes(self.printed))

    def ends(self) -> None:
        for reader in list(self.readers):
            reader.on_gone()
        self.readers.clear()
        self.waiting.clear()


class FakeSession:
    """Pane n has hub n."""

    id = "session"
    closed = False

    def __init__(self, *hubs: FakeHub) -> None:
        self.counts = Counts()
        self.limits = HubLimits()
        self.hubs = {hub.pane: hub for hub in hubs}
        self.typed: list = []

    def hub_of(self, pane: int) -> FakeHub:
        return self.hubs[pane]

    def type(self, subscriber, pane, kind, data, receipt) -> None:
        self.typed.append((pane, kind, bytes(data)))

    def leave(self, subscriber: PaneSubscriber) -> None:
        pass


class Page:
    """Draws what the subscriber sends, and acknowledges on request. A gap in a pane is an error."""

    def __init__(self, session: FakeSession, **how) -> None:
        self.session = session
        self.is_woken = False
        self.subscriber = PaneSubscriber(session, self._wake, may_type=True, size=SIZE, **how)
        self.drawn: dict[int, bytes] = {}
        self.at: dict[int, int] = {}
        self.unacked: list[tuple[int, int]] = []
        self.heard: list = []

    def _wake(self) -> None:
        self.is_woken = True

    def take(self) -> list:
        events = self.subscriber.take()
        assert self.is_woken or not events, "nobody would send this"
        self.is_woken = bool(events)
        for event in events:
            if isinstance(event, PaneSnapshot):
                self.drawn[event.pane], self.at[event.pane] = event.data, event.offset
                self.unacked.append((event.pane, event.offset))
            elif isinstance(event, PaneOutput):
                assert event.output.offset == self.at[event.pane], "a gap"
                self.drawn[event.pane] += bytes(event.output.data)
                self.at[event.pane] = event.output.end
                self.unacked.append((event.pane, event.output.end))
        self.heard += events
        return events

    def ack(self, count: int | None = None) -> None:
        acked, self.unacked = self.unacked[:count], self.unacked[len(self.unacked[:count]) :]
        self.subscriber.acks(acked)

    def until_quiet(self) -> None:
        """Take, acknowledge and fence until nothing comes any more."""
        while self.take() or self.unacked or any(hub.waiting for hub in self.session.hubs.values()):
            self.ack()
            for hub in self.session.hubs.values():
                hub.fences()
