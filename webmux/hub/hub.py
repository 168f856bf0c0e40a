"""The only reader of one source: numbers its output, stores it, and lets subscribers read it.

One greenlet reads the source. Subscribers' greenlets call everything else here. No lock is needed, because
nothing switches unless its docstring says so.
"""

from __future__ import annotations

import re
import secrets
import time
import unicodedata
from collections.abc import Callable
from typing import Any

import gevent
from gevent.event import Event as Flag

from webmux.errors import Forbidden, SourceClosed
from webmux.events import Attached, Event, Exited, HubEvent, Output, Resized, Snapshot
from webmux.hub import presence
from webmux.hub.batch import Batcher
from webmux.hub.copies import LastTyped
from webmux.hub.counts import Counts
from webmux.hub.limits import HubLimits
from webmux.hub.linger import Linger
from webmux.hub.redraw import KeyRedraw
from webmux.hub.ring import Ring
from webmux.hub.size_owner import SizePolicy
from webmux.hub.size_policy import SizedTerminal, Sizing
from webmux.hub.stream import StreamFilter
from webmux.hub.subscriber import Subscriber
from webmux.hub.viewer import Viewer
from webmux.logs import get_logger
from webmux.model import Person, Size
from webmux.source import Receipt, Source
from webmux.supervise import Nursery

log = get_logger(__name__)

REPAINT_INTERVAL_S = 0.1
"""At most ten repaints a second: each makes tmux draw its whole screen for all subscribers."""
TITLE_MAX_CHARS = 256
NOBODY = Person()
_FOCUS_REPORTS = re.compile(rb"(?:\x1b\[[IO])+")


class Hub(SizedTerminal):
    """A running terminal that any number of subscribers share.

    `on_closed` is called once, after the source ended or the linger time passed without a subscriber.
    `on_presence` is called when a subscriber joined or left, and `on_bell` at each bell; that must not wait.
    `on_closed` and `on_bell` run in the reader's greenlet.
    """

    def __init__(
        self,
        source: Source,
        limits: HubLimits,
        on_closed: Callable[[Hub], None] | None = None,
        on_presence: Callable[[], None] = lambda: None,
        on_bell: Callable[[Hub], None] = lambda hub: None,
        typed: LastTyped | None = None,
        sizing: Sizing | None = None,
    ) -> None:
        self.id = secrets.token_urlsafe(12)
        self.source = source
        self.limits = limits
        self.ring = Ring(limits.max_buffer_bytes)
        self.subscribers: dict[Subscriber, None] = {}
        self.sizing = sizing or Sizing()
        """Who owns the size; terminals of the same session may share it."""
        self.counts = Counts()
        self._on_closed = on_closed
        self._on_presence = on_presence
        self._on_bell = on_bell
        self.typed = typed or LastTyped()
        """Who typed last in the session that the source shows; replaced when it shows another session."""
        self._filter = StreamFilter(source.size)
        self._batcher = Batcher(source, limits, self.counts)
        self._title = ""
        self._room = Flag()
        self._repaint_for: dict[Subscriber, None] = {}
        self._repaint_at = 0.0
        self._exited: Exited | None = None
        self._closing = False
        self._nursery = Nursery(f"hub {self.id}", on_crash=lambda error: self.close())
        self._redraw = KeyRedraw(source, self._batcher, self._nursery)
        self._linger = Linger(self._nursery, self.close)
        self.sizing.add(self)
        self._nursery.spawn("reader", self._read_all)
        self._linger.start()

    # -- subscribers -----------------------------------------------------------------------

    def join(  # noqa: PLR0913  each is a fact about the subscriber, by keyword
        self,
        wake: Callable[[], None],
        size: Size,
        *,
        may_type: bool,
        resume_at: int | None = None,
        size_policy: SizePolicy = SizePolicy.LEADS,
        person: Person = NOBODY,
        replaces: Viewer | None = None,
        greeting: Callable[[Subscriber], dict[str, Any]] = lambda subscriber: {},
    ) -> Subscriber:
        """Add a subscriber. It gets Attached first, and then a Snapshot or, if it resumes, the next byte.

        The first one that can type owns the size if its `size_policy` allows it. `greeting` adds fields to
        the Attached record, the other subscribers are sent the `person`. The one that it `replaces` leaves.

        Raises:
            SourceClosed: the hub has ended.
        """
        if self._exited is not None:
            raise SourceClosed(self._exited.reason)
        self._linger.stop()
        subscriber = Subscriber(self, wake, may_type=may_type, size=size)
        subscriber.person, subscriber.size_policy = person, size_policy
        if replaces is not None:
            self.sizing.succeed(replaces, subscriber, self)
        self.sizing.arrive(subscriber, self)
        self.subscribers[subscriber] = None
        if replaces is not None:
            replaces.leave()
        cursor = None if resume_at is None else self.ring.cursor_at(resume_at)
        offset = self.ring.end_offset if cursor is None or resume_at is None else resume_at
        subscriber.window.restart(offset)
        fields = self._attached(subscriber, offset, resumed=cursor is not None)
        subscriber.notify(Attached({**fields, **greeting(subscriber)}))
        if cursor is not None:
            subscriber.start_at(cursor, offset)
        elif self.ring.end_offset == 0:
            subscriber.snapshot(Snapshot(0, b""), self._filter.size)
        else:
            self.ask_repaint(subscriber)
        self.send_presence()
        self._on_presence()
        self.on_room()
        return subscriber

    def leave(self, subscriber: Subscriber) -> None:
        """Remove a subscriber; ownership of the size passes to the next owner."""
        self.subscribers.pop(subscriber, None)
        self._repaint_for.pop(subscriber, None)
        self.sizing.leave(subscriber)
        self.send_presence()
        if not self.subscribers and self._exited is None:
            self._linger.start()
        elif not self.subscribers:
            self.ring.clear()
        self._on_presence()
        self.on_room()

    @property
    def resizable(self) -> bool:
        """See `SizedTerminal`."""
        return self.source.resizable

    def redraw(self) -> None:
        """See `SizedTerminal`."""
        self.source.redraw()

    def change_sizing(self, sizing: Sizing) -> None:
        """It shows another session; see `Sizing.move`."""
        self.sizing.move(self, sizing)
        self.sizing = sizing

    def resize(self, size: Size) -> None:
        """Give the terminal this size and notify all subscribers, in order with the output."""
        if not self.source.resizable or size == self.source.size:
            return
        self.source.resize(size)
        self._filter.size = size
        self.ring.append(Resized(size))
        self._wake_all()

    def write(self, subscriber: Subscriber, data: bytes | memoryview, receipt: Receipt | None = None) -> None:
        """Type for a subscriber. Focus reports do not count as typing, and only the size's owner sends them.

        `receipt` is notified of each byte as `Source.write` says.

        Raises:
            Forbidden: it may not type.
            SourceClosed: the terminal ended.

        Switches: only while more than 1 MiB typed earlier is still pending.
        """
        if not subscriber.may_type:
            raise Forbidden("read-only: this connection cannot type")
        is_typed = not _FOCUS_REPORTS.fullmatch(data)
        if is_typed and subscriber.takes_size:
            self.sizing.follow_user(subscriber)
        if not is_typed and subscriber is not self.sizing.owner:
            if receipt is not None:
                receipt.taken_more(len(data))
            return
        if self.typed.by is not subscriber and is_typed:
            self._note_typist(subscriber)
        self.source.write(data, receipt)
        self._batcher.on_key()
        if self._batcher.flooding:
            self._redraw.answer_key()

    def notify_all(self, event: HubEvent, name: str, *, guests: bool = True) -> None:
        """Notify every subscriber, or all but guests; see `Subscriber.notify`."""
        for subscriber in self.subscribers:
            if guests or not subscriber.person.guest:
                subscriber.notify(event, name)

    def send_presence(self) -> None:
        """Send all viewers of the session the list of them, also after a change that the hub cannot see."""
        self.sizing.send_presence()

    # -- flow ------------------------------------------------------------------------------

    def on_room(self) -> None:
        """A subscriber may have credit: let the reader check."""
        self._room.set()

    def ask_repaint(self, subscriber: Subscriber) -> None:
        """Send a subscriber a snapshot at once, or within `REPAINT_INTERVAL_S`."""
        first = not self._repaint_for
        self._repaint_for[subscriber] = None
        if first:
            self._nursery.spawn("repaint", self._repaint_when_due)

    def close(self) -> None:
        """End the source and every subscriber. Switches: no; the reader finishes on its own."""
        self._closing = True
        self._room.set()
        self.source.close()

    def viewers(self) -> int:
        """How many subscribers are not recorders."""
        return sum(not subscriber.unseen for subscriber in self.subscribers)

    def typists(self) -> int:
        """How many subscribers may type."""
        return sum(subscriber.may_type for subscriber in self.subscribers)

    @property
    def closed(self) -> bool:
        """True once the source has ended."""
        return self._exited is not None

    @property
    def exit_reason(self) -> str:
        """One of `webmux.source.EXIT_REASONS`; `""` while the source goes on."""
        return "" if self._exited is None else self._exited.reason

    def stats(self, subscriber: Subscriber) -> dict[str, Any]:
        """The values of record 0x05 for one subscriber."""
        window = subscriber.window
        return {
            "hub": {
                "id": self.id,
                "subscribers": self.viewers(),
                "offset": self.ring.end_offset,
                "ring_bytes": self.ring.cost_bytes,
                "frames": self.counts.frames,
                "reads": self.counts.reads,
                "repaints": self.counts.repaints,
            },
            "queue": {
                "frames": subscriber.waiting_frames(),
                "skipped_frames": subscriber.skipped_frames,
                "snapshots": subscriber.snapshots,
            },
            "flow": {
                "window_bytes": window.window_bytes,
                "in_flight_bytes": window.in_flight_bytes,
                "goodput_bytes_s": int(window.goodput_bytes_s),
                "ack_ms": round(window.ack_s * 1000, 1),
            },
        }

    # -- the reader ------------------------------------------------------------------------

    def _read_all(self) -> None:
        reason = "closed"
        try:
            while True:
                self._wait_for_room()
                self._publish(self._batcher.next())
                if self._batcher.flooding:
                    gevent.sleep(0)  # a source that always has output must not starve the writers
        except SourceClosed as closed:
            reason = closed.reason
        finally:
            self._end(Exited(reason))

    def _wait_for_room(self) -> None:
        while self.subscribers and not self._closing:
            if any(subscriber.has_room() for subscriber in self.subscribers):
                return
            self._room.clear()
            self._room.wait()

    def _follow_size(self) -> None:
        """Announce the size of the next output, if the source has changed its size itself."""
        if self.source.size != self._filter.size:
            self._filter.size = self.source.size
            self.ring.append(Resized(self.source.size))

    def _publish(self, data: bytes) -> None:
        self._follow_size()
        filtered = self._filter.feed(data)
        if filtered.answers:
            self.source.write(filtered.answers)
        if filtered.output:
            self.ring.append(Output(self.ring.end_offset, filtered.output))
            self.counts.output_bytes += len(filtered.output)
            self._wake_all()
        if filtered.title is not None and filtered.title != self._title:
            self._title = filtered.title
            self.notify_all(Event("title", {"title": clean_title(filtered.title)}), "title")
        for copy in filtered.copies:
            self.typed.deliver(copy.event(), self.subscribers, self.sizing.owner)
        if filtered.bell:
            self.notify_all(Event("bell", {}), "bell")
            self._on_bell(self)

    def _note_typist(self, subscriber: Subscriber) -> None:
        self.typed.note(
            subscriber,
            lambda: subscriber in self.subscribers,
            guest=subscriber.person.guest,
            notify=None if self.source.resizable else subscriber.notify,
        )

    def _wake_all(self) -> None:
        for subscriber in self.subscribers:
            subscriber.on_published()

    def _end(self, exited: Exited) -> None:
        self._exited = exited
        self.source.close()
        self.sizing.remove(self)
        for subscriber in self.subscribers:
            subscriber.on_ended(exited)
        if not self.subscribers:
            self.ring.clear()
        if self._on_closed is not None:
            self._on_closed(self)
        self._nursery.stop()

    # -- repaint, notices ------------------------------------------------------------------

    def _repaint_when_due(self) -> None:
        gevent.sleep(max(0.0, self._repaint_at + REPAINT_INTERVAL_S - time.monotonic()))
        if not self._repaint_for or self._exited is not None:
            return
        self._repaint_at = time.monotonic()
        self.counts.repaints += 1
        waiting, self._repaint_for = self._repaint_for, {}
        # The repaint of a source may be newer than the stream; then the stream repeats a part of it.
        snapshot = Snapshot(self.ring.end_offset, self._filter.modes.prelude() + self.source.repaint())
        for subscriber in waiting:
            subscriber.snapshot(snapshot, self._filter.size)
        self.on_room()

    def _attached(self, subscriber: Subscriber, offset: int, *, resumed: bool) -> dict[str, Any]:
        size = self._filter.size
        return {
            "hub": self.id,
            "offset": offset,
            "resumed": resumed,
            "role": presence.role_of(subscriber),
            "owner": subscriber is self.sizing.owner,
            "size": {"cols": size.cols, "rows": size.rows},
            "window_bytes": subscriber.window.window_bytes,
            "title": clean_title(self._title),
        }


def clean_title(title: str) -> str:
    """A title safe to show: no control, format or bidirectional characters, bounded length."""
    shown = (c for c in title if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp"))
    return "".join(shown)[:TITLE_MAX_CHARS]
