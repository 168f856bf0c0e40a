"""The viewers of one session who may see the same windows; see `Audience`."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterator

from webmux.events import HubEvent
from webmux.panes.viewers.pane_subscriber import PaneSubscriber


class PaneAudience:
    """Those of `subscribers` with this one window, or without one for `""`. Never switches.

    The latter are found by the id of their session, `whole_id`.
    """

    def __init__(self, subscribers: Collection[PaneSubscriber], window_id: str, whole_id: str) -> None:
        self.id = secrets.token_urlsafe(12) if window_id else whole_id
        self._subscribers = subscribers
        self._window_id = window_id

    def __iter__(self) -> Iterator[PaneSubscriber]:
        return iter(
            [subscriber for subscriber in self._subscribers if subscriber.window_id == self._window_id]
        )

    def viewers(self) -> int:
        """How many there are."""
        return len(list(self))

    def typists(self) -> int:
        """How many of them may type."""
        return sum(subscriber.may_type for subscriber in self)

    def notify_all(self, event: HubEvent, name: str, *, guests: bool = True) -> None:
        """Notify all of them, or all but guests; see `Viewer.notify`."""
        for subscriber in self:
            if guests or not subscriber.person.guest:
                subscriber.notify(event, name)
