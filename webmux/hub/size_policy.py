"""Tracks who owns the size of a shared terminal, by the rules of size_owner.py."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Protocol

from webmux.errors import Forbidden
from webmux.events import Event
from webmux.hub.size_owner import SizePolicy, next_owner, takes_size
from webmux.hub.viewer import Viewer
from webmux.model import Size


class Resized(Protocol):
    """The part of a source that the rules use."""

    @property
    def resizable(self) -> bool: ...

    def redraw(self) -> None: ...


class Sizing:
    """The owner of one hub's size. Never switches; every call is linear in the subscribers at most.

    `subscribers` are those of the hub, in the order in which they joined. `resize` gives the terminal
    a size; `on_owner` is called after the owner changed.
    """

    def __init__(
        self,
        source: Resized,
        subscribers: Collection[Viewer],
        resize: Callable[[Size], None],
        on_owner: Callable[[], None],
    ) -> None:
        self.owner: Viewer | None = None
        self._source = source
        self._subscribers = subscribers
        self._resize = resize
        self._on_owner = on_owner
        self._borrowed = False

    def arrive(self, subscriber: Viewer) -> None:
        """A subscriber is about to join; `takes_size` decides whether it owns the size from now on."""
        free = self._source.resizable and self.owner is None
        if takes_size(subscriber, self._subscribers, free=free, borrowed=self._borrowed):
            self._pass_to(subscriber, borrowed=subscriber.size_policy is not SizePolicy.LEADS)

    def succeed(self, before: Viewer, subscriber: Viewer) -> None:
        """A subscriber replaces `before`; if that owns the size, it passes on."""
        if self.owner is before and subscriber.may_type:
            self.owner = subscriber
            self._resize(subscriber.size)

    def leave(self, subscriber: Viewer) -> None:
        """A subscriber left; if it owned the size, that passes to the next owner."""
        if self.owner is subscriber:
            self._inherit(subscriber)

    def ask(self, subscriber: Viewer, size: Size) -> None:
        """Store a subscriber's own size; the owner's also becomes the terminal's."""
        subscriber.size = size
        if subscriber is self.owner:
            self._resize(size)

    def give_to(self, subscriber: Viewer) -> None:
        """Make this subscriber the owner and apply its size, also over that of a terminal outside of WebMux.

        Raises:
            Forbidden: it may not type, or the source takes no size.
        """
        if not subscriber.may_type:
            raise Forbidden("read-only: you cannot change the size")
        if not self._source.resizable:
            raise Forbidden("this view shows the size that the window has")
        self._pass_to(subscriber, borrowed=False)
        self._source.redraw()  # so that tmux uses the size of our client, also if ours did not change

    def follow_user(self, subscriber: Viewer) -> None:
        """A user types here: if another subscriber of the same user owns the size, it passes to this one.

        tmux does the same with its clients by `window-size latest`. A phone only follows.
        """
        owner = self.owner
        if owner is None or owner is subscriber or not subscriber.may_type or not self._source.resizable:
            return
        mine, theirs = subscriber.person, owner.person
        is_same = not mine.guest and not theirs.guest and mine.name == theirs.name
        if is_same and subscriber.size_policy is SizePolicy.LEADS:
            self._pass_to(subscriber, borrowed=False)

    def take_back(self, subscriber: Viewer) -> None:
        """Pass the size of this owner to the next one.

        Raises:
            Forbidden: it does not own the size, or nobody else can.
        """
        if subscriber is not self.owner:
            raise Forbidden("the size is not yours to give back")
        if not next_owner(self._subscribers, subscriber):
            raise Forbidden("no other viewer could take the size")
        self._inherit(subscriber)

    def _inherit(self, before: Viewer) -> None:
        if to := next_owner(self._subscribers, before):
            self._pass_to(to, borrowed=to.size_policy is not SizePolicy.LEADS)
        else:
            self.owner, self._borrowed = None, False

    def _pass_to(self, subscriber: Viewer, *, borrowed: bool) -> None:
        before, self.owner, self._borrowed = self.owner, subscriber, borrowed
        if before is not subscriber:
            for one, owns in ((before, False), (subscriber, True)):
                if one is not None and one in self._subscribers:
                    one.notify(Event("owner", {"owner": owns}), "owner")
            self._on_owner()
        self._resize(subscriber.size)
