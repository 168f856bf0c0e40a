"""Work that can arrive in thousands starts one at a time, in order, and lets others run in between."""

from __future__ import annotations

import gevent

from webmux.web.engine.fair_queue import FairQueue


def test_waiting_greenlets_run_in_order_and_others_in_between() -> None:
    queue, done = FairQueue("test"), []

    def work(number: int) -> None:
        queue.wait()
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
    assert 0 == len(queue)


def test_a_greenlet_that_gives_up_leaves_the_queue() -> None:
    queue = FairQueue("test")
    first, second = gevent.spawn(queue.wait), gevent.spawn(queue.wait)
    gevent.idle(-2)
    second.kill()
    first.join()
    assert 0 == len(queue)
    gevent.spawn(queue.wait).join()
