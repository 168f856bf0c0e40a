"""Open admin pages get the name of each part that changed, and load it again themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gevent
from gevent.event import Event as Flag

from webmux.errors import SubscriberClosed
from webmux.signals import Signal

PAUSE_S = 0.25
"""Between two messages to one page: many changes at once become one."""


class AdminPush:
    """Sends the names of changed parts to one connection: at once, then those that gathered meanwhile."""

    def __init__(self, changes: Signal[[str]], send: Callable[..., None]) -> None:
        self._changes = changes
        self._send = send
        self._parts: set[str] = set()
        self._sender: gevent.Greenlet[..., Any] | None = None
        self._stop: Callable[[], None] | None = None
        self._closed = Flag()

    def watch(self) -> None:
        """Send each change from now on; safe to repeat."""
        if self._stop is None:
            self._stop = self._changes.add(self._on_change)

    def close(self) -> None:
        """Send nothing more, and wait for what is being sent."""
        if self._stop is not None:
            self._stop()
        self._closed.set()
        gevent.joinall([self._sender] if self._sender is not None else [])

    def _on_change(self, part: str) -> None:
        self._parts.add(part)
        if self._sender is None or self._sender.dead:
            self._sender = gevent.spawn(self._send_all)

    def _send_all(self) -> None:
        try:
            while self._parts and not self._closed.is_set():
                parts, self._parts = sorted(self._parts), set()
                self._send("admin-changed", parts=parts)
                self._closed.wait(PAUSE_S)
        except SubscriberClosed:
            self._parts = set()
