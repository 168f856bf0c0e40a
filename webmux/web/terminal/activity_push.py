"""When sessions had output last, pushed to who watches the list: the list itself does not change by it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import gevent

from webmux.errors import SubscriberClosed
from webmux.tmux.state.watch import Watch

EVERY_S = 5.0
"""A page shows what is younger than ten seconds as "active now"."""


class ActivityPush:
    """Sends `activity` with the times that changed, at once and then every `EVERY_S` while they do."""

    def __init__(self, watch: Watch, send: Callable[..., None], every_s: float = EVERY_S) -> None:
        self._watch = watch
        self._send = send
        self._every_s = every_s
        self._sent: dict[str, int] = {}
        self._epoch = ""
        self._changed = False
        self._sender: gevent.Greenlet[..., Any] | None = None

    def start(self) -> Callable[[], None]:
        """Send from now on; returns what ends that."""
        self._sent = self._times()
        stop_listening = self._watch.drawn.add(self._on_activity)

        def stop() -> None:
            stop_listening()
            if self._sender is not None:
                self._sender.kill()

        return stop

    def _times(self) -> dict[str, int]:
        state = self._watch.state
        if state.epoch != self._epoch:
            self._epoch, self._sent = state.epoch, {}
        return {session.id: session.activity_at for session in state.sessions}

    def _on_activity(self, window_ids: Collection[str] | None) -> None:
        self._changed = True
        if self._sender is None or self._sender.dead:
            self._sender = gevent.spawn(self._send_all)

    def _send_all(self) -> None:
        try:
            while self._changed:
                self._changed = False
                times = self._times()
                changed = {key: at for key, at in times.items() if self._sent.get(key) != at}
                self._sent = times
                if changed:
                    self._send("activity", epoch=self._epoch, sessions=changed)
                gevent.sleep(self._every_s)
        except SubscriberClosed:
            pass
