"""Keeps the control client of one session, and its layout: a client that was lost is replaced."""

from __future__ import annotations

import time
from typing import Protocol

import gevent
from gevent.event import Event as Flag

from webmux.errors import SessionNotFound, TmuxError
from webmux.logs import get_logger
from webmux.model import Session
from webmux.panes.layout.layout_follower import PaneLayout
from webmux.panes.layout.pane_layout import SessionLayout
from webmux.panes.pane_link import PaneLink
from webmux.supervise import Nursery
from webmux.tmux.control.notifications import Notification
from webmux.tmux.server import Tmux

log = get_logger(__name__)

RECONNECT_S = (0.0, 0.2, 0.5, 1.0, 2.0, 5.0, 5.0)
"""Pauses before each try to connect again; after the last one the session counts as lost."""
READY_MAX_S = 5.0
LAST_WORDS_S = 1.0
"""What tmux reported in this time before it ended was about its end."""


class Owner(Protocol):
    """Who uses the link. Nothing here may switch."""

    def on_connected(self) -> None:
        """There is a new link; its panes are listed, and it has sent no output yet."""

    def on_layout(self, before: SessionLayout, now: SessionLayout) -> None:
        """See `PaneLayout.changed`."""

    def on_lost(self) -> None:
        """The link has ended; another one follows, or `on_gone`."""

    def on_back(self) -> None:
        """`on_connected` was called, not for the first time."""

    def on_gone(self, reason: str) -> None:
        """The session has ended, for one of `EXIT_REASONS`."""


class LinkKeeper:
    """The link of a session and its layout; both are replaced together."""

    link: PaneLink
    layout: PaneLayout

    def __init__(self, tmux: Tmux, session: Session, owner: Owner) -> None:
        self._tmux = tmux
        self._session = session
        self._owner = owner
        self._ready = Flag()
        self._closed = False
        self._sessions_changed: list[float] = []
        self._nursery = Nursery(f"link of {session.id}")

    def connect(self, before: SessionLayout) -> None:
        """Make the link and list its panes; `before` is the layout that viewers know.

        Raises:
            SessionNotFound: the session has ended.
            TmuxError: tmux could not be asked.

        Switches: yes.
        """
        self.link = PaneLink(self._tmux, self._session)
        self.layout = PaneLayout(self.link)
        self.layout.now = before
        self.layout.changed.add(self._owner.on_layout)
        try:
            self.layout.ask_now()
        except BaseException:
            self.link.close()
            self.layout.stop()
            raise
        self.link.notified.add(self._count_ended)
        self.link.closed.add(self._on_link_closed)
        self._owner.on_connected()
        self._ready.set()

    @property
    def is_ready(self) -> bool:
        """Whether there is a link."""
        return self._ready.is_set()

    def wait_ready(self) -> bool:
        """Wait a few seconds for a link; False if there is none. Switches: only if there is none."""
        return bool(self._ready.wait(READY_MAX_S))

    def close(self) -> None:
        """End the link, and connect no more. Never switches; `stop` must follow."""
        self._closed = True
        self._ready.set()
        self.link.close()

    def stop(self) -> None:
        """Wait until everything has ended."""
        self.layout.stop()
        self._nursery.stop()

    def _count_ended(self, notification: Notification) -> None:
        if notification.kind == "%sessions-changed":
            self._sessions_changed = [*self._sessions_changed, time.monotonic()][-2:]

    def _on_link_closed(self, reason: str) -> None:
        if self._closed:
            return
        self._ready.clear()
        if reason == "server_exited" and self._was_last():
            reason = "session_ended"
        if reason in ("session_ended", "server_exited"):
            self._owner.on_gone(reason)
        else:
            self._owner.on_lost()
            self._nursery.spawn("reconnect", self._reconnect)

    def _was_last(self) -> bool:
        """Whether tmux ended because this session did. It reports each session that ends, just before."""
        return sum(time.monotonic() - at < LAST_WORDS_S for at in self._sessions_changed) == 1

    def _reconnect(self) -> None:
        self.layout.stop()
        for pause_s in RECONNECT_S:
            gevent.sleep(pause_s)
            try:
                self.connect(self.layout.now)
            except SessionNotFound:
                self._owner.on_gone(self._why_gone())
                return
            except TmuxError as error:
                log.info("panes", session=self._session.id, error=error.message)
            else:
                self._owner.on_back()
                return
        self._owner.on_gone("detached")

    def _why_gone(self) -> str:
        try:
            same = self._tmux.list_sessions().epoch == self._session.epoch
        except TmuxError:
            same = False
        return "session_ended" if same else "server_exited"
