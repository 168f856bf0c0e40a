"""Rules for who owns the size of a shared terminal. Pure.

The first subscriber owns the size, and the newest one inherits it. Phones only follow: they own it if they
ask for it, or borrow it if nobody else is there. A subscriber that leads takes a borrowed size by joining.
"""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable
from typing import Protocol, TypeVar


class SizePolicy(enum.Enum):
    """Whether a subscriber takes the size by joining."""

    LEADS = "leads"
    BORROWS = "borrows"
    """Only while nobody else is there."""
    FOLLOWS = "follows"
    UNSEEN = "unseen"
    """A recorder: follows, and is not listed as a viewer."""


class Candidate(Protocol):
    """The properties of a subscriber that the rules use."""

    may_type: bool
    size_policy: SizePolicy


AnyCandidate = TypeVar("AnyCandidate", bound=Candidate)


def takes_size(arriving: Candidate, here: Collection[Candidate], *, free: bool, borrowed: bool) -> bool:
    """Whether a subscriber that joins owns the size from now on.

    `here` are the subscribers that joined before. `free`: nobody owns the size. `borrowed`: its owner only
    borrows it.
    """
    if not arriving.may_type:
        return False
    if arriving.size_policy is SizePolicy.LEADS:
        return free or borrowed
    return free and arriving.size_policy is SizePolicy.BORROWS and not any(one.may_type for one in here)


def next_owner(here: Iterable[AnyCandidate], owner: AnyCandidate) -> AnyCandidate | None:
    """The subscriber that gets the size when its owner gives it up: the last one that may type and leads.

    If the owner only borrowed it, the last borrower gets it: perhaps the same phone with a new connection.
    """
    others = [one for one in here if one is not owner and one.may_type]
    leading = [one for one in others if one.size_policy is SizePolicy.LEADS]
    if leading or owner.size_policy is not SizePolicy.BORROWS:
        return leading[-1] if leading else None
    borrowing = [one for one in others if one.size_policy is SizePolicy.BORROWS]
    return borrowing[-1] if borrowing else None
