"""Previews of sessions for one connection: the latest of each, changed rows only."""

from __future__ import annotations

from collections.abc import Callable, Collection

from webmux.mirror.previews import Previews, picture
from webmux.mirror.screen import Screen
from webmux.web.presence.latest_push import LatestPush


class PreviewPush:
    """Sends the screens of the watched sessions; a slow connection gets fewer, never old ones."""

    def __init__(self, previews: Previews, send: Callable[..., None]) -> None:
        self._previews = previews
        self._send = send
        self._waiting: dict[str, Screen] = {}
        self._sent: dict[str, Screen] = {}
        self._push = LatestPush(self._send_all)
        self._stop: Callable[[], None] | None = None

    def watch(self, session_ids: Collection[str]) -> None:
        """Watch these sessions and no others; the first preview of each is whole."""
        if self._stop is not None:
            self._stop()
        self._waiting = {}
        self._sent = {}
        self._stop = self._previews.watch(session_ids, self._on_screen) if session_ids else None

    def close(self) -> None:
        """Watch nothing, and wait for what is being sent."""
        self.watch(())
        self._push.close()

    def _on_screen(self, session_id: str, screen: Screen) -> None:
        self._waiting[session_id] = screen
        self._push.wake()

    def _send_all(self) -> None:
        while self._waiting:
            session_id, screen = self._waiting.popitem()
            fields = picture(screen, self._sent.get(session_id))
            self._sent[session_id] = screen
            self._send("preview", sessionId=session_id, **fields)
