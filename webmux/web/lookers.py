"""Who has which session before their eyes: pages say whether they are hidden."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class Look:
    """One open page of a session; `visible` until it says otherwise."""

    visible = True


class Lookers:
    """All open pages, by user and session. Never switches."""

    def __init__(self) -> None:
        self._looks: dict[tuple[int, str], set[Look]] = {}

    @contextmanager
    def looking(self, user_id: int, session_id: str) -> Iterator[Look]:
        """A page of that user has the session open until the end."""
        key, look = (user_id, session_id), Look()
        self._looks.setdefault(key, set()).add(look)
        try:
            yield look
        finally:
            self._looks[key].discard(look)
            if not self._looks[key]:
                del self._looks[key]

    def sees(self, user_id: int, session_id: str) -> bool:
        """Whether any page of that user shows the session to somebody."""
        return any(look.visible for look in self._looks.get((user_id, session_id), ()))
