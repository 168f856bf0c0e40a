"""A nursery reports every crash and stops its greenlets."""

from __future__ import annotations

import time

import gevent
import pytest
from gevent.event import Event

from tests.support import eventually
from webmux.supervise import Nursery, in_thread


def test_finished_greenlets_are_forgotten() -> None:
    nursery = Nursery("owner")
    greenlet = nursery.spawn("quick", int)
    assert "owner/quick" == greenlet.name
    assert 1 == len(nursery)
    greenlet.join()
    assert 0 == len(nursery)


def test_greenlets_killed_before_their_start_are_forgotten() -> None:
    nursery = Nursery("owner")
    nursery.spawn("never", int).kill()
    assert eventually(lambda: len(nursery) == 0)


def test_the_owner_is_notified_of_a_crash() -> None:
    heard: list[BaseException] = []
    nursery = Nursery("owner", on_crash=heard.append)
    nursery.spawn("bad", int, "no number").join()
    assert [ValueError] == [type(error) for error in heard]
    assert 0 == len(nursery)


def test_stop_ends_all_and_is_not_a_crash() -> None:
    heard: list[BaseException] = []
    nursery = Nursery("owner", on_crash=heard.append)
    for number in range(3):
        nursery.spawn(f"sleeper-{number}", gevent.sleep, 60)
    gevent.sleep(0)
    assert nursery.stop(deadline_s=1)
    assert ([], 0) == (heard, len(nursery))


def test_stop_reports_what_does_not_end() -> None:
    release = Event()

    def stubborn() -> None:
        while not release.is_set():
            try:
                gevent.sleep(60)
            except gevent.GreenletExit:
                release.wait()

    nursery = Nursery("owner")
    nursery.spawn("stubborn", stubborn)
    gevent.sleep(0)
    try:
        assert not nursery.stop(deadline_s=0.05)
    finally:
        release.set()
    eventually(lambda: len(nursery) == 0)


def test_a_greenlet_may_stop_its_own_nursery() -> None:
    nursery = Nursery("owner")
    stopped: list[bool] = []
    nursery.spawn("sleeper", gevent.sleep, 60)
    nursery.spawn("closer", lambda: stopped.append(nursery.stop(deadline_s=1))).join()
    assert [True] == stopped


def test_a_thread_returns_its_result_or_raises_its_error() -> None:
    assert 3 == in_thread(lambda: 1 + 2)
    with pytest.raises(ZeroDivisionError):
        in_thread(lambda: 1 // 0)


def test_other_greenlets_run_while_a_thread_works() -> None:
    turns = []
    gevent.spawn(turns.append, 1)
    in_thread(lambda: eventually_in_a_thread(turns))
    assert [1] == turns


def eventually_in_a_thread(turns: list[int]) -> None:
    deadline = time.monotonic() + 5
    while not turns and time.monotonic() < deadline:
        pass
