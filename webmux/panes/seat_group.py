"""The viewers of one session who may see the same windows; see `Audience`."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterator

from webmux.events import HubEvent
from webmux.panes.seat import Seat


class SeatGroup:
    """Those of `seats` with this one window, or without one for `""`. Never switches."""

    def __init__(self, seats: Collection[Seat], window_id: str) -> None:
        self.id = secrets.token_urlsafe(12)
        self._seats = seats
        self._window_id = window_id

    def __iter__(self) -> Iterator[Seat]:
        return iter([seat for seat in self._seats if seat.window_id == self._window_id])

    def viewers(self) -> int:
        """How many there are."""
        return len(list(self))

    def typists(self) -> int:
        """How many of them may type."""
        return sum(seat.may_type for seat in self)

    def notify_all(self, event: HubEvent, name: str, *, guests: bool = True) -> None:
        """Notify all of them, or all but guests; see `Viewer.notify`."""
        for seat in self:
            if guests or not seat.person.guest:
                seat.notify(event, name)
