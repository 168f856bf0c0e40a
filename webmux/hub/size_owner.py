"""Who sets the size of a terminal that several people share. Pure: it changes nothing.

Who arrives first sets the size, and the newest inherits it. Phones only follow: they get the size by asking
for it, or borrow it where nobody else is there; whoever leads takes what is borrowed by arriving.
"""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable
from typing import Protocol, TypeVar


class SizePolicy(enum.Enum):
    """What somebody wants of the size by arriving."""

    LEADS = "leads"
    BORROWS = "borrows"
    """Only while nobody else is there."""
    FOLLOWS = "follows"
    UNSEEN = "unseen"
    """Of a recorder: no viewer that others are told of."""


class Candidate(Protocol):
    """What a subscriber says of itself."""

    may_type: bool
    size_policy: SizePolicy


AnyCandidate = TypeVar("AnyCandidate", bound=Candidate)


def takes_size(arriving: Candidate, here: Collection[Candidate], *, free: bool, borrowed: bool) -> bool:
    """Whether who arrives sets the size from now on.

    `here` are those who are there already; `free` says that nobody has the size, `borrowed` that its owner
    only borrows it.
    """
    if not arriving.may_type:
        return False
    if arriving.size_policy is SizePolicy.LEADS:
        return free or borrowed
    return free and arriving.size_policy is SizePolicy.BORROWS and not any(one.may_type for one in here)


def next_owner(here: Iterable[AnyCandidate], owner: AnyCandidate) -> AnyCandidate | None:
    """Who gets the size that its owner gives up: the last of the others who may type and leads.

    What a borrower leaves the last borrower gets, who is perhaps the same phone with a new connection.
    """
    others = [one for one in here if one is not owner and one.may_type]
    leading = [one for one in others if one.size_policy is SizePolicy.LEADS]
    if leading or owner.size_policy is not SizePolicy.BORROWS:
        return leading[-1] if leading else None
    borrowing = [one for one in others if one.size_policy is SizePolicy.BORROWS]
    return borrowing[-1] if borrowing else None
