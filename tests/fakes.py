"""Stand-ins for the edges: a source fed by hand."""

from __future__ import annotations

from collections import deque

from gevent.event import Event as Flag

from webmux.errors import SourceClosed
from webmux.model import Size
from webmux.source import Receipt


class FakeSource:
    """A source whose output the test feeds; it records the calls."""

    def __init__(self, size: Size | None = None) -> None:
        self.size = size or Size(80, 24)
        self.typed = b""
        self.sizes: list[Size] = []
        self.resizable = True
        self.painted = b""
        self.repaints = 0
        self.redraws = 0
        self.reads = 0
        self._chunks: deque[bytes] = deque()
        self._ready = Flag()
        self._closed: str | None = None

    def feed(self, *chunks: bytes) -> None:
        """Let the next reads return these chunks, one each."""
        self._chunks.extend(chunks)
        self._ready.set()

    def end(self, reason: str) -> None:
        """The program ends once everything fed was read."""
        self._closed = self._closed or reason
        self._ready.set()

    def read(self, limit_bytes: int, timeout_s: float | None = None) -> bytes:
        """One fed chunk, or a part of it."""
        while not self._chunks:
            if self._closed is not None:
                raise SourceClosed(self._closed)
            if timeout_s == 0:
                return b""
            self._ready.clear()
            if not self._ready.wait(timeout_s):
                return b""
        self.reads += 1
        chunk = self._chunks.popleft()
        if len(chunk) > limit_bytes:
            self._chunks.appendleft(chunk[limit_bytes:])
        return chunk[:limit_bytes]

    def write(self, data: bytes | memoryview, receipt: Receipt | None = None) -> None:
        """Record what was typed."""
        if self._closed is not None:
            raise SourceClosed(self._closed)
        self.typed += bytes(data)
        if receipt is not None:
            receipt.taken_more(len(data))

    def resize(self, size: Size) -> None:
        """Remember the size."""
        self.size = size
        self.sizes.append(size)

    def repaint(self) -> bytes:
        """Count the call; a test feeds the output of the repaint, or sets `painted`."""
        self.repaints += 1
        return self.painted

    def redraw(self) -> None:
        """Count it."""
        self.redraws += 1

    def close(self) -> None:
        """End with reason `closed`."""
        self.end("closed")
