"""Open admin pages get the name of each part that changed, and load it again themselves."""

from __future__ import annotations

from collections.abc import Callable

from webmux.signals import Signal
from webmux.web.presence.latest_push import LatestPush

PAUSE_S = 0.25
"""Between two messages to one page: many changes at once become one."""


class AdminPush:
    """Sends the names of changed parts to one connection: at once, then those that gathered meanwhile."""

    def __init__(self, changes: Signal[[str]], send: Callable[..., None]) -> None:
        self._changes = changes
        self._send = send
        self._parts: set[str] = set()
        self._push = LatestPush(self._send_parts, PAUSE_S)
        self._stop: Callable[[], None] | None = None

    def watch(self) -> None:
        """Send each change from now on; safe to repeat."""
        self._stop = self._stop or self._changes.add(self._on_change)

    def close(self) -> None:
        """Send nothing more, and wait for what is being sent."""
        if self._stop is not None:
            self._stop()
        self._push.close()

    def _on_change(self, part: str) -> None:
        self._parts.add(part)
        self._push.wake()

    def _send_parts(self) -> None:
        parts, self._parts = sorted(self._parts), set()
        self._send("admin-changed", parts=parts)
