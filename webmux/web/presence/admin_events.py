"""Telling open admin pages that something they show is different now: which part, not what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gevent
from gevent.event import Event as Flag

from webmux.errors import SubscriberClosed

PAUSE_S = 0.25
"""Between two messages to one page: many changes at once become one."""


class AdminNews:
    """Everybody who wants to hear of changes. Never switches; listeners must not wait."""

    def __init__(self) -> None:
        self._listeners: dict[object, Callable[[str], None]] = {}

    def listen(self, listener: Callable[[str], None]) -> Callable[[], None]:
        """Have `listener` called with the part that changed; returns what takes that back."""
        key = object()
        self._listeners[key] = listener
        return lambda: self._listeners.pop(key, None) and None

    def teller(self, part: str) -> Callable[[], None]:
        """What tells everybody that this part changed."""

        def tell() -> None:
            for listener in list(self._listeners.values()):
                listener(part)

        return tell


class NewsPush:
    """The news for one connection: at once, then what gathered meanwhile."""

    def __init__(self, news: AdminNews, send: Callable[..., None]) -> None:
        self._news = news
        self._send = send
        self._parts: set[str] = set()
        self._sender: gevent.Greenlet[..., Any] | None = None
        self._stop: Callable[[], None] | None = None
        self._closed = Flag()

    def watch(self) -> None:
        """Tell of each change from now on; safe to repeat."""
        if self._stop is None:
            self._stop = self._news.listen(self._on_change)

    def close(self) -> None:
        """Tell nothing more, and wait for what is being sent."""
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
