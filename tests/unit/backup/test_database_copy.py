"""A copy of the database is of one moment, and a file from elsewhere is checked."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from webmux.auth.accounts import Accounts
from webmux.auth.roles import Role
from webmux.backup.backup_errors import BadBackup
from webmux.backup.database_copy import begin, check_file, copy_file, copy_rows, has_rows
from webmux.store.database import FILE, Database


def test_a_copy_has_what_was_committed_and_nothing_half(database: Database, tmp_path: Path) -> None:
    """A writer in the middle of a transaction does not stop it, and is not in it."""
    accounts = Accounts(database)
    accounts.add("ada", Role.VIEWER)
    copy = tmp_path / "copy"
    copy.mkdir()
    writer = sqlite3.connect(tmp_path / FILE, isolation_level=None)
    writer.execute("begin immediate")
    writer.execute("update users set name = 'eve'")
    copy_file(tmp_path / FILE, copy / FILE)
    writer.execute("commit")
    writer.close()
    (copy / FILE).chmod(0o600)
    assert ["ada"] == [user.name for user in Accounts(Database(copy)).all()]
    accounts.reload()
    assert ["eve"] == [user.name for user in accounts.all()]


def test_rows_are_copied_into_an_empty_database(database: Database, tmp_path: Path) -> None:
    Accounts(database).add("ada", Role.VIEWER)
    copy = tmp_path / "copy"
    copy.mkdir()
    other = Database(copy)
    assert not has_rows(other)
    with begin(database, snapshot=True) as read, begin(other) as write:
        copy_rows(read, write)
    assert has_rows(other)
    assert "ada" == Accounts(other).named("ada").name


@pytest.mark.parametrize(
    "made",
    [
        "create trigger t after insert on users begin delete from users; end",
        "create view v as select * from users",
        "create virtual table f using fts5(x)",
    ],
)
def test_programs_in_a_database_are_refused(made: str, database: Database, tmp_path: Path) -> None:
    check_file(tmp_path / FILE)
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute(made)
    connection.close()
    with pytest.raises(BadBackup, match="not of WebMux"):
        check_file(tmp_path / FILE)


def test_a_damaged_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    with pytest.raises(BadBackup, match="damaged"):
        check_file(tmp_path / FILE)
