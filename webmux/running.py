"""Running hubs: what each was requested to show, what it shows now, and which events its viewers get."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from webmux.events import Event
from webmux.hub.hub import Hub
from webmux.hub.limits import HubLimits
from webmux.hub.session_states import SessionStates
from webmux.hub.viewer import Audience
from webmux.mirror.mirror_source import MirrorSource
from webmux.model import Session, TmuxState, Window
from webmux.tmux.other_clients import OtherClients, OtherTerminals
from webmux.tmux.pty import PtySource
from webmux.tmux.server import Tmux
from webmux.tmux.state.command_tracker import Finished
from webmux.tmux.state.state_events import done_event, elsewhere_event, rang_event, viewer_events, waiting
from webmux.tmux.state.watch import Watch

if TYPE_CHECKING:
    from webmux.panes.pane_session import PaneSession
    from webmux.panes.pane_sessions import PaneSessions


class Key(NamedTuple):
    """What a hub was requested to show; equal requests share a hub.

    `window_id` is the one window of a mirror, None for the current one.
    """

    view: str
    epoch: str
    session_id: str
    window_id: str | None


@dataclass(slots=True)
class Running:
    """`key` has the requested session; `shows` is the one that its tmux client shows now (switch-client)."""

    hub: Hub | Audience
    source: PtySource | MirrorSource | None
    """None for native panes, whose session has many of them."""
    key: Key
    shows: str
    other_terminals: OtherTerminals = field(default_factory=OtherTerminals)
    stop_following: Callable[[], None] = lambda: None

    def terminals_changed(self, now: OtherTerminals) -> None:
        """Other terminals are beside it: its viewers get to know that, except guests."""
        self.other_terminals = now
        self.hub.notify_all(now.event(), "terminals", guests=False)


class NativePanes:
    """The sessions with native viewers; the first of them loads what such sessions need.

    Their viewers are in `running` as well, by who may see the same windows. `on_presence` is called when a
    viewer came or left. None of the functions may switch.
    """

    def __init__(  # noqa: PLR0913  each is a part of `Live`
        self,
        tmux: Tmux,
        limits: HubLimits,
        running: dict[str, Running],
        states: SessionStates,
        terminals: OtherClients,
        *,
        on_started: Callable[[], None],
        on_presence: Callable[[], None],
        on_ended: Callable[[PaneSession], None],
    ) -> None:
        self._tmux = tmux
        self._limits = limits
        self._running = running
        self._states = states
        self._terminals = terminals
        self._on_started = on_started
        self._on_presence = on_presence
        self._on_ended = on_ended
        self._sessions: PaneSessions | None = None

    def sessions(self) -> list[PaneSession]:
        """Those that have viewers, or had some a moment ago."""
        return [] if self._sessions is None else self._sessions.all()

    def enter(self, session: Session, window_id: str | None) -> PaneSession:
        """The panes of a session for a viewer of all its windows, or of this one.

        Raises:
            SessionNotFound: it has ended.
            TmuxError: tmux could not be asked.

        Switches: yes, asks tmux.
        """
        if self._sessions is None:
            from webmux.panes.pane_sessions import PaneSessions

            self._sessions = PaneSessions(self._tmux, self._limits, self._states, self._begin, self._forget)
        entered = self._sessions.enter(session)
        audience = entered.audience(window_id or "")
        if audience.id not in self._running:
            self._on_started()
            key = Key("panes", session.epoch, session.id, window_id)
            running = self._running[audience.id] = Running(audience, None, key, session.id)
            running.stop_following = self._terminals.follow(
                lambda: entered.link.client, running.terminals_changed
            )
        return entered

    def stop(self) -> None:
        """End all of them; tmux goes on."""
        if self._sessions is not None:
            self._sessions.stop()

    def _begin(self, started: PaneSession) -> None:
        started.presence_changed.add(self._on_presence)

    def _forget(self, ended: PaneSession) -> None:
        for audience in ended.audiences():
            if (running := self._running.pop(audience.id, None)) is not None:
                running.stop_following()
        self._on_ended(ended)


class ViewerNotifier:
    """Sends the viewers of all running hubs the events of the session that they see."""

    def __init__(self, running: Collection[Running], watch: Watch) -> None:
        self._running = running
        self._watch = watch

    def on_state(self, before: TmuxState, now: TmuxState) -> None:
        """The model of tmux changed: send viewers the events of their session."""
        for running in self._running:
            for name, event in viewer_events(before, now, running.shows, running.key.window_id):
                running.hub.notify_all(event, name)
        waited, wait = waiting(before), waiting(now)
        if waited != wait and now.health == "ok":
            self._elsewhere(waited, wait)

    def _elsewhere(self, before: list[dict[str, Any]], now: list[dict[str, Any]]) -> None:
        for running in self._running:
            event = elsewhere_event(now, running.shows)
            if event != elsewhere_event(before, running.shows):
                running.hub.notify_all(event, "elsewhere", guests=False)

    def done(self, finished: Finished) -> None:
        """Notify the viewers of all sessions with this window that a command ended in it."""
        sessions = {window.session_id for window in self._windows(finished.window_id)} | {finished.session_id}
        self._send(done_event(finished), "done", sessions, finished.window_id)

    def rang(self, window_id: str) -> None:
        """Notify the viewers of all sessions with this window that it rang."""
        if windows := self._windows(window_id):
            sessions = {window.session_id for window in windows}
            self._send(rang_event(windows[0]), "rang", sessions, window_id)

    def _windows(self, window_id: str) -> list[Window]:
        return [window for window in self._watch.state.windows if window.id == window_id]

    def _send(self, event: Event, name: str, session_ids: Collection[str], window_id: str) -> None:
        for running in self._running:
            if running.shows in session_ids and running.key.window_id in (None, window_id):
                running.hub.notify_all(event, f"{name} {window_id}")
