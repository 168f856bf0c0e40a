"""The rules of the size: the first owns it, phones last."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from webmux.hub.size_owner import SizePolicy, next_owner, takes_size


@dataclass(eq=False)
class One:
    """A candidate."""

    size_policy: SizePolicy = SizePolicy.LEADS
    may_type: bool = True


DESK, PHONE, WATCHER = One(), One(SizePolicy.BORROWS), One(may_type=False)


@pytest.mark.parametrize(
    ("arriving", "here", "free", "borrowed", "takes"),
    [
        (DESK, [], True, False, True),
        (DESK, [PHONE], False, False, False),
        (DESK, [PHONE], False, True, True),
        (WATCHER, [], True, False, False),
        (PHONE, [], True, False, True),
        (PHONE, [WATCHER], True, False, True),
        (PHONE, [PHONE], True, False, False),
        (PHONE, [DESK], False, True, False),
        (PHONE, [], False, False, False),
        (One(SizePolicy.FOLLOWS), [], True, False, False),
    ],
)
def test_a_phone_gets_the_size_only_if_it_is_alone(arriving, here, free, borrowed, takes) -> None:
    """A subscriber that leads takes a borrowed size."""
    assert takes == takes_size(arriving, here, free=free, borrowed=borrowed)


def test_a_phone_inherits_only_from_a_phone() -> None:
    """A reloaded desktop gets its size back, and a reconnected phone its borrowed size."""
    assert next_owner([One(), DESK, PHONE, WATCHER], One()) is DESK
    assert next_owner([DESK, PHONE], PHONE) is DESK
    assert next_owner([DESK, PHONE, WATCHER], DESK) is None
    again = One(SizePolicy.BORROWS)
    assert next_owner([WATCHER, again, One(SizePolicy.FOLLOWS)], One(SizePolicy.BORROWS)) is again
