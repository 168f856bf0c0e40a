"""Guests, and the users whose links they used: asking for control, giving it, taking it back."""

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


class ControlledPage(Protocol):
    """One connection of a guest or of a host. Neither method may switch."""

    def notify(self, event: Event, name: str) -> None:
        """Send an event. A later event of the same name may replace it."""

    def set_control(self, *, allowed: bool) -> None:
        """Accept what it types from now on, or ignore it."""


@dataclass(eq=False, slots=True)
class Guest:
    """One connection by a link. With `has_control` it may type although the link is read-only."""

    share: Share
    address: str
    page: ControlledPage
    may_type: bool
    has_control: bool = False
    asks_control: bool = False
    id: str = field(default_factory=lambda: secrets.token_hex(4))
    since: int = field(default_factory=lambda: int(time.time()))

    @property
    def host(self) -> tuple[int, str]:
        """The user who made the link, and the session."""
        return self.share.user_id, self.share.to.session_id

    def continue_as(self, before: Guest) -> None:
        """Take the place of an older connection of the same page."""
        self.id, self.since = before.id, before.since
        self.has_control, self.asks_control = before.has_control, before.asks_control

    def fields(self) -> dict[str, Any]:
        """As the contract writes it."""
        return {
            "id": self.id,
            "share": self.share.id,
            "address": self.address,
            "since": self.since,
            "types": self.may_type,
            "asks": self.asks_control,
        }


class GuestNotFound(BadField):
    """The guest does not exist, left, or belongs to another user's link."""

    status = 404


class Guests:
    """All guests, and their hosts: users who made the link and have its session open. Never switches."""

    def __init__(self) -> None:
        self._guests: dict[str, Guest] = {}
        self._hosts: dict[ControlledPage, tuple[int, str]] = {}

    @contextmanager
    def visiting(self, guest: Guest) -> Iterator[None]:
        """While the body runs, this guest is connected."""
        self._guests[guest.id] = guest
        self._notify_hosts(guest)
        try:
            yield
        finally:
            if self._guests.get(guest.id) is guest:  # else a newer connection of the same page came
                del self._guests[guest.id]
                self._notify_hosts(guest)

    @contextmanager
    def hosting(self, user_id: int, session_id: str, page: ControlledPage) -> Iterator[None]:
        """While the body runs, this page gets the list of the user's guests and may decide about control.

        Guests lose control when the user's last connection to the session ends.
        """
        self._hosts[page] = (user_id, session_id)
        self._notify_host(page)
        try:
            yield
        finally:
            del self._hosts[page]
            if (user_id, session_id) not in self._hosts.values():
                for guest in self._guests_of((user_id, session_id)):
                    if guest.has_control:
                        self._set(guest, may_type=False)

    def of(self, share_id: str) -> list[Guest]:
        """The guests of a link, oldest first."""
        return [guest for guest in self._guests.values() if guest.share.id == share_id]

    def ask(self, guest: Guest) -> None:
        """Ask the hosts of a guest for control.

        Raises:
            BadField: no host is connected, so nobody can decide.
        """
        if guest.host not in self._hosts.values():
            text = "the user who shared this is not connected: try again later"
            raise BadField("name", text, code="nobody_there")
        guest.asks_control = not guest.may_type
        self._notify_hosts(guest)

    def decide(self, page: ControlledPage, guest_id: object, *, allowed: bool) -> Guest:
        """Give a guest control, refuse it, or take it back.

        Raises:
            GuestNotFound: `page` is not a host of such a guest.
        """
        guest = self._guests.get(guest_id) if isinstance(guest_id, str) else None
        if guest is None or self._hosts.get(page) != guest.host:
            raise GuestNotFound("guest", "you have no such guest in this session", code="guest_not_found")
        self._set(guest, may_type=allowed)
        return guest

    def _set(self, guest: Guest, *, may_type: bool) -> None:
        guest.asks_control, guest.has_control, guest.may_type = False, may_type, may_type
        guest.page.set_control(allowed=may_type)
        guest.page.notify(Event("role", {"role": "operator" if may_type else "viewer"}), "role")
        self._notify_hosts(guest)

    def _guests_of(self, host: tuple[int, str]) -> list[Guest]:
        return [guest for guest in self._guests.values() if guest.host == host]

    def _notify_hosts(self, guest: Guest) -> None:
        for page in [page for page, host in self._hosts.items() if host == guest.host]:
            self._notify_host(page)

    def _notify_host(self, page: ControlledPage) -> None:
        guests = [guest.fields() for guest in self._guests_of(self._hosts[page])]
        page.notify(Event("guests", {"guests": guests}), "guests")
