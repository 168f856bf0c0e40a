"""Wrong logins become slow; right ones cost nothing."""

from __future__ import annotations

import pytest

from webmux.auth.failures import BEARERS_PER_ADDRESS, LOGINS_PER_ADDRESS, LOGINS_TOGETHER, FailureLimits
from webmux.errors import TooMany


def test_the_sixth_wrong_login_waits() -> None:
    limits = FailureLimits()
    for _ in range(LOGINS_PER_ADDRESS):
        limits.check_login("a")
        limits.count_login("a")
    with pytest.raises(TooMany) as refused:
        limits.check_login("a")
    assert 1 <= refused.value.retry_after_s <= 60
    limits.check_login("b")


def test_asking_costs_nothing() -> None:
    limits = FailureLimits()
    for _ in range(LOGINS_TOGETHER * 2):
        limits.check_login("a")


def test_many_addresses_together_wait_too() -> None:
    limits = FailureLimits()
    for number in range(LOGINS_TOGETHER):
        limits.count_login(f"address {number}")
    with pytest.raises(TooMany):
        limits.check_login("a new one")


def test_wrong_bearers_are_counted_by_themselves() -> None:
    limits = FailureLimits()
    for _ in range(BEARERS_PER_ADDRESS):
        limits.check_bearer("a")
        limits.count_bearer("a")
    with pytest.raises(TooMany):
        limits.check_bearer("a")
    limits.check_login("a")
