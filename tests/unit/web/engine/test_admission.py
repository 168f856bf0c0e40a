"""A full pool displaces the oldest connection of the largest address; no client is refused for others."""

from __future__ import annotations

import socket

import gevent
import pytest

from webmux.web.engine.admission import (
    ANONYMOUS_MAX,
    ANONYMOUS_OF_ADDRESS_MAX,
    KNOWN_OF_USER_MAX,
    Admission,
    Admitted,
    shut,
)


@pytest.fixture
def ended() -> list[int]:
    return []


@pytest.fixture
def admission(ended: list[int]) -> Admission:
    return Admission(lambda one: ended.append(one.descriptor))


def test_an_address_at_its_limit_displaces_its_own_oldest(admission: Admission, ended: list[int]) -> None:
    admission.enter(1, "192.0.2.1", counts=True)
    for number in range(ANONYMOUS_OF_ADDRESS_MAX + 2):
        admission.enter(10 + number, "192.0.2.2", counts=True)
    assert [10, 11] == ended
    assert 2 == admission.ended


def test_a_full_pool_displaces_the_oldest_of_the_largest_address(
    admission: Admission, ended: list[int]
) -> None:
    admission.enter(1, "192.0.2.1", counts=True)
    for number in range(ANONYMOUS_MAX):
        admission.enter(10 + number, f"198.51.100.{number % 5}", counts=True)
    assert [10] == ended
    assert ANONYMOUS_MAX == len(admission.anonymous)


def test_the_address_of_a_proxy_is_not_counted_but_the_pool_is(
    admission: Admission, ended: list[int]
) -> None:
    for number in range(ANONYMOUS_MAX + 1):
        admission.enter(number, "127.0.0.1", counts=False)
    assert [0] == ended


def test_clients_without_a_login_displace_neither_users_nor_sockets(
    admission: Admission, ended: list[int]
) -> None:
    admission.enter(1, "192.0.2.2", counts=True)
    admission.enter(2, "192.0.2.2", counts=True)
    admission.know(1, "user 1")
    admission.know(2, "user 1")
    admission.upgrade(2)
    assert (0, 1) == (len(admission.anonymous), len(admission.known))
    for number in range(2 * ANONYMOUS_MAX):
        admission.enter(10 + number, "192.0.2.2", counts=True)
    assert not {1, 2} & set(ended)
    for number in range(KNOWN_OF_USER_MAX):
        admission.enter(5000 + number, "192.0.2.3", counts=True)
        admission.know(5000 + number, "user 1")
    assert 1 == ended[-1]


def test_a_connection_that_waits_for_long_displaces_nobody(admission: Admission, ended: list[int]) -> None:
    admission.enter(1, "192.0.2.1", counts=True)
    admission.know(1, "user 1")
    with admission.long_wait(1):
        assert (0, 1) == (len(admission.known), len(admission.waiting))
        for number in range(KNOWN_OF_USER_MAX):
            admission.enter(10 + number, "192.0.2.1", counts=True)
            admission.know(10 + number, "user 1")
        assert [] == ended
    assert 0 == len(admission.waiting)
    assert [10] == ended


def test_a_closed_connection_is_not_counted(admission: Admission, ended: list[int]) -> None:
    for _ in range(2 * ANONYMOUS_MAX):
        admission.leave(admission.enter(1, "192.0.2.1", counts=True))
    assert ([], 0) == (ended, len(admission.anonymous))
    admission.know(1, "user 1")
    assert 0 == len(admission.known)


def test_a_displaced_connection_is_not_counted(admission: Admission, ended: list[int]) -> None:
    first = admission.enter(1, "192.0.2.1", counts=True)
    for number in range(ANONYMOUS_OF_ADDRESS_MAX):
        admission.enter(10 + number, "192.0.2.1", counts=True)
    admission.know(1, "user 1")
    admission.leave(first)
    assert (ANONYMOUS_OF_ADDRESS_MAX, 0) == (len(admission.anonymous), len(admission.known))


def test_if_all_wait_the_newest_is_displaced(admission: Admission) -> None:
    """Those that wait are served in order: each newcomer in place of the oldest would have none served."""
    all_of_them = [admission.enter(n, "192.0.2.1", counts=True) for n in range(ANONYMOUS_OF_ADDRESS_MAX)]
    waiting = [gevent.spawn(admission.wait_to_arrive, one) for one in all_of_them]
    gevent.sleep(0)
    newest = admission.enter(1000, "192.0.2.1", counts=True)
    assert newest.ended
    waiting.append(gevent.spawn(admission.wait_to_arrive, newest))
    gevent.joinall(waiting, raise_error=True)
    assert [True] * ANONYMOUS_OF_ADDRESS_MAX + [False] == [one.value for one in waiting]


def test_a_waiting_connection_outlives_stalled_ones(admission: Admission, ended: list[int]) -> None:
    first = admission.enter(1, "192.0.2.1", counts=True)
    waiting = gevent.spawn(admission.wait_to_arrive, first)
    admission.enter(2, "192.0.2.1", counts=True)
    while first.called is None:
        gevent.sleep(0)
    for number in range(ANONYMOUS_OF_ADDRESS_MAX - 1):
        admission.enter(10 + number, "192.0.2.1", counts=True)
    assert [2] == ended
    waiting.join()


def test_a_new_connection_outlives_those_with_another_waiting_request(
    admission: Admission, ended: list[int]
) -> None:
    """A client that sends many requests and reads no reply always has one waiting."""
    crowd = range(10, 10 + ANONYMOUS_OF_ADDRESS_MAX)
    for descriptor in crowd:
        admission.enter(descriptor, "192.0.2.1", counts=True)
    gevent.joinall([gevent.spawn(admission.wait_to_ask, one) for one in crowd], raise_error=True)
    waiting = [gevent.spawn(admission.wait_to_ask, one) for one in crowd]
    gevent.sleep(0)
    newest = admission.enter(1, "192.0.2.1", counts=True)
    admission.enter(2, "192.0.2.1", counts=True)
    assert [10, 11] == ended
    assert not newest.ended
    gevent.joinall(waiting, raise_error=True)
    assert [False, False] == [one.value for one in waiting[:2]]


def test_a_displaced_connection_reads_its_end() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        shut(Admitted(ours.fileno(), Admission().anonymous, ""))
        assert b"" == theirs.recv(1)
        assert b"" == ours.recv(1)
    shut(Admitted(ours.fileno(), Admission().anonymous, ""))
