"""Whose size the shared terminal has, and how that passes on; by the rules of size_owner.py."""

from __future__ import annotations

from collections.abc import Callable

from webmux.errors import Forbidden
from webmux.events import Event
from webmux.hub.size_owner import SizePolicy, next_owner, takes_size
from webmux.hub.subscriber import Subscriber
from webmux.model import Size
from webmux.source import Source


class Sizing:
    """The owner of one hub's size. Never switches; every call is linear in the subscribers at most.

    `subscribers` are the hub's own, as they are at each call, in the order in which they came. `resize` gives
    the terminal a size, `on_owner` is called when another one owns it.
    """

    def __init__(
        self,
        source: Source,
        subscribers: dict[Subscriber, None],
        resize: Callable[[Size], None],
        on_owner: Callable[[], None],
    ) -> None:
        self.owner: Subscriber | None = None
        self._source = source
        self._subscribers = subscribers
        self._resize = resize
        self._on_owner = on_owner
        self._borrowed = False

    def arrive(self, subscriber: Subscriber) -> None:
        """Somebody is about to be a subscriber; who leads, or finds nobody, owns the size from now on."""
        free = self._source.resizable and self.owner is None
        if takes_size(subscriber, self._subscribers, free=free, borrowed=self._borrowed):
            self._pass_to(subscriber, borrowed=subscriber.size_policy is not SizePolicy.LEADS)

    def succeed(self, before: Subscriber, subscriber: Subscriber) -> None:
        """Somebody is about to be here in place of `before`, whose size was perhaps the terminal's."""
        if self.owner is before and subscriber.may_type:
            self.owner = subscriber
            self._resize(subscriber.size)

    def leave(self, subscriber: Subscriber) -> None:
        """Somebody is no subscriber any more; what they owned passes to their heir."""
        if self.owner is subscriber:
            self._inherit(subscriber)

    def ask(self, subscriber: Subscriber, size: Size) -> None:
        """Remember a subscriber's own size; the owner's becomes the terminal's."""
        subscriber.size = size
        if subscriber is self.owner:
            self._resize(size)

    def give_to(self, subscriber: Subscriber) -> None:
        """Make this subscriber the owner, and take its size, also from a terminal outside of WebMux.

        Raises:
            Forbidden: it may not type, or the source takes no size.
        """
        if not subscriber.may_type:
            raise Forbidden("read-only: you cannot change the size")
        if not self._source.resizable:
            raise Forbidden("this view shows the size that the window has")
        self._pass_to(subscriber, borrowed=False)
        self._source.redraw()  # also where the size stays: tmux then takes it from this client, not another's

    def follow_user(self, subscriber: Subscriber) -> None:
        """A user is at this subscriber now: if another one of theirs owns the size, it passes to this one.

        As tmux does with its clients by `window-size latest`. A phone only follows.
        """
        owner = self.owner
        if owner is None or owner is subscriber or not subscriber.may_type or not self._source.resizable:
            return
        mine, theirs = subscriber.person, owner.person
        is_same = not mine.guest and not theirs.guest and mine.name == theirs.name
        if is_same and subscriber.size_policy is SizePolicy.LEADS:
            self._pass_to(subscriber, borrowed=False)

    def take_back(self, subscriber: Subscriber) -> None:
        """Let the heir of this owner have the size now.

        Raises:
            Forbidden: it is not this subscriber's, or there is nobody to have it.
        """
        if subscriber is not self.owner:
            raise Forbidden("the size is not yours to give back")
        if not next_owner(self._subscribers, subscriber):
            raise Forbidden("no other viewer could take the size")
        self._inherit(subscriber)

    def _inherit(self, before: Subscriber) -> None:
        if to := next_owner(self._subscribers, before):
            self._pass_to(to, borrowed=to.size_policy is not SizePolicy.LEADS)
        else:
            self.owner, self._borrowed = None, False

    def _pass_to(self, subscriber: Subscriber, *, borrowed: bool) -> None:
        before, self.owner, self._borrowed = self.owner, subscriber, borrowed
        if before is not subscriber:
            for one, owns in ((before, False), (subscriber, True)):
                if one in self._subscribers:
                    one.notify(Event("owner", {"owner": owns}), "owner")
            self._on_owner()
        self._resize(subscriber.size)
