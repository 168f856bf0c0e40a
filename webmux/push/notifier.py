"""Notifications about bells, ended commands and agents, for users who do not see the window and want them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

import gevent
from gevent.queue import Full, Queue

from webmux.auth.gate import SessionGate
from webmux.auth.roles import Role
from webmux.auth.subscriptions import PushSubscription, PushSubscriptions
from webmux.errors import TmuxError, WebMuxError
from webmux.logs import get_logger
from webmux.minute_counts import MinuteCounts
from webmux.model import TmuxState, Window
from webmux.push.payload import Asked, Happening, payload, topic_of, withdrawal
from webmux.push.sender import Sender
from webmux.push.withheld import Visibility, Withheld
from webmux.store.preferences import Preferences
from webmux.supervise import Nursery
from webmux.tmux.state.state_events import rung

if TYPE_CHECKING:
    from webmux.agents.agent_state import AgentInPane
    from webmux.agents.episodes import Episode
    from webmux.live import Live
    from webmux.push.agent_alerts import AgentAlerts, TextStore
    from webmux.tmux.state.command_tracker import Finished

log = get_logger(__name__)

WAITING_MAX = 100
PER_USER_MINUTE = 12
"""Users ignore more than that in a minute."""
AGENTS_PER_USER_MINUTE = 30
"""Each of these needs an answer, and is repeated only once."""
NO_WITHDRAWAL = (".push.apple.com",)
"""Apple ends a subscription after a few messages that show nothing: there a notification stays."""

BELL_SETTLE_S = 1.5
"""tmux reports within a second which window rang. If it does not, a flag or a terminal's bell counts."""


class Notifier:
    """Follows tmux while any user has a subscription, and notifies their browsers."""

    def __init__(  # noqa: PLR0913  each is a part of `Services`
        self,
        live: Live,
        subscriptions: PushSubscriptions,
        gate: SessionGate,
        preferences: Preferences,
        sender: Sender,
        visibility: Visibility,
        *,
        store: TextStore,
        question_of: Callable[[str], Asked | None],
    ) -> None:
        """`store` has which agents were notified, for the next start.

        `question_of` returns what the agent of a pane asks, or None. It may switch and raise TmuxError.
        """
        self._question_of = question_of
        self._live = live
        self._store = store
        self._alerts: AgentAlerts | None = None
        self._subscriptions = subscriptions
        self._gate = gate
        self._preferences = preferences
        self._sender = sender
        self._sent = MinuteCounts()
        self._sent_agents = MinuteCounts()
        self._waiting: Queue[Happening] = Queue(WAITING_MAX)
        self._rang_at: dict[str, float] = {}
        self._ringing: set[str] = set()
        self._undo: list[Callable[[], None]] = []
        self._started = False
        self._nursery = Nursery("notifier")
        self._withheld = Withheld(visibility, self._send, self._nursery)
        subscriptions.changed.add(self._follow_if_needed)

    def start(self) -> None:
        """Start to notify. Does not wait."""
        self._started = True
        self._sender.start()
        self._nursery.spawn("notifier", self._notify_all)
        self._follow_if_needed()

    def stop(self) -> None:
        """Stop to notify. Safe to call twice."""
        self._started = False
        self._follow_if_needed()
        self._nursery.stop()
        self._sender.stop()

    # -- what happens ----------------------------------------------------------------------

    def _follow_if_needed(self) -> None:
        needed = self._started and bool(self._subscriptions.user_ids())
        if needed and not self._undo:
            watch = self._live.watch
            self._undo = [
                watch.add_listener(self._on_change),
                watch.command_ended.add(self._on_done),
                watch.window_rang.add(self._on_rung),
                self._live.session_rang.add(self._on_bell),
                self._follow_agents(),
            ]
        elif not needed:
            for undo in self._undo:
                undo()
            self._undo = []

    def _follow_agents(self) -> Callable[[], None]:
        from webmux.push.agent_alerts import AgentAlerts

        self._alerts = AgentAlerts(
            self._live.agents,
            self._store,
            self._nursery,
            notify=lambda agent, again: self._put_agent("waiting", agent, again=again),
            withdraw=self._withdraw,
            ended=lambda agent, seconds: self._put_agent("done", agent, seconds=seconds),
        )
        return self._alerts.stop

    def answered(self, pane_id: str) -> None:
        """A person answered the agent of this pane: withdraw its notifications. Never switches."""
        if self._alerts is not None:
            self._alerts.answered(pane_id)

    def _put_agent(
        self,
        kind: Literal["done", "waiting"],
        agent: AgentInPane,
        *,
        again: bool = False,
        seconds: float = 0.0,
    ) -> None:
        state = self._live.watch.state
        window = next((one for one in state.windows if one.id == agent.window_id), None)
        session = state.session(agent.session_id)
        if session is not None:
            where = (session.id, session.name, agent.window_id, window.name if window else "")
            what = Happening(kind, *where, pane_id=agent.pane_id, agent=agent.state.agent)
            self._put(replace(what, since=agent.state.since, again=again, seconds=seconds))

    def _withdraw(self, episode: Episode) -> None:
        for user_id in episode.users:
            for one in self._reached(user_id):
                host = urlsplit(one.address.endpoint).hostname or ""
                if not host.endswith(NO_WITHDRAWAL):
                    subject, count = episode.key.pane_id, self._count(user_id)
                    self._sender.offer(one, withdrawal(subject, count), topic_of(subject), "normal")

    def _count(self, user_id: int) -> int:
        """How many agents wait in sessions that the user has not muted: the number on an installed app."""
        muted = self._preferences.of(user_id).get("notify.muted")
        names = {one.id: one.name for one in self._live.watch.state.sessions}
        waiting = self._alerts.episodes.waiting() if self._alerts is not None else []
        return sum(not isinstance(muted, list) or names.get(one.session_id) not in muted for one in waiting)

    def _on_rung(self, window_id: str) -> None:
        """tmux reports the window that rang, each time."""
        self._rang_at[window_id] = time.monotonic()
        self._take_bell(window_id)

    def _on_change(self, before: TmuxState, now: TmuxState) -> None:
        """tmux marks windows that rang while no client showed them."""
        self._rang_at = {key: at for key, at in self._rang_at.items() if _recently(at)}
        for window_id in {window.id for window in rung(before, now)}:
            self._settle(window_id, window_id)

    def _on_bell(self, session_id: str) -> None:
        """A terminal of ours rang: its current window, unless tmux reports another one."""
        self._settle(session_id, "")

    def _settle(self, key: str, window_id: str) -> None:
        if key not in self._ringing:
            self._ringing.add(key)
            self._nursery.spawn("bell", self._take_unnamed, key, window_id)

    def _take_unnamed(self, key: str, window_id: str) -> None:
        gevent.sleep(BELL_SETTLE_S)
        self._ringing.discard(key)
        windows = [
            window for window in self._live.watch.state.windows if key in (window.id, window.session_id)
        ]
        marked = not window_id and any(window.id in self._ringing for window in windows)
        if marked or any(_recently(self._rang_at.get(window.id)) for window in windows):
            return
        current = window_id or next((window.id for window in windows if window.active), "")
        self._rang_at[current] = time.monotonic()
        self._take_bell(current)

    def _on_done(self, finished: Finished) -> None:
        session = self._live.watch.state.session(finished.session_id)
        if session is not None:
            what = (finished.window_id, finished.window_name, finished.command, finished.seconds)
            self._put(Happening("done", session.id, session.name, *what))

    def _take_bell(self, window_id: str) -> None:
        """A window that is linked to several sessions counts for the first of them."""
        state = self._live.watch.state
        window: Window | None = next((one for one in state.windows if one.id == window_id), None)
        session = state.session(window.session_id) if window is not None else None
        if window is not None and session is not None:
            self._put(Happening("bell", session.id, session.name, window.id, window.name))

    def _put(self, happening: Happening) -> None:
        try:
            self._waiting.put_nowait(happening)
        except Full:
            pass  # those that wait say the same

    # -- whom to notify --------------------------------------------------------------------

    def _notify_all(self) -> None:
        while True:
            happening = self._waiting.get()
            for user_id in self._subscriptions.user_ids():
                try:
                    self.notify(user_id, happening)
                except WebMuxError as error:
                    log.warning("not notified", error=error.message)
                except Exception:  # an unexpected failure must not end the greenlet
                    log.exception("not notified")

    def notify(self, user_id: int, happening: Happening) -> None:
        """Notify the browsers of a user who wants this: now, or if the user turns out not to have seen it.

        Switches: sometimes.
        """
        if self._wants(user_id, happening):
            self._withheld.offer(user_id, happening)

    def _wants(self, user_id: int, happening: Happening) -> bool:
        settings = self._preferences.of(user_id)
        if happening.kind == "waiting" and not self._still_waits(happening.pane_id):
            return False
        muted = settings.get("notify.muted")
        is_muted = isinstance(muted, list) and happening.session in muted
        return settings.get(f"notify.{happening.kind}") is not False and not is_muted

    def _still_waits(self, pane_id: str) -> bool:
        return self._alerts is not None and self._alerts.episodes.waits(pane_id)

    def _send(self, user_id: int, happening: Happening) -> None:
        if not self._wants(user_id, happening):
            return  # muted meanwhile
        reached = self._reached(user_id)
        if not reached or self._is_too_often(user_id, happening):
            return
        settings = self._preferences.of(user_id)
        names = settings.get("notify.names") is not False
        with_lines = names and settings.get("notify.lines") is True
        asked = self._question(happening) if happening.kind == "waiting" and names else None
        lines = "" if not with_lines else asked.lines if asked else self._last_lines(happening)
        if not self._wants(user_id, happening):
            return  # answered while tmux was asked
        happening = replace(happening, count=self._count(user_id))
        roles = {login.id: login.role for login in self._gate.logins_of(user_id)}
        for one in reached:
            may_answer = one.login_id in roles and roles[one.login_id].allows(Role.OPERATOR)
            text = payload(happening, names=names, lines=lines, asked=asked, may_answer=may_answer)
            self._sender.offer(one, text, happening.topic, happening.urgency)
        if happening.kind == "waiting" and self._alerts is not None:
            self._alerts.sent(happening.pane_id, user_id)

    def _reached(self, user_id: int) -> list[PushSubscription]:
        """The subscribed browsers of a user in which the login is still valid. Switches: sometimes."""
        valid = {login.id for login in self._gate.logins_of(user_id)}
        mine = self._subscriptions.of(user_id)
        self._subscriptions.drop(one for one in mine if one.login_id not in valid)
        return [one for one in mine if one.login_id in valid]

    def _is_too_often(self, user_id: int, happening: Happening) -> bool:
        if happening.kind == "waiting":
            return self._sent_agents.hit(user_id, AGENTS_PER_USER_MINUTE) > 0
        return self._sent.hit(user_id, PER_USER_MINUTE) > 0

    def _question(self, happening: Happening) -> Asked | None:
        try:
            return self._question_of(happening.pane_id)
        except WebMuxError:
            return None

    def _last_lines(self, happening: Happening) -> str:
        try:
            return self._live.last_lines(happening.window_id)
        except TmuxError:
            return ""


def _recently(at: float | None) -> bool:
    return at is not None and time.monotonic() - at < 2 * BELL_SETTLE_S
