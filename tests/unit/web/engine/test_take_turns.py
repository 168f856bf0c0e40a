"""Work that can arrive in thousands starts one at a time, in order, and lets others run in between."""

from __future__ import annotations

import gevent

from webmux.web.engine.take_turns import Turns


def test_waiting_greenlets_run_in_order_and_others_in_between() -> None:
    turns, done = Turns("test"), []

    def work(number: int) -> None:
        turns.wait()
        done.append(number)

    def urgent() -> None:
        for _ in range(5):
            done.append(-1)
            gevent.sleep(0)

    working = [gevent.spawn(work, number) for number in range(20)]
    gevent.sleep(0)
    hurrying = gevent.spawn(urgent)
    gevent.joinall([*working, hurrying])
    assert list(range(20)) == [number for number in done if number >= 0]
    last = max(place for place, number in enumerate(done) if number == -1)
    assert last < 15  # it never stood behind all of them
    assert 0 == len(turns)


def test_a_greenlet_that_gives_up_leaves_the_queue() -> None:
    turns = Turns("test")
    first, second = gevent.spawn(turns.wait), gevent.spawn(turns.wait)
    gevent.idle(-2)
    second.kill()
    first.join()
    assert 0 == len(turns)
    gevent.spawn(turns.wait).join()
