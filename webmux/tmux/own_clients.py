"""Our own tmux clients when they switch sessions: switch-client, choose-tree, detach-on-destroy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import gevent

from webmux.errors import TmuxError
from webmux.logs import get_logger
from webmux.model import Session, TmuxState
from webmux.tmux.control.notifications import Notification
from webmux.tmux.server import Tmux
from webmux.tmux.state.watch import Watch

log = get_logger(__name__)

Moved = Callable[[Session], None]


@dataclass(eq=False, slots=True)
class _Followed:
    """A client: its terminal, the session that was reported last, and `now`, the one it shows."""

    tty: str
    session_id: str
    moved: Moved
    now: str


class OwnClients:
    """Follows attach clients by their terminals.

    tmux reports at once that a client switched. After each reconnect it is asked for switches that happened
    without a connection. A session is reported only when the model of tmux has it.
    """

    def __init__(self, tmux: Tmux, watch: Watch) -> None:
        self._tmux = tmux
        self._watch = watch
        self._followed: list[_Followed] = []
        self._stop_waiting: Callable[[], None] | None = None

    def start(self) -> None:
        """Follow from now on. Does not wait."""
        self._tmux.link.notified.add(self._take)
        self._tmux.link.changed.add(self._on_link)

    @property
    def ttys(self) -> set[str]:
        """The terminals of all our clients."""
        return {followed.tty for followed in self._followed}

    def follow(self, tty: str, session_id: str, moved: Moved) -> Callable[[], None]:
        """Call `moved` with each session that the client of this terminal switches to.

        It is called in a greenlet of tmux's connection and must not wait. Returns a function that ends this.
        """
        followed = _Followed(tty, session_id, moved, session_id)
        self._followed.append(followed)

        def stop() -> None:
            if followed in self._followed:
                self._followed.remove(followed)

        return stop

    def _take(self, notification: Notification) -> None:
        if notification.kind == "%client-session-changed":
            self._shows({notification.client: notification.session_id})

    def _on_link(self) -> None:
        if self._followed and self._tmux.link.connected:
            gevent.spawn(self._ask)

    def _ask(self) -> None:
        try:
            self._shows(self._tmux.client_sessions())
        except TmuxError as error:
            log.warning("tmux clients", error=error.message)

    def _shows(self, sessions: dict[str, str]) -> None:
        for followed in self._followed:
            followed.now = sessions.get(followed.tty, followed.now)
        self._report()

    def _report(self) -> None:
        waits = False
        for followed in [one for one in self._followed if one.now != one.session_id]:
            session = self._watch.state.session(followed.now)
            if session is None:
                waits = True
                continue
            followed.session_id = session.id
            followed.moved(session)
        if waits and self._stop_waiting is None:
            self._stop_waiting = self._watch.add_listener(self._on_change)
        elif not waits and self._stop_waiting is not None:
            self._stop_waiting()
            self._stop_waiting = None

    def _on_change(self, before: TmuxState, now: TmuxState) -> None:
        self._report()
