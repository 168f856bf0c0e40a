"""Pictures of sessions for one connection: the latest of each, changed rows only."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import gevent

from webmux.errors import SubscriberClosed
from webmux.mirror.previews import Previews, picture
from webmux.mirror.screen import Screen


class PreviewPush:
    """Sends how the watched sessions look; a slow connection gets fewer pictures, never old ones."""

    def __init__(self, previews: Previews, send: Callable[..., None]) -> None:
        self._previews = previews
        self._send = send
        self._waiting: dict[str, Screen] = {}
        self._sent: dict[str, Screen] = {}
        self._sender: gevent.Greenlet[..., Any] | None = None
        self._stop: Callable[[], None] | None = None

    def watch(self, session_ids: Collection[str]) -> None:
        """Watch these sessions and no others; each is sent in full first."""
        if self._stop is not None:
            self._stop()
        self._waiting = {}
        self._sent = {}
        self._stop = self._previews.watch(session_ids, self._on_screen) if session_ids else None

    def close(self) -> None:
        """Watch nothing, and wait for what is being sent."""
        self.watch(())
        gevent.joinall([self._sender] if self._sender is not None else [])

    def _on_screen(self, session_id: str, screen: Screen) -> None:
        self._waiting[session_id] = screen
        if self._sender is None or self._sender.dead:
            self._sender = gevent.spawn(self._send_all)

    def _send_all(self) -> None:
        try:
            while self._waiting:
                session_id, screen = self._waiting.popitem()
                fields = picture(screen, self._sent.get(session_id))
                self._sent[session_id] = screen
                self._send("preview", sessionId=session_id, **fields)
        except SubscriberClosed:
            self._waiting = {}
