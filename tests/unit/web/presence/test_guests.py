"""The keyboard is lent by who made the link, to whom was asked for, and goes back when they leave."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from webmux.auth.roles import Role
from webmux.auth.shares import Share, Shared
from webmux.errors import BadField
from webmux.events import Event
from webmux.web.presence.guests import Guest, GuestNotFound, Guests

ADA, OLGA = 1, 2


class Seat:
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.told: dict[str, Event] = {}
        self.allowed: bool | None = None

    def tell(self, event: Event, name: str) -> None:
        self.told[name] = event

    def let_type(self, *, allowed: bool) -> None:
        self.allowed = allowed

    def guests(self) -> list[dict[str, object]]:
        return list(self.told["guests"].fields["guests"])


def guest(user_id: int = ADA, session_id: str = "$0") -> Guest:
    share = Share("0" * 16, user_id, Shared("1-2", session_id, "work"), Role.VIEWER, 0, 10)
    return Guest(share, "192.0.2.7", Seat(), types=False)


@pytest.fixture
def guests() -> Guests:
    return Guests()


def test_who_made_the_link_sees_guests_come_and_go(guests: Guests) -> None:
    host, other, elsewhere = Seat(), Seat(), Seat()
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


def test_a_keyboard_is_asked_for_lent_and_taken_back(guests: Guests) -> None:
    host, came = Seat(), guest()
    with guests.hosting(ADA, "$0", host), guests.visiting(came):
        guests.ask(came)
        assert [True] == [one["asks"] for one in host.guests()]
        guests.decide(host, came.id, allowed=True)
        assert [(False, True)] == [(one["asks"], one["types"]) for one in host.guests()]
        assert came.seat.allowed is True
        guests.decide(host, came.id, allowed=False)
        assert came.seat.allowed is False
        assert {"role": "viewer"} == came.seat.told["role"].fields


def test_it_goes_back_when_the_last_page_of_who_lent_it_closes(guests: Guests) -> None:
    came = guest()
    with guests.visiting(came), ExitStack() as pages:
        first = Seat()
        with guests.hosting(ADA, "$0", first):
            pages.enter_context(guests.hosting(ADA, "$0", Seat()))
            guests.decide(first, came.id, allowed=True)
        assert came.types
        pages.close()
        assert not came.types
        assert came.seat.allowed is False


def test_what_a_link_gives_stays_when_its_maker_leaves(guests: Guests) -> None:
    came = guest()
    came.types = True
    with guests.visiting(came):
        with guests.hosting(ADA, "$0", Seat()):
            pass
        assert came.types
        assert came.seat.allowed is None


def test_nobody_is_asked_where_nobody_hears(guests: Guests) -> None:
    came = guest()
    with guests.visiting(came), guests.hosting(ADA, "$1", Seat()), guests.hosting(OLGA, "$0", Seat()):
        with pytest.raises(BadField) as refused:
            guests.ask(came)
        assert "nobody_there" == refused.value.code


@pytest.mark.parametrize("wanted", [None, 5, "", "ffffffff", ["x"]])
def test_only_ones_own_guests_in_ones_own_session_are_decided_about(wanted: object, guests: Guests) -> None:
    host, other, elsewhere, came = Seat(), Seat(), Seat(), guest()
    with (
        guests.hosting(ADA, "$0", host),
        guests.hosting(OLGA, "$0", other),
        guests.hosting(ADA, "$1", elsewhere),
    ):
        with guests.visiting(came):
            for seat, asked in ((host, wanted), (other, came.id), (elsewhere, came.id), (Seat(), came.id)):
                with pytest.raises(GuestNotFound):
                    guests.decide(seat, asked, allowed=True)
        with pytest.raises(GuestNotFound):
            guests.decide(host, came.id, allowed=True)
    assert came.seat.allowed is None
