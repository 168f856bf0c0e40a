"""Records one session: a subscriber of its mirror that writes to a file.

It takes output at once, notes the time, and writes every quarter of a second. What waits for the disk is
bounded. Above the limit it takes nothing, so the hub skips output for it as for any slow viewer, and the
file continues with a whole screen. Nobody waits for the disk.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from gevent.event import Event as Flag

from webmux.errors import SubscriberClosed, WebMuxError
from webmux.events import Exited, HubEvent, Output, Resized, Snapshot
from webmux.hub.hub import Hub
from webmux.hub.size_owner import SizePolicy
from webmux.logs import get_logger
from webmux.model import Size
from webmux.recording.cast import CastEncoder
from webmux.recording.storage import CastFile
from webmux.supervise import Nursery

log = get_logger(__name__)

WRITE_EVERY_S = 0.25
WAITING_MAX_BYTES = 1024 * 1024
WAITING_MAX_EVENTS = 4096
SCREEN_EVERY_BYTES = 512 * 1024
"""After so much output the recorder requests a whole screen, from which a player can start."""
BELL = "Bell"
BELLS_APART_S = 2.0
"""Closer bells count as one: a terminal of ours rings at once, tmux marks a window within a second."""

Line = Callable[[], bytes]


class Recorder:
    """Records from its creation until it is stopped, the session ends or the file cannot grow.

    `on_end` is called once, from a greenlet that may switch, with the reason: that given to `stop`, one
    of `EXIT_REASONS`, or the code of the error.
    """

    def __init__(self, hub: Hub, size: Size, file: CastFile, on_end: Callable[[Recorder, str], None]) -> None:
        self.file = file
        self.began_at = time.monotonic()
        self.length_s = 0.0
        """The length, after the end."""
        self._hub = hub
        self._on_end = on_end
        self._encoder = CastEncoder(self.began_at, size)
        self._ready = Flag()
        self._queued = Flag()
        self._over = Flag()
        self._room = Flag()
        self._waiting: list[Line] = []
        self._waiting_bytes = 0
        self._since_screen = 0
        self._typist = ""
        self._rang_at = -BELLS_APART_S
        self._reason = ""
        self._subscriber = hub.join(self._ready.set, size, may_type=False, size_policy=SizePolicy.UNSEEN)
        self._nursery = Nursery(f"recorder {file.id}", on_crash=lambda error: self._finish("failed"))
        self._nursery.spawn("take", self._take_all)
        self._writer = self._nursery.spawn("write", self._write_all)

    @property
    def lost(self) -> int:
        """How often it was too slow and continued with a whole screen."""
        return self._subscriber.skipped_frames

    def typed(self, who: str) -> None:
        """A user typed; recorded if it was another user before. Never switches."""
        if who != self._typist:
            self._typist = who
            self._queue(partial(self._encoder.marker, time.monotonic(), f"{who} types"), 0)

    def rang(self) -> None:
        """The session rang; a series of bells is recorded once, when it begins. Never switches."""
        now = time.monotonic()
        if now - self._rang_at >= BELLS_APART_S:
            self._queue(partial(self._encoder.marker, now, BELL), 0)
        self._rang_at = now

    def stop(self, reason: str = "stopped") -> None:
        """End the recording and wait until it is written. Safe to call twice. Switches: yes."""
        self._finish(reason)
        self._writer.join()

    # -- taking ----------------------------------------------------------------------------

    def _take_all(self) -> None:
        try:
            while not self._over.is_set():
                self._wait_for_room()
                events = self._subscriber.take()
                if not events:
                    self._ready.clear()
                    self._ready.wait()
                    continue
                now = time.monotonic()
                for event in events:
                    self._take(now, event)
        except SubscriberClosed:
            pass

    def _wait_for_room(self) -> None:
        while self._is_full() and not self._over.is_set():
            self._room.clear()
            self._room.wait()

    def _is_full(self) -> bool:
        return self._waiting_bytes >= WAITING_MAX_BYTES or len(self._waiting) >= WAITING_MAX_EVENTS

    def _take(self, now: float, event: HubEvent) -> None:
        match event:
            case Output():
                self._queue(partial(self._encoder.output, now, event.data), len(event.data))
                self._subscriber.ack(event.end)
                self._since_screen += len(event.data)
                if self._since_screen >= SCREEN_EVERY_BYTES:
                    self._since_screen = 0
                    self._hub.ask_repaint(self._subscriber)
            case Snapshot():
                self._since_screen = 0
                self._queue(partial(self._encoder.screen, now, event.data), len(event.data))
            case Resized():
                self._queue(partial(self._encoder.resize, now, event.size), 0)
            case Exited():
                self._queue(partial(self._encoder.exit, now), 0)
                self._finish(event.reason)

    def _queue(self, line: Line, length: int) -> None:
        if not self._reason:
            self._waiting.append(line)
            self._waiting_bytes += length
            self._queued.set()

    # -- writing ---------------------------------------------------------------------------

    def _write_all(self) -> None:
        try:
            while not self._over.is_set():
                self._queued.wait()
                self._over.wait(WRITE_EVERY_S)
                self._write()
            self._write()  # what came during the last write
        except WebMuxError as error:
            log.warning("recording ends", recording=self.file.id, error=error.message)
            self._finish(error.code)
        finally:
            self._finish("failed")
            self.file.close()
            self._on_end(self, self._reason)

    def _write(self) -> None:
        lines, self._waiting, self._waiting_bytes = self._waiting, [], 0
        self._queued.clear()
        self._room.set()
        if lines:
            self.file.append(lambda: b"".join(line() for line in lines))

    def _finish(self, reason: str) -> None:
        if not self._reason:
            self.length_s = time.monotonic() - self.began_at
            self._queue(partial(self._encoder.end, time.monotonic()), 0)
            self._reason = reason
            self._over.set()
            self._queued.set()
            self._room.set()
            self._subscriber.leave()
            self._ready.set()
            log.info("recording over", recording=self.file.id, reason=reason, lost_frames=self.lost)
