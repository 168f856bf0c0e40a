"""Creates sessions, windows and panes for users, and limits how many each user has at a time.

Each pane of a window counts like a window, so that splitting does not evade the limit.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from gevent.lock import BoundedSemaphore

from webmux.errors import EndedAtOnce, QuotaReached, SessionNotFound
from webmux.model import Session, Window
from webmux.tmux.control.process import NoServer
from webmux.tmux.layout import split_window
from webmux.tmux.server import Tmux
from webmux.tmux.session_start import check_runs

USER_OPTION = "@webmux_user"
"""Option with the user who made a session, window or pane. tmux stores it, so a restart does not lose it.

A pane inherits it from its window, and a window from its session, so those made by tmux's own keys count too.
"""
_ALL_PANES = ("list-panes", "-a")

T = TypeVar("T")


class Quotas:
    """Counts the sessions, windows and panes of each user, and creates more up to the limits."""

    def __init__(self, tmux: Tmux, sessions_max: int, windows_max: int) -> None:
        self._tmux = tmux
        self._sessions_max = sessions_max
        self._windows_max = windows_max
        self._counting = BoundedSemaphore(1)

    def create_session(self, user: str, **given: Any) -> Session:
        """Create a session for this user; arguments and further errors as for `Tmux.create_session`.

        Raises:
            EndedAtOnce: its program ended at once.
            QuotaReached: the user has as many sessions or windows as allowed.

        Switches: yes, asks tmux.
        """
        with self._counting:
            self._check(user, "sessions", self._sessions_max, "list-sessions")
            self._check(user, "windows", self._windows_max, *_ALL_PANES)
            session = self._tmux.create_session(**given, keep_dead=True)
            try:
                self._tmux.run(("set-option", "-t", session.id, USER_OPTION, user))
            except SessionNotFound as error:
                raise EndedAtOnce("", None, "") from error
        check_runs(self._tmux, session.id)
        return session

    def create_window(self, user: str, session_id: str, **given: Any) -> Window:
        """Create a window for this user in any session; as `create_session`."""
        with self._counting:
            self._check(user, "windows", self._windows_max, *_ALL_PANES)
            window = self._tmux.create_window(session_id, **given)
            self._tmux.run(("set-option", "-w", "-t", window.id, USER_OPTION, user))
        return window

    def split_window(self, user: str, window_id: str, direction: str) -> str:
        """Create a pane for this user in any window, see `layout.split_window`; as `create_window`."""
        return self.make_pane(user, lambda: split_window(self._tmux, window_id, direction))

    def make_pane(self, user: str, make: Callable[[], str]) -> str:
        """Call `make`, which creates a pane and returns its id, `%3`; the pane belongs to this user.

        Raises:
            QuotaReached: the user has as many windows and panes as allowed; nothing was made.

        Switches: yes. Others wait until `make` is done.
        """
        with self._counting:
            self._check(user, "windows", self._windows_max, *_ALL_PANES)
            pane_id = make()
            self._tmux.run(("set-option", "-p", "-t", pane_id, USER_OPTION, user))
        return pane_id

    def make(self, user: str, panes: int, make: Callable[[], T]) -> T:
        """Call `make`, which creates a session with so many panes that belongs to this user.

        Raises:
            QuotaReached: the user would have more sessions or windows than allowed; nothing was made.

        Switches: yes. Others wait until `make` is done.
        """
        with self._counting:
            self._check(user, "sessions", self._sessions_max, "list-sessions")
            self._check(user, "windows", self._windows_max, *_ALL_PANES, more=panes)
            return make()

    def check_room(self, user: str, sessions: int, panes: int) -> None:
        """Raises QuotaReached if so many more sessions or panes would exceed a limit. Switches: yes."""
        with self._counting:
            self._check(user, "sessions", self._sessions_max, "list-sessions", more=sessions)
            self._check(user, "windows", self._windows_max, *_ALL_PANES, more=panes)

    def _check(self, user: str, what: str, most: int, *listing: str, more: int = 1) -> None:
        try:
            makers = self._tmux.run((*listing, "-F", f"#{{{USER_OPTION}}}")).splitlines()
        except NoServer:
            return
        count = makers.count(user)
        if count + more > most:
            counted = " and panes" if what == "windows" else ""
            if more > 1:
                raise QuotaReached(
                    f"you have {count} {what}{counted}, and {more} more would exceed {most}: end some"
                )
            raise QuotaReached(f"you have {most} {what}{counted} already: end some")
