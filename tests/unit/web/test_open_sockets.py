"""Caps on connections, and the goodbye."""

from __future__ import annotations

import gevent
import pytest

from tests.support import eventually
from webmux.errors import TooMany
from webmux.web import open_sockets
from webmux.web.open_sockets import OpenSockets


class Socket:
    """A connection whose peer takes a while to take our Close."""

    sent_bytes = 100
    sendmsg_calls = 3

    def __init__(self) -> None:
        self.closed_with = 0
        self.ticks = 0

    def tick(self, now: float) -> None:
        self.ticks += 1

    def close(self, code: int, reason: str) -> None:
        gevent.sleep(0.05)
        self.closed_with = code


@pytest.fixture
def sockets(monkeypatch):
    monkeypatch.setattr(open_sockets, "SOCKETS_MAX", 4)
    monkeypatch.setattr(open_sockets, "PER_ADDRESS_MAX", 2)
    monkeypatch.setattr(open_sockets, "PER_USER_MAX", 3)
    monkeypatch.setattr(open_sockets, "TICK_S", 0.01)
    opened = OpenSockets()
    yield opened
    for ws in list(opened._open):
        opened.remove(ws)


def fill(sockets, *places):
    made = [(Socket(), *place) for place in places]
    for entry in made:
        sockets.add(*entry)
    return [entry[0] for entry in made]


def test_an_address_a_user_and_the_whole_have_caps(sockets):
    """Whoever is over one gets a clear refusal; the others go on."""
    fill(sockets, ("a", "ann"), ("a", "bob"))
    with pytest.raises(TooMany):
        sockets.check_room("a", "cyd")
    sockets.check_room("b", "ann")
    fill(sockets, ("b", "ann"), ("c", "ann"))
    with pytest.raises(TooMany):
        sockets.check_room("d", "eve")


def test_who_leaves_makes_room(sockets):
    """Counts go back to nothing, and no name is remembered."""
    first, second = fill(sockets, ("a", "ann"), ("a", "ann"))
    sockets.remove(first)
    sockets.check_room("a", "ann")
    sockets.remove(second)
    assert len(sockets) == 0
    assert not sockets._by_address
    assert not sockets._by_user


def test_what_was_sent_is_counted_on(sockets):
    """Also what connections sent that ended."""
    stays, leaves = Socket(), Socket()
    sockets.add(stays, "a", "ann")
    sockets.add(leaves, "b", "bob")
    sockets.remove(leaves)
    assert (200, 6) == sockets.sent()


def test_all_hear_goodbye_at_the_same_time(sockets):
    """Fifty slow peers take as long as one."""
    made = fill(sockets, *[("a", "ann")] * 50)
    with gevent.Timeout(1):
        sockets.close_all()
    assert {1012} == {socket.closed_with for socket in made}


def test_all_are_looked_after_until_the_last_has_left(sockets):
    """One ticker for all, and none for nobody."""
    made = fill(sockets, ("a", "ann"), ("b", "bob"))
    eventually(lambda: all(socket.ticks >= 2 for socket in made))
    for socket in made:
        sockets.remove(socket)
    ticks = [socket.ticks for socket in made]
    gevent.sleep(0.05)
    assert ticks == [socket.ticks for socket in made]
