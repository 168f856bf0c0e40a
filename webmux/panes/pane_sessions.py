"""The sessions with native viewers: one `PaneSession` for each, however many view it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from gevent.lock import BoundedSemaphore

from webmux.errors import TmuxError
from webmux.events import Exited
from webmux.hub.limits import HubLimits
from webmux.hub.session_states import SessionStates
from webmux.model import Session
from webmux.panes.pane_session import PaneSession
from webmux.tmux.server import Tmux


class PaneSessions:
    """Running sessions by the epoch of their tmux server and their id.

    `on_started` and `on_ended` are called for each of them once, and must not switch.
    """

    def __init__(
        self,
        tmux: Tmux,
        limits: HubLimits,
        states: SessionStates,
        on_started: Callable[[PaneSession], None] = lambda session: None,
        on_ended: Callable[[PaneSession], None] = lambda session: None,
    ) -> None:
        self._tmux = tmux
        self._limits = limits
        self._states = states
        self._on_started = on_started
        self._on_ended = on_ended
        self._running: dict[tuple[str, str], PaneSession] = {}
        self._starting: dict[tuple[str, str], BoundedSemaphore] = {}

    def all(self) -> list[PaneSession]:
        """Those that run now."""
        return list(self._running.values())

    def enter(self, session: Session) -> PaneSession:
        """The running session, or a new one; `LINGER_S` are left to join it.

        Raises:
            SessionNotFound: it has ended.
            TmuxError: tmux could not be asked.

        Switches: yes.
        """
        key = (session.epoch, session.id)
        with self._starting.setdefault(key, BoundedSemaphore(1)):
            running = self._running.get(key)
            if running is None:
                with contextlib.suppress(TmuxError):  # what follows reports it
                    self._tmux.startups.remember(self._tmux, session.id)
                running = PaneSession(self._tmux, session, self._limits, self._states, self._forget)
                self._running[key] = running
                self._on_started(running)
            elif not running.subscribers:
                running.linger.start()
            return running

    def stop(self) -> None:
        """End all of them; tmux goes on."""
        for running in self.all():
            running.end(Exited("closed"))

    def _forget(self, ended: PaneSession) -> None:
        key = (ended.session.epoch, ended.session.id)
        if self._running.get(key) is ended:
            del self._running[key]
            self._starting.pop(key, None)
        self._on_ended(ended)
