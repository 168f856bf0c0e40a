"""Which window each user sees: pages report whether they are hidden and when they were used."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from webmux.errors import BadField

ALIVE_S = 12.0
"""A page sends a ping every 5 s. After a longer silence its connection may be lost."""
IDLE_S = 120.0
"""After this time without use nobody may be at the page: a monitor that is on sees nothing."""


class OpenPage:
    """One open page of a session; `visible` until it reports otherwise.

    With `pane_id`, it shows nothing but the question of the agent in this pane, and is in use while it is
    visible. `received_at` returns when its last data came, on the monotonic clock.
    """

    def __init__(
        self, session_id: str, received_at: Callable[[], float] = time.monotonic, *, pane_id: str = ""
    ) -> None:
        self.session_id = session_id
        self.pane_id = pane_id
        self.visible = True
        self.received_at = received_at
        self.used_at = time.monotonic()

    def use(self) -> None:
        """The user typed, moved the mouse or came back to the page."""
        self.used_at = time.monotonic()

    def set_visible(self, visible: object) -> None:
        """The page reports whether it is visible. Raises BadField: `visible` is not a boolean."""
        if not isinstance(visible, bool):
            raise BadField("visible", "must be true or false")
        self.visible = visible
        if visible:
            self.use()

    def last_use(self) -> float:
        """When the user was at the page, as far as is known; on the monotonic clock."""
        return self.received_at() if self.pane_id and self.visible else self.used_at

    def is_alive(self, now: float) -> bool:
        """Whether it is visible, and its connection is known to work."""
        return self.visible and now - self.received_at() < ALIVE_S


class PageVisibility:
    """All open pages, by user. Never switches.

    `current` returns the id of the current window of a session.
    """

    def __init__(self, current: Callable[[str], str | None] = lambda session_id: None) -> None:
        self._current = current
        self._pages: dict[int, set[OpenPage]] = {}

    @contextmanager
    def opened(self, user_id: int, page: OpenPage) -> Iterator[None]:
        """While the body runs, this page of the user is open."""
        self._pages.setdefault(user_id, set()).add(page)
        try:
            yield
        finally:
            self._pages[user_id].discard(page)
            if not self._pages[user_id]:
                del self._pages[user_id]

    def sees(self, user_id: int, session_id: str, window_id: str = "", pane_id: str = "") -> bool:
        """Whether a page in use shows the user this window; any window of the session if it is empty.

        With `pane_id`, a page with the question of its agent counts too.
        """
        now = time.monotonic()
        pages = self._showing(user_id, session_id, window_id, pane_id)
        return any(page.is_alive(now) and now - page.last_use() < IDLE_S for page in pages)

    def is_shown(
        self, user_id: int, session_id: str, window_id: str, pane_id: str = "", *, since: float
    ) -> bool:
        """Whether data came from such a page after that moment."""
        pages = self._showing(user_id, session_id, window_id, pane_id)
        return any(page.visible and page.received_at() > since for page in pages)

    def reacted(
        self, user_id: int, session_id: str, window_id: str, pane_id: str = "", *, since: float
    ) -> bool:
        """Whether such a page was used after that moment."""
        return any(page.last_use() > since for page in self._showing(user_id, session_id, window_id, pane_id))

    def _showing(self, user_id: int, session_id: str, window_id: str, pane_id: str) -> list[OpenPage]:
        return [
            page
            for page in self._pages.get(user_id, ())
            if (page.pane_id == pane_id if page.pane_id else self._shows(page, session_id, window_id))
        ]

    def _shows(self, page: OpenPage, session_id: str, window_id: str) -> bool:
        """A window may be linked to several sessions: it is the same window in each of them."""
        if not window_id:
            return page.session_id == session_id
        return self._current(page.session_id) == window_id
