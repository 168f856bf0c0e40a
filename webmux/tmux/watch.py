"""The session list, live: whoever listens hears of each change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import gevent
import structlog

from webmux.errors import TmuxError
from webmux.model import SessionList
from webmux.supervise import Nursery

log = structlog.get_logger(__name__)

INTERVAL_S = 0.5
Listener = Callable[[SessionList], None]


class Lists(Protocol):
    """What can be asked for the sessions."""

    def list_sessions(self) -> SessionList:
        """All sessions now."""
        ...


class ListWatcher:
    """Asks tmux for its sessions while somebody listens; silent otherwise.

    Listeners are called in the watcher's greenlet, only when something shown changed (activity
    alone is no change), and must not wait.
    """

    def __init__(self, tmux: Lists, interval_s: float = INTERVAL_S) -> None:
        self._tmux = tmux
        self._interval_s = interval_s
        self._listeners: dict[object, Listener] = {}
        self._nursery = Nursery("list watcher")
        self._last: SessionList | None = None

    def add_listener(self, listener: Listener, known: SessionList) -> Callable[[], None]:
        """Have `listener` called at each change since `known`; returns what takes that back."""
        key = object()
        if not self._listeners:
            self._last = known
        self._listeners[key] = listener
        if len(self._nursery) == 0:
            self._nursery.spawn("poll", self._poll)

        def remove() -> None:
            self._listeners.pop(key, None)
            if not self._listeners:
                self.stop()

        return remove

    def stop(self) -> None:
        """Ask no more. Safe to call twice. Switches: until the watcher's greenlet ended."""
        self._nursery.stop()

    def _poll(self) -> None:
        # A listener may have taken itself away from within this greenlet, which no stop() can end.
        while self._listeners:
            self._look()
            gevent.sleep(self._interval_s)

    def _look(self) -> None:
        try:
            now = self._tmux.list_sessions()
        except TmuxError as error:
            log.warning("session list", error=error.message)
            return
        before, self._last = self._last, now
        if before is None or _shown(before) != _shown(now):
            for listener in list(self._listeners.values()):
                listener(now)


def _shown(listed: SessionList) -> object:
    return listed.epoch, [(s.id, s.name, s.windows, s.attached, s.size) for s in listed.sessions]
