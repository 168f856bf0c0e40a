"""A source that is read continuously, as a hub reads one."""

from __future__ import annotations

import gevent

from tests.client import shows
from tests.support import eventually
from webmux.errors import SourceClosed
from webmux.tmux.pty import PtySource


class Screen:
    """Reads a source continuously and stores its output."""

    def __init__(self, source: PtySource) -> None:
        self.source = source
        self.seen = bytearray()
        self.reason: str | None = None
        self._reader = gevent.spawn(self._read)

    def _read(self) -> None:
        try:
            while True:
                self.seen += self.source.read(65536)
        except SourceClosed as closed:
            self.reason = closed.reason

    def wait_for(self, expected: bytes, timeout_s: float = 5.0) -> None:
        eventually(lambda: shows(self.seen, expected), timeout_s)

    def quiet(self) -> None:
        """Wait until no output came for 100 ms, then drop what was read."""
        length = -1
        while length != len(self.seen):
            length = len(self.seen)
            gevent.sleep(0.1)
        self.seen.clear()

    def stop(self) -> None:
        self.source.close()
        self._reader.join()
