"""Wrong logins become slow; right ones cost nothing."""

from __future__ import annotations

from collections.abc import Callable

import gevent
import pytest
from gevent.event import Event as Flag

from webmux.auth.failures import BEARERS_PER_ADDRESS, LOGINS_PER_ADDRESS, LOGINS_TOGETHER, FailureLimits
from webmux.errors import NotLoggedIn, TooMany


def right() -> None:
    pass


def wrong() -> None:
    raise NotLoggedIn("wrong")


def fail(attempt: Callable[[str, Callable[[], None]], None], address: str) -> str:
    """The name of the error that a wrong login gets."""
    with pytest.raises((NotLoggedIn, TooMany)) as refused:
        attempt(address, wrong)
    return type(refused.value).__name__


def test_the_sixth_wrong_login_waits() -> None:
    limits = FailureLimits()
    assert ["NotLoggedIn"] * LOGINS_PER_ADDRESS == [
        fail(limits.try_login, "a") for _ in range(LOGINS_PER_ADDRESS)
    ]
    with pytest.raises(TooMany) as refused:
        limits.try_login("a", right)
    assert 1 <= refused.value.retry_after_s <= 60
    limits.try_login("b", right)


def test_right_ones_cost_nothing() -> None:
    limits = FailureLimits()
    for _ in range(LOGINS_TOGETHER * 2):
        limits.try_login("a", right)


def test_many_addresses_together_wait_too() -> None:
    limits = FailureLimits()
    for number in range(LOGINS_TOGETHER):
        fail(limits.try_login, f"address {number}")
    with pytest.raises(TooMany):
        limits.try_login("a new one", right)


def test_wrong_bearers_are_counted_by_themselves() -> None:
    limits = FailureLimits()
    for _ in range(BEARERS_PER_ADDRESS):
        fail(limits.try_bearer, "a")
    assert "TooMany" == fail(limits.try_bearer, "a")
    limits.try_login("a", right)


def test_a_burst_is_counted_one_by_one() -> None:
    """Counting starts a thread inside the library, which lets the others run."""
    limits = FailureLimits()
    burst = [gevent.spawn(fail, limits.try_login, "a") for _ in range(30)]
    gevent.joinall(burst, raise_error=True)
    assert LOGINS_PER_ADDRESS == [one.value for one in burst].count("NotLoggedIn")


def test_a_script_waits_for_no_password() -> None:
    limits, go_on = FailureLimits(), Flag()
    login = gevent.spawn(limits.try_login, "a", go_on.wait)
    gevent.sleep(0)
    with gevent.Timeout(2):
        assert "in" == limits.try_bearer("a", lambda: "in")
    assert not login.dead
    go_on.set()
    login.join()
