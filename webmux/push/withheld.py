"""What is not sent at once: somebody has it before their eyes, or something like it was sent just now."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

import gevent

from webmux.push.payload import Happening
from webmux.supervise import Nursery

ALIVE_S = 12.0
"""A page that shows a window and is heard of within this time is there: pages send a ping every 5 s."""
REACT_S = 30.0
"""Who sees something and does nothing in this time may not be there."""
GAP_S = 10.0
"""One of a kind in this time from one session, for one user; the last of the others follows at its end."""
WITHHELD_MAX = 200


class Eyes(Protocol):
    """Who has which window before their eyes; see `webmux.web.presence.page_visibility`."""

    def sees(self, user_id: int, session_id: str, window_id: str = "") -> bool:
        """Whether a page that was used lately shows it."""
        ...

    def is_shown(self, user_id: int, session_id: str, window_id: str, since: float) -> bool:
        """Whether a page that shows it was heard of since."""
        ...

    def reacted(self, user_id: int, session_id: str, window_id: str, since: float) -> bool:
        """Whether somebody used such a page since."""
        ...


Send = Callable[[int, Happening], None]


class Withheld:
    """Holds back what is to be told to users, and sends it later where that turns out to be needed."""

    def __init__(
        self,
        eyes: Eyes,
        send: Send,
        nursery: Nursery,
        *,
        alive_s: float = ALIVE_S,
        react_s: float = REACT_S,
        gap_s: float = GAP_S,
    ) -> None:
        self._eyes = eyes
        self._send = send
        self._nursery = nursery
        self._alive_s, self._react_s, self._gap_s = alive_s, react_s, gap_s
        self._seen: dict[tuple[int, str, str], Happening] = {}
        self._trailing: dict[tuple[int, str, str], Happening | None] = {}

    def offer(self, user_id: int, happening: Happening) -> None:
        """Send it now, or when nobody reacts to it, or when the last one like it is long enough ago."""
        if not self._eyes.sees(user_id, happening.session_id, happening.window_id):
            self._pace(user_id, happening)
            return
        key = (user_id, happening.kind, happening.window_id or happening.session_id)
        if key not in self._seen:
            if len(self._seen) >= WITHHELD_MAX:
                return
            self._nursery.spawn("withheld", self._look_again, key, time.monotonic())
        self._seen[key] = happening

    def _look_again(self, key: tuple[int, str, str], since: float) -> None:
        gevent.sleep(self._alive_s)
        user_id, happening = key[0], self._seen[key]
        where = (user_id, happening.session_id, happening.window_id)
        there = self._eyes.is_shown(*where, since=since)
        if there and not self._eyes.reacted(*where, since=since):
            gevent.sleep(max(0.0, self._react_s - self._alive_s))
        happening = self._seen.pop(key)
        if not there or not self._eyes.reacted(*where, since=since):
            self._pace(user_id, happening)

    def _pace(self, user_id: int, happening: Happening) -> None:
        key = (user_id, happening.kind, happening.session_id)
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
