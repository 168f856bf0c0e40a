"""Caps on connections, and the goodbye."""

from __future__ import annotations

import gevent
import pytest

from tests.support import eventually
from webmux.auth.gate import Login
from webmux.auth.roles import Role
from webmux.auth.shares import Share, Shared
from webmux.errors import TooMany
from webmux.web.presence import connections as open_sockets
from webmux.web.presence.connections import Connection, ConnectionNotFound, OpenSockets
from webmux.web.terminal.upgrade import close_quietly

ANN, BOB = 1, 2
LINK = Share("0123456789abcdef", ANN, Shared("1-2", "$0", "work"), Role.VIEWER, 0, 2**40)


class Socket:
    """A connection whose client is slow to accept our Close."""

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


def connection(ws: Socket, address: str, user_id: int, share: Share | None = None) -> Connection:
    """Of a user, or of a guest whom that user let in."""
    login_id = "" if share is None else f"share:{share.id}"
    login = Login(login_id, user_id, f"user{user_id}", Role.VIEWER, 0, 0, share=share)
    return Connection(ws, login, address, "desktop", close_quietly)


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
        sockets.add(connection(*entry))
    return [entry[0] for entry in made]


def test_addresses_users_and_the_server_have_limits(sockets):
    """A connection beyond a limit is refused with a reason; the others are not affected."""
    fill(sockets, ("a", ANN), ("a", BOB))
    with pytest.raises(TooMany):
        sockets.check_room("a", "cyd")
    sockets.check_room("b", str(ANN))
    fill(sockets, ("b", ANN), ("c", ANN))
    with pytest.raises(TooMany):
        sockets.check_room("d", "eve")


def test_a_closed_connection_makes_room(sockets):
    """Counts return to nothing, and no name stays in memory."""
    first, second = fill(sockets, ("a", ANN), ("a", ANN))
    sockets.remove(first)
    sockets.check_room("a", str(ANN))
    sockets.remove(second)
    assert len(sockets) == 0
    assert not sockets._by_address
    assert not sockets._by_user


def test_sent_bytes_are_counted(sockets):
    """Also of connections that have ended."""
    stays, leaves = Socket(), Socket()
    sockets.add(connection(stays, "a", ANN))
    sockets.add(connection(leaves, "b", BOB))
    sockets.remove(leaves)
    assert (200, 6) == sockets.sent()


def test_all_connections_are_closed_at_the_same_time(sockets):
    """Fifty slow peers take as long as one."""
    made = fill(sockets, *[("a", ANN)] * 50)
    with gevent.Timeout(1):
        sockets.close_all()
    assert {1012} == {socket.closed_with for socket in made}


def test_a_restart_sends_what_a_client_needs_before_it_closes(sockets):
    """A writer that was woken for it runs first."""
    [made] = fill(sockets, ("a", ANN))
    sent = []
    sockets.note(made, before_close=lambda: gevent.spawn(lambda: sent.append(made.closed_with)))
    sockets.close_all()
    assert [0] == sent
    assert 1012 == made.closed_with


def test_the_check_runs_until_the_last_connection_is_closed(sockets):
    """One ticker for all connections, and none without connections."""
    made = fill(sockets, ("a", ANN), ("b", BOB))
    eventually(lambda: all(socket.ticks >= 2 for socket in made))
    for socket in made:
        sockets.remove(socket)
    ticks = [socket.ticks for socket in made]
    gevent.sleep(0.05)
    assert ticks == [socket.ticks for socket in made]


def test_guests_count_for_their_link_and_not_for_its_maker(sockets):
    for address in ("a", "b", "c"):
        sockets.add(connection(Socket(), address, ANN, LINK))
    sockets.check_room("d", str(ANN))
    with pytest.raises(TooMany):
        sockets.check_room("d", f"share:{LINK.id}")


def test_a_connection_is_closed_by_its_id_with_a_reason(sockets):
    [kept, ended] = fill(sockets, ("a", ANN), ("b", BOB))
    [_, found] = sockets.all()
    assert found is sockets.disconnect(found.id)
    assert eventually(lambda: (kept.closed_with, ended.closed_with) == (0, 4403))
    with pytest.raises(ConnectionNotFound):
        sockets.disconnect("nobody")


def test_listeners_are_notified_of_all_changes(sockets):
    heard = []
    sockets.changed.add(lambda: heard.append(len(sockets)))
    [ws] = fill(sockets, ("a", ANN))
    sockets.note(ws, view="mirror", session_id="$0", session_name="work")
    assert {"view": "mirror", "session": {"id": "$0", "name": "work"}}.items() <= sockets.all()[
        0
    ].fields().items()
    sockets.remove(ws)
    assert [1, 1, 0] == heard
