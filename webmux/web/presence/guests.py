"""Who came by a link, and who made the link: asking for the keyboard, lending it, taking it back."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

from webmux.auth.shares import Share
from webmux.errors import BadField
from webmux.events import Event


class Seat(Protocol):
    """A connection, as seen from here. Neither may switch."""

    def tell(self, event: Event, name: str) -> None:
        """Send an event; of those with one name only the latest matters."""

    def let_type(self, *, allowed: bool) -> None:
        """From now on what it types counts, or does not."""


@dataclass(eq=False, slots=True)
class Guest:
    """One connection by a link. `lent` is the keyboard, which the link itself does not give."""

    share: Share
    address: str
    seat: Seat
    types: bool
    lent: bool = False
    asks: bool = False
    id: str = field(default_factory=lambda: secrets.token_hex(4))
    since: int = field(default_factory=lambda: int(time.time()))

    def go_on_as(self, before: Guest) -> None:
        """Be who `before` was, with a newer connection of the same page."""
        self.id, self.since, self.lent, self.asks = before.id, before.since, before.lent, before.asks

    def fields(self) -> dict[str, Any]:
        """As the contract writes it."""
        return {
            "id": self.id,
            "share": self.share.id,
            "address": self.address,
            "since": self.since,
            "types": self.types,
            "asks": self.asks,
        }


class GuestNotFound(BadField):
    """No such guest, or it is somebody else's, or it left."""

    status = 404


class Guests:
    """All guests there are, and the makers of their links who have the same session open. Never switches."""

    def __init__(self) -> None:
        self._guests: dict[str, Guest] = {}
        self._hosts: dict[Seat, tuple[int, str]] = {}

    @contextmanager
    def visiting(self, guest: Guest) -> Iterator[None]:
        """While the body runs this guest is there."""
        self._guests[guest.id] = guest
        self._tell_hosts(guest)
        try:
            yield
        finally:
            if self._guests.get(guest.id) is guest:  # no newer connection of the same page came
                del self._guests[guest.id]
                self._tell_hosts(guest)

    @contextmanager
    def hosting(self, user_id: int, session_id: str, seat: Seat) -> Iterator[None]:
        """While the body runs a user has a session open, hears of the guests there and may decide.

        A keyboard that was lent goes back when the user's last connection to the session ends.
        """
        self._hosts[seat] = (user_id, session_id)
        self._tell_host(seat)
        try:
            yield
        finally:
            del self._hosts[seat]
            if (user_id, session_id) not in self._hosts.values():
                for guest in self._of_host(user_id, session_id):
                    if guest.lent:
                        self._set(guest, types=False)

    def of(self, share_id: str) -> list[Guest]:
        """Who is there by a link, the first first."""
        return [guest for guest in self._guests.values() if guest.share.id == share_id]

    def ask(self, guest: Guest) -> None:
        """Ask the maker of the link for the keyboard.

        Raises:
            BadField: the maker does not have the session open, so nobody would hear.
        """
        if _where(guest) not in self._hosts.values():
            raise BadField("name", "who shared this is not here now: try again later", code="nobody_there")
        guest.asks = not guest.types
        self._tell_hosts(guest)

    def decide(self, seat: Seat, guest_id: object, *, allowed: bool) -> Guest:
        """Lend a guest the keyboard, or refuse it, or take it back.

        Raises:
            GuestNotFound: `seat` is no host of such a guest: the link is another's or to another session.
        """
        guest = self._guests.get(guest_id) if isinstance(guest_id, str) else None
        if guest is None or self._hosts.get(seat) != _where(guest):
            raise GuestNotFound("guest", "you have no such guest in this session", code="guest_not_found")
        self._set(guest, types=allowed)
        return guest

    def _set(self, guest: Guest, *, types: bool) -> None:
        guest.asks, guest.lent, guest.types = False, types, types
        guest.seat.let_type(allowed=types)
        guest.seat.tell(Event("role", {"role": "operator" if types else "viewer"}), "role")
        self._tell_hosts(guest)

    def _of_host(self, user_id: int, session_id: str) -> list[Guest]:
        return [guest for guest in self._guests.values() if _where(guest) == (user_id, session_id)]

    def _tell_hosts(self, guest: Guest) -> None:
        for seat in [seat for seat, host in self._hosts.items() if host == _where(guest)]:
            self._tell_host(seat)

    def _tell_host(self, seat: Seat) -> None:
        guests = [guest.fields() for guest in self._of_host(*self._hosts[seat])]
        seat.tell(Event("guests", {"guests": guests}), "guests")


def _where(guest: Guest) -> tuple[int, str]:
    """Whose guest it is, and in which session."""
    return guest.share.user_id, guest.share.to.session_id
