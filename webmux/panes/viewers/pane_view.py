"""One pane as one socket gets it: its place in the pane's ring, and the snapshots that wait."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Protocol

from webmux.events import Output
from webmux.hub.ring import Cursor
from webmux.panes.floods.pane_ring import PaneRing
from webmux.panes.pane_events import FRAME, SCREEN, SKIPPED, PaneOutput, PaneSnapshot
from webmux.panes.viewers.pane_ledger import PaneLedger

SLICE_MIN_BYTES = 4096
"""With output in flight, a frame larger than the remaining credit is cut only if at least this much fits."""


class Hub(Protocol):
    """What a view uses of the hub of its pane. Nothing here switches."""

    pane: int
    ring: PaneRing

    def join(self, reader: PaneView, *, scrollback: int, resume_at: int | None = None) -> bool: ...

    def leave(self, reader: PaneView) -> None: ...

    def fence_for(self, reader: PaneView) -> None: ...


class PaneView:
    """The reader of one pane for one subscriber; see `PaneReader`. Never switches.

    `on_change` is called when there may be something to send, `on_end` when the pane is gone.
    """

    def __init__(
        self,
        hub: Hub,
        *,
        focused: bool,
        on_change: Callable[[PaneView], None],
        on_end: Callable[[PaneView], None],
    ) -> None:
        self.hub = hub
        self.pane = hub.pane
        self.focused = focused
        self.shown = True
        self.snapshot_bytes = 0
        self.dropped_at = -math.inf
        """When it last fell behind, as `time.monotonic` says."""
        self.ledger = PaneLedger()
        self.position = 0
        """The offset of the next byte of output that is sent."""
        self.skipped_frames = 0
        self._on_change = on_change
        self._on_end = on_end
        self._cursor: Cursor | None = None
        self._full: PaneSnapshot | None = None
        self._screen: PaneSnapshot | None = None
        self._is_asked = False
        self._has_skipped = False
        self.catching_up = False
        """It resumed, so that it may be far behind; it is not dropped before it caught up."""

    # -- called by the hub -----------------------------------------------------------------

    def on_published(self) -> None:
        """The ring has new output."""
        self._on_change(self)

    def on_snapshot(self, snapshot: PaneSnapshot) -> None:
        """Send a snapshot. A screen that skips nothing follows the output before it; others replace that."""
        self._is_asked = False
        in_order = snapshot.kind == SCREEN and not snapshot.flags & SKIPPED and self._cursor is not None
        if in_order:
            if snapshot.offset >= self.position:
                self._screen = snapshot
        else:
            self._jump(snapshot)
        self._on_change(self)

    def _jump(self, snapshot: PaneSnapshot) -> None:
        if self._has_skipped:
            snapshot = snapshot.skipped()
        if snapshot.kind in (SCREEN, FRAME):
            self._screen = snapshot
        else:
            self._full, self._screen = snapshot, None
            self._has_skipped = False
        self._cursor = self.hub.ring.cursor_at(snapshot.offset)
        self.position = snapshot.offset
        self.catching_up = False

    def on_gone(self) -> None:
        """The pane is gone: nothing of it is sent any more."""
        self._on_end(self)

    def frame_acked(self) -> bool:
        """Whether nothing of this pane is in flight or waits, so that a frame may be made."""
        return not self.ledger and not self.has_snapshot

    # -- called by the subscriber ----------------------------------------------------------------

    def join(self, scrollback: int, resume_at: int | None) -> bool:
        """Become a reader of the hub; True if it resumed, else a snapshot follows."""
        if not self.hub.join(self, scrollback=scrollback, resume_at=resume_at) or resume_at is None:
            self._is_asked = self.is_stale
            return False
        self._cursor = self.hub.ring.cursor_at(resume_at)
        self.position = resume_at
        self.catching_up = True
        return True

    @property
    def has_snapshot(self) -> bool:
        """Whether a snapshot waits to be sent."""
        return self._full is not None or self._screen is not None

    @property
    def is_stale(self) -> bool:
        """Whether it has no place in the ring: it needs a snapshot."""
        return self._cursor is None and self._full is None

    @property
    def waits(self) -> bool:
        """Whether output or a snapshot waits to be sent."""
        return self.has_snapshot or self.waiting_frames() > 0

    def waiting_frames(self) -> int:
        """Frames in the ring that are not yet sent."""
        return 0 if self._cursor is None else self.hub.ring.waiting(self._cursor)

    @property
    def is_overtaken(self) -> bool:
        """Whether the ring has dropped what would be sent next."""
        return self._cursor is not None and self.hub.ring.overtaken(self._cursor)

    def is_behind(self, most_bytes: int, most_frames: int) -> bool:
        """Whether more is unsent than this, or the ring has passed its place."""
        if self._cursor is None:
            return False
        ring = self.hub.ring
        if ring.overtaken(self._cursor):
            return True
        if self.catching_up:
            return False
        if ring.backlog_bytes(self.position) > most_bytes:
            return True
        return ring.waiting(self._cursor) > most_frames and not ring.has_grown

    def drop(self) -> None:
        """Lose its place: unsent output and snapshots are dropped."""
        self.skipped_frames += self.waiting_frames()
        self._cursor = self._full = self._screen = None
        self._has_skipped = True
        self.catching_up = False
        self.dropped_at = time.monotonic()

    def ask_fence(self, most_bytes: int) -> None:
        """Ask the hub for a snapshot, once until it comes; see `PaneReader.snapshot_bytes`."""
        if not self._is_asked:
            self._is_asked = True
            self.snapshot_bytes = most_bytes
            self.hub.fence_for(self)

    def next(self, room: int, fits: Callable[[int], bool]) -> PaneOutput | PaneSnapshot | None:
        """What is sent next, and counts as in flight from now on; None if nothing may be sent now.

        `room` is for output; `fits` says whether a snapshot of so many bytes may be sent.
        """
        least = 0 if room >= SLICE_MIN_BYTES or not self.ledger else room
        if self._full is not None:
            return self._take_full(fits)
        if self._cursor is None:
            return None
        if self._screen is not None:
            if self._screen.offset == self.position:
                return self._take_screen(fits)
            room = min(room, self._screen.offset - self.position)
        if least and not self.hub.ring.fits(self._cursor, least):
            return None
        return self._take_output(self._cursor, room)

    def _take_full(self, fits: Callable[[int], bool]) -> PaneSnapshot | None:
        full = self._full
        assert full is not None
        if not self.ledger.may_send_snapshot(full.offset) or not fits(len(full.data)):
            return None
        self._full = None
        self.ledger.on_snapshot(full.offset, len(full.data))
        return full

    def _take_screen(self, fits: Callable[[int], bool]) -> PaneSnapshot | None:
        screen = self._screen
        assert screen is not None
        if self.ledger or not fits(len(screen.data)):
            return None
        self._screen = None
        if screen.flags & SKIPPED:
            self._has_skipped = False
        self.ledger.on_snapshot(screen.offset, len(screen.data))
        return screen

    def _take_output(self, cursor: Cursor, room: int) -> PaneOutput | None:
        event = self.hub.ring.read(cursor, room)
        if self.catching_up:
            self.catching_up = self.hub.ring.waiting(cursor) > 0
        if not isinstance(event, Output):
            return None
        self.position = event.end
        self.ledger.on_output(event.end, len(event.data))
        return PaneOutput(self.pane, event)
