"""Running hubs: what each was asked to show, what it shows now, and what its viewers hear of tmux."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from webmux.hub.hub import Hub
from webmux.mirror.mirror_source import MirrorSource
from webmux.model import TmuxState
from webmux.tmux.other_clients import OtherTerminals
from webmux.tmux.pty import PtySource
from webmux.tmux.state.command_tracker import Finished
from webmux.tmux.state.state_events import done_event, elsewhere_event, rang_event, viewer_events, waiting
from webmux.tmux.state.watch import Watch


class Key(NamedTuple):
    """What a hub was asked to show; two who ask for the same share it.

    `window_id` is the one window of a mirror, None for the current one.
    """

    view: str
    epoch: str
    session_id: str
    window_id: str | None


@dataclass(slots=True)
class Running:
    """`key` has the session that was asked for; `shows` what its tmux client shows now (switch-client)."""

    hub: Hub
    source: PtySource | MirrorSource
    key: Key
    shows: str
    other_terminals: OtherTerminals = field(default_factory=OtherTerminals)
    stop_following: Callable[[], None] = lambda: None


class ViewerNotifier:
    """Tells the viewers of all running hubs what happens in the session that they see."""

    def __init__(self, running: Collection[Running], watch: Watch) -> None:
        self._running = running
        self._watch = watch

    def on_state(self, before: TmuxState, now: TmuxState) -> None:
        """The model of tmux changed: viewers hear what of it is theirs."""
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
        """Whoever has a session with the window open hears that a command ended in it."""
        windows = [window for window in self._watch.state.windows if window.id == finished.window_id]
        sessions = {window.session_id for window in windows} | {finished.session_id}
        for running in self._running:
            if running.shows in sessions and running.key.window_id in (None, finished.window_id):
                running.hub.notify_all(done_event(finished), f"done {finished.window_id}")

    def rang(self, window_id: str) -> None:
        """Whoever has a session with this window open hears that it rang."""
        windows = [window for window in self._watch.state.windows if window.id == window_id]
        sessions = {window.session_id for window in windows}
        for running in self._running:
            if running.shows in sessions and running.key.window_id in (None, window_id):
                running.hub.notify_all(rang_event(windows[0]), f"rang {window_id}")
