"""One connection that views something shared, as the rules of size and presence know it."""

from __future__ import annotations

from webmux.events import HubEvent
from webmux.hub.size_owner import SizePolicy
from webmux.model import Person, Size


class Viewer:
    """Who views it, with which rights and size; `notify` must never switch."""

    def __init__(self, *, may_type: bool, size: Size) -> None:
        self.may_type = may_type
        self.size = size
        self.person = Person()
        self.size_policy = SizePolicy.LEADS
        self.takes_size = False
        """Typing takes the size from another viewer of the same user; true for pages, not for scripts."""

    @property
    def unseen(self) -> bool:
        """Whether it is a recorder and not a viewer."""
        return self.size_policy is SizePolicy.UNSEEN

    def notify(self, event: HubEvent, name: str | None = None) -> None:
        """Queue an event ahead of output; a later one of the same `name` replaces it."""
        raise NotImplementedError
