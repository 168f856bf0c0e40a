"""Databases of the previous release become today's, and lose nothing."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from tests.old_databases import RELEASED, old_database, rows_now
from webmux.auth.accounts import Accounts
from webmux.auth.passkey_store import Passkeys
from webmux.errors import ConfigError
from webmux.store.database import FILE, Database, newest_revision
from webmux.store.preferences import Preferences
from webmux.store.schema import engine, metadata


def differences(directory: Path) -> list[Any]:
    """What differs from today's tables. SQLite stores any integer in any column, so types do not count."""
    with engine(str(directory / FILE), is_file=True).begin() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        return compare_metadata(context, metadata)


@pytest.mark.parametrize("revision", RELEASED)
def test_a_released_database_is_migrated_with_all_its_rows(revision: str, tmp_path: Path) -> None:
    before = old_database(tmp_path, revision)
    assert min(len(rows) for rows in before.values()) > 0, "each table has data"
    database = Database(tmp_path)
    assert [] == differences(tmp_path)
    assert before == rows_now(database, before)


def test_the_users_of_the_last_release_can_log_in(tmp_path: Path) -> None:
    """The rows are not only there: the code of today reads them."""
    old_database(tmp_path, "0007")
    database = Database(tmp_path)
    accounts = Accounts(database)
    assert "ada" == accounts.check_password("ada", "correct horse battery").name
    assert ["Ada’s laptop"] == [passkey.label for passkey in Passkeys(database).of(2)]
    assert "dracula" == Preferences(database).of(2)["theme.name"]


def test_a_database_of_a_newer_version_is_refused_and_not_changed(tmp_path: Path) -> None:
    Database(tmp_path)
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute("update alembic_version set version_num = '9999'")
    connection.close()
    with pytest.raises(ConfigError, match=f"newer WebMux .schema 9999, .* {newest_revision()}"):
        Database(tmp_path)
