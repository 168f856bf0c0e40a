"""The output of one pane, shared by all its viewers. It never makes its program wait.

The greenlet that reads tmux publishes the output; nothing of that switches. Snapshots are made by greenlets
of the hub, which exist only while there is something to do.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Protocol

import gevent
from gevent.lock import BoundedSemaphore

from webmux.errors import PaneNotFound, TmuxError
from webmux.events import Output
from webmux.hub.copies import Copy
from webmux.logs import get_logger
from webmux.model import Size
from webmux.panes.floods.output_flow import Flow
from webmux.panes.floods.pane_ring import PaneRing
from webmux.panes.floods.tracker import PaneTracker
from webmux.panes.pane_events import ALTERNATE, FULL, OLDER_ROWS, PaneSnapshot
from webmux.panes.pane_reader import PaneReader
from webmux.panes.program_output import ProgramOutput, unfinished
from webmux.panes.snapshots import compose
from webmux.panes.snapshots.compose import DrawnRows
from webmux.panes.snapshots.fence import Fence, Fenced, Firing, PaneHeld
from webmux.panes.snapshots.forgotten_strings import ForgottenStrings
from webmux.panes.snapshots.output_tail import Unreported
from webmux.panes.snapshots.pane_healer import Guess, Healer
from webmux.panes.snapshots.screen_capture import PENDING_MAX_BYTES, ScreenCapture, ScreenCaptures
from webmux.panes.snapshots.short_snapshots import ShortSnapshots
from webmux.supervise import Nursery
from webmux.tmux.control.connection import ConnectionLost
from webmux.tmux.control.quoting import Command

log = get_logger(__name__)

RING_BYTES = 1024 * 1024
STRING_MIN_BYTES = 4096
"""A string that is so long is an image."""
GROWN_S = 5.0
"""Viewers have so much time to read an image, after which its memory is given back."""
SNAPSHOT_MAX_BYTES = 256 * 1024
"""A full snapshot is cut to this by rows of history, but never by rows of the screen."""
RESIZED_AFTER_S = 0.15
"""A drag changes the size often; one snapshot follows its end."""


class Link(Firing, Protocol):
    """What a hub uses of a `PaneLink`."""

    version: str

    def tap(self, pane: int, sink: Callable[[bytes], None], paused: Callable[[], None]) -> None: ...

    def untap(self, pane: int) -> None: ...

    def settle(self, pane: int) -> None: ...


class History(Protocol):
    """What a hub uses of a `PaneHistory`; may switch."""

    def above(self, capture: ScreenCapture, count: int) -> DrawnRows: ...

    def row(self, capture: ScreenCapture, y: int) -> bytes | None: ...


class PaneHub:
    """The ring, the viewers and the snapshots of one pane of a `PaneLink`."""

    def __init__(self, link: Link, pane: int, size: Size, history: History) -> None:
        self.pane = pane
        self.size = size
        self.ring = PaneRing(RING_BYTES)
        self.readers: dict[PaneReader, None] = {}
        self.waiting: dict[PaneReader, None] = {}
        """Readers that need a snapshot."""
        self.received_bytes = 0
        self.closed = ""
        self.flow = Flow(self)
        self.tracker = PaneTracker()
        self.on_copy: Callable[[Copy], None] = lambda copy: None
        """Called with each copy of the program (OSC 52), which viewers do not get. Must not switch."""
        self._output = ProgramOutput()
        self.version = link.version
        self._link = link
        self.rows = history
        self._captures = ScreenCaptures(pane, link.version)
        self._long = b""
        self.fences = Fence(link, pane, self._commands, self)
        self.fencing = BoundedSemaphore(1)
        """Held by the one that uses `fences`, because each of them may pause the pane."""
        self._scrollback: dict[PaneReader, int] = {}
        self._newest: dict[PaneReader, int] = {}
        self._copied_at = -1
        self._serving = False
        self._for_all = False
        self._cut = False
        self._resize_due = 0.0
        self._shrinking: gevent.Greenlet[..., Any] | None = None
        self._nursery = Nursery(f"pane %{pane}")
        self._healer = Healer(self, self._nursery)
        self._short = ShortSnapshots(self, self._nursery)
        self._strings = ForgottenStrings(self.tracker, self._nursery, self.refresh)
        link.tap(pane, self._on_output, self._on_paused)

    @property
    def held(self) -> bool:
        """Whether the pane floods and viewers get pictures of it."""
        return self.flow.held

    @property
    def end_offset(self) -> int:
        """The offset of the next byte of output."""
        return self.ring.end_offset + self.flow.unpublished_bytes

    # -- readers; nothing here switches ----------------------------------------------------

    def join(self, reader: PaneReader, *, scrollback: int, resume_at: int | None = None) -> bool:
        """Add a reader that wants up to `scrollback` rows of history with a full snapshot.

        Returns:
            True if it goes on at `resume_at`, which is in the ring. Otherwise a snapshot follows.
        """
        self.readers[reader] = None
        self._scrollback[reader] = scrollback
        self._newest[reader] = 0
        if resume_at is not None and not self.held and self.ring.cursor_at(resume_at) is not None:
            return True
        self.fence_for(reader)
        return False

    def leave(self, reader: PaneReader) -> None:
        """Remove a reader."""
        for readers in (self.readers, self.waiting, self._scrollback, self._newest):
            readers.pop(reader, None)
        self._healer.leave(reader)
        self._short.leave(reader)

    def fence_for(self, reader: PaneReader) -> None:
        """Send a snapshot to a reader that has no place in the ring."""
        if reader in self.readers and not self.closed:
            self.waiting[reader] = None
            self.flow.on_waiting()

    def on_key(self) -> None:
        """Somebody typed into the pane."""
        self.flow.on_key()

    def resized(self, size: Size) -> None:
        """The pane has this size now. A full snapshot for all readers follows soon after the last change."""
        if size == self.size or self.closed:
            return
        self.size = size
        is_due = bool(self._resize_due)
        self._resize_due = time.monotonic() + RESIZED_AFTER_S
        if not is_due:
            self._nursery.spawn("resized", self._refresh_when_settled)

    def close(self, reason: str) -> None:
        """The pane, or the link, has ended. Safe to call twice."""
        if self.closed:
            return
        self.closed = reason or "closed"
        self._link.untap(self.pane)
        if self.fences.stays_paused:
            self._link.settle(self.pane)  # it knows that, and lets the pane go on when it is tapped again
        self.flow.close()
        if self._shrinking is not None:
            self._shrinking.kill(block=False)
        readers = list(self.readers)
        for each in (self.readers, self.waiting, self._scrollback, self._newest):
            each.clear()
        self._healer.close()
        self._strings.close()
        self.ring.clear()
        for reader in readers:
            reader.on_gone()

    # -- output ----------------------------------------------------------------------------

    def publish(self, data: bytes) -> None:
        """Let all readers have this output."""
        self.ring.append(Output(self.ring.end_offset, data))
        for reader in list(self.readers):
            reader.on_published()

    @property
    def in_image(self) -> bool:
        """Whether the output ends within a string that is as long as an image."""
        return self.tracker.string_bytes >= STRING_MIN_BYTES

    def on_cut(self) -> None:
        """Output is missing here: all readers lose their places."""
        self.flow.on_cut()
        self.tracker.cut()
        self._output = ProgramOutput()
        self.ring.skip()
        for reader in list(self.readers):
            reader.on_published()

    def _on_output(self, data: bytes) -> None:
        self.received_bytes += len(data)
        data, copies = self._output.take(data)
        for copy in copies:
            self.on_copy(copy)
        if data:
            self._pass_on(data)
        if self._output.holds_copy:
            self._copied_at = self.end_offset

    def _pass_on(self, data: bytes) -> None:
        self._healer.on_output(data[0])
        strings = self.tracker.feed(data)
        self._strings.check()
        is_image = max(strings, self.tracker.string_bytes) >= STRING_MIN_BYTES
        if is_image and any(reader.focused for reader in self.readers):
            self._keep_whole(len(data))
        self.flow.on_output(data, strings)

    def _keep_whole(self, count: int) -> None:
        """The next `count` bytes are part of an image that a viewer looks at."""
        if not self.ring.has_grown:
            self._shrinking = self._nursery.spawn("ring", self._shrink_ring)
        self.ring.keep_whole(self.end_offset, self.end_offset + count)

    def _shrink_ring(self) -> None:
        end = -1
        while end != self.ring.whole_end:
            end = self.ring.whole_end
            gevent.sleep(GROWN_S)
        self.ring.shrink()

    def _on_paused(self) -> None:
        self.flow.on_paused()

    # -- snapshots -------------------------------------------------------------------------

    def refresh(self, *, cut: bool = False) -> None:
        """Send all readers a full snapshot; with `cut` the pane is paused in tmux, or will be."""
        self._for_all = True
        self._cut = self._cut or cut
        self.serve()

    def serve(self) -> None:
        """Make the snapshots that are needed. Does not switch."""
        if not self._serving and not self.closed:
            self._serving = True
            self._nursery.spawn("snapshots", self._serve)

    def fence(self, *, quiet: bool = False, cut: bool = False) -> tuple[Fenced, ScreenCapture, Unreported]:
        """Capture the screen at a known offset; see `Fence.take`.

        Raises:
            PaneHeld: it is held, so all readers get a snapshot when that ends.

        Switches: yes.
        """
        with self.fencing:
            if self.held:
                raise PaneHeld(f"pane %{self.pane} is held")
            fenced = self.fences.take(quiet=quiet, cut=cut)
        return self._read(fenced)

    def _commands(self) -> Sequence[Command]:
        """Of a fence. No output of the pane comes before the answers of an uncut one: its string goes on."""
        self._long = self.tracker.begin if self.tracker.string_bytes > PENDING_MAX_BYTES else b""
        return self._captures.commands(pending=not self._long)

    def _read(self, fenced: Fenced) -> tuple[Fenced, ScreenCapture, Unreported]:
        self.flow.flush()
        capture = self._captures.read(fenced.blocks)
        if self._long:
            capture = replace(capture, pending=self._long)
        elif fenced.offset == self._copied_at:  # the program has begun a copy, whose end viewers never get
            capture = replace(capture, pending=b"")
        else:
            capture = replace(capture, pending=unfinished(capture.pending))
            if fenced.offset == self.end_offset and not self.tracker.in_string:
                self.tracker.cut(capture.pending)  # it did not see the beginning
                self._strings.check()
        unreported = self._healer.read_tail(fenced)
        return fenced, capture, replace(unreported, modes=self.tracker.unreported(capture.state))

    def _serve(self) -> None:
        try:
            while (self.waiting or self._for_all) and not self.closed and not self.held:
                self._serve_once()
        except (ConnectionLost, PaneNotFound) as error:
            log.info("pane", pane=self.pane, error=error.message)  # its owner learns that too
        finally:
            self._serving = False

    def _serve_once(self) -> None:
        cut, self._cut = self._cut, False
        for_all, self._for_all = self._for_all, False
        waiting, self.waiting = self.waiting, {}
        try:
            fenced, capture, unreported = self.fence(cut=cut)
        except PaneHeld:
            for reader in waiting:
                self.fence_for(reader)
            return
        if for_all or fenced.cut:
            waiting, self.waiting = dict(self.readers), {}
        self.send_full(waiting, fenced, capture, unreported)

    def send_all(self, fenced: Fenced) -> None:
        """Send all readers a full snapshot. Switches: yes, asks tmux for the history."""
        self.waiting = {}
        self._for_all = self._cut = False
        try:
            self.send_full(dict(self.readers), *self._read(fenced))
        except TmuxError as error:
            log.error("pane", pane=self.pane, error=error.message)
            self._for_all = True
        if self.waiting or self._for_all:
            self.serve()

    def send_full(
        self, readers: dict[PaneReader, None], fenced: Fenced, capture: ScreenCapture, unreported: Unreported
    ) -> None:
        """Send readers the screen with its history. Switches: yes, asks tmux for the history.

        Meanwhile another greenlet may have sent some of them a newer one, which stays.
        """
        forms = {reader: self._form(reader) for reader in readers if reader in self.readers}
        if not forms:
            return
        history = self.rows.above(capture, max(rows for rows, _ in forms.values()))
        unreported = self._healer.complete(fenced, capture, unreported)
        made = {
            form: self._full(capture, history, form, fenced.offset, unreported)
            for form in dict.fromkeys(forms.values())
        }
        number = fenced.number
        sent = [reader for reader in readers if self._newest.get(reader, number) < number and not self.held]
        guess = None if unreported.knows_pen else Guess(fenced.offset, capture, unreported.pen)
        self._healer.on_sent(sent, guess)
        for reader in sent:
            self._newest[reader] = number
            snapshot, is_short = made[forms[reader]]
            self._short.on_sent(reader, is_short=is_short)
            reader.on_snapshot(snapshot)

    def _form(self, reader: PaneReader) -> tuple[int, int]:
        """Of its full snapshot: at most so many rows of history, and bytes."""
        return self._scrollback[reader], min(reader.snapshot_bytes or SNAPSHOT_MAX_BYTES, SNAPSHOT_MAX_BYTES)

    def _full(
        self,
        capture: ScreenCapture,
        history: DrawnRows,
        form: tuple[int, int],
        offset: int,
        unreported: Unreported,
    ) -> tuple[PaneSnapshot, bool]:
        """The snapshot, and whether it lacks rows because few bytes are allowed for this reader."""
        rows, most_bytes = form
        sent = whole = history.part(max(0, len(history.rows) - rows))
        data = compose.full(capture, sent, unreported)
        while len(data) > most_bytes and sent.rows:
            sent = sent.part(_rows_over(sent.rows, len(data) - most_bytes))
            data = compose.full(capture, sent, unreported)
        flags = OLDER_ROWS if capture.state.history > len(sent.rows) else 0
        is_short = sent is not whole and most_bytes < SNAPSHOT_MAX_BYTES
        return self.snapshot(FULL, flags, capture, offset, data), is_short

    def snapshot(
        self, kind: int, flags: int, capture: ScreenCapture, offset: int, data: bytes
    ) -> PaneSnapshot:
        """A snapshot of this pane, with the size and the flags that a capture says."""
        flags |= ALTERNATE if capture.state.alternate else 0
        return PaneSnapshot(self.pane, offset, capture.state.size, kind, flags, data)

    def _refresh_when_settled(self) -> None:
        while (wait_s := self._resize_due - time.monotonic()) > 0:
            gevent.sleep(wait_s)
        self._resize_due = 0.0
        self.refresh()


def _rows_over(rows: Sequence[bytes], surplus_bytes: int) -> int:
    """How many of the first rows have this many bytes together, at least one."""
    total = 0
    for count, row in enumerate(rows, 1):
        total += len(row)
        if total >= surplus_bytes:
            return count
    return len(rows)
