"""Follows the layout of one session: asks tmux after each change that it reports, and subscribes to the rest.

tmux reports no dead panes, no titles, no other place of the borders, and no windows that swapped places. One
subscription notices those once a second, and one more question after each change what changed back meanwhile.
By the process it notices a pane that started again and died. The end of a process itself is noticed at once
where the kernel reports it, see `ProcessEnds`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

import gevent
from gevent.event import Event as Flag

from webmux.errors import SessionNotFound, TmuxTimeout
from webmux.panes.layout.pane_layout import (
    SessionLayout,
    bounded_text,
    changes,
    list_command,
    parse_layout_rows,
)
from webmux.process_ends import ProcessEnds
from webmux.signals import Signal
from webmux.supervise import Nursery
from webmux.tmux.control.notifications import Notification
from webmux.tmux.control.parser import Reply, unescape_dollars
from webmux.tmux.control.quoting import Command
from webmux.tmux.version import traits

GAP_S = 0.03
"""All changes within this time after a question cause one more question: a script may make twenty panes."""
SETTLE_S = 1.1
"""The subscription compares once a second. What changed and changed back in between it never reports."""
LOOKS_S = (0.0, 0.01, 0.05, 0.2)
"""tmux knows that a program has ended, after its process did, at one of these pauses."""
TIMEOUT_S = 5.0
SUBSCRIPTION = "webmux-panes"
_PANE = (
    "#{pane_id}.#{pane_left}.#{pane_top}.#{pane_width}.#{pane_height}"
    ".#{pane_active}#{pane_dead}#{pane_synchronized}.#{pane_pid}.#{pane_dead_status}.#{pane_dead_signal}.#{pane_mode}"
    f".{bounded_text('pane_title')}.{bounded_text('pane_current_command')}"
    f".#{{?pane_active,{bounded_text('pane_current_path')},}};"
)
_CHANGES = (
    "#{status}#{W:#{window_id}.#{window_index}.#{window_width}.#{window_height}.#{pane-border-status}"
    f".#{{window-size}}#{{P:{_PANE}}}}}"
)
_KINDS = frozenset(
    (
        "%layout-change",
        "%pane-mode-changed",
        "%session-changed",
        "%session-window-changed",
        "%unlinked-window-add",
        "%unlinked-window-close",
        "%unlinked-window-renamed",
        "%window-add",
        "%window-close",
        "%window-pane-changed",
        "%window-renamed",
    )
)


class LayoutLink(Protocol):
    """What the follower uses of a `PaneLink`."""

    session_id: str
    version: str
    notified: Signal[[Notification]]

    def fire(self, *commands: Command, done: Callable[[list[Reply] | None], None] | None = None) -> None: ...


class PaneLayout:
    """The layout of the session of a link, `now`, and a signal of its changes.

    Replies are read where the stream has them. So `changed` comes before any output that tmux sent later.
    """

    def __init__(self, link: LayoutLink) -> None:
        self.now = SessionLayout()
        self.changed: Signal[[SessionLayout, SessionLayout]] = Signal()
        """The layout before and now. Sent in the greenlet that reads tmux; listeners must not switch."""
        self._link = link
        self._escapes_dollars = traits(link.version).escapes_dollars
        self._drops_unread = traits(link.version).crashes_on_respawn
        self._stale = Flag()
        self._unsettled = False
        self._following = False
        self._answered = Flag()
        self._subscribed = ""
        self._nursery = Nursery(f"layout of {link.session_id}")
        self._ends = ProcessEnds(self._on_process_end)
        self._undo = link.notified.add(self._take)

    def refresh(self) -> None:
        """Ask tmux soon, because of a change that it may not report. Does not wait."""
        self._stale.set()
        self._start()

    def ask_now(self) -> SessionLayout:
        """The layout after everything that was sent to tmux before.

        Raises:
            SessionNotFound: the session ended, or the connection did.
            TmuxTimeout: no answer in time.

        Switches: yes. Cost: about 0.2 ms, and 0.02 ms for each pane.
        """
        answered = Flag()
        ok = False

        def take(replies: list[Reply] | None) -> None:
            nonlocal ok
            ok = self._take_replies(replies)
            answered.set()

        self._link.fire(list_command(self._link.session_id), done=take)
        if not answered.wait(TIMEOUT_S):
            raise TmuxTimeout(f"tmux did not list its panes in {TIMEOUT_S:g} s: try again later")
        if not ok:
            raise SessionNotFound(f"there is no session {self._link.session_id} any more: open another one")
        return self.now

    def stop(self) -> None:
        """Follow no longer. Safe to call twice."""
        self._undo()
        self._ends.stop()
        self._nursery.stop()

    def _take(self, notification: Notification) -> None:
        is_ours = notification.kind == "%subscription-changed" and notification.name == SUBSCRIPTION
        if is_ours or notification.kind in _KINDS:
            self.refresh()

    def _on_process_end(self, pid: int) -> None:
        self._nursery.spawn("ended", self._look_for, pid)

    def _look_for(self, pid: int) -> None:
        """Ask until tmux says that the program with this process has ended.

        What it printed last, and tmux has not sent, ends tmux if the pane starts again. So tmux drops that
        first (`Traits.crashes_on_respawn`). The pane is paused, and viewers get pictures until it is calm.
        """
        pane = self.now.pane_of(pid)
        if pane is not None and self._drops_unread:
            self._link.fire(("refresh-client", "-A", f"%{pane}:pause"))
        for pause_s in LOOKS_S:
            gevent.sleep(pause_s)
            if self.now.pane_of(pid) is None:
                return
            self.refresh()

    def _start(self) -> None:
        if not self._following:
            self._following = True
            self._nursery.spawn("follow", self._follow)

    def _follow(self) -> None:
        while self._stale.is_set() or self._unsettled:
            self._stale.wait(SETTLE_S)
            self._stale.clear()
            self._unsettled = False
            self._answered.clear()
            self._link.fire(list_command(self._link.session_id), done=self._take_answer)
            self._answered.wait(TIMEOUT_S)
            gevent.sleep(GAP_S)
        self._following = False

    def _take_answer(self, replies: list[Reply] | None) -> None:
        self._take_replies(replies)
        self._answered.set()

    def _take_replies(self, replies: list[Reply] | None) -> bool:
        """Take the reply to a question; False if there is none, or tmux refused."""
        if not replies or not replies[-1].ok:
            return False
        lines = replies[-1].lines
        if self._escapes_dollars:
            lines = tuple(map(unescape_dollars, lines))
        before, now = self.now, parse_layout_rows(lines)
        if changes(before, now) or before.status_rows != now.status_rows:
            self.now = replace(now, seq=before.seq + 1)
            self._unsettled = True
            self._start()
            self.changed.send(before, self.now)
        self._ends.follow(self.now.processes())
        self._subscribe()
        return True

    def _subscribe(self) -> None:
        """Subscribe by one window of the session.

        By the session itself tmux crashes if that ends before our client does (3.3a; control.c,
        control_check_subs_session).
        """
        windows = [window.id for window in self.now.windows]
        if windows and self._subscribed not in windows:
            self._subscribed = windows[0]
            self._link.fire(("refresh-client", "-B", f"{SUBSCRIPTION}:{windows[0]}:{_CHANGES}"))
