"""What all terminals of a session share: who typed last, and who owns the size."""

from __future__ import annotations

from weakref import WeakValueDictionary

from webmux.hub.copies import LastTyped
from webmux.hub.size_policy import Sizing


class SessionStates:
    """Each state exists as long as a terminal uses it. Never switches."""

    def __init__(self) -> None:
        self._typed: WeakValueDictionary[str, LastTyped] = WeakValueDictionary()
        self._sizings: WeakValueDictionary[tuple[str, str], Sizing] = WeakValueDictionary()

    def typed_in(self, session_id: str) -> LastTyped:
        """Who typed last in this session; one for all of its terminals."""
        return self._typed.setdefault(session_id, LastTyped())

    def sizing_of(self, epoch: str, session_id: str) -> Sizing:
        """Who owns the size of this session; one for its shared terminal and its native panes."""
        return self._sizings.setdefault((epoch, session_id), Sizing())
