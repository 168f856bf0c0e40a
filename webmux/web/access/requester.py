"""What others are told of who made a request."""

from __future__ import annotations

import re

from webmux.auth.gate import Login
from webmux.model import Person

_PHONE = re.compile(r"Mobi|Android|iPhone|iPad")


def device_of(agent: str) -> str:
    """`phone` or `desktop`, as far as a User-Agent tells; a tablet counts as a phone."""
    return "phone" if _PHONE.search(agent) else "desktop"


def person_of(login: Login, agent: str) -> Person:
    """A user by name, whoever came by a link as a guest: their login has the name of who made the link."""
    if login.share is not None:
        return Person("", device_of(agent), guest=True)
    return Person(login.user, device_of(agent))
