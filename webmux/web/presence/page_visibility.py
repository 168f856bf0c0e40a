"""Who has which window before their eyes: pages say whether they are hidden and that somebody uses them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from webmux.errors import BadField

ALIVE_S = 12.0
"""A page sends a ping every 5 s. One that was silent for longer may have lost its connection unnoticed."""
IDLE_S = 120.0
"""Nobody may be there any more when a page was not used for so long: a monitor that is on sees nothing."""


class Look:
    """One open page of a session; `visible` until it says otherwise.

    `heard_at` says when anything came from it last, on the monotonic clock.
    """

    def __init__(self, session_id: str, heard_at: Callable[[], float] = time.monotonic) -> None:
        self.session_id = session_id
        self.visible = True
        self.heard_at = heard_at
        self.used_at = time.monotonic()

    def use(self) -> None:
        """Somebody typed, moved the mouse or came back to it."""
        self.used_at = time.monotonic()

    def show(self, args: object) -> None:
        """The page says whether it is hidden, by the arguments of the command `visible`.

        Raises:
            BadField: they do not say.
        """
        visible = args.get("visible") if isinstance(args, dict) else None
        if not isinstance(visible, bool):
            raise BadField("visible", "must be true or false")
        self.visible = visible
        if visible:
            self.use()

    def is_alive(self, now: float) -> bool:
        """Whether it is shown, and its connection is known to work."""
        return self.visible and now - self.heard_at() < ALIVE_S


class Lookers:
    """All open pages, by user. `current` gives the id of the window that a session shows. Never switches."""

    def __init__(self, current: Callable[[str], str | None] = lambda session_id: None) -> None:
        self._current = current
        self._looks: dict[int, set[Look]] = {}

    @contextmanager
    def looking(self, user_id: int, look: Look) -> Iterator[None]:
        """A page of that user is open until the end."""
        self._looks.setdefault(user_id, set()).add(look)
        try:
            yield
        finally:
            self._looks[user_id].discard(look)
            if not self._looks[user_id]:
                del self._looks[user_id]

    def sees(self, user_id: int, session_id: str, window_id: str = "") -> bool:
        """Whether a page that was used lately shows the user that window, or any of the session if empty."""
        now = time.monotonic()
        looks = self._showing(user_id, session_id, window_id)
        return any(look.is_alive(now) and now - look.used_at < IDLE_S for look in looks)

    def is_shown(self, user_id: int, session_id: str, window_id: str, since: float) -> bool:
        """Whether such a page was heard of since that moment."""
        looks = self._showing(user_id, session_id, window_id)
        return any(look.visible and look.heard_at() > since for look in looks)

    def reacted(self, user_id: int, session_id: str, window_id: str, since: float) -> bool:
        """Whether such a page was used since that moment."""
        return any(look.used_at > since for look in self._showing(user_id, session_id, window_id))

    def _showing(self, user_id: int, session_id: str, window_id: str) -> list[Look]:
        """A window may be in several sessions: whichever of them a page shows, it is the same window."""
        looks = self._looks.get(user_id, ())
        if not window_id:
            return [look for look in looks if look.session_id == session_id]
        return [look for look in looks if self._current(look.session_id) == window_id]
