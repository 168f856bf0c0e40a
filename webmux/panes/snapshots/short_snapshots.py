"""Viewers on slow connections whose snapshot left out rows of history: they get them from a calm pane."""

from __future__ import annotations

from typing import Protocol

import gevent

from webmux.panes.pane_reader import PaneReader
from webmux.supervise import Nursery

CALM_S, CALM_BYTES = 1.0, 4096
"""A pane that prints less than this is calm."""


class Hub(Protocol):
    """The part of `PaneHub` that this uses."""

    received_bytes: int

    @property
    def held(self) -> bool: ...

    def fence_for(self, reader: PaneReader) -> None: ...


class ShortSnapshots:
    """The readers of one hub. A greenlet of the hub exists only while there are some. Never switches."""

    def __init__(self, hub: Hub, nursery: Nursery) -> None:
        self._hub = hub
        self._nursery = nursery
        self._readers: dict[PaneReader, None] = {}
        self._waits = False

    def on_sent(self, reader: PaneReader, *, is_short: bool) -> None:
        """A full snapshot for this reader is sent, perhaps a short one."""
        if not is_short:
            self._readers.pop(reader, None)
            return
        self._readers[reader] = None
        if not self._waits:
            self._waits = True
            self._nursery.spawn("history", self._complete)

    def leave(self, reader: PaneReader) -> None:
        """The reader has left the hub."""
        self._readers.pop(reader, None)

    def _complete(self) -> None:
        before = -CALM_BYTES
        while self._readers and (self._hub.held or self._hub.received_bytes - before >= CALM_BYTES):
            before = self._hub.received_bytes
            gevent.sleep(CALM_S)
        self._waits = False
        readers, self._readers = self._readers, {}
        for reader in readers:
            reader.snapshot_bytes = 0
            self._hub.fence_for(reader)
