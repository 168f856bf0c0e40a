"""The owner of a size, as it passes between the viewers of one terminal, or of several."""

from __future__ import annotations

import pytest

from tests.fakes import FakeSource
from tests.support import eventually
from webmux.errors import Forbidden
from webmux.events import Event
from webmux.hub.hub import Hub
from webmux.hub.limits import HubLimits
from webmux.hub.size_owner import SizePolicy
from webmux.hub.size_policy import SizedTerminal, Sizing
from webmux.hub.subscriber import Subscriber
from webmux.hub.viewer import Viewer
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


class Window(SizedTerminal):
    """Native panes: a client without a status line, whose size counts only while it leads."""

    def __init__(self) -> None:
        self.leads: Size | None = None
        self.redraws = 0

    @property
    def resizable(self) -> bool:
        return True

    def resize(self, size: Size) -> None:
        self.leads = size

    def redraw(self) -> None:
        self.redraws += 1

    def follow(self, size: Size) -> None:
        self.release()

    def client_size(self, size: Size) -> Size:
        return Size(size.cols, size.rows + 1)

    def release(self) -> None:
        self.leads = None


class Seat(Viewer):
    def __init__(self, cols: int, rows: int, *, may_type: bool = True) -> None:
        super().__init__(may_type=may_type, size=Size(cols, rows))
        self.owns: list[bool] = []

    def notify(self, event: Event, name: str | None = None) -> None:
        if event.name == "owner":
            self.owns.append(event.fields["owner"])


def test_two_terminals_of_a_session_have_one_owner(hub, source):
    """The other one follows, and inherits when the viewers of the first one left."""
    sizing, window = hub.sizing, Window()
    attached = joined(hub, size=Size(100, 31))
    sizing.add(window)
    seat, watcher = Seat(60, 20), Seat(50, 10, may_type=False)
    for one in (seat, watcher):
        sizing.arrive(one, window)
    assert (attached, Size(100, 31), None) == (sizing.owner, source.size, window.leads)
    sizing.give_to(seat)
    assert (seat, Size(60, 21), Size(60, 20), 1) == (sizing.owner, source.size, window.leads, window.redraws)
    assert Event("owner", {"owner": False}) in attached.take()
    sizing.ask(seat, Size(61, 22))
    late = joined(hub, size=Size(90, 25))
    assert (Size(61, 23), Size(61, 22)) == (source.size, window.leads)
    sizing.leave(seat)
    assert (late, Size(90, 25), None) == (sizing.owner, source.size, window.leads)
    with pytest.raises(Forbidden):
        sizing.give_to(watcher)
    sizing.arrive(seat, window)
    for one in (late, attached):
        one.leave()
    assert (seat, Size(61, 22)) == (sizing.owner, window.leads)
    sizing.leave(seat)
    assert (None, None) == (sizing.owner, window.leads)


def test_a_terminal_that_joins_has_the_size_of_the_owner(source):
    sizing, window = Sizing(), Window()
    sizing.add(window)
    seat = Seat(60, 20)
    sizing.arrive(seat, window)
    hub = Hub(source, HubLimits(), sizing=sizing)
    assert (Size(60, 21), Size(60, 21)) == (source.size, sizing.client_size)
    hub.close()
    eventually(lambda: hub.closed)
    sizing.remove(window)
    assert (None, None) == (sizing.owner, sizing.client_size)


@pytest.mark.parametrize("owner", ["here", "there"])
def test_a_terminal_that_shows_another_session_takes_its_viewers_along(hub, source, owner):
    sizing, window = hub.sizing, Window()
    sizing.add(window)
    seat = Seat(60, 20)
    attached = joined(hub, size=Size(100, 31))
    sizing.arrive(seat, window)
    if owner == "there":
        sizing.give_to(seat)
    hub.change_sizing(Sizing())
    assert (seat, Size(60, 20)) == (sizing.owner, window.leads)
    assert (attached if owner == "here" else None) is hub.sizing.owner
    hub.sizing.give_to(attached)
    assert (Size(100, 31), Size(60, 20)) == (source.size, window.leads)
    hub.change_sizing(sizing)
    assert (seat, Size(60, 21)) == (sizing.owner, source.size)
    assert Event("owner", {"owner": False}) in attached.take()
    attached.leave()
    assert seat is sizing.owner
