"""The owner of a hub's size, as it passes between subscribers."""

from __future__ import annotations

import pytest

from tests.fakes import FakeSource
from tests.support import eventually
from webmux.errors import Forbidden
from webmux.events import Event
from webmux.hub.hub import Hub
from webmux.hub.limits import HubLimits
from webmux.hub.size_owner import SizePolicy
from webmux.hub.subscriber import Subscriber
from webmux.model import Person, Size


@pytest.fixture
def source():
    return FakeSource(Size(80, 24))


@pytest.fixture
def hub(source):
    hub = Hub(source, HubLimits())
    yield hub
    hub.close()
    eventually(lambda: hub.closed)


def joined(hub: Hub, *, size: Size, may_type: bool = True, **how) -> Subscriber:
    return hub.join(lambda: None, size, may_type=may_type, **how)


def test_the_first_operator_owns_the_size(hub, source):
    """Arriving later changes nothing; asking for it does; leaving hands it on."""
    watcher = joined(hub, size=Size(40, 10), may_type=False)
    owner = joined(hub, size=Size(100, 30))
    other = joined(hub, size=Size(60, 20))
    assert (hub.sizing.owner, source.size) == (owner, Size(100, 30))
    hub.sizing.ask(other, Size(61, 21))
    assert source.size == Size(100, 30)
    hub.sizing.give_to(other)
    assert source.size == Size(61, 21)
    assert Event("owner", {"owner": False}) in owner.take()
    assert Event("owner", {"owner": True}) in other.take()
    with pytest.raises(Forbidden):
        hub.sizing.give_to(watcher)
    other.leave()
    assert (hub.sizing.owner, source.size) == (owner, Size(100, 30))


def test_a_phone_follows_until_it_asks(hub, source):
    """Alone it borrows the size; it keeps a size that it requested, and gives it back to the owner before."""
    phone = joined(hub, size=Size(40, 30), size_policy=SizePolicy.BORROWS)
    assert (hub.sizing.owner, source.size) == (phone, Size(40, 30))
    with pytest.raises(Forbidden):
        hub.sizing.take_back(phone)
    desk = joined(hub, size=Size(120, 40))
    assert (hub.sizing.owner, source.size) == (desk, Size(120, 40))
    assert Event("owner", {"owner": False}) in phone.take()
    hub.sizing.give_to(phone)
    late = joined(hub, size=Size(90, 20))
    assert (hub.sizing.owner, source.size) == (phone, Size(40, 30))
    hub.sizing.take_back(phone)
    assert (hub.sizing.owner, source.size) == (late, Size(90, 20))
    for one in (late, desk):
        one.leave()
    assert (hub.sizing.owner, source.size) == (None, Size(120, 40))
    assert joined(hub, size=Size(50, 20), size_policy=SizePolicy.FOLLOWS) is not hub.sizing.owner


def test_the_size_follows_a_user_from_window_to_window(hub, source):
    """Like tmux's `latest`; not to another user, not to a phone, and not from one."""
    ann, bob, guest = Person("ann"), Person("bob"), Person("ann", guest=True)
    first = joined(hub, size=Size(100, 30), person=ann)
    second = joined(hub, size=Size(60, 20), person=ann)
    phone = joined(hub, size=Size(40, 30), person=Person("ann", "phone"), size_policy=SizePolicy.FOLLOWS)
    others = [joined(hub, size=Size(50, 10), person=one) for one in (bob, guest)]
    for one in (phone, *others, joined(hub, size=Size(9, 9), person=ann, may_type=False)):
        hub.sizing.follow_user(one)
        assert (hub.sizing.owner, source.size) == (first, Size(100, 30))
    hub.sizing.follow_user(second)
    assert (hub.sizing.owner, source.size) == (second, Size(60, 20))
    hub.sizing.give_to(phone)
    hub.sizing.follow_user(first)
    assert (hub.sizing.owner, source.size) == (first, Size(100, 30))
