"""Everything of one tmux session that has native viewers: its control client, its hubs, and who views it."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import gevent

from webmux.errors import Forbidden, PaneNotFound, SourceClosed
from webmux.events import Attached, Exited
from webmux.hub import presence
from webmux.hub.copies import Copy
from webmux.hub.counts import Counts
from webmux.hub.limits import HubLimits
from webmux.hub.linger import Linger
from webmux.hub.session_states import SessionStates
from webmux.hub.size_owner import SizePolicy
from webmux.hub.viewer import Viewer
from webmux.model import Person, Session
from webmux.panes.floods.frame_flow import FrameFlow
from webmux.panes.hub_shelf import HubShelf
from webmux.panes.input.colour_answers import ColourAnswers, Themes
from webmux.panes.input.colour_queries import Theme
from webmux.panes.input.key_bindings import KeyBindings
from webmux.panes.input.pane_keys import PaneKeys
from webmux.panes.layout.layout_follower import PaneLayout
from webmux.panes.layout.layout_messages import change_messages, first_messages
from webmux.panes.layout.pane_layout import PaneState, SessionLayout, ended_panes
from webmux.panes.link_keeper import LinkKeeper
from webmux.panes.pane_events import FOCUS, SHOWN
from webmux.panes.pane_facts import KnownPanes
from webmux.panes.pane_hub import PaneHub
from webmux.panes.pane_link import PaneLink
from webmux.panes.pane_sizes import PaneSizes
from webmux.panes.snapshots.pane_history import PaneHistory
from webmux.panes.status_line import StatusLine
from webmux.panes.viewers.pane_audience import PaneAudience
from webmux.panes.viewers.pane_subscriber import PaneSubscriber
from webmux.signals import Signal
from webmux.source import Receipt
from webmux.supervise import Nursery
from webmux.tmux.server import Tmux
from webmux.tmux.state.formats import bounded_size
from webmux.wire.pane_records import REPORT

TIDY_S = 5.0
"""How often hubs without viewers are looked for."""
SHOWN_MAX_PANES = 64
"""Maximum of panes that one viewer shows."""
SCROLLBACK_ROWS = 1000
"""Rows of history in the first snapshots of a viewer that has not said what it shows."""


class PaneSession:
    """Made and found by `PaneSessions.enter`. Nothing here switches unless its docstring says so."""

    def __init__(
        self,
        tmux: Tmux,
        session: Session,
        limits: HubLimits,
        states: SessionStates,
        on_ended: Callable[[PaneSession], None],
    ) -> None:
        """Connect, and list the panes. `on_ended` is called once, after it ended or all viewers left.

        Raises:
            SessionNotFound: the session has ended.
            TmuxError: tmux could not be asked.

        Switches: yes.
        """
        self.id = secrets.token_urlsafe(12)
        self.session = session
        self.tmux = tmux
        self.limits = limits
        self.typed = states.typed_in(session.id)
        self.counts = Counts()
        self.bindings = KeyBindings(tmux, session, lambda: self.link.dropping(self.layout.now.panes()))
        self._themes = Themes()
        self._colours = ColourAnswers(tmux, lambda: self._themes.current(self.sizing.owner))
        self.subscribers: dict[PaneSubscriber, None] = {}
        self.presence_changed: Signal[[]] = Signal()
        """A viewer came or left."""
        self.sizing = states.sizing_of(session.epoch, session.id)
        self._sizes = PaneSizes(lambda: self.link, lambda: self.layout.now.status_rows)
        self._audiences: dict[str, PaneAudience] = {}
        self._on_ended = on_ended
        self._lost: dict[PaneSubscriber, dict[int, str]] = {}
        self._exited: Exited | None = None
        self._shelf = HubShelf(self._make_hub)
        self.known = KnownPanes(lambda: self.layout.now, self._shelf.get)
        self._nursery = Nursery(f"panes of {session.id}")
        self.linger = Linger(self._nursery, lambda: self.end(Exited("closed")))
        self.status_line = StatusLine(lambda: self.link, session.id)
        self._keeper = LinkKeeper(tmux, session, self)
        self._keeper.connect(SessionLayout())
        self.sizing.add(self._sizes)
        self._nursery.spawn("tidy", self._tidy)
        self.linger.start()

    @property
    def link(self) -> PaneLink:
        """The control client; another one after it was lost."""
        return self._keeper.link

    @property
    def layout(self) -> PaneLayout:
        """The layout, of that client."""
        return self._keeper.layout

    @property
    def closed(self) -> bool:
        """Whether it has ended."""
        return self._exited is not None

    @property
    def exit_reason(self) -> str:
        """One of `EXIT_REASONS`; `""` while it goes on."""
        return "" if self._exited is None else self._exited.reason

    # -- viewers ---------------------------------------------------------------------------

    def join(
        self,
        subscriber: PaneSubscriber,
        *,
        link_id: str | None,
        person: Person,
        size_policy: SizePolicy,
        replaces: Viewer | None,
        greeting: Callable[[], dict[str, Any]],
    ) -> None:
        """Add a viewer. It gets Attached and the layout, and then the panes of the current window.

        It resumes its panes if `link_id` is that of this session.

        Raises:
            SourceClosed: the session has ended.
        """
        if self._exited is not None:
            raise SourceClosed(self._exited.reason)
        self.linger.stop()
        if link_id != self.id:
            subscriber.forget_resume()
        subscriber.person, subscriber.size_policy = person, size_policy
        if replaces is not None:
            self.sizing.succeed(replaces, subscriber, self._sizes)
        self.sizing.arrive(subscriber, self._sizes)
        self.subscribers[subscriber] = None
        if replaces is not None:
            replaces.leave()
        subscriber.notify(Attached({**self._attached(subscriber), **greeting()}))
        for message in first_messages(self.layout.now, subscriber.window_id):
            subscriber.send_layout(message)
        self._show_current(subscriber)
        self.send_presence()
        self.presence_changed.send()

    def leave(self, subscriber: PaneSubscriber) -> None:
        """Remove a viewer."""
        self.subscribers.pop(subscriber, None)
        self._themes.leave(subscriber)
        self.status_line.hide(subscriber)
        self.sizing.leave(subscriber)
        self.send_presence()
        if not self.subscribers and self._exited is None:
            self.linger.start()
        elif not self.subscribers:
            gevent.spawn(self._stop)
        self.presence_changed.send()

    def look(
        self,
        subscriber: PaneSubscriber,
        shown: Mapping[int, str],
        scrollback: int,
        resume: Mapping[int, int] | None = None,
    ) -> None:
        """Have a viewer show these panes from now on, whichever window is current; see `PaneSubscriber.look`.

        Raises:
            PaneNotFound: one of them is not there, or not one that it may see.
        """
        for pane in shown:
            self.check_pane(subscriber, pane)
        subscriber.follows = False
        self._lost.pop(subscriber, None)  # it no longer shows what it did before the link was lost
        subscriber.look(shown, scrollback, resume)

    def check_pane(self, subscriber: PaneSubscriber, pane: int) -> PaneState:
        """The state of a pane that a viewer may reach.

        Raises:
            PaneNotFound: it is not in the session, or not in the one window of a guest.
        """
        found = self.layout.now.seen(subscriber.window_id, pane)
        if found is None:
            raise PaneNotFound(f"%{pane}")
        return found

    def active_pane(self, subscriber: PaneSubscriber) -> int | None:
        """The active pane of the window that a viewer sees by default; None if there is none."""
        window = self.layout.now.first_window(subscriber.window_id)
        for pane in window.panes if window is not None else ():
            if pane.active:
                return pane.pane
        return None

    def audience(self, window_id: str) -> PaneAudience:
        """The viewers of this one window, or of the whole session for `""`."""
        return self._audiences.setdefault(window_id, PaneAudience(self.subscribers, window_id, self.id))

    def audiences(self) -> list[PaneAudience]:
        """Those there are."""
        return list(self._audiences.values())

    def send_presence(self) -> None:
        """Send all viewers of the session, whichever view they have, the list of them."""
        self.sizing.send_presence()

    def stats(self, viewer: PaneSubscriber) -> dict[str, Any]:
        """The values of record 0x05 for one viewer."""
        shared = {"panes": len(self._shelf), "ring_bytes": self._shelf.cost_bytes}
        return {"hub": {"id": self.id, "subscribers": len(self.subscribers), **shared}, **viewer.stats()}

    def _attached(self, subscriber: PaneSubscriber) -> dict[str, Any]:
        return {
            "link": self.id,
            "role": presence.role_of(subscriber),
            "owner": subscriber is self.sizing.owner,
            "window_bytes": subscriber.window.window_bytes,
        }

    def _show_current(self, subscriber: PaneSubscriber) -> None:
        """Show the current window to a viewer that has not said what it shows."""
        window = self.layout.now.first_window(subscriber.window_id)
        if subscriber.follows and window is not None:
            panes = window.visible_panes()[:SHOWN_MAX_PANES]
            subscriber.look({pane.pane: FOCUS if pane.active else SHOWN for pane in panes}, SCROLLBACK_ROWS)

    # -- typing ----------------------------------------------------------------------------

    def type(
        self,
        subscriber: PaneSubscriber,
        pane: int | None,
        kind: int,
        data: bytes | memoryview,
        receipt: Receipt | None,
    ) -> None:
        """Type into a pane; None is the active pane of the current window. See `PaneKeys.type`.

        Input for a pane that is gone is refused.

        Raises:
            Forbidden: the viewer may not type.
            PaneNotFound: the pane is not there, or not one that the viewer may reach.
            SourceClosed: the session ended.
            BadRecord: see `PaneKeys.type`.

        Switches: only while the connection to tmux is being made again.
        """
        if not subscriber.may_type:
            raise Forbidden("read-only: this connection cannot type")
        if not self._keeper.wait_ready() or self._exited is not None:
            raise SourceClosed("closed" if self._exited is None else self._exited.reason)
        layout = self.layout.now
        if pane is None:
            pane = self.active_pane(subscriber)
        if pane is None or layout.seen(subscriber.window_id, pane) is None:
            self.keys.skip(len(data), receipt, refused=kind != REPORT)
            raise PaneNotFound(f"%{pane}")
        if subscriber.takes_size:
            self.sizing.follow_user(subscriber)
        if kind != REPORT and self.sizing.owner is subscriber:
            self._sizes.on_typed(layout.current)
        if kind != REPORT and self.typed.by is not subscriber:
            guest = subscriber.person.guest
            self.typed.note(subscriber, lambda: subscriber in self.subscribers, guest=guest)
        self.keys.type(pane, kind, data, receipt)
        if (hub := self._shelf.get(pane)) is not None:
            hub.on_key()

    def set_theme(self, subscriber: PaneSubscriber, theme: Theme) -> None:
        """A viewer has these colours: programs that ask get those of the owner of the size."""
        self._themes.set(subscriber, theme)
        self._colours.report(self.layout.now.panes())

    # -- hubs and layout -------------------------------------------------------------------

    def hub_of(self, pane: int) -> PaneHub:
        """The hub of a pane of this session; made if there is none.

        Raises:
            PaneNotFound: the session has no such pane.
        """
        return self._shelf.hub_of(pane)

    def hubs(self) -> Iterator[PaneHub]:
        """The hubs there are now."""
        return iter(self._shelf.hubs)

    def _make_hub(self, pane: int) -> PaneHub:
        state = self.known.state(pane)
        if state is None:
            raise PaneNotFound(f"%{pane}")
        history = PaneHistory(self.tmux.link, self.link.version)
        hub = PaneHub(self.link, pane, bounded_size(state.cols, state.rows), history)
        hub.flow = FrameFlow(hub)
        if state.dead:
            hub.fences.stays_paused = True
            hub.fences.resume()
        hub.on_copy = self._on_copy
        return hub

    def _on_copy(self, copy: Copy) -> None:
        self.typed.deliver(copy.event(), self.subscribers, self.sizing.owner)

    def on_layout(self, before: SessionLayout, now: SessionLayout) -> None:
        """See `Owner`. A layout that names a pane is sent before the pane is shown."""
        self._shelf.follow(before, now)
        left = before.panes() - now.panes()
        for pane in left.union(ended_panes(before, now)):
            self.link.settle(pane)
        for pane in left:
            self._colours.forget(pane)
        self._colours.report(now.panes() - before.panes())
        self.status_line.refresh()
        for subscriber in list(self.subscribers):
            for message in change_messages(before, now, subscriber.window_id):
                subscriber.send_layout(message)
            if self._keeper.is_ready:
                self._show_current(subscriber)

    # -- called by the keeper of the link --------------------------------------------------

    def on_connected(self) -> None:
        """See `Owner`. Whatever uses the link is made here, again after it was lost."""
        self.keys = PaneKeys(self.link, self.known)
        self.link.notified.add(self.keys.on_notification)
        self._colours.listen(self.link)
        self.link.notified.add(self.status_line.on_notification)
        self.status_line.refresh()
        self._sizes.connected()

    def on_lost(self) -> None:
        """See `Owner`: no pane has a hub until there is a link again."""
        self._lost = {subscriber: subscriber.shown() for subscriber in self.subscribers}
        self._shelf.close_all("lost")

    def on_back(self) -> None:
        """See `Owner`: every pane that was shown gets a snapshot."""
        shown = {one: {**self._lost.get(one, {}), **one.shown()} for one in self.subscribers}
        self._lost.clear()
        self._shelf.close_all("lost")
        for subscriber, panes in shown.items():
            known = {pane: how for pane, how in panes.items() if self.known.state(pane)}
            subscriber.look(known, SCROLLBACK_ROWS)
            self._show_current(subscriber)

    def on_gone(self, reason: str) -> None:
        """See `Owner`."""
        self.end(Exited(reason))

    # -- the end ---------------------------------------------------------------------------

    def end(self, exited: Exited) -> None:
        """End for all viewers. Safe to call twice."""
        if self._exited is not None:
            return
        self._exited = exited
        self.sizing.remove(self._sizes)
        for subscriber in list(self.subscribers):
            subscriber.on_ended(exited)
        self._keeper.close()
        self.counts.output_bytes = self._shelf.received_bytes
        self._on_ended(self)
        if not self.subscribers:
            gevent.spawn(self._stop)

    def _stop(self) -> None:
        self._keeper.stop()
        self._shelf.close_all("closed")
        self.bindings.close()
        self.status_line.stop()
        self._nursery.stop()

    def _tidy(self) -> None:
        while True:
            gevent.sleep(TIDY_S)
            self._shelf.tidy(time.monotonic())
            self.counts.output_bytes = self._shelf.received_bytes
