"""Shows the effect of a key during a flood, in which tmux draws only ten times a second."""

from __future__ import annotations

import time

import gevent

from webmux.hub.batch import Batcher
from webmux.source import Source
from webmux.supervise import Nursery

KEY_SETTLE_S = 0.008
KEY_REDRAW_S = 0.033
KEY_ANSWER_S = 0.1
"""The screen is redrawn soon after a key, and again until its program has had time to answer, at most thirty
times a second however fast a user types."""


class KeyRedraw:
    """Makes the source of a hub redraw after keys, while its output is a flood."""

    def __init__(self, source: Source, batcher: Batcher, nursery: Nursery) -> None:
        self._source = source
        self._batcher = batcher
        self._nursery = nursery
        self._key_at = 0.0
        self.running = False

    def answer_key(self) -> None:
        """A key was typed now. Does not switch."""
        self._key_at = time.monotonic()
        if not self.running:
            self.running = True
            self._nursery.spawn("redraw", self._run)

    def _run(self) -> None:
        try:
            gevent.sleep(KEY_SETTLE_S)
            while self._batcher.flooding and time.monotonic() - self._key_at < KEY_ANSWER_S:
                self._source.redraw()
                gevent.sleep(KEY_REDRAW_S)
        finally:
            self.running = False
