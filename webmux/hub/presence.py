"""Who looks at a terminal, as each of them hears of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from webmux.events import Event
from webmux.hub.subscriber import Subscriber

PEOPLE_MAX = 12
"""Of more viewers only the number is told: every one of them hears the list whenever one comes or goes."""


def send(subscribers: Iterable[Subscriber], owner: Subscriber | None) -> None:
    """Tell everybody how many look and who the first of them are, the owner of the size before all."""
    seen = [subscriber for subscriber in subscribers if not subscriber.unseen]
    shown = sorted(seen, key=lambda subscriber: subscriber is not owner)[:PEOPLE_MAX]
    for reader in seen:
        people = [_entry_of(subscriber, owner, reader) for subscriber in shown]
        reader.notify(Event("presence", {"viewers": len(seen), "people": people}), "presence")


def role_of(subscriber: Subscriber) -> str:
    """What it may do here now, as the contract writes it."""
    return "operator" if subscriber.may_type else "viewer"


def _entry_of(subscriber: Subscriber, owner: Subscriber | None, reader: Subscriber) -> dict[str, Any]:
    """A viewer as another one hears of it: guests hear no names."""
    person = subscriber.person
    return {
        "name": "" if reader.person.guest else person.name,
        "guest": person.guest,
        "device": person.device,
        "role": role_of(subscriber),
        "owner": subscriber is owner,
        "me": subscriber is reader,
    }
