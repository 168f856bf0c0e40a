"""Who is told of what: bells and ended commands, to who does not look at that session and wants to hear."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import gevent
import structlog
from gevent.queue import Full, Queue
from limits import RateLimitItemPerMinute, RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from webmux.auth.gate import SessionGate
from webmux.auth.preferences import Preferences
from webmux.auth.subscriptions import PushSubscriptions
from webmux.errors import WebMuxError
from webmux.model import TmuxState
from webmux.push.payload import Happening, payload
from webmux.push.sender import Sender
from webmux.supervise import Nursery
from webmux.tmux.news import rung

if TYPE_CHECKING:
    from webmux.live import Live
    from webmux.tmux.finished import Finished

log = structlog.get_logger(__name__)

WAITING_MAX = 100
PER_USER = RateLimitItemPerMinute(12)
"""More than that in a minute is noise, not news."""
PER_SESSION = RateLimitItemPerSecond(1, 10)
"""One of a kind in ten seconds from one session, for one user."""

BELL_SETTLE_S = 1.5
"""tmux marks a window that rang within a second, where it is not the one that a terminal shows."""

Sees = Callable[[int, str], bool]


class Notifier:
    """Follows tmux for as long as anybody has a subscription, and tells their browsers.

    `sees(user_id, session_id)` says whether somebody has that session before their eyes.
    """

    def __init__(
        self,
        live: Live,
        subscriptions: PushSubscriptions,
        gate: SessionGate,
        preferences: Preferences,
        sender: Sender,
        sees: Sees,
    ) -> None:
        self._live = live
        self._subscriptions = subscriptions
        self._gate = gate
        self._preferences = preferences
        self._sender = sender
        self._sees = sees
        self._limiter = FixedWindowRateLimiter(MemoryStorage())
        self._waiting: Queue[Happening] = Queue(WAITING_MAX)
        self._ringing: set[str] = set()
        self._undo: list[Callable[[], None]] = []
        self._started = False
        self._nursery = Nursery("notifier")
        subscriptions.on_change(self._follow_if_wanted)

    def start(self) -> None:
        """Tell from now on. Does not wait."""
        self._started = True
        self._sender.start()
        self._nursery.spawn("notifier", self._tell_all)
        self._follow_if_wanted()

    def stop(self) -> None:
        """Tell no more. Safe to call twice."""
        self._started = False
        self._follow_if_wanted()
        self._nursery.stop()
        self._sender.stop()

    # -- what happens ----------------------------------------------------------------------

    def _follow_if_wanted(self) -> None:
        wanted = self._started and bool(self._subscriptions.user_ids())
        if wanted and not self._undo:
            watch = self._live.watch
            self._undo = [
                watch.add_listener(self._on_change),
                watch.add_done_listener(self._on_done),
                self._live.add_bell_listener(self._on_bell),
            ]
        elif not wanted:
            for undo in self._undo:
                undo()
            self._undo = []

    def _on_change(self, before: TmuxState, now: TmuxState) -> None:
        """tmux marks windows that rang while nobody had them before their eyes."""
        for window in rung(before, now):
            self._ringing.discard(window.session_id)
            self._take_bell(window.session_id, window.id)

    def _on_bell(self, session_id: str) -> None:
        """A terminal of ours rang: its current window, unless tmux soon marks another."""
        if session_id not in self._ringing:
            self._ringing.add(session_id)
            self._nursery.spawn("bell", self._take_current_bell, session_id)

    def _take_current_bell(self, session_id: str) -> None:
        gevent.sleep(BELL_SETTLE_S)
        if session_id in self._ringing:
            self._ringing.discard(session_id)
            windows = self._live.watch.state.windows_of(session_id)
            current = next((window.id for window in windows if window.active), "")
            self._take_bell(session_id, current)

    def _on_done(self, finished: Finished) -> None:
        session = self._live.watch.state.session(finished.session_id)
        if session is not None:
            told = (finished.window_id, finished.window_name, finished.command, finished.seconds)
            self._put(Happening("done", session.id, session.name, *told))

    def _take_bell(self, session_id: str, window_id: str) -> None:
        state = self._live.watch.state
        session = state.session(session_id)
        if session is None:
            return
        name = next((window.name for window in state.windows_of(session_id) if window.id == window_id), "")
        self._put(Happening("bell", session.id, session.name, window_id, name))

    def _put(self, happening: Happening) -> None:
        try:
            self._waiting.put_nowait(happening)
        except Full:
            pass  # a storm: those that wait tell the same

    # -- whom to tell ----------------------------------------------------------------------

    def _tell_all(self) -> None:
        while True:
            happening = self._waiting.get()
            for user_id in self._subscriptions.user_ids():
                try:
                    self.tell(user_id, happening)
                except WebMuxError as error:
                    log.warning("not told", error=error.message)
                except Exception:  # one that fails in a way of its own must not end the telling
                    log.exception("not told")

    def tell(self, user_id: int, happening: Happening) -> None:
        """Tell the browsers of one user who wants to hear of this and does not see it. Switches: at times."""
        if self._sees(user_id, happening.session_id):
            return
        settings = self._preferences.of(user_id)
        muted = settings.get("notify.muted")
        if settings.get(f"notify.{happening.kind}") is False:
            return
        if isinstance(muted, list) and happening.session in muted:
            return
        living = {login.id for login in self._gate.logins_of(user_id)}
        mine = self._subscriptions.of(user_id)
        self._subscriptions.drop(one for one in mine if one.login_id not in living)
        reached = [one for one in mine if one.login_id in living]
        if not reached or not self._may_tell(user_id, happening):
            return
        text = payload(happening, names=settings.get("notify.names") is not False)
        for one in reached:
            self._sender.offer(one, text, happening.topic)

    def _may_tell(self, user_id: int, happening: Happening) -> bool:
        key = f"{user_id} {happening.session_id} {happening.kind}"
        return self._limiter.hit(PER_SESSION, key) and self._limiter.hit(PER_USER, str(user_id))
