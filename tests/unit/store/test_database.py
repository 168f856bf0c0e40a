"""The database is private, migrated to the newest revision, and rolls back failures."""

from __future__ import annotations

import stat
from pathlib import Path

import gevent
import pytest
import sqlalchemy
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from webmux.errors import ConfigError, DatabaseFailed
from webmux.store.database import FILE, FOLDER, Database, newest_revision, without_secrets
from webmux.store.schema import ddl, engine, metadata, migrate
from webmux.store.sql import func, insert, select, text
from webmux.store.tables import TABLES, tokens, users

ROW = {"name": "a", "role": "viewer", "created_at": 1}


def differences(directory: Path):
    """What alembic finds between the schema and a database, and the revision of the database."""
    with engine(str(directory / FILE), is_file=True).begin() as connection:
        context = MigrationContext.configure(connection)
        return compare_metadata(context, metadata), context.get_current_revision()


def test_a_new_database_has_the_tables_and_the_newest_revision(database: Database, tmp_path: Path) -> None:
    assert ([], newest_revision()) == differences(tmp_path)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_the_statements_for_a_new_database_are_those_of_the_schema(kind: str) -> None:
    assert ddl(kind) == (FOLDER / f"schema-{kind}.sql").read_text(), "run `make docs`"


def test_queries_know_the_columns_of_the_schema() -> None:
    of_schema = {
        name: ([column.name for column in table.c], table.autoincrement_column is not None)
        for name, table in metadata.tables.items()
    }
    assert of_schema == {table.name: ([*table.names], table.numbered) for table in TABLES}


def test_a_migrated_database_is_like_a_new_one(tmp_path: Path) -> None:
    """From the first revision, with its data."""
    with engine(str(tmp_path / FILE), is_file=True).begin() as connection:
        migrate(connection, "0001")
        connection.execute(metadata.tables["users"].insert().values(ROW))
    (tmp_path / FILE).chmod(0o600)
    database = Database(tmp_path)
    assert ([], newest_revision()) == differences(tmp_path)
    assert 1 == database.run(lambda c: c.execute(select(func.count()).select_from(users)).scalar())


def test_tokens_keep_what_they_could_do_when_they_get_scopes(tmp_path: Path) -> None:
    """Those of viewers only read; the others had all rights of their role, and keep them."""
    with engine(str(tmp_path / FILE), is_file=True).begin() as connection:
        migrate(connection, "0009")
        connection.execute(metadata.tables["users"].insert().values(ROW))
        for number, role in enumerate(("viewer", "operator", "admin")):
            values = f"1, '{number}', 'x', '{role}', 1"
            connection.execute(
                sqlalchemy.text(
                    f"INSERT INTO tokens (user_id, digest, label, scope, created_at) VALUES ({values})"
                )
            )
    (tmp_path / FILE).chmod(0o600)
    rows = Database(tmp_path).run(lambda c: c.execute(select(tokens).order_by(tokens.c.id)).all())
    expected = [("viewer", "read"), ("operator", "manage"), ("admin", "manage")]
    assert expected == [(row.scope, row.permits) for row in rows]


def test_a_database_that_was_not_finished_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ends() -> str:
        raise RuntimeError

    with monkeypatch.context() as patch, pytest.raises(RuntimeError):
        patch.setattr("webmux.store.database.newest_revision", ends)
        Database(tmp_path)
    Database(tmp_path)
    assert ([], newest_revision()) == differences(tmp_path)


def test_other_users_cannot_read_the_database(database: Database, tmp_path: Path) -> None:
    database.run(lambda connection: connection.execute(insert(users).values(ROW)))
    assert {0o600} == {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}


def test_existing_data_stays(database: Database, tmp_path: Path) -> None:
    database.run(lambda connection: connection.execute(insert(users).values(ROW)))
    assert 1 == Database(tmp_path).run(lambda c: c.execute(select(func.count()).select_from(users)).scalar())


def test_a_failed_transaction_is_rolled_back(database: Database) -> None:
    def twice(connection):
        connection.execute(insert(users).values(ROW))
        raise RuntimeError

    with pytest.raises(RuntimeError):
        database.run(twice)
    assert 0 == database.run(lambda c: c.execute(select(func.count()).select_from(users)).scalar())


def test_other_greenlets_run_during_a_query(database: Database) -> None:
    """SQLite in a thread: a greenlet gets its turns while a slow transaction lasts."""
    turns = 0

    def slow(connection):
        numbers = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 300000)"
        return connection.execute(text(numbers + " select count(*) from n")).scalar()

    work = gevent.spawn(database.run, slow)
    while not work.dead:
        gevent.sleep(0.001)
        turns += 1
    assert 300_000 == work.value
    assert turns > 10


def test_a_database_that_cannot_be_opened_is_an_error(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    with pytest.raises(ConfigError, match=FILE):
        Database(tmp_path)
    (tmp_path / FILE).rmdir()
    (tmp_path / FILE).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ConfigError, match=FILE):
        Database(tmp_path)
    assert not (tmp_path / "elsewhere").exists()


def test_a_damaged_database_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "webmux.db").write_bytes(b"no database at all" * 100)
    with pytest.raises(ConfigError, match="not a database"):
        Database(tmp_path)


def test_errors_of_the_database_become_our_errors(database: Database) -> None:
    with pytest.raises(DatabaseFailed, match="OperationalError"):
        database.run(lambda connection: connection.execute(text("select nonsense from nowhere")))


@pytest.mark.parametrize(
    ("url", "message", "shown"),
    [
        ("postgresql://u:hush@[::1", 'no "]" in URI: "postgresql://u:hush@[::1"', 'no "..."'),
        ("postgresql://u:hu@sh@h/d", "failed to resolve host 'sh@h': no", "failed to resolve host '...': no"),
        ("postgresql://u:hush/x@h/d", 'invalid port number: "hush"', 'invalid port number: "..."'),
        ("postgresql://u:%zz@h/d", 'invalid token: "%zz"', 'invalid token: "..."'),
        (
            "postgresql://u:hush@h/d",
            "failed to resolve host 'h.org': no",
            "failed to resolve host 'h.org': no",
        ),
    ],
)
def test_a_message_of_the_database_has_no_password(url: str, message: str, shown: str) -> None:
    assert without_secrets(message, url) == shown
