"""All panes of one socket: which are shown, in which order their bytes are sent, and how many at once.

Rules (docs/protocol.md, "Panes"):
- One credit window counts the bytes of all panes. The focused pane is first and may use all of it. The other
  panes together use half of it, each at most a quarter, and take turns.
- A pane that falls behind loses its place in the ring. It gets a snapshot when its share is free.
- Events and layouts go first, so a layout that names a pane comes before the first snapshot of it.
"""

from __future__ import annotations

import itertools
import time
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from webmux.errors import BadRecord, SubscriberClosed
from webmux.events import Exited, HubEvent
from webmux.hub.counts import Counts
from webmux.hub.credit import CreditWindow
from webmux.hub.limits import HubLimits
from webmux.hub.viewer import Viewer
from webmux.model import Size
from webmux.panes.pane_events import FOCUS, SHOWN, LayoutChanged, PaneOutput, PaneSnapshot
from webmux.panes.viewers.pane_view import Hub, PaneView
from webmux.source import Receipt

TAKE_MAX_FRAMES = 32
"""Maximum of frames taken at once: those of one `sendmsg`."""
BACKLOG_S = 0.5
"""How long sending the output of a pane beyond its share may take."""
BEHIND_S, BEHIND_BACKLOG_S = 5.0, 0.05
"""For so long after a pane fell behind, its snapshot and its unsent output may take so long. A full-screen
program may print each picture faster than the connection: then every picture is sent, and no half of one.
"""
SNAPSHOT_MIN_BYTES = 4096

PaneEvent = HubEvent | PaneOutput | PaneSnapshot | LayoutChanged


class SessionPort(Protocol):
    """What a subscriber uses of its `PaneSession`; only `type` may switch."""

    id: str
    counts: Counts
    limits: HubLimits

    @property
    def closed(self) -> bool: ...

    def hub_of(self, pane: int) -> Hub: ...

    def type(
        self,
        subscriber: PaneSubscriber,
        pane: int | None,
        kind: int,
        data: bytes | memoryview,
        receipt: Receipt | None,
    ) -> None: ...

    def leave(self, subscriber: PaneSubscriber) -> None: ...


class PaneSubscriber(Viewer):
    """One viewer of a session's panes. Only the greenlets of its socket call `take`, `acks` and `leave`.

    `wake` is called, and must not switch, when `take` may have something new. Output is stored once in the
    rings of the panes; of snapshots the newest of each pane waits here.
    """

    hub: SessionPort

    def __init__(
        self,
        session: SessionPort,
        wake: Callable[[], None],
        *,
        may_type: bool,
        size: Size,
        resume: Mapping[int, int] | None = None,
        window_id: str = "",
    ) -> None:
        super().__init__(may_type=may_type, size=size)
        self.hub = session
        self.window_id = window_id
        """The one window that a guest may see; `""` for all windows of the session."""
        self.follows = True
        """It shows the current window, because it has not said what it shows."""
        self.window = CreditWindow()
        self.snapshots = 0
        self.progress_at = time.monotonic()
        self.flush = wake
        self._wake = wake
        self._views: dict[int, PaneView] = {}
        self._focus: PaneView | None = None
        self._others: deque[PaneView] = deque()
        self._changed: set[PaneView] = set()
        """Those that may have something to send; output of one pane must not cost time for each other one."""
        self._resume = dict(resume or {})
        self._sent_to: dict[int, int] = {}
        self._first: list[PaneEvent] = []
        self._layouts: dict[str, LayoutChanged] = {}
        self._numbers = itertools.count()
        self._notices: dict[str, HubEvent] = {}
        self._closed = False

    # -- what it shows ---------------------------------------------------------------------

    def shown(self) -> dict[int, str]:
        """The panes that it shows, and how; see `look`."""
        return {pane: FOCUS if view.focused else SHOWN for pane, view in self._views.items()}

    def forget_resume(self) -> None:
        """The offsets of its client are those of another link: all panes begin with a snapshot."""
        self._resume.clear()

    def look(
        self, shown: Mapping[int, str], scrollback: int, resume: Mapping[int, int] | None = None
    ) -> None:
        """Show these panes and no others; the one whose value is `FOCUS` is first in the order of sending.

        A pane that was not shown continues at its offset in `resume`, or at the one in the query of the
        client, if that byte is stored. Otherwise a snapshot with up to `scrollback` rows of history follows.
        """
        for pane, offset in (resume or {}).items():
            if pane in shown and pane not in self._views:
                self._resume[pane] = offset
        for view in [view for pane, view in self._views.items() if pane not in shown]:
            self._remove(view)
            view.hub.leave(view)
        for pane, how in shown.items():
            if pane in self._views:
                self._views[pane].focused = how == FOCUS
        self._sort()
        for pane, how in shown.items():
            if pane not in self._views:
                self._join(pane, focused=how == FOCUS, scrollback=scrollback)
        self._wake()

    def _join(self, pane: int, *, focused: bool, scrollback: int) -> None:
        hub = self.hub.hub_of(pane)
        view = PaneView(hub, focused=focused, on_change=self._on_change, on_end=self._remove)
        self._views[pane] = view
        self._sort()
        resume_at = self._resume.pop(pane, None)
        self._changed.add(view)
        if view.join(scrollback, resume_at) and resume_at is not None:
            self._sent_to[pane] = max(resume_at, self._sent_to.get(pane, 0))

    def _remove(self, view: PaneView) -> None:
        """Send nothing more of this pane, and do not wait for what is in flight."""
        if self._views.get(view.pane) is view:
            del self._views[view.pane]
            self._changed.discard(view)
            self._sort()
            self.window.forget(view.ledger.in_flight_bytes)
            self._wake()

    def _sort(self) -> None:
        views = self._views.values()
        self._focus = next((view for view in views if view.focused), None)
        self._others = deque(view for view in views if view is not self._focus)

    # -- called by the session, never switching --------------------------------------------

    def notify(self, event: PaneEvent, name: str | None = None) -> None:
        """See `Viewer.notify`."""
        if name is None:
            self._first.append(event)
        else:
            assert not isinstance(event, PaneOutput | PaneSnapshot | LayoutChanged)
            self._notices[name] = event
        self._wake()

    def send_layout(self, layout: LayoutChanged) -> None:
        """Queue a layout. It replaces an unsent one of the same window, and goes last."""
        self._layouts.pop(layout.window_id, None)
        self._layouts[layout.window_id or f"#{next(self._numbers)}"] = layout
        self._wake()

    def on_ended(self, exited: Exited) -> None:
        """The session ended: `exited` follows after the rest of the output."""
        self._notices["exit"] = exited
        self._wake()

    # -- called by its socket --------------------------------------------------------------

    def take(self) -> list[PaneEvent]:
        """The events that may be sent now, about `TAKE_MAX_FRAMES` at most.

        Raises:
            SubscriberClosed: `leave` was called.

        Switches: never. Cost: O(events taken + panes), no copy.
        """
        if self._closed:
            raise SubscriberClosed("the subscriber has left")
        taken = self._first[:TAKE_MAX_FRAMES]
        del self._first[:TAKE_MAX_FRAMES]
        exited = None
        if self._layouts:
            taken += self._layouts.values()
            self._layouts.clear()
        if self._notices:
            exited = self._notices.pop("exit", None)
            taken += self._notices.values()
            self._notices.clear()
        self._take_output(taken)
        if exited is not None:
            if any(view.waiting_frames() for view in self._views.values()):
                self._notices["exit"] = exited
            else:
                taken.append(exited)
        return taken

    def acks(self, acked: list[tuple[int, int]]) -> None:
        """The client has processed, for each of these panes, everything before the offset.

        Raises:
            BadRecord: more was acknowledged than sent.
        """
        now, freed = time.monotonic(), 0
        for pane, offset in acked:
            sent_to = self._sent_to.get(pane, -1)
            if offset > sent_to:
                raise BadRecord(f"PaneAck of {offset} for pane {pane}, but only {max(0, sent_to)} was sent")
            view = self._views.get(pane)
            freed += 0 if view is None else view.ledger.on_ack(offset)
        if freed:
            self.progress_at = now
            if self.window.on_ack(self.window.acked_offset + freed, now):
                self.hub.counts.acks += 1
                self.hub.counts.ack_seconds += self.window.ack_s
        if self._changed:
            self._wake()  # there is more, and now perhaps room for it

    def write(self, data: bytes | memoryview, receipt: Receipt | None = None) -> None:
        """Type into the active pane of the current window; see `PaneSession.type`."""
        self.hub.type(self, None, 0, data, receipt)

    def leave(self) -> None:
        """See `Viewer.leave`."""
        if not self._closed:
            self._closed = True
            for view in list(self._views.values()):
                view.hub.leave(view)
            self.hub.leave(self)

    def waiting_frames(self) -> int:
        """Frames in the rings that are not yet sent."""
        return sum(view.waiting_frames() for view in self._views.values())

    @property
    def skipped_frames(self) -> int:
        """Frames that snapshots replaced, of the panes that it shows now."""
        return sum(view.skipped_frames for view in self._views.values())

    def stats(self) -> dict[str, Any]:
        """Its part of the values of record 0x05."""
        window = self.window
        return {
            "queue": {
                "frames": self.waiting_frames(),
                "skipped_frames": self.skipped_frames,
                "snapshots": self.snapshots,
            },
            "flow": {
                "window_bytes": window.window_bytes,
                "in_flight_bytes": window.in_flight_bytes,
                "goodput_bytes_s": int(window.goodput_bytes_s),
                "ack_ms": round(window.ack_s * 1000, 1),
            },
        }

    @property
    def stale(self) -> bool:
        """Whether a pane waits for a snapshot."""
        return any(view.is_stale for view in self._views.values())

    def stuck_s(self, now: float) -> float:
        """See `Viewer.stuck_s`."""
        if not self.window.in_flight_bytes:
            self.progress_at = now
        return now - self.progress_at

    # -- inside ----------------------------------------------------------------------------

    def _take_output(self, taken: list[PaneEvent]) -> None:
        now = time.monotonic()
        if self._focus is not None:
            while len(taken) < TAKE_MAX_FRAMES and self._take_one(self._focus, taken, now):
                pass
        without = 0
        while len(taken) < TAKE_MAX_FRAMES and without < len(self._others):
            view = self._others[0]
            self._others.rotate(-1)
            without = 0 if self._take_one(view, taken, now) else without + 1

    def _take_one(self, view: PaneView, taken: list[PaneEvent], now: float) -> bool:
        """Take the next event of a pane; False if it has none that may be sent now."""
        if view not in self._changed:
            return False
        if view.is_overtaken:  # whether it is behind was checked when there was more output
            self._drop(view)
        if view.is_stale:
            if self._is_free(view):
                view.ask_fence(self._snapshot_bytes(view))
                self._changed.discard(view)
            return False
        event = view.next(self._room(view), lambda count: count <= self._room(view) or self._is_free(view))
        if event is None:
            if not view.waits:
                self._changed.discard(view)
            return False
        if isinstance(event, PaneOutput):
            end, count = view.position, len(event.output.data)
        else:
            end, count = event.offset, len(event.data)
            self.snapshots += 1
            self.hub.counts.snapshots += 1
        if not self.window.in_flight_bytes:
            self.progress_at = now
        self.window.on_sent(self.window.sent_offset + count, now)
        self._sent_to[view.pane] = max(end, self._sent_to.get(view.pane, 0))
        taken.append(event)
        if not view.waits:
            self._changed.discard(view)
        return True

    def _share(self, view: PaneView) -> int:
        return self.window.window_bytes if view is self._focus else self.window.window_bytes // 4

    def _others_in_flight(self) -> int:
        focused = 0 if self._focus is None else self._focus.ledger.in_flight_bytes
        return self.window.in_flight_bytes - focused

    def _room(self, view: PaneView) -> int:
        """How many bytes of this pane may be sent now."""
        room = self.window.room()
        if view is not self._focus:
            half = self.window.window_bytes // 2 - self._others_in_flight()
            room = min(room, half, self._share(view) - view.ledger.in_flight_bytes)
        return max(0, room)

    def _is_free(self, view: PaneView) -> bool:
        """Whether the share of a pane is free enough for a snapshot, which may be larger than its share."""
        if self.window.in_flight_bytes > self.window.window_bytes // 2:
            return False
        if view is self._focus:
            return True
        return not view.ledger and self._others_in_flight() <= self.window.window_bytes // 4

    def _snapshot_bytes(self, view: PaneView) -> int:
        goodput = self.window.goodput_bytes_s
        if not goodput or time.monotonic() - view.dropped_at > BEHIND_S:
            return 0
        return max(SNAPSHOT_MIN_BYTES, int(goodput * BEHIND_BACKLOG_S))

    def _most_unsent(self, view: PaneView) -> int:
        spare = self.hub.limits.read_chunk_bytes
        if self.window.goodput_bytes_s:
            spare = min(spare, int(self.window.goodput_bytes_s * BACKLOG_S))
        most = self._share(view) + spare
        return min(most, self._snapshot_bytes(view) or most)

    def _on_change(self, view: PaneView) -> None:
        self._changed.add(view)
        if view.is_behind(self._most_unsent(view), self.hub.limits.queue_max_frames):
            self._drop(view)
            self._wake()
        elif self.window.room() or view.has_snapshot:
            self.flush()

    def _drop(self, view: PaneView) -> None:
        before = view.skipped_frames
        view.drop()
        self.hub.counts.skipped_frames += view.skipped_frames - before
