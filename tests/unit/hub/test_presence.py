"""The list of viewers, as each viewer receives it."""

from __future__ import annotations

import pytest

from tests.fakes import FakeSource
from tests.support import eventually
from webmux.events import Event
from webmux.hub.hub import Hub
from webmux.hub.limits import HubLimits
from webmux.hub.presence import PEOPLE_MAX
from webmux.hub.size_policy import Sizing
from webmux.hub.subscriber import Subscriber
from webmux.model import Person, Size

SIZE = Size(80, 24)
ANN = Person("ann", "phone")
BOB = Person("bob")
GUEST = Person(guest=True)


@pytest.fixture
def hub():
    hub = Hub(FakeSource(SIZE), HubLimits())
    yield hub
    hub.close()
    eventually(lambda: hub.closed)


def joined(hub: Hub, person: Person, *, may_type: bool = True) -> Subscriber:
    return hub.join(lambda: None, SIZE, may_type=may_type, person=person)


def heard(subscriber: Subscriber) -> dict:
    """The list of viewers that was sent to this one last."""
    return [e.fields for e in subscriber.take() if isinstance(e, Event) and e.name == "presence"][-1]


def names(told: dict, **filters: object) -> list[str]:
    return [one["name"] for one in told["people"] if all(one[key] == filters[key] for key in filters)]


def test_each_viewer_gets_the_list_of_viewers_and_the_owner(hub):
    ann, bob = joined(hub, ANN), joined(hub, BOB)
    told = heard(bob)
    assert 2 == told["viewers"]
    ann_told = {"name": "ann", "device": "phone", "owner": True, "me": False}
    bob_told = {"name": "bob", "device": "desktop", "owner": False, "me": True}
    same = {"guest": False, "role": "operator"}
    assert [{**ann_told, **same}, {**bob_told, **same}] == told["people"]
    assert ["ann"] == names(heard(ann), me=True)


def test_a_change_of_owner_is_sent(hub):
    ann, bob = joined(hub, ANN), joined(hub, BOB)
    hub.sizing.give_to(bob)
    assert ["bob", "ann"] == names(heard(ann))
    assert ["bob"] == names(heard(bob), owner=True)
    bob.leave()
    assert ["ann"] == names(heard(ann), owner=True)


def test_control_given_to_a_guest_is_sent(hub):
    ann, guest = joined(hub, ANN), joined(hub, GUEST, may_type=False)
    assert [""] == names(heard(ann), guest=True, role="viewer")
    guest.may_type = True
    hub.send_presence()
    assert [""] == names(heard(ann), guest=True, role="operator")


def test_terminals_that_share_a_size_share_the_list(hub):
    other = Hub(FakeSource(SIZE), HubLimits(), sizing=hub.sizing)
    alone = Hub(FakeSource(SIZE), HubLimits(), sizing=Sizing())
    ann, bob = joined(hub, ANN), joined(other, BOB)
    joined(alone, BOB)
    assert ["ann", "bob"] == names(heard(ann)) == names(heard(bob))
    bob.leave()
    assert ["ann"] == names(heard(ann))
    joined(other, BOB)
    other.close()
    eventually(lambda: other.closed)
    assert ["ann"] == names(heard(ann))
    alone.close()


def test_guests_get_no_names(hub):
    joined(hub, ANN)
    guest = joined(hub, GUEST, may_type=False)
    assert ["", ""] == names(heard(guest))


def test_of_many_only_the_first_and_the_owner_are_listed(hub):
    for number in range(PEOPLE_MAX):
        joined(hub, Person(f"early{number}"))
    late = joined(hub, Person("late"))
    hub.sizing.give_to(late)
    told = heard(late)
    assert (PEOPLE_MAX + 1, PEOPLE_MAX) == (told["viewers"], len(told["people"]))
    assert "late" == told["people"][0]["name"]
