"""The process that showed a code finds the device that used it."""

from __future__ import annotations

from webmux.auth.accounts import Accounts
from webmux.auth.gate import SessionGate
from webmux.auth.paired_device import find_paired
from webmux.store.database import Database

CODE = "a" * 64


def test_a_device_is_found_by_its_code(database: Database, gate: SessionGate, accounts: Accounts) -> None:
    assert find_paired(database, CODE) is None
    gate.begin(accounts.owner(), "192.0.2.7", "curl/8", CODE)
    gate.begin(accounts.owner(), "192.0.2.8", "Firefox/1")
    assert ("curl", "192.0.2.7") == find_paired(database, CODE)
    assert find_paired(database, "b" * 64) is None
