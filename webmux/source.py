"""What a hub may read: the protocol every source keeps."""

from __future__ import annotations

from typing import Protocol

from webmux.model import Size

EXIT_REASONS = ("session_ended", "detached", "server_exited", "closed")
"""Why a source ended: its session is gone, somebody detached it, its tmux server is gone, we closed it."""


class Receipt(Protocol):
    """Hears what became of bytes that were written. Neither call may switch."""

    def taken_more(self, count: int) -> None:
        """The terminal accepted the next `count` bytes."""

    def lost(self) -> None:
        """The rest was not accepted, or nobody knows; no other call follows for it."""


class Source(Protocol):
    """A terminal: bytes come out, keys go in. One greenlet reads; any greenlet may write."""

    @property
    def size(self) -> Size:
        """The size the terminal has now; of one that is not `resizable` it may change with any read."""
        ...

    @property
    def resizable(self) -> bool:
        """Whether viewers give it its size."""
        ...

    def read(self, limit_bytes: int, timeout_s: float | None = None) -> bytes:
        """Wait for output, then take all that is there, up to `limit_bytes`, without waiting more.

        Returns:
            1 to `limit_bytes` bytes; `b""` only when `timeout_s` passed without any. 0 never switches.

        Raises:
            SourceClosed: the program ended and everything it printed has been returned.

        Switches: only while there is nothing to read.
        """
        ...

    def write(self, data: bytes | memoryview, receipt: Receipt | None = None) -> None:
        """Type `data`, exact and in order. Does not wait unless more than 1 MiB is pending.

        `receipt` hears of every byte that the terminal accepted, now or later.

        Raises:
            SourceClosed: the program ended.
        """
        ...

    def resize(self, size: Size) -> None:
        """Give the terminal another size; never waits."""
        ...

    def repaint(self) -> bytes:
        """Bytes that draw the whole screen as it was last read; never waits.

        `b""` where the screen is drawn again in the stream instead, soon.
        """
        ...

    def redraw(self) -> None:
        """Draw now what a key changed, where the source draws a flood only now and then; never waits."""
        ...

    def close(self) -> None:
        """End the program and free everything; `read` then raises. Safe to call twice."""
        ...
