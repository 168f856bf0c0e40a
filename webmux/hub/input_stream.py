"""Input that counts once, however often it is sent: the bytes of one client, numbered from 0.

A client stores its input until the terminal accepted it, and sends it again over a new connection. If the old
connection delivers late, both write to the same stream, one after the other.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Protocol

from gevent.lock import BoundedSemaphore

from webmux.errors import BadRecord, InputLost, WebMuxError
from webmux.source import Receipt

Write = Callable[[memoryview, Receipt], None]

REFUSED_MAX = 64
"""Newer parts replace the oldest ones: they matter only to a client that is away while a pane ends."""


class Holder(Protocol):
    """The connection that a stream belongs to now. No call may switch."""

    def input_taken(self) -> None:
        """The terminal accepted more of the stream, or accepted the repeated bytes before."""

    def input_refused(self, offset: int, count: int) -> None:
        """These bytes count as accepted, but their pane had ended, so its user has to decide about them."""

    def input_lost(self) -> None:
        """Bytes that were not accepted may be lost; the stream accepts no more input."""


class InputStream:
    """The state of one client's input. `taken` never exceeds what the terminal accepted."""

    def __init__(self, place: tuple[str, str]) -> None:
        self.place = place
        """The epoch and the id of the session that it is typed into."""
        self.taken = 0
        """The terminal accepted every byte before this offset."""
        self.refused_parts: deque[tuple[int, int]] = deque(maxlen=REFUSED_MAX)
        """Offset and length of the newest input whose pane had ended; part of what counts as accepted."""
        self.is_lost = False
        self.holder: Holder | None = None
        self._handed_over = 0
        self._lock = BoundedSemaphore(1)

    def take(self, offset: int, data: memoryview, write: Write) -> int:
        """Write the bytes of `data`, which begins at `offset`, that were not written before.

        Returns:
            How many bytes these are. If there are none, the earlier bytes are confirmed again.

        Raises:
            BadRecord: bytes before `offset` are missing.
            InputLost: see there.
            WebMuxError: `write` failed; the stream is then lost.

        Switches: while the other connection of this stream writes, and as `write` does.
        """
        with self._lock:
            if self.is_lost:
                raise InputLost("it is not known what of this input was taken")
            known = self._handed_over - offset
            if known < 0:
                raise BadRecord(f"input from {offset} on, but {self._handed_over} is next")
            rest = data[known:]
            if not rest:
                self._confirm()
                return 0
            self._handed_over += len(rest)
            try:
                write(rest, self)
            except WebMuxError:
                self.lost()
                raise
            return len(rest)

    def taken_more(self, count: int) -> None:
        """See `Receipt.taken_more`."""
        self.taken += count
        self._confirm()

    def refused(self, count: int) -> None:
        """See `Receipt.refused`."""
        offset = self.taken
        if self.refused_parts and sum(self.refused_parts[-1]) == offset:
            begin, length = self.refused_parts.pop()
            self.refused_parts.append((begin, length + count))
        else:
            self.refused_parts.append((offset, count))
        if self.holder is not None:
            self.holder.input_refused(offset, count)
        self.taken_more(count)

    def lost(self) -> None:
        """See `Receipt.lost`."""
        if not self.is_lost:
            self.is_lost = True
            if self.holder is not None:
                self.holder.input_lost()

    def _confirm(self) -> None:
        if self.holder is not None:
            self.holder.input_taken()
