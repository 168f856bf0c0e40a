"""Completes what a fence does not know of a terminal, and repairs the terminals that got it wrong.

tmux reports neither the pen nor half a character. Both are known if the output before the fence is. If not,
what follows may show the pen: see `pen_search`. If nothing had followed when the snapshot left, the pen was
guessed. At the first pause after that the guess is checked, and the screen painted again if it was wrong.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
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
from webmux.panes.snapshots.output_tail import (
    TAIL_BYTES,
    Unreported,
    cut_character,
    lacks_head,
    read_tail,
)
from webmux.panes.snapshots.pen_search import LOOK_BYTES, RESET, first_cell, pen_at
from webmux.panes.snapshots.screen_capture import ScreenCapture
from webmux.supervise import Nursery
from webmux.tmux.control.connection import ConnectionLost

log = get_logger(__name__)

AFTER_S = 0.25
QUIET_S = 0.05
TRIES_MAX = 3
"""So many repairs follow a snapshot whose pen is never found, each at a pause of the pane."""
HEADS_MISSED_MAX = 20
"""So many fences in a row may cut a character; of CJK text two of three do. Text that is not UTF-8 may do so
each time."""
PAUSE_MAX_S = 1.0
"""A pane that prints a little all the time is not waited for any longer."""


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
    def end_offset(self) -> int: ...

    @property
    def rows(self) -> Rows: ...

    def refresh(self, *, cut: bool = False) -> None: ...

    def fence_for(self, reader: PaneReader) -> None: ...

    def fence(
        self, *, quiet: bool = False, cut: bool = False
    ) -> tuple[Fenced, ScreenCapture, Unreported]: ...

    def snapshot(
        self, kind: int, flags: int, capture: ScreenCapture, offset: int, data: bytes
    ) -> PaneSnapshot: ...


@dataclass(frozen=True, slots=True, eq=False)
class Guess:
    """A snapshot whose pen is not certain: its place in the output, the screen, and the pen that was sent.

    `tries` is how often it was repaired in vain.
    """

    offset: int
    capture: ScreenCapture
    pen: bytes
    tries: int = 0


class Healer:
    """What is not known of one pane, and the readers whose terminals may be wrong because of it."""

    def __init__(self, hub: HubPort, nursery: Nursery) -> None:
        self._hub = hub
        self._nursery = nursery
        self._guesses: dict[PaneReader, Guess] = {}
        self._tried: dict[PaneReader, int] = {}
        """Readers that get a full snapshot as a repair, with its number."""
        self._pen: tuple[int, bytes] | None = None
        self._running = False
        self._due = 0.0
        self._last_output = 0.0
        self._head_is_missing = False
        self._heads_missed = 0

    # -- nothing here switches -------------------------------------------------------------

    def on_output(self, byte: int) -> None:
        """The pane printed, first this byte."""
        self._last_output = time.monotonic()
        if self._head_is_missing:
            self._check_head(byte)
        self._start()

    def on_sent(self, readers: Iterable[PaneReader], guess: Guess | None) -> None:
        """These readers got a full snapshot; there is a guess if its pen is not certain."""
        again: dict[int, Guess] = {}
        for reader in readers:
            tries = self._tried.get(reader, 0)
            self.leave(reader)
            if guess is not None and tries < TRIES_MAX:
                self._guesses[reader] = again.setdefault(tries, replace(guess, tries=tries))
        if again:
            self._due = time.monotonic() + AFTER_S
            self._start()

    def leave(self, reader: PaneReader) -> None:
        """The reader has left."""
        self._guesses.pop(reader, None)
        self._tried.pop(reader, None)

    def close(self) -> None:
        """The hub ends."""
        self._guesses.clear()
        self._tried.clear()

    def _start(self) -> None:
        if self._guesses and not self._running:
            self._running = True
            self._nursery.spawn("heal", self._run)

    def read_tail(self, fenced: Fenced) -> Unreported:
        """What the output before a fence shows."""
        start = self._hub.ring.start_offset
        if fenced.cut or start >= fenced.offset:
            self._expect_head(fenced.offset)
            return Unreported()
        newer = self._hub.ring.end_offset - fenced.offset
        tail = self._hub.ring.tail(TAIL_BYTES + newer)
        tail = tail[: len(tail) - newer]
        if lacks_head(tail):
            self._expect_head(fenced.offset)
        cut, pen_before = cut_character(tail), None
        if self._pen is not None and 0 <= fenced.offset - self._pen[0] <= len(tail):
            tail, pen_before = tail[len(tail) - (fenced.offset - self._pen[0]) :], self._pen[1]
        return replace(read_tail(tail, pen_before), cut=cut)

    def _expect_head(self, offset: int) -> None:
        """The first byte after a fence shows whether it cut a character whose beginning is not known."""
        self._head_is_missing = True
        following = self._output_from(offset)
        if following:
            self._check_head(following[0])

    def _check_head(self, byte: int) -> None:
        self._head_is_missing = False
        if not 0x80 <= byte <= 0xBF:
            self._heads_missed = 0
        elif self._heads_missed < HEADS_MISSED_MAX:
            self._heads_missed += 1
            self._hub.refresh()

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
        pen = self._search(fenced.offset, capture)
        return unreported if pen is None else replace(unreported, pen=pen, knows_pen=True)

    def _search(self, offset: int, capture: ScreenCapture) -> bytes | None:
        """The pen at a fence by what was drawn next, and remember it. None if that cannot be known now."""
        cell = first_cell(capture, self._output_from(offset))
        if cell is None:
            return None
        if cell == RESET:
            return b""
        row = self._hub.rows.row(capture, cell[1])
        pen = None if row is None else pen_at(row, cell[0])
        if pen is not None:
            self._pen = (offset, pen)
        return pen

    def _run(self) -> None:
        try:
            while self._guesses and not self._hub.closed and not self._hub.held:
                pause_at = min(self._last_output + QUIET_S, self._due + PAUSE_MAX_S)
                wait_s = max(self._due, pause_at) - time.monotonic()
                if wait_s > 0:
                    gevent.sleep(wait_s)
                elif not self._has_printed() or self._heal():
                    return  # the next output starts this again
        except (ConnectionLost, TmuxError, PaneNotFound) as error:
            log.info("pane", pane=self._hub.pane, error=error.message)
        finally:
            self._running = False

    def _has_printed(self) -> bool:
        return any(guess.offset < self._hub.ring.end_offset for guess in self._guesses.values())

    def _heal(self) -> bool:
        """Check all guesses, and paint again if one was wrong; False to try again soon."""
        self._due = time.monotonic() + AFTER_S
        for guess in set(self._guesses.values()):
            pen = self._search(guess.offset, guess.capture)
            if pen is not None and same_pen(pen, guess.pen):
                for reader in [reader for reader, each in self._guesses.items() if each is guess]:
                    del self._guesses[reader]
        return not self._guesses or self._repaint()

    def _repaint(self) -> bool:
        try:
            fenced, capture, unreported = self._hub.fence(quiet=True)
        except NotQuiet:
            return False
        if self._hub.end_offset != fenced.offset:
            return False  # readers may have sent what came since, and a repaint cannot be sent late
        guesses, self._guesses = self._guesses, {}
        snapshot = self._hub.snapshot(SCREEN, 0, capture, fenced.offset, compose.screen(capture, unreported))
        again: dict[int, Guess] = {}
        for reader, guess in guesses.items():
            tries = guess.tries + 1
            if has_scrolled(guess.capture, capture):
                self._tried[reader] = tries
                self._hub.fence_for(reader)
                continue
            if reader in self._hub.readers and reader not in self._hub.waiting:
                reader.on_snapshot(snapshot)
            if not unreported.knows_pen and tries < TRIES_MAX:
                self._guesses[reader] = again.setdefault(
                    tries, Guess(fenced.offset, capture, unreported.pen, tries)
                )
        return True


def has_scrolled(before: ScreenCapture, now: ScreenCapture) -> bool:
    """Whether what was drawn after the first capture may be above the screen, out of reach of a repaint."""
    return not 0 <= now.state.history - before.state.history <= before.state.y


def same_pen(one: bytes, other: bytes) -> bool:
    """Whether two lists of parameters set the same attributes; the order of attributes does not matter."""
    return sorted(one.split(b";")) == sorted(other.split(b";"))
