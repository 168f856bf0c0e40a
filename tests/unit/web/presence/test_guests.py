"""The user who made a link gives its guests control, and takes it back by leaving."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from webmux.auth.roles import Role
from webmux.auth.shares import Share, Shared
from webmux.errors import BadField
from webmux.events import Event
from webmux.web.presence.guests import Guest, GuestNotFound, Guests

ADA, OLGA = 1, 2


class FakePage:
    """Stores the events that it gets."""

    def __init__(self) -> None:
        self.events: dict[str, Event] = {}
        self.allowed: bool | None = None

    def notify(self, event: Event, name: str) -> None:
        self.events[name] = event

    def set_control(self, *, allowed: bool) -> None:
        self.allowed = allowed

    def guests(self) -> list[dict[str, object]]:
        return list(self.events["guests"].fields["guests"])


def guest(user_id: int = ADA, session_id: str = "$0") -> Guest:
    share = Share("0" * 16, user_id, Shared("1-2", session_id, "work"), Role.VIEWER, 0, 10)
    return Guest(share, "192.0.2.7", FakePage(), may_type=False)


@pytest.fixture
def guests() -> Guests:
    return Guests()


def test_the_host_gets_the_list_of_guests(guests: Guests) -> None:
    host, other, elsewhere = FakePage(), FakePage(), FakePage()
    with (
        guests.hosting(ADA, "$0", host),
        guests.hosting(OLGA, "$0", other),
        guests.hosting(ADA, "$1", elsewhere),
    ):
        came = guest()
        with guests.visiting(came):
            assert [came.id] == [one["id"] for one in host.guests()]
            assert [came] == guests.of(came.share.id)
        assert [] == host.guests() == other.guests() == elsewhere.guests()


def test_control_is_requested_given_and_taken_back(guests: Guests) -> None:
    host, came = FakePage(), guest()
    with guests.hosting(ADA, "$0", host), guests.visiting(came):
        guests.ask(came)
        assert [True] == [one["asks"] for one in host.guests()]
        guests.decide(host, came.id, allowed=True)
        assert [(False, True)] == [(one["asks"], one["types"]) for one in host.guests()]
        assert came.page.allowed is True
        guests.decide(host, came.id, allowed=False)
        assert came.page.allowed is False
        assert {"role": "viewer"} == came.page.events["role"].fields


def test_control_ends_with_the_last_page_of_the_host(guests: Guests) -> None:
    came = guest()
    with guests.visiting(came), ExitStack() as pages:
        first = FakePage()
        with guests.hosting(ADA, "$0", first):
            pages.enter_context(guests.hosting(ADA, "$0", FakePage()))
            guests.decide(first, came.id, allowed=True)
        assert came.may_type
        pages.close()
        assert not came.may_type
        assert came.page.allowed is False


def test_a_link_with_control_keeps_it_when_its_host_leaves(guests: Guests) -> None:
    came = guest()
    came.may_type = True
    with guests.visiting(came):
        with guests.hosting(ADA, "$0", FakePage()):
            pass
        assert came.may_type
        assert came.page.allowed is None


def test_a_guest_without_a_host_cannot_ask(guests: Guests) -> None:
    came = guest()
    with guests.visiting(came), guests.hosting(ADA, "$1", FakePage()), guests.hosting(OLGA, "$0", FakePage()):
        with pytest.raises(BadField) as refused:
            guests.ask(came)
        assert "nobody_there" == refused.value.code


@pytest.mark.parametrize("wanted", [None, 5, "", "ffffffff", ["x"]])
def test_hosts_decide_only_about_guests_of_their_session(wanted: object, guests: Guests) -> None:
    host, other, elsewhere, came = FakePage(), FakePage(), FakePage(), guest()
    with (
        guests.hosting(ADA, "$0", host),
        guests.hosting(OLGA, "$0", other),
        guests.hosting(ADA, "$1", elsewhere),
    ):
        with guests.visiting(came):
            for page, asked in (
                (host, wanted),
                (other, came.id),
                (elsewhere, came.id),
                (FakePage(), came.id),
            ):
                with pytest.raises(GuestNotFound):
                    guests.decide(page, asked, allowed=True)
        with pytest.raises(GuestNotFound):
            guests.decide(host, came.id, allowed=True)
    assert came.page.allowed is None
