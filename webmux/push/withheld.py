"""Notifications that are delayed: the user sees the window, or got a similar one just now."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

import gevent

from webmux.push.payload import Happening
from webmux.supervise import Nursery

ALIVE_S = 12.0
"""A page that sent something within this time is connected: pages send a ping every 5 s."""
REACT_S = 30.0
"""A user who sees the window and does nothing for this time may not be at the page."""
GAP_S = 10.0
"""One of a kind in this time from one session, or one pane with an agent, for one user.

The last of the others follows after it."""
WITHHELD_MAX = 200


class Visibility(Protocol):
    """Which window each user sees; see `webmux.web.presence.page_visibility`."""

    def sees(self, user_id: int, session_id: str, window_id: str = "", pane_id: str = "") -> bool:
        """Whether a page in use shows it. `pane_id` is that of an agent that waits."""
        ...

    def is_shown(
        self, user_id: int, session_id: str, window_id: str, pane_id: str = "", *, since: float
    ) -> bool:
        """Whether data came from a page that shows it after `since`."""
        ...

    def reacted(
        self, user_id: int, session_id: str, window_id: str, pane_id: str = "", *, since: float
    ) -> bool:
        """Whether the user used such a page after `since`."""
        ...


Send = Callable[[int, Happening], None]


class Withheld:
    """Delays notifications, and sends those that turn out to be needed."""

    def __init__(
        self,
        visibility: Visibility,
        send: Send,
        nursery: Nursery,
        *,
        alive_s: float = ALIVE_S,
        react_s: float = REACT_S,
        gap_s: float = GAP_S,
    ) -> None:
        self._visibility = visibility
        self._send = send
        self._nursery = nursery
        self._alive_s, self._react_s, self._gap_s = alive_s, react_s, gap_s
        self._seen: dict[tuple[int, str, str], Happening] = {}
        self._trailing: dict[tuple[int, str, str], Happening | None] = {}

    def offer(self, user_id: int, happening: Happening) -> None:
        """Send it now, or if the user does not react, or when the last similar one is long enough ago."""
        if not self._visibility.sees(*_where(user_id, happening)):
            self._pace(user_id, happening)
            return
        key = (user_id, happening.kind, happening.pane_id or happening.window_id or happening.session_id)
        if key not in self._seen:
            if len(self._seen) >= WITHHELD_MAX:
                return
            self._nursery.spawn("withheld", self._check_again, key, time.monotonic())
        self._seen[key] = happening

    def _check_again(self, key: tuple[int, str, str], since: float) -> None:
        gevent.sleep(self._alive_s)
        user_id, happening = key[0], self._seen[key]
        where = _where(user_id, happening)
        is_shown = self._visibility.is_shown(*where, since=since)
        if is_shown and not self._visibility.reacted(*where, since=since):
            gevent.sleep(max(0.0, self._react_s - self._alive_s))
        happening = self._seen.pop(key)
        if not is_shown or not self._visibility.reacted(*where, since=since):
            self._pace(user_id, happening)

    def _pace(self, user_id: int, happening: Happening) -> None:
        key = (user_id, happening.kind, happening.subject)
        if key in self._trailing:
            self._trailing[key] = happening
            return
        self._trailing[key] = None
        self._nursery.spawn("paced", self._end_gap, key)
        self._send(user_id, happening)

    def _end_gap(self, key: tuple[int, str, str]) -> None:
        gevent.sleep(self._gap_s)
        last = self._trailing.pop(key)
        if last is not None:
            self._pace(key[0], last)


def _where(user_id: int, happening: Happening) -> tuple[int, str, str, str]:
    pane_id = happening.pane_id if happening.kind == "waiting" else ""
    return user_id, happening.session_id, happening.window_id, pane_id
