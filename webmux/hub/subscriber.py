"""One connection of a hub: its place in the ring, its credit, and its pending events."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

from webmux.errors import SubscriberClosed
from webmux.events import Event, Exited, HubEvent, Output, Resized, Snapshot
from webmux.hub.counts import Counts
from webmux.hub.credit import CreditWindow
from webmux.hub.limits import HubLimits
from webmux.hub.ring import Cursor, Ring
from webmux.hub.viewer import Viewer
from webmux.model import Size
from webmux.source import Receipt

TAKE_MAX_FRAMES = 32
"""Maximum of frames taken at once: those of one `sendmsg`."""

BACKLOG_S = 0.5
"""How long sending the output beyond the window may take."""

SLICE_MIN_BYTES = 4096
"""A frame larger than the remaining credit is cut only if at least this much fits."""


class HubPort(Protocol):
    """What a subscriber uses of its hub; only `write` may switch."""

    id: str
    ring: Ring
    counts: Counts
    limits: HubLimits

    @property
    def closed(self) -> bool: ...

    def on_room(self) -> None: ...

    def ask_repaint(self, subscriber: Subscriber) -> None: ...

    def write(
        self, subscriber: Subscriber, data: bytes | memoryview, receipt: Receipt | None = None
    ) -> None: ...

    def leave(self, subscriber: Subscriber) -> None: ...


class Subscriber(Viewer):
    """Made by `Hub.join`. Only the greenlets of its socket call `take`, `ack` and `leave`.

    `wake` is called, and must not switch, when `take` may have something new. Pending data is bounded: output
    is stored once in the shared ring, and notices replace older ones of the same name.
    """

    hub: HubPort

    def __init__(self, hub: HubPort, wake: Callable[[], None], *, may_type: bool, size: Size) -> None:
        super().__init__(may_type=may_type, size=size)
        self.hub = hub
        self.window = CreditWindow()
        self.skipped_frames = 0
        self.snapshots = 0
        self.progress_at = time.monotonic()
        self.flush = wake
        self._wake = wake
        self._cursor: Cursor | None = None
        self._catching_up = False
        self._dropped = False
        self._first: list[HubEvent] = []
        self._snapshot: Snapshot | None = None
        self._snapshot_size = size
        self._notices: dict[str, HubEvent] = {}
        self._closed = False

    # -- called by the hub, never switching ------------------------------------------------

    def notify(self, event: HubEvent, name: str | None = None) -> None:
        """See `Viewer.notify`."""
        if name is None:
            self._first.append(event)
        else:
            self._notices[name] = event
        self._wake()

    def start_at(self, cursor: Cursor, offset: int) -> None:
        """Resume at this place of the ring."""
        self._cursor = cursor
        self._catching_up = True
        self.window.restart(offset)
        self._wake()

    def snapshot(self, snapshot: Snapshot, size: Size) -> None:
        """Replace all unread output by a snapshot; the event `skipped` says how much was dropped."""
        if self._dropped:
            skipped_bytes = snapshot.offset - self.window.sent_offset
            self._notices["skipped"] = Event("skipped", {"bytes": skipped_bytes})
            self._dropped = False
        self._snapshot = snapshot
        self._snapshot_size = size
        self._cursor = self.hub.ring.cursor_at_end()
        self._catching_up = False
        self.window.restart(snapshot.offset)
        self.snapshots += 1
        self.hub.counts.snapshots += 1
        self._wake()

    def on_published(self) -> None:
        """The ring has new output: wake, or drop it if too much is unsent."""
        if self._cursor is None:
            return
        if self._is_behind(self._cursor):
            self._drop()
        elif self.window.room():
            self.flush()

    def on_ended(self, exited: Exited) -> None:
        """The source ended: `exited` follows after the rest of the output."""
        if self._cursor is None:
            self._cursor = self.hub.ring.cursor_at_end()
        self._notices["exit"] = exited
        self._wake()

    @property
    def stale(self) -> bool:
        """Whether it waits for a snapshot."""
        return self._cursor is None

    def has_room(self) -> bool:
        """Whether it has credit beyond the output in the ring, so that the source may be read."""
        if self._cursor is None:
            return False
        ahead = self.hub.ring.end_offset - self.window.acked_offset
        return ahead < self.window.window_bytes

    # -- called by its socket --------------------------------------------------------------

    def take(self) -> list[HubEvent]:
        """See `Viewer.take`: at most `TAKE_MAX_FRAMES`.

        Switches: never. Cost: O(events taken), no copy.
        """
        if self._closed:
            raise SubscriberClosed("the subscriber has left")
        taken = self._first[:TAKE_MAX_FRAMES]
        del self._first[:TAKE_MAX_FRAMES]
        if self._snapshot is not None:
            taken += (Resized(self._snapshot_size), self._snapshot)
            self._snapshot = None
        exited = self._notices.pop("exit", None)
        taken.extend(self._notices.values())
        self._notices.clear()
        self._take_output(taken)
        if exited is not None:
            done = self._cursor is None or not self.hub.ring.waiting(self._cursor)
            if done:
                taken.append(exited)
            else:
                self._notices["exit"] = exited
        return taken

    def ack(self, offset: int) -> None:
        """The terminal has processed everything before `offset`.

        Raises:
            BadRecord: more was acknowledged than sent.
        """
        now = time.monotonic()
        before = self.window.acked_offset
        if self.window.on_ack(offset, now):
            self.hub.counts.acks += 1
            self.hub.counts.ack_seconds += self.window.ack_s
        if self.window.acked_offset == before:
            return
        self.progress_at = now
        if self._cursor is not None:
            self.hub.on_room()
        self._wake()

    def write(self, data: bytes | memoryview, receipt: Receipt | None = None) -> None:
        """See `Hub.write`."""
        self.hub.write(self, data, receipt)

    def leave(self) -> None:
        """See `Viewer.leave`."""
        if not self._closed:
            self._closed = True
            self.hub.leave(self)

    def waiting_frames(self) -> int:
        """Frames in the ring that are not yet sent; 0 while it is stale."""
        return 0 if self._cursor is None else self.hub.ring.waiting(self._cursor)

    def stuck_s(self, now: float) -> float:
        """See `Viewer.stuck_s`."""
        if not self.window.in_flight_bytes:
            self.progress_at = now
        return now - self.progress_at

    # -- inside ----------------------------------------------------------------------------

    def _take_output(self, taken: list[HubEvent]) -> None:
        ring = self.hub.ring
        cursor = self._cursor
        if cursor is None or ring.overtaken(cursor):
            if cursor is not None:
                self._drop()
            if self.window.in_flight_bytes <= self.window.window_bytes // 2:
                self.hub.ask_repaint(self)
            return
        now = time.monotonic()
        while len(taken) < TAKE_MAX_FRAMES:
            room = self.window.room()
            if room < SLICE_MIN_BYTES and self.window.in_flight_bytes:
                room = room if ring.fits(cursor, room) else 0
            event = ring.read(cursor, room)
            if event is None:
                break
            taken.append(event)
            if isinstance(event, Output):
                if not self.window.in_flight_bytes:
                    self.progress_at = now
                self.window.on_sent(event.end, now)
        if not ring.waiting(cursor):
            self._catching_up = False

    def _is_behind(self, cursor: Cursor) -> bool:
        ring = self.hub.ring
        if ring.overtaken(cursor):
            return True
        if self._catching_up:
            return False
        limits = self.hub.limits
        unsent = ring.end_offset - self.window.sent_offset
        # The reader may overshoot the window by one read before a writer runs. On a slow link that is
        # seconds of outdated output, and a repaint is faster.
        spare = limits.read_chunk_bytes
        if self.window.goodput_bytes_s:
            spare = min(spare, int(self.window.goodput_bytes_s * BACKLOG_S))
        too_much = self.window.window_bytes + spare
        return ring.waiting(cursor) > limits.queue_max_frames or unsent > too_much

    def _drop(self) -> None:
        """Drop unsent output. The writer asks for a snapshot when its socket accepts bytes again."""
        assert self._cursor is not None
        skipped = self.hub.ring.waiting(self._cursor)
        self.skipped_frames += skipped
        self.hub.counts.skipped_frames += skipped
        self._cursor = None
        self._snapshot = None
        self._dropped = True
        self._catching_up = False
        self._wake()
