"""A database, accounts and a gate in a separate directory, and a clock that a test sets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from webmux.auth import passwords
from webmux.auth.accounts import Accounts
from webmux.auth.gate import SessionGate
from webmux.auth.shares import Shares
from webmux.auth.tokens import Token
from webmux.store.database import Database

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
CHEAP_UNKNOWN = CHEAP.hash("a password that nobody has")


@pytest.fixture(autouse=True)
def cheap_passwords(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes cost a tenth of a second on purpose. Only `test_passwords.py` is about that."""
    if request.path.name != "test_passwords.py":
        monkeypatch.setattr(passwords, "_hasher", lambda: CHEAP)
        monkeypatch.setattr(passwords, "_unknown_hash", lambda: CHEAP_UNKNOWN)


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path)


@pytest.fixture
def accounts(database: Database, clock: Clock) -> Accounts:
    accounts = Accounts(database, clock)
    accounts.ensure_owner()
    return accounts


@pytest.fixture
def shares(database: Database, clock: Clock) -> Shares:
    return Shares(database, clock)


@pytest.fixture
def make_gate(
    database: Database, accounts: Accounts, shares: Shares, clock: Clock
) -> Callable[..., SessionGate]:
    def make(token: str = "t") -> SessionGate:
        return SessionGate(database, accounts, shares, b"s" * 32, Token(token), clock)

    return make


@pytest.fixture
def gate(make_gate: Callable[..., SessionGate]) -> SessionGate:
    return make_gate()
