"""Password checks wait in bounded queues that do not block other accounts."""

from __future__ import annotations

import gevent
import pytest
from gevent.event import Event as Flag

from webmux.auth.failures import FailureLimits
from webmux.auth.hashing import QUEUE_MAX, UNKNOWN_MAX
from webmux.errors import NotLoggedIn, TooMany


@pytest.fixture
def limits() -> FailureLimits:
    return FailureLimits(sleep=lambda seconds: None)


def right() -> str:
    return "in"


def test_a_full_queue_of_one_account_stops_no_other_account(limits: FailureLimits) -> None:
    go_on = Flag()
    waiting = [
        gevent.spawn(limits.try_password, f"address {n}", "ada", go_on.wait, exists=True, known=None)
        for n in range(QUEUE_MAX)
    ]
    gevent.sleep(0)
    with pytest.raises(TooMany):
        limits.try_password("more", "ada", right, exists=True, known=None)
    assert "in" == limits.try_password("mine", "ada", right, exists=True, known="device 1")
    go_on.set()
    gevent.joinall(waiting, raise_error=True)
    assert "in" == limits.try_password("more", "ada", right, exists=True, known=None)


def test_unknown_names_do_not_delay_known_ones(limits: FailureLimits) -> None:
    go_on = Flag()
    waiting = [
        gevent.spawn(limits.try_password, f"address {n}", f"name {n}", go_on.wait, exists=False, known=None)
        for n in range(UNKNOWN_MAX)
    ]
    gevent.sleep(0)
    with pytest.raises(NotLoggedIn):
        limits.try_password("more", "another", right, exists=False, known=None)
    assert "in" == limits.try_password("mine", "ada", right, exists=True, known=None)
    go_on.set()
    gevent.joinall(waiting, raise_error=True)
