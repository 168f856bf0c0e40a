"""How many wrong secrets an address may send in a minute; each kind of secret counts by itself.

Tokens, links and passkeys are long and random, so a right one is always accepted and only wrong ones
count. A password can be guessed, so its budget is checked before the comparison. The budget belongs to
the address, or to the device or address that logged in to this account before. No budget is shared by
all, so nobody can use it up for others.
"""

from __future__ import annotations

import enum
import ipaddress
import time
from collections.abc import Callable
from typing import TypeVar

import gevent

from webmux.auth.hashing import HashingQueue
from webmux.auth.recent import Recent
from webmux.errors import AccessError, TooMany

DELAY_S = 0.1
DELAY_MAX_S = 2.0
"""The answer to the second wrong password waits this long, each further one twice as long."""
UNKNOWN_MAX = 60
UNKNOWN_WAIT_S = 0.5
"""After so many wrong passwords a minute for one account, unknown devices wait this long."""
RECORDED_MAX = 100
"""Failures a minute that the audit trail lists; it counts the others."""
T = TypeVar("T")


class SecretKind(enum.Enum):
    """A kind of secret."""

    BY_PASSWORD = enum.auto()
    AT_LOGIN = enum.auto()
    """The token that is typed into the login page."""
    LOGIN_LINK = enum.auto()
    SHARE_LINK = enum.auto()
    PASSKEY = enum.auto()
    BEARER = enum.auto()
    """The token that a script shows with each request."""

    @property
    def most(self) -> int:
        """Wrong secrets a minute of one address. A script repeats an old token more often than a person."""
        return 30 if self is SecretKind.BEARER else 5


class FailureLimits:
    """Counts wrong secrets. Right ones are free, and mistakes of others do not stop them."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], object] = gevent.sleep
    ) -> None:
        self._sleep = sleep
        self._failed, self._recorded = Recent(clock), Recent(clock)
        self._left_out = 0
        self._hashing = HashingQueue(sleep)

    def try_secret(self, kind: SecretKind, address: str, compare: Callable[[], T]) -> T:
        """Run `compare`, which looks up a long random secret and raises AccessError for a wrong one.

        Raises:
            TooMany: it was wrong, and this address sent too many wrong ones of this kind in a minute.
            AccessError: what `compare` raised; it was counted.
        """
        key = f"{kind.name} {network_of(address)}"
        try:
            return compare()
        except AccessError:
            if self._failed.count(key) >= kind.most:
                raise self._too_many(key) from None
            self._failed.add(key)
            raise

    def try_password(
        self, address: str, name: str, compare: Callable[[], T], *, exists: bool, known: str | None
    ) -> T:
        """Run `compare`, which takes a tenth of a second, in the queue of the account `name`.

        `exists` is whether the account exists; `known` names the device or address that logged in to it
        before, which has a budget and a queue of its own.

        Raises:
            TooMany: too many wrong ones within a minute, or too many wait.
            AccessError: what `compare` raised; it was counted.

        Switches: yes.
        """
        key, account = f"password {known or network_of(address)}", f"account {name}"
        before = self._failed.count(key)
        if before >= SecretKind.BY_PASSWORD.most:
            raise self._too_many(key)
        self._failed.add(key)  # before the result is known, so that a burst cannot pass together
        crowded = known is None and self._failed.count(account) >= UNKNOWN_MAX
        try:
            wait_s = UNKNOWN_WAIT_S if crowded else 0.0
            done = self._hashing.run(name, compare, exists=exists, known=known, wait_s=wait_s)
        except TooMany:
            self._failed.take_back(key)
            raise
        except AccessError:
            if known is None:
                self._failed.add(account)
            if before:
                self._sleep(min(DELAY_MAX_S, DELAY_S * 2**before))
            raise
        self._failed.take_back(key)
        return done

    def listed(self) -> int | None:
        """Count a failure for the audit trail: how many were left out before it, None to leave it out too."""
        if self._recorded.count("all") >= RECORDED_MAX:
            self._left_out += 1
            return None
        self._recorded.add("all")
        left_out, self._left_out = self._left_out, 0
        return left_out

    def _too_many(self, key: str) -> TooMany:
        wait_s = self._failed.free_in_s(key)
        return TooMany(f"too many wrong logins: try again in {wait_s} s", wait_s)


def network_of(address: str) -> str:
    """What counts as one address: for IPv6 the /64, which belongs to one household or machine."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return address
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, 64), strict=False))
