"""How other users see the person who made a request."""

from __future__ import annotations

import re

from webmux.auth.gate import Login
from webmux.model import Person

_PHONE = re.compile(r"Mobi|Android|iPhone|iPad")


def device_of(agent: str) -> str:
    """`phone` or `desktop` by the User-Agent; a tablet counts as a phone."""
    return "phone" if _PHONE.search(agent) else "desktop"


def person_of(login: Login, agent: str) -> Person:
    """A user with a name, or a guest without: the login of a guest has the name of the link's owner."""
    if login.share is not None:
        return Person("", device_of(agent), guest=True)
    return Person(login.user, device_of(agent))
