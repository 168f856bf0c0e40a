"""One session being recorded: a subscriber of its mirror, whose socket is a file.

It takes what the hub has as soon as there is some, notes the moment, and writes every quarter of a second.
What waits for the disk is bounded. Beyond that nothing is taken, so the hub drops the recorder's place as it
does any slow viewer's, and the next thing in the file is a whole screen. Nobody ever waits for the disk.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

import structlog
from gevent.event import Event as Flag

from webmux.errors import SubscriberClosed, WebMuxError
from webmux.events import Exited, HubEvent, Output, Resized, Snapshot
from webmux.hub.hub import Hub
from webmux.hub.size_owner import SizePolicy
from webmux.model import Size
from webmux.recording.cast import CastEncoder
from webmux.recording.storage import CastFile
from webmux.supervise import Nursery

log = structlog.get_logger(__name__)

WRITE_EVERY_S = 0.25
WAITING_MAX_BYTES = 1024 * 1024
WAITING_MAX_EVENTS = 4096
SCREEN_EVERY_BYTES = 512 * 1024
"""After so much output a whole screen is asked for: who seeks draws from the last one on."""
BELL = "Bell"
BELLS_APART_S = 2.0
"""Bells that follow closer are one: a terminal of ours rings at once, tmux marks a window within a second."""

Line = Callable[[], bytes]


class Recorder:
    """Records from the moment it is made until it is stopped, the session ends or the file cannot grow.

    `on_end` is called once, from a greenlet that may switch, with why: `stopped`, another reason given
    to `stop`, one of `EXIT_REASONS`, or the code of the error.
    """

    def __init__(self, hub: Hub, size: Size, file: CastFile, on_end: Callable[[Recorder, str], None]) -> None:
        self.file = file
        self.began_at = time.monotonic()
        self.length_s = 0.0
        """How long it took, once it is over."""
        self._hub = hub
        self._on_end = on_end
        self._encoder = CastEncoder(self.began_at, size)
        self._ready = Flag()
        self._some = Flag()
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
        """How often it fell behind and went on with a whole screen."""
        return self._subscriber.skipped_frames

    def typed(self, who: str) -> None:
        """Somebody typed; noted where it was somebody else before. Never switches."""
        if who != self._typist:
            self._typist = who
            self._keep(partial(self._encoder.marker, time.monotonic(), f"{who} types"), 0)

    def rang(self) -> None:
        """The session rang; a row of bells is noted once, where it begins. Never switches."""
        now = time.monotonic()
        if now - self._rang_at >= BELLS_APART_S:
            self._keep(partial(self._encoder.marker, now, BELL), 0)
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
                self._keep(partial(self._encoder.output, now, event.data), len(event.data))
                self._subscriber.ack(event.end)
                self._since_screen += len(event.data)
                if self._since_screen >= SCREEN_EVERY_BYTES:
                    self._since_screen = 0
                    self._hub.ask_repaint(self._subscriber)
            case Snapshot():
                self._since_screen = 0
                self._keep(partial(self._encoder.screen, now, event.data), len(event.data))
            case Resized():
                self._keep(partial(self._encoder.resize, now, event.size), 0)
            case Exited():
                self._keep(partial(self._encoder.exit, now), 0)
                self._finish(event.reason)

    def _keep(self, line: Line, length: int) -> None:
        if not self._reason:
            self._waiting.append(line)
            self._waiting_bytes += length
            self._some.set()

    # -- writing ---------------------------------------------------------------------------

    def _write_all(self) -> None:
        try:
            while not self._over.is_set():
                self._some.wait()
                self._over.wait(WRITE_EVERY_S)
                self._write()
            self._write()  # what came while the last one was under way
        except WebMuxError as error:
            log.warning("recording ends", recording=self.file.id, error=error.message)
            self._finish(error.code)
        finally:
            self._finish("failed")
            self.file.close()
            self._on_end(self, self._reason)

    def _write(self) -> None:
        lines, self._waiting, self._waiting_bytes = self._waiting, [], 0
        self._some.clear()
        self._room.set()
        if lines:
            self.file.append(lambda: b"".join(line() for line in lines))

    def _finish(self, reason: str) -> None:
        if not self._reason:
            self.length_s = time.monotonic() - self.began_at
            self._keep(partial(self._encoder.end, time.monotonic()), 0)
            self._reason = reason
            self._over.set()
            self._some.set()
            self._room.set()
            self._subscriber.leave()
            self._ready.set()
            log.info("recording over", recording=self.file.id, reason=reason, lost_frames=self.lost)
