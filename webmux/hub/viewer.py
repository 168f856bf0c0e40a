"""One connection that views something shared, and what it views. Neither knows which kind of view it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from webmux.events import HubEvent
from webmux.hub.credit import CreditWindow
from webmux.hub.size_owner import SizePolicy
from webmux.model import Person, Size
from webmux.source import Receipt


class SizeRules(Protocol):
    """Who owns the size of a terminal; see `Sizing`. Nothing here switches."""

    def ask(self, subscriber: Any, size: Size) -> None: ...

    def give_to(self, subscriber: Any) -> None: ...

    def take_back(self, subscriber: Any) -> None: ...

    def follow_user(self, subscriber: Any) -> None: ...


class Audience(Protocol):
    """Viewers of the same windows of a session."""

    @property
    def id(self) -> str: ...

    def viewers(self) -> int: ...

    def typists(self) -> int: ...

    def notify_all(self, event: HubEvent, name: str, *, guests: bool = True) -> None: ...


class SharedView(Protocol):
    """What viewers share: the hub of a terminal, or the panes of a session."""

    @property
    def id(self) -> str: ...

    @property
    def closed(self) -> bool: ...

    @property
    def sizing(self) -> SizeRules: ...

    def send_presence(self) -> None: ...

    def stats(self, viewer: Any) -> dict[str, Any]: ...


class ViewedPort(Protocol):
    """What a viewer of any kind knows of what it views."""

    @property
    def id(self) -> str: ...

    @property
    def closed(self) -> bool: ...


class Viewer:
    """A connection with its rights and its size. Only `write` may switch."""

    hub: ViewedPort
    window: CreditWindow
    flush: Callable[[], None]
    """Called when output was published; the socket may replace it by a direct send."""

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

    def take(self) -> list[Any]:
        """The events that may be sent now.

        Raises:
            SubscriberClosed: `leave` was called.
        """
        raise NotImplementedError

    def write(self, data: bytes | memoryview, receipt: Receipt | None = None) -> None:
        """Type; `receipt` is notified of each byte as `Source.write` says.

        Raises:
            Forbidden: it may not type.
            SourceClosed: the terminal ended.
        """
        raise NotImplementedError

    def stuck_s(self, now: float) -> float:
        """How long sent output has waited for any acknowledgement; 0 if none waits."""
        raise NotImplementedError

    def leave(self) -> None:
        """View no longer. Safe to call twice."""
        raise NotImplementedError
