"""The list of viewers of a terminal, as each viewer receives it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from webmux.events import Event
from webmux.hub.viewer import Viewer

PEOPLE_MAX = 12
"""Of more viewers only the number is sent: every viewer gets the list when one joins or leaves."""


def send(subscribers: Iterable[Viewer], owner: Viewer | None) -> None:
    """Send each viewer the number of viewers and the first of them, beginning with the owner of the size."""
    seen = [subscriber for subscriber in subscribers if not subscriber.unseen]
    shown = sorted(seen, key=lambda subscriber: subscriber is not owner)[:PEOPLE_MAX]
    for reader in seen:
        people = [_entry_of(subscriber, owner, reader) for subscriber in shown]
        reader.notify(Event("presence", {"viewers": len(seen), "people": people}), "presence")


def role_of(subscriber: Viewer) -> str:
    return "operator" if subscriber.may_type else "viewer"


def _entry_of(subscriber: Viewer, owner: Viewer | None, reader: Viewer) -> dict[str, Any]:
    """One viewer in the list of another; guests get no names."""
    person = subscriber.person
    return {
        "name": "" if reader.person.guest else person.name,
        "guest": person.guest,
        "device": person.device,
        "role": role_of(subscriber),
        "owner": subscriber is owner,
        "me": subscriber is reader,
    }
