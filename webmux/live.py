"""Session to running hub: the one place where tmux and hubs meet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

import gevent
from gevent.lock import BoundedSemaphore

from webmux import memory
from webmux.agents.transcript.late_transcripts import LateTranscripts
from webmux.config import Config
from webmux.errors import TooMany
from webmux.events import Event
from webmux.hub.counts import Counts
from webmux.hub.hub import Hub
from webmux.hub.limits import HubLimits
from webmux.hub.session_states import SessionStates
from webmux.hub.size_policy import Sizing
from webmux.hub.viewer import ViewedPort
from webmux.logs import get_logger
from webmux.mirror.capture import Camera
from webmux.mirror.history import HistoryReader
from webmux.mirror.mirror_source import MirrorLimits, MirrorSource
from webmux.mirror.panes import Place
from webmux.mirror.previews import Previews
from webmux.mirror.slots import CaptureSlots
from webmux.model import Session, SessionList, Size, TmuxState
from webmux.running import Key, NativePanes, Running, ViewerNotifier
from webmux.signals import Signal
from webmux.tmux.other_clients import OtherClients, OtherTerminals
from webmux.tmux.own_clients import OwnClients
from webmux.tmux.pty import PtySource
from webmux.tmux.server import Tmux
from webmux.tmux.state.watch import Watch

if TYPE_CHECKING:
    from webmux.agents.agent_sources import AgentSources
    from webmux.panes.pane_session import PaneSession

log = get_logger(__name__)

OWN_HUBS_MAX = 50
"""Each has a tmux client of its own, until it has lingered after its subscriber left."""
OWN_RETRY_AFTER_S = 30
FREE_AFTER_S = 1.0
"""The ring of a closed hub is free after its greenlets have ended."""


VIEWS = ("terminal", "mirror", "panes")


class Live:
    """All running hubs of one tmux server, and its live session list."""

    def __init__(self, config: Config, tmux: Tmux) -> None:
        self.tmux = tmux
        self.watch = Watch(tmux, seen=self._seen)
        self.clients = OwnClients(tmux, self.watch)
        self.terminals = OtherClients(tmux, self.clients)
        self.limits = HubLimits(
            read_chunk_bytes=config.read_chunk_bytes,
            batch_timeout_s=config.batch_timeout_ms / 1000,
            batch_max_reads=config.batch_max_messages,
            queue_max_frames=config.queue_max_messages,
            max_buffer_bytes=config.max_buffer_bytes,
        )
        self._agent_manifests = config.agent_manifests
        self._mirror_limits = MirrorLimits(
            interval_s=config.capture_interval_ms / 1000,
            input_max_bytes=config.max_input_batch,
            input_wait_s=config.input_batch_timeout_ms / 1000,
        )
        self.captures = CaptureSlots(config.max_concurrent_captures)
        self.previews = Previews(self._camera, self.captures)
        self.decoded_bytes = 0
        """Output decoded for `/ws`; output for `/ws/optimized` is never decoded."""
        self._ended = Counts()
        self._freeing = False
        self._shared: dict[Key, Running] = {}
        self._hubs: dict[str, Running] = {}
        self.notifier = ViewerNotifier(self._hubs.values(), self.watch)
        self.states = SessionStates()
        self.native = NativePanes(
            tmux,
            self.limits,
            self._hubs,
            self.states,
            self.terminals,
            on_started=self._listen,
            on_presence=self._presence_changed,
            on_ended=self._forget_panes,
        )
        self._starting: dict[Key, BoundedSemaphore] = {}
        self._stop_listening: Callable[[], None] | None = None
        self.session_rang: Signal[[str]] = Signal()
        """The id of a session that rings in a terminal of ours."""
        self.session_ended: Signal[[str, str]] = Signal()
        """Epoch and id of a session that ended in a terminal of ours: its last program did, or a user killed
        it, but it did not end with its tmux server."""
        self.presence_changed: Signal[[]] = Signal()
        """A viewer came or left."""
        self.stopping: Signal[[]] = Signal()
        """The server stops; the hubs are still open. Listeners may switch."""
        self.transcripts = LateTranscripts(self)

    @cached_property
    def agents(self) -> AgentSources:
        """What agents do. Late: a server whose pages do not show it has no such watch."""
        from webmux.agents.agent_sources import AgentSources

        agents = AgentSources(self.watch, self.tmux, self._agent_manifests)
        self.stopping.add(agents.stop)
        agents.changed.add(self.transcripts.begin)
        return agents

    @property
    def hubs(self) -> list[Hub]:
        """The hubs of terminals and mirrors running now."""
        return [running.hub for running in self._hubs.values() if isinstance(running.hub, Hub)]

    def counts(self) -> Counts:
        """The totals of all hubs, including closed ones."""
        total = Counts()
        shared: list[Hub | PaneSession] = [*self.hubs, *self.native.sessions()]
        for counts in (self._ended, *(each.counts for each in shared)):
            total.add(counts)
        return total

    def hub_for(
        self,
        session: Session,
        size: Size,
        *,
        own: bool,
        hub_id: str | None = None,
        view: str = "terminal",
        window_id: str | None = None,
    ) -> Hub:
        """The hub to join for this session: the one named, the shared one, or a new one.

        With `window_id` a mirror is of that window alone.

        A shared hub whose tmux client moved to another session (switch-client, or
        `detach-on-destroy off`) is not joined, nor one of another tmux server's session with the same
        id: a request for a session gets that session.

        Raises:
            TmuxError: tmux could not be asked.
            SourceClosed: the attach client did not start.
            TooMany: `own`, and there are `OWN_HUBS_MAX` of them.

        Switches: yes, asks tmux.
        """
        key = Key(view, session.epoch, session.id, window_id)
        with self._starting.setdefault(key, BoundedSemaphore(1)):
            named = self._hubs.get(hub_id or "")
            if named is not None and named.key._replace(session_id=session.id) != key:
                named = None
            for running in (named, None if own else self._shared.get(key)):
                if running is None or not isinstance(running.hub, Hub) or running.hub.closed:
                    continue
                if self._shows(running, session):
                    return running.hub
            source = self._source(session, size, own=own, view=view, window_id=window_id)
            return self._start(source, key, own=own)

    def follow(self, hub: Hub, moved: Callable[[Session], None]) -> Callable[[], None]:
        """Call `moved` with each other session that the tmux client of a hub shows; see `OwnClients`."""
        running = self._hubs.get(hub.id)
        if running is None or not isinstance(running.source, PtySource):
            return lambda: None  # a mirror stays with its session
        return self.clients.follow(running.source.tty, running.shows, moved)

    def other_size(self, session: Session) -> Size | None:
        """The size of a terminal that is attached to the session, except that of the shared hub.

        Raises TmuxError: tmux did not answer. Switches: yes, asks tmux.
        """
        ours = self._shared.get(Key("terminal", session.epoch, session.id, None))
        tty = ours.source.tty if ours is not None and isinstance(ours.source, PtySource) else None
        sizes = self.tmux.client_sizes(session.id)
        return next((size for name, size in sizes.items() if name != tty), None)

    def current_window(self, session_id: str) -> str | None:
        """The id of the window that a session shows, as far as is known."""
        return next((window.id for window in self.watch.state.windows_of(session_id) if window.active), None)

    def viewers(self) -> Counter[str]:
        """How many browsers have each session open, by its id."""
        counts: Counter[str] = Counter()
        for running in self._hubs.values():
            counts[running.shows] += running.hub.viewers()
        return counts

    def _presence_changed(self) -> None:
        self.watch.refresh()
        self.presence_changed.send()

    def notify_session(self, session_id: str, event: Event, name: str) -> None:
        """Send an event to all viewers of a session; a later event of the same `name` replaces it."""
        for running in self._hubs.values():
            if running.shows == session_id:
                running.hub.notify_all(event, name)

    def history(self, target: str, first: int, count: int) -> list[bytes]:
        """Rows above the screen of the active pane of `$1:` or `@2`; see `Camera.history`."""
        with self.captures:
            return Camera(self.tmux.link, target, self.tmux.version()).history(first, count)

    def reader(self, place: Place) -> HistoryReader:
        """Reads the histories of the panes of a place; take a slot of `captures` around each look."""
        return self.transcripts.reader(place)

    def last_lines(self, window_id: str) -> str:
        """What the screen of a window's active pane shows, as text. Switches: yes, asks tmux."""
        with self.captures:
            return Camera(self.tmux.link, window_id, self.tmux.version()).text()

    def _camera(self, session_id: str) -> Camera:
        return Camera(self.tmux.link, f"{session_id}:", self.tmux.version())

    def start(self) -> None:
        """Have a control connection to tmux from now on. Does not wait."""
        self.tmux.link.keep()
        self.watch.start()
        self.watch.drawn.add(self._take_activity)
        self.watch.command_ended.add(self.notifier.done)
        self.watch.window_rang.add(self.notifier.rang)
        self.tmux.link.changed.add(lambda: self.previews.touch(None))
        self.clients.start()
        self.terminals.start()

    def stop(self, deadline_s: float = 2.0) -> None:
        """Close every socket (by the listeners of `stopping`), then every hub; tmux goes on."""
        self.stopping.send()
        self.watch.stop()
        self.previews.stop()
        for hub in self.hubs:
            hub.close()
        self.native.stop()
        self.tmux.stop()

    def _source(
        self, session: Session, size: Size, *, own: bool, view: str, window_id: str | None
    ) -> PtySource | MirrorSource:
        if own and len(self._hubs) - len(self._shared) >= OWN_HUBS_MAX:
            raise TooMany("too many terminals of their own: close some and try again", OWN_RETRY_AFTER_S)
        if view == "terminal":
            owned = None if own else self.states.sizing_of(session.epoch, session.id).client_size
            return self.tmux.attach_source(session.id, owned or size)
        version = self.tmux.version()
        limits = self._mirror_limits
        target = window_id or f"{session.id}:"
        return MirrorSource(self.tmux.link, target, session.size, limits, self.captures, version)

    def _start(self, source: PtySource | MirrorSource, key: Key, *, own: bool) -> Hub:
        shares_size = key.view == "terminal" and not own
        hub = Hub(
            source,
            self.limits,
            on_closed=self._forget,
            on_presence=self._presence_changed,
            on_bell=self._rang,
            typed=self.states.typed_in(key.session_id),
            sizing=self.states.sizing_of(key.epoch, key.session_id) if shares_size else None,
        )
        running = Running(hub, source, key, key.session_id)
        if isinstance(source, PtySource):
            running.stop_following = self._follow(hub, running, source)
        self._listen()
        self._hubs[hub.id] = running
        if not own:
            self._shared[key] = running
        log.info("hub started", hub=hub.id, **key._asdict(), own=own)
        return hub

    def _listen(self) -> None:
        if self._stop_listening is None:
            self._stop_listening = self.watch.add_listener(self._on_state)

    def _shows(self, running: Running, session: Session) -> bool:
        if isinstance(running.source, MirrorSource):
            return running.key.session_id == session.id
        assert isinstance(running.hub, Hub)
        assert isinstance(running.source, PtySource)
        # Before tmux is asked: a client that has printed nothing yet may be missing from the list.
        just_started = running.hub.ring.end_offset == 0 and running.key.session_id == session.id
        clients = self.tmux.client_sessions()
        on_session = sum(1 for shown in clients.values() if shown == session.id)
        running.source.shared_with_terminals = on_session > 1
        return just_started or clients.get(running.source.tty) == session.id

    def _forget(self, hub: Hub) -> None:
        running = self._hubs.pop(hub.id, None)
        self._ended.add(hub.counts)
        if running is not None:
            running.stop_following()
            if isinstance(running.source, PtySource) and hub.exit_reason == "session_ended":
                self.session_ended.send(running.key.epoch, running.shows)
        if running is not None and self._shared.get(running.key) is running:
            del self._shared[running.key]
        self._forgot(hub.id)

    def _forget_panes(self, ended: PaneSession) -> None:
        self._ended.add(ended.counts)
        if ended.exit_reason == "session_ended":
            self.session_ended.send(ended.session.epoch, ended.session.id)
        self._forgot(ended.id)

    def _forgot(self, hub_id: str) -> None:
        if not self._hubs and self._stop_listening is not None:
            self._stop_listening()
            self._stop_listening = None
        log.info("hub closed", hub=hub_id)
        if not self._freeing:
            self._freeing = True
            gevent.spawn_later(FREE_AFTER_S, self._give_back_memory)

    def _on_state(self, before: TmuxState, now: TmuxState) -> None:
        self.notifier.on_state(before, now)
        self.terminals.on_state(before, now)

    def _rang(self, hub: Hub) -> None:
        running = self._hubs.get(hub.id)
        if running is not None:
            self.session_rang.send(running.shows)

    def _follow(self, hub: Hub, running: Running, source: PtySource) -> Callable[[], None]:
        def moved(session: Session) -> None:
            running.shows = source.session_id = session.id
            hub.typed = self.states.typed_in(session.id)
            if self._shared.get(running.key) is running:
                is_back = session.id == running.key.session_id
                shared = self.states.sizing_of(running.key.epoch, session.id)
                hub.change_sizing(shared if is_back else Sizing())
            self._presence_changed()

        def terminals_changed(now: OtherTerminals) -> None:
            source.shared_with_terminals = bool(now.terminals)
            running.terminals_changed(now)

        undo = [
            self.clients.follow(source.tty, running.shows, moved),
            self.terminals.follow(lambda: source.tty, terminals_changed),
        ]

        def stop() -> None:
            for one in undo:
                one()

        return stop

    def terminals_event(self, hub: ViewedPort) -> Event | None:
        """The other terminals of a hub's session; None if there are none."""
        running = self._hubs.get(hub.id)
        others = OtherTerminals() if running is None else running.other_terminals
        return None if others == OtherTerminals() else others.event()

    def _take_activity(self, window_ids: Collection[str] | None) -> None:
        sessions = None if window_ids is None else self._sessions_with(window_ids)
        self.previews.touch(sessions)
        for running in self._hubs.values():
            if isinstance(running.source, MirrorSource) and (
                sessions is None or running.key.session_id in sessions
            ):
                running.source.wake()

    def _seen(self, state: TmuxState) -> set[str]:
        """The ids of windows that a terminal shows, or a browser that may type.

        The client of a hub outlives its viewers for a while and sees nothing then.
        """
        ours = Counter(r.shows for r in self._hubs.values() if isinstance(r.source, PtySource))
        shown = {session.id for session in state.sessions if session.attached > ours[session.id]}
        watched = [running for running in self._hubs.values() if running.hub.typists()]
        shown |= {running.shows for running in watched if running.key.window_id is None}
        seen = {window.id for window in state.windows if window.active and window.session_id in shown}
        return seen | {running.key.window_id for running in watched if running.key.window_id is not None}

    def _sessions_with(self, window_ids: Collection[str]) -> set[str]:
        windows = self.watch.state.windows
        return {window.session_id for window in windows if window.id in window_ids}

    def _give_back_memory(self) -> None:
        self._freeing = False
        memory.give_back()

    def sessions(self) -> SessionList:
        """The session list now; asks tmux."""
        return self.tmux.list_sessions()

    def state(self) -> TmuxState:
        """Sessions and windows now; asks tmux."""
        state = self.tmux.state()
        return replace(state, windows=self.watch.marked(state.windows))
