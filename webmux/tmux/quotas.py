"""Sessions and windows that are made for users of ours, no more for each than they may have at a time."""

from __future__ import annotations

from typing import Any

from gevent.lock import BoundedSemaphore

from webmux.errors import QuotaReached
from webmux.model import Session, Window
from webmux.tmux.process import NoServer
from webmux.tmux.server import Tmux

USER_OPTION = "@webmux_user"
"""Who made a session or window, kept by tmux: so a restart forgets nobody, and an end is noticed by itself.

A window without it has its session's, so what is opened by tmux's own keys counts as well.
"""


class Quotas:
    """Counts what each user has, and makes more while that is allowed."""

    def __init__(self, tmux: Tmux, sessions_max: int, windows_max: int) -> None:
        self._tmux = tmux
        self._sessions_max = sessions_max
        self._windows_max = windows_max
        self._counting = BoundedSemaphore(1)

    def create_session(self, user: str, **given: Any) -> Session:
        """A session of this user; `given`, and what is raised beside, as for `Tmux.create_session`.

        Raises:
            QuotaReached: the user has as many sessions or windows as allowed.

        Switches: yes, asks tmux.
        """
        with self._counting:
            self._check(user, "sessions", self._sessions_max, "list-sessions")
            self._check(user, "windows", self._windows_max, "list-windows", "-a")
            session = self._tmux.create_session(**given)
            self._tmux.run(("set-option", "-t", session.id, USER_OPTION, user))
        return session

    def create_window(self, user: str, session_id: str, **given: Any) -> Window:
        """A window of this user in anybody's session; as `create_session`."""
        with self._counting:
            self._check(user, "windows", self._windows_max, "list-windows", "-a")
            window = self._tmux.create_window(session_id, **given)
            self._tmux.run(("set-option", "-w", "-t", window.id, USER_OPTION, user))
        return window

    def _check(self, user: str, what: str, most: int, *listing: str) -> None:
        try:
            makers = self._tmux.run((*listing, "-F", f"#{{{USER_OPTION}}}")).splitlines()
        except NoServer:
            return
        if makers.count(user) >= most:
            raise QuotaReached(f"you have {most} {what} already: end some")
