"""Sends the output of a pane, or pictures of it while it floods. The rules are in `flood_rules.py`.

Only one of two pauses a pane in tmux: a fence for a moment, or this while `held`. Each takes `hub.fencing`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import gevent
from gevent.event import Event as Flag

from webmux.errors import PaneNotFound, TmuxError
from webmux.logs import get_logger
from webmux.panes.floods.flood_rules import FloodMeter, FramePace
from webmux.panes.floods.frame_capture import Frame, FrameCaptures
from webmux.panes.floods.output_batch import OutputBatch
from webmux.panes.floods.output_flow import Flow
from webmux.panes.pane_events import ALTERNATE, FRAME, SKIPPED, PaneSnapshot
from webmux.panes.pane_hub import PaneHub
from webmux.panes.pane_reader import PaneReader
from webmux.panes.snapshots.fence import Fenced
from webmux.supervise import Nursery
from webmux.tmux.control.connection import ConnectionLost

log = get_logger(__name__)

BATCH_S = 0.005
PIECE_BYTES = 64 * 1024
"""The longest frame that is published."""
UPDATE_S, UPDATE_MAX_S = 0.004, 0.05
"""A screen within a synchronized update is looked at again so soon, for so long at most."""


class FrameFlow(Flow):
    """One pane. Its greenlets exist only while output waits or the pane is held."""

    def __init__(self, hub: PaneHub, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(hub)
        self.hub: PaneHub = hub
        self._clock = clock
        self._meter = FloodMeter()
        self._pace = FramePace()
        self._batch = OutputBatch(BATCH_S)
        self._captures = FrameCaptures(hub.pane, hub.version)
        self._nursery = Nursery(f"flood of %{hub.pane}")
        self._holding: gevent.Greenlet[..., Any] | None = None
        self._dropping = False
        self._flushing = False
        self._is_asked = False
        self._is_paused = False
        self._wake = Flag()
        self._seen: dict[PaneReader, Frame] = {}

    # -- called by the hub; nothing here switches ------------------------------------------

    @property
    def unpublished_bytes(self) -> int:
        """Output that waits for more."""
        return self._batch.size_bytes

    def on_output(self, data: bytes, string_bytes: int = 0) -> None:
        """See `Flow.on_output`."""
        if self._dropping:
            return
        now = self._clock()
        if self._batch.add(data, now):
            self.flush()
        elif not self._flushing:
            self._flushing = True
            self._nursery.spawn("flush", self._flush_soon)
        self._meter.add(len(data), string_bytes, now, data.count(b"\n"))
        if self._holding is None and self._meter.is_flood(
            seen=bool(self.hub.readers),
            unpublished_bytes=self._batch.size_bytes,
            string_bytes=self.hub.tracker.string_bytes,
        ):
            self._begin()

    def flush(self) -> None:
        """See `Flow.flush`."""
        if self._batch.size_bytes:
            data = self._batch.take()
            for at in range(0, len(data), PIECE_BYTES):
                self.hub.publish(data[at : at + PIECE_BYTES])

    def on_cut(self) -> None:
        """See `Flow.on_cut`."""
        if self._batch.size_bytes:
            self._batch.take()

    def on_paused(self) -> None:
        """See `Flow.on_paused`."""
        if self._holding is None:
            self._begin()
        elif not self._dropping:  # it was released already, though its greenlet has not seen that yet
            self._is_paused = True

    def on_key(self) -> None:
        """See `Flow.on_key`."""
        now = self._clock()
        self._batch.on_key(now)
        self._pace.on_key(now)
        self._wake.set()

    def on_waiting(self) -> None:
        """See `Flow.on_waiting`."""
        if self.held:
            self._is_asked = True
            self._wake.set()
        else:
            self.hub.serve()

    def close(self) -> None:
        """See `Flow.close`."""
        if self._holding is not None:
            self._holding.kill(block=False)
            self.hub.fences.resume()
        self._seen.clear()

    # -- in greenlets of its own -----------------------------------------------------------

    def _flush_soon(self) -> None:
        gevent.sleep(self._batch.timeout_s)
        self._flushing = False
        self.flush()

    def _begin(self) -> None:
        self._holding = self._nursery.spawn("hold", self._hold)

    def _hold(self) -> None:
        """Hold the pane until it is calm, or shown again if nobody saw it."""
        fenced = None
        try:
            fenced = self._hold_until_calm()
        except (ConnectionLost, PaneNotFound) as error:
            log.info("frames", pane=self.hub.pane, error=error.message)  # its owner learns that too
        except TmuxError as error:
            log.error("frames", pane=self.hub.pane, error=error.message)
            self.hub.fences.resume()
            self.hub.refresh()
        finally:
            self.held = self._dropping = False
            self._holding = None
            self._seen.clear()
        if self._is_paused and not self.hub.closed:
            self._begin()
        elif fenced is not None:
            self.hub.send_all(fenced)

    def _hold_until_calm(self) -> Fenced:
        with self.hub.fencing:
            self._dropping = True
            self.hub.fences.hold()
            self.held, self._is_paused = True, False
        self._pace.begin(self._clock())
        while not self._has_calmed():
            self._wait()
        self._pace.end(self._clock())
        with self.hub.fencing:
            self._dropping = False  # all output from here on is newer than the capture
            self._meter = FloodMeter()  # the flood is over; a new one is noticed as soon
            return self.hub.fences.release()

    def _has_calmed(self) -> bool:
        """Look once, and show viewers what is seen."""
        if not self.hub.readers:
            while not self.hub.readers:
                self._wake.clear()
                self._wake.wait()
            return True
        self._is_asked = False
        frame = self._look()
        if self._pace.has_calmed(frame.look, self._clock()):
            return True
        self._show(frame)
        return False

    def _look(self) -> Frame:
        """Capture the screen, as soon as the program is not within a synchronized update."""
        until = self._clock() + UPDATE_MAX_S
        while True:
            frame = self._captures.read(self.hub.fences.look(self._captures.commands()))
            if not frame.state.updating or self._clock() >= until:
                return frame
            gevent.sleep(UPDATE_S)

    def _show(self, frame: Frame) -> None:
        """Send it to those who have drawn all that they were sent, if it differs from that."""
        hub = self.hub
        hub.size = frame.state.size
        snapshot = None
        for reader in list(hub.readers):
            is_new = reader in hub.waiting or not frame.looks_like(self._seen.get(reader))
            if not is_new or not reader.frame_acked():
                continue
            if snapshot is None:
                flags = SKIPPED | (ALTERNATE if frame.state.alternate else 0)
                snapshot = PaneSnapshot(
                    hub.pane, hub.end_offset, frame.state.size, FRAME, flags, frame.drawn()
                )
            hub.waiting.pop(reader, None)
            self._seen[reader] = frame
            reader.on_snapshot(snapshot)

    def _wait(self) -> None:
        """Wait until the next look is due."""
        while not self._is_asked:
            focused = any(reader.focused for reader in self.hub.readers)
            due = self._pace.next_look_at(focused=focused, viewers=len(self.hub.readers))
            wait_s = due - self._clock()
            if wait_s <= 0:
                return
            self._wake.clear()
            self._wake.wait(wait_s)
