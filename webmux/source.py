"""The protocol of the sources that a hub reads."""

from __future__ import annotations

from typing import Protocol

from webmux.model import Size

EXIT_REASONS = ("session_ended", "detached", "server_exited", "closed")
"""Why a source ended: its session ended, its client was detached, its tmux server ended, we closed it."""


class Receipt(Protocol):
    """Is notified whether written bytes were accepted. No call may switch."""

    def taken_more(self, count: int) -> None:
        """The terminal accepted the next `count` bytes."""

    def refused(self, count: int) -> None:
        """The pane had ended before the next `count` bytes came: nobody read them, and nobody will."""

    def lost(self) -> None:
        """The rest was not accepted, or that is unknown; no other call follows."""


class Source(Protocol):
    """A terminal: bytes come out, keys go in. One greenlet reads; any greenlet may write."""

    @property
    def size(self) -> Size:
        """The current size of the terminal; if it is not `resizable`, any read may change it."""
        ...

    @property
    def resizable(self) -> bool:
        """Whether viewers set its size."""
        ...

    def read(self, limit_bytes: int, timeout_s: float | None = None) -> bytes:
        """Wait for output, then return all that is available, up to `limit_bytes`.

        Returns:
            1 to `limit_bytes` bytes; `b""` only if `timeout_s` passed without any. 0 never switches.

        Raises:
            SourceClosed: the program ended and all its output was returned.

        Switches: only while there is nothing to read.
        """
        ...

    def write(self, data: bytes | memoryview, receipt: Receipt | None = None) -> None:
        """Type `data`, exact and in order. Does not wait unless more than 1 MiB is pending.

        `receipt` is notified of every byte that the terminal accepts, now or later.

        Raises:
            SourceClosed: the program ended.
        """
        ...

    def resize(self, size: Size) -> None:
        """Give the terminal another size; never waits."""
        ...

    def repaint(self) -> bytes:
        """Bytes that draw the whole screen as it was last read; never waits.

        `b""` if the source draws the screen again in its stream instead.
        """
        ...

    def redraw(self) -> None:
        """Draw at once what a key changed, if the source draws a flood only at intervals; never waits."""
        ...

    def close(self) -> None:
        """End the program and free everything; `read` then raises. Safe to call twice."""
        ...
