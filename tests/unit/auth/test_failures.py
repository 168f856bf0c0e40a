"""Wrong secrets are slowed; right ones are not, and wrong ones of other clients do not block them."""

from __future__ import annotations

import gevent
import pytest

from tests.unit.conftest import Clock
from webmux.auth.failures import RECORDED_MAX, UNKNOWN_MAX, FailureLimits, SecretKind, network_of
from webmux.auth.recent import MINUTE_S
from webmux.errors import NotLoggedIn, TooMany

MOST = SecretKind.BY_PASSWORD.most


@pytest.fixture
def slept() -> list[float]:
    return []


@pytest.fixture
def limits(clock: Clock, slept: list[float]) -> FailureLimits:
    return FailureLimits(clock, slept.append)


def right() -> str:
    return "in"


def wrong() -> None:
    raise NotLoggedIn("wrong")


def guess(limits: FailureLimits, kind: SecretKind, address: str) -> str:
    """The name of the error that a wrong secret gets."""
    with pytest.raises((NotLoggedIn, TooMany)) as refused:
        limits.try_secret(kind, address, wrong)
    return type(refused.value).__name__


def password(limits: FailureLimits, address: str, name: str = "ada", known: str | None = None) -> str:
    """The name of the error that a wrong password gets."""
    with pytest.raises((NotLoggedIn, TooMany)) as refused:
        limits.try_password(address, name, wrong, exists=True, known=known)
    return type(refused.value).__name__


@pytest.mark.parametrize("kind", [kind for kind in SecretKind if kind is not SecretKind.BY_PASSWORD])
def test_wrong_tokens_are_limited_and_right_ones_always_pass(kind: SecretKind, limits: FailureLimits) -> None:
    told = [guess(limits, kind, "a") for _ in range(kind.most + 1)]
    assert ["NotLoggedIn"] * kind.most + ["TooMany"] == told
    assert "in" == limits.try_secret(kind, "a", right)
    others = [other for other in SecretKind if other is not kind]
    assert {"NotLoggedIn"} == {guess(limits, other, "a") for other in others}


def test_ten_thousand_wrong_tokens_stop_no_user(limits: FailureLimits) -> None:
    for number in range(10_000):
        guess(limits, SecretKind.SHARE_LINK, f"address {number % 3000}")
    assert "in" == limits.try_secret(SecretKind.SHARE_LINK, "address 1", right)
    assert "in" == limits.try_password("another", "ada", right, exists=True, known=None)


def test_the_sixth_wrong_password_of_an_address_waits(limits: FailureLimits, clock: Clock) -> None:
    assert ["NotLoggedIn"] * MOST + ["TooMany"] == [password(limits, "a") for _ in range(MOST + 1)]
    with pytest.raises(TooMany) as refused:
        limits.try_password("a", "ada", right, exists=True, known=None)
    assert 1 <= refused.value.retry_after_s <= 60
    clock.now += MINUTE_S
    assert "in" == limits.try_password("a", "ada", right, exists=True, known=None)


def test_a_known_device_is_not_stopped_by_its_address(limits: FailureLimits) -> None:
    for _ in range(MOST + 1):
        password(limits, "a")
    assert "in" == limits.try_password("a", "ada", right, exists=True, known="device 1")
    for _ in range(MOST):
        password(limits, "a", known="device 1")
    with pytest.raises(TooMany):
        limits.try_password("a", "ada", right, exists=True, known="device 1")


def test_right_passwords_cost_nothing(limits: FailureLimits) -> None:
    for _ in range(50):
        limits.try_password("a", "ada", right, exists=True, known=None)


def test_each_further_wrong_password_waits_longer(limits: FailureLimits, slept: list[float]) -> None:
    for _ in range(MOST):
        password(limits, "a")
    assert sorted(slept) == slept
    assert MOST - 1 == len(set(slept))


def test_many_clients_at_one_account_are_slowed_but_not_known_devices(
    limits: FailureLimits, slept: list[float]
) -> None:
    for number in range(UNKNOWN_MAX):
        password(limits, f"address {number}")
    assert [] == slept
    limits.try_password("elsewhere", "ada", right, exists=True, known="device 1")
    limits.try_password("elsewhere", "bob", right, exists=True, known=None)
    assert [] == slept
    limits.try_password("elsewhere", "ada", right, exists=True, known=None)
    assert 1 == len(slept)


def test_a_burst_is_counted_one_by_one(limits: FailureLimits) -> None:
    def slowly() -> None:
        gevent.sleep(0)
        raise NotLoggedIn("wrong")

    def attempt() -> str:
        try:
            limits.try_password("a", "ada", slowly, exists=True, known=None)
        except (NotLoggedIn, TooMany) as error:
            return type(error).__name__
        return ""

    burst = [gevent.spawn(attempt) for _ in range(30)]
    gevent.joinall(burst, raise_error=True)
    assert MOST >= [one.value for one in burst].count("NotLoggedIn")


def test_the_audit_lists_a_bounded_number(limits: FailureLimits, clock: Clock) -> None:
    assert {0} == {limits.listed() for _ in range(RECORDED_MAX)}
    assert [None, None] == [limits.listed() for _ in range(2)]
    clock.now += MINUTE_S
    assert [2, 0] == [limits.listed() for _ in range(2)]


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", ""),
    ],
)
def test_one_ipv6_network_counts_as_one_address(address: str, counted: str) -> None:
    assert counted == network_of(address)
