"""Completes what a fence does not know of a terminal, and repaints the screen of those who got it wrong.

tmux reports neither the pen nor half a character. Both are known if the output before the fence is. If not,
what follows may show them: see `pen_search`. If nothing had followed when the snapshot left, the screen is
painted again at the first pause of the pane.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Protocol

import gevent

from webmux.errors import PaneNotFound, TmuxError
from webmux.events import Output
from webmux.hub.ring import Ring
from webmux.logs import get_logger
from webmux.panes.pane_events import SCREEN, PaneSnapshot
from webmux.panes.pane_reader import PaneReader
from webmux.panes.snapshots import compose
from webmux.panes.snapshots.fence import Fenced, NotQuiet
from webmux.panes.snapshots.output_tail import TAIL_BYTES, Unreported, read_tail
from webmux.panes.snapshots.pen_search import LOOK_BYTES, RESET, first_cell, pen_at
from webmux.panes.snapshots.screen_capture import ScreenCapture
from webmux.supervise import Nursery
from webmux.tmux.control.connection import ConnectionLost

log = get_logger(__name__)

AFTER_S = 0.25
QUIET_S = 0.05
TRIES_MAX = 3
"""So many repaints follow a snapshot whose pen is not known, each at a pause of the pane."""


class Rows(Protocol):
    """What a healer uses of a `PaneHistory`; may switch."""

    def row(self, capture: ScreenCapture, y: int) -> bytes | None: ...


class HubPort(Protocol):
    """What a healer uses of the hub of its pane; only `fence` switches."""

    pane: int
    closed: str
    readers: dict[PaneReader, None]
    waiting: dict[PaneReader, None]

    @property
    def ring(self) -> Ring: ...

    @property
    def held(self) -> bool: ...

    @property
    def rows(self) -> Rows: ...

    def refresh(self, *, cut: bool = False) -> None: ...

    def fence(
        self, *, quiet: bool = False, cut: bool = False
    ) -> tuple[Fenced, ScreenCapture, Unreported]: ...

    def snapshot(
        self, kind: int, flags: int, capture: ScreenCapture, offset: int, data: bytes
    ) -> PaneSnapshot: ...


class Healer:
    """What is not known of one pane, and the readers whose screens may be wrong because of it."""

    def __init__(self, hub: HubPort, nursery: Nursery) -> None:
        self._hub = hub
        self._nursery = nursery
        self._readers: dict[PaneReader, None] = {}
        self._pen: tuple[int, bytes] | None = None
        self._unknown: tuple[Fenced, ScreenCapture] | None = None
        self._tries = 0
        self._running = False
        self._due = 0.0
        self._last_output = 0.0
        self._head_is_missing = False
        self._refences = 0

    # -- nothing here switches -------------------------------------------------------------

    def on_output(self, byte: int) -> None:
        """The pane printed, first this byte."""
        self._last_output = time.monotonic()
        if self._head_is_missing:
            self._check_head(byte)
        if self._readers and not self._running:
            self._running = True
            self._nursery.spawn("heal", self._run)

    def add(self, reader: PaneReader) -> None:
        """This reader got a snapshot whose pen is not certain."""
        self._readers[reader] = None
        self._tries = TRIES_MAX
        self._due = time.monotonic() + AFTER_S

    def leave(self, reader: PaneReader) -> None:
        """The reader has left."""
        self._readers.pop(reader, None)

    def close(self) -> None:
        """The hub ends."""
        self._readers.clear()
        self._unknown = None

    def read_tail(self, fenced: Fenced) -> Unreported:
        """What the output before a fence shows."""
        start = self._hub.ring.start_offset
        if fenced.cut or start >= fenced.offset:
            self._expect_head(fenced.offset)
            return Unreported()
        newer = self._hub.ring.end_offset - fenced.offset
        tail = self._hub.ring.tail(TAIL_BYTES + newer)
        tail = tail[: len(tail) - newer]
        if self._pen is not None and 0 <= fenced.offset - self._pen[0] <= len(tail):
            return read_tail(tail[len(tail) - (fenced.offset - self._pen[0]) :], self._pen[1])
        return read_tail(tail)

    def _expect_head(self, offset: int) -> None:
        """The first byte after a fence shows whether it cut a character whose beginning is not known."""
        self._head_is_missing = True
        self._refences = self._refences or TRIES_MAX
        following = self._output_from(offset)
        if following:
            self._check_head(following[0])

    def _check_head(self, byte: int) -> None:
        self._head_is_missing = False
        if 0x80 <= byte <= 0xBF and self._refences:
            self._refences -= 1
            self._hub.refresh()
        else:
            self._refences = 0

    def _output_from(self, offset: int) -> bytes:
        """The first bytes of the output from this place on; empty if it is not stored."""
        ring = self._hub.ring
        cursor = ring.cursor_at(offset)
        found = b""
        while cursor is not None and len(found) < LOOK_BYTES:
            event = ring.read(cursor, LOOK_BYTES - len(found))
            if not isinstance(event, Output):
                break
            found += bytes(event.data)
        return found

    # -- these switch ----------------------------------------------------------------------

    def complete(self, fenced: Fenced, capture: ScreenCapture, unreported: Unreported) -> Unreported:
        """Add the pen, if the output after the fence shows it by now. Switches: maybe, asks tmux."""
        if unreported.knows_pen:
            return unreported
        self._unknown = (fenced, capture)
        cell = first_cell(capture, self._output_from(fenced.offset))
        if cell == RESET:
            self._unknown = None
            return replace(unreported, knows_pen=True)
        self._search_pen()
        if self._pen is None or self._pen[0] != fenced.offset:
            return unreported
        return replace(unreported, pen=self._pen[1])

    def _search_pen(self) -> None:
        """Look what was drawn first after the last fence whose pen is not known."""
        if self._unknown is None:
            return
        fenced, capture = self._unknown
        cell = first_cell(capture, self._output_from(fenced.offset))
        if cell is None or cell == RESET:
            return
        row = self._hub.rows.row(capture, cell[1])
        pen = None if row is None else pen_at(row, cell[0])
        if pen is not None:
            self._pen, self._unknown = (fenced.offset, pen), None

    def _run(self) -> None:
        try:
            while self._readers and not self._hub.closed and not self._hub.held:
                wait_s = max(self._due, self._last_output + QUIET_S) - time.monotonic()
                if wait_s > 0:
                    gevent.sleep(wait_s)
                elif self._repaint():
                    return
        except (ConnectionLost, TmuxError, PaneNotFound) as error:
            log.info("pane", pane=self._hub.pane, error=error.message)
        finally:
            self._running = False

    def _repaint(self) -> bool:
        """Whether the screen was painted; the next output begins the next try, if one is left."""
        readers = dict(self._readers)
        self._search_pen()
        self._due = time.monotonic() + AFTER_S
        try:
            fenced, capture, unreported = self._hub.fence(quiet=True)
        except NotQuiet:
            return False
        self._tries -= 1
        if unreported.knows_pen or not self._tries:
            self._readers.clear()
        else:
            self._unknown = (fenced, capture)
        data = compose.screen(capture, unreported)
        snapshot = self._hub.snapshot(SCREEN, 0, capture, fenced.offset, data)
        for reader in readers:
            if reader in self._hub.readers and reader not in self._hub.waiting:
                reader.on_snapshot(snapshot)
        return True
