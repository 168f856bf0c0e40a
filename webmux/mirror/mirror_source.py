"""A hub's source that captures a session without attaching to it, and types into it by commands."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

import gevent
from gevent.event import Event as Flag

from webmux.errors import SessionNotFound, SourceClosed, TmuxError
from webmux.logs import get_logger
from webmux.mirror.capture import Camera
from webmux.mirror.keys import KEYS_MAX_BYTES, key_commands
from webmux.mirror.screen import Screen, changes, paint
from webmux.mirror.slots import CaptureSlots
from webmux.model import Size
from webmux.source import Receipt
from webmux.supervise import Nursery
from webmux.tmux.control.client import Link
from webmux.tmux.control.process import NoServer
from webmux.tmux.version import traits

log = get_logger(__name__)

RESTS_AFTER_S = 2.0
"""After a longer pause between two captures only an event wakes the mirror."""
AWAY_RETRY_S = 1.0
PENDING_MAX_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class MirrorLimits:
    """The configured pace of mirrors."""

    interval_s: float = 0.033
    input_max_bytes: int = 100
    input_wait_s: float = 0.005


class MirrorSource:
    """Captures a window, named as for `Camera`, as often as it changes and at most once per interval.

    All subscribers share a capture, which is made while the hub reads, so slow subscribers slow it down.
    After a change the next capture follows an interval later. Each capture without a change doubles the
    pause, and beyond `RESTS_AFTER_S` there is none until `wake` or a key.

    `slots` limits the simultaneous captures of all mirrors.
    """

    resizable = False

    def __init__(
        self,
        link: Link,
        target: str,
        size: Size,
        limits: MirrorLimits,
        slots: CaptureSlots,
        version: str,
    ) -> None:
        self.size = size
        self._limits = limits
        self._slots = slots
        self._link = link
        self._target = target
        self._visible_paste = traits(version).cleans_pastes
        self._camera = Camera(link, target, version)
        self._screen: Screen | None = None
        self._out = memoryview(b"")
        self._woken = Flag()
        self._pause_s = 0.0
        self._next_at = 0.0
        self._pending: deque[tuple[bytes, Receipt | None]] = deque()
        self._pending_bytes = 0
        self._taken = Flag()
        self._closed: str | None = None
        self._nursery = Nursery(f"mirror {target}")
        self._is_checked = True
        self._stop_listening = link.changed.add(self._on_link_change)

    # -- reading ---------------------------------------------------------------------------

    def read(self, limit_bytes: int, timeout_s: float | None = None) -> bytes:
        """See `Source.read`. With a timeout it only returns the rest of the last capture."""
        if not self._out:
            if timeout_s is not None:
                if timeout_s:
                    gevent.sleep(timeout_s)
                return b""
            self._out = memoryview(self._next_change())
        taken, self._out = bytes(self._out[:limit_bytes]), self._out[limit_bytes:]
        return taken

    def _next_change(self) -> bytes:
        while True:
            self._wait_until_due()
            try:
                with self._slots:
                    now = self._camera.take()
            except SessionNotFound as error:
                log.info("mirror ends", error=error.message)
                self._end(_reason(error))
                continue
            except TmuxError as error:
                log.info("mirror", error=error.message)
                self._pause_s = AWAY_RETRY_S
                continue
            changed = changes(self._screen, now)
            self._screen = now
            self.size = now.size
            if changed:
                self._pause_s = 0.0
                return changed
            self._pause_s = max(self._limits.interval_s, self._pause_s * 2)

    def _wait_until_due(self) -> None:
        if self._closed is None and not self._woken.is_set() and self._pause_s > self._limits.interval_s:
            self._woken.wait(self._pause_s if self._pause_s <= RESTS_AFTER_S else None)
        gevent.sleep(max(0.0, self._next_at - time.monotonic()))
        if self._closed is not None:
            raise SourceClosed(self._closed)
        if self._woken.is_set():
            self._woken.clear()
            self._pause_s = 0.0
        self._next_at = time.monotonic() + self._limits.interval_s

    def _on_link_change(self) -> None:
        # tmux may have restarted, and another session may have this id.
        self._is_checked = False
        self.wake()

    def wake(self) -> None:
        """The window may look different: capture it as soon as the interval allows. Never switches."""
        self._woken.set()

    def repaint(self) -> bytes:
        """See `Source.repaint`: the last capture."""
        return b"" if self._screen is None else paint(self._screen)

    def redraw(self) -> None:
        """See `Source.redraw`."""
        self.wake()

    def resize(self, size: Size) -> None:
        """Nothing: a mirror shows the size that the window has."""

    # -- writing ---------------------------------------------------------------------------

    def write(self, data: bytes | memoryview, receipt: Receipt | None = None) -> None:
        """See `Source.write`. The first key is sent at once, the next ones together."""
        if self._closed is not None:
            raise SourceClosed(self._closed)
        if not data:
            return
        self._pending.append((bytes(data), receipt))
        self._pending_bytes += len(data)
        if len(self._nursery) == 0:
            self._nursery.spawn("keys", self._send_keys)
        while self._pending_bytes > PENDING_MAX_BYTES and self._closed is None:
            self._taken.clear()
            self._taken.wait()

    def _send_keys(self) -> None:
        while self._pending and self._closed is None:
            batch = self._take_keys()
            keys = b"".join(data for data, _ in batch)
            sent = False
            try:
                self._check_session()
                if self._closed is None:
                    self._link.run(*key_commands(self._target, keys, visible_paste=self._visible_paste))
                    sent = True
            except SessionNotFound as error:
                self._end(_reason(error))
            except TmuxError as error:
                log.warning("keys", error=error.message)  # tmux may have typed them or not
            finally:
                _report(batch, taken=sent)
            self.wake()
            gevent.sleep(self._limits.input_wait_s)

    def _check_session(self) -> None:
        """Check that the id still belongs to the same session; keys wait while tmux does not answer."""
        while not self._is_checked and self._closed is None:
            try:
                self._camera.check()
                self._is_checked = True
            except SessionNotFound:
                raise
            except TmuxError as error:
                log.info("keys wait", error=error.message)
                gevent.sleep(AWAY_RETRY_S)

    def _take_keys(self) -> list[tuple[bytes, Receipt | None]]:
        """Pending keys: all of them if they are long enough for a paste, else at most `input_max_bytes`."""
        most = self._limits.input_max_bytes if self._pending_bytes <= KEYS_MAX_BYTES else PENDING_MAX_BYTES
        batch = [self._pending.popleft()]
        size = len(batch[0][0])
        while self._pending and size + len(self._pending[0][0]) <= most:
            batch.append(self._pending.popleft())
            size += len(batch[-1][0])
        self._pending_bytes -= size
        self._taken.set()
        return batch

    # -- the end ---------------------------------------------------------------------------

    def close(self) -> None:
        """See `Source.close`."""
        self._end("closed")

    def _end(self, reason: str) -> None:
        if self._closed is None:
            self._closed = reason
            _report(self._pending, taken=False)
            self._pending.clear()
            self._stop_listening()
            self._woken.set()
            self._taken.set()


def _report(written: Iterable[tuple[bytes, Receipt | None]], *, taken: bool) -> None:
    for data, receipt in written:
        if receipt is None:
            continue
        if taken:
            receipt.taken_more(len(data))
        else:
            receipt.lost()


def _reason(error: SessionNotFound) -> str:
    return "server_exited" if isinstance(error, NoServer) else "session_ended"
