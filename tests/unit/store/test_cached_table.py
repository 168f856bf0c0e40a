"""Rows in memory are those of the database, after our changes and after those of others."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from webmux.auth.accounts import Accounts
from webmux.auth.roles import Role
from webmux.store.cached_table import CachedTable
from webmux.store.database import Database
from webmux.store.sql import Expression, delete, insert, update
from webmux.store.tables import tokens


@dataclass
class Row:
    id: int
    user_id: int
    label: str


class Rows(CachedTable[Row]):
    table = tokens
    key = "digest"

    def read(self, row: Any) -> Row:
        return Row(row.id, row.user_id, row.label)

    def valid(self) -> Expression:
        return tokens.c.revoked_at.is_(None)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    database = Database(tmp_path)
    accounts = Accounts(database)
    for name in ("ada", "olga"):
        accounts.add(name, Role.ADMIN)
    return database


def row(user_id: int, digest: str) -> dict[str, Any]:
    rights = {"scope": "viewer", "permits": "read"}
    return {"user_id": user_id, "digest": digest, "label": digest, **rights, "created_at": 1}


def test_rows_are_found_by_key_by_user_and_by_owner(database: Database) -> None:
    rows = Rows(database)
    for user_id, digest in ((1, "a"), (2, "b"), (1, "c")):
        rows.execute(insert(tokens).values(row(user_id, digest)))
    assert Row(2, 2, "b") == rows.find("b")
    assert rows.find("x") is None
    assert ["a", "c"] == [one.label for one in rows.of(1)]
    assert [None, Row(2, 2, "b"), Row(2, 2, "b")] == [rows.owned(2, user_id) for user_id in (1, 2, None)]


def test_a_change_is_counted_read_and_sent(database: Database) -> None:
    rows = Rows(database)
    sizes: list[int] = []
    rows.changed.add(lambda: sizes.append(len(rows.all())))
    rows.execute(insert(tokens).values(row(1, "a")))
    assert 0 == rows.execute(delete(tokens).where(tokens.c.id == 77))
    assert 1 == rows.execute(update(tokens).values(revoked_at=5)), "a row that does not count is left out"
    assert [1, 1, 0] == sizes


def test_what_another_process_changed_is_read_again(database: Database) -> None:
    rows, other = Rows(database), Rows(database)
    other.execute(insert(tokens).values(row(1, "a")))
    assert rows.find("a") is None
    rows.reload()
    assert Row(1, 1, "a") == rows.find("a")
