"""The database as one SQLite file, consistent while a server writes, and back into any database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Integer, Table, delete, func, insert, select, text
from sqlalchemy.exc import SQLAlchemyError

from webmux.backup.backup_errors import BadBackup
from webmux.errors import DatabaseFailed
from webmux.store.database import Database
from webmux.store.schema import metadata

ROWS_AT_ONCE = 1000


@contextmanager
def begin(database: Database, *, snapshot: bool = False) -> Iterator[Connection]:
    """A transaction of SQLAlchemy in this thread, for commands, which may wait.

    With `snapshot` it only reads, and sees PostgreSQL's rows as they are at its start.

    Raises:
        DatabaseFailed: the disk is full, or the database is locked or unreachable.
    """
    engine = database.engine()
    if snapshot and database.kind == "postgresql":
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    try:
        with engine.begin() as connection:
            yield connection
    except SQLAlchemyError as error:
        raise DatabaseFailed(f"the database failed: {type(error).__name__}") from error


def copy_file(source: Path, target: Path) -> None:
    """Copy a SQLite database with SQLite's online backup, which sees one moment of it."""
    with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(target)) as written:
        read.backup(written)  # all pages in one step: writers cannot come in between


def copy_server(source: Database, directory: Path) -> None:
    """Copy the rows of a PostgreSQL database, of one moment, into a new SQLite file in a directory."""
    with begin(source, snapshot=True) as read, begin(Database(directory)) as write:
        copy_rows(read, write)


@contextmanager
def filled(source: Database, target: Database) -> Iterator[None]:
    """Put all rows of `source` into a PostgreSQL database in place of its own.

    The transaction ends with the block: an error in it brings the old rows back.
    """
    with begin(target) as write:
        for table in reversed(metadata.sorted_tables):
            write.execute(delete(table))
        with begin(source) as read:
            copy_rows(read, write)
        for table in metadata.sorted_tables:
            _continue_numbers(write, table)
        yield


def has_rows(database: Database) -> bool:
    """Whether somebody has used this database."""
    users = metadata.tables["users"]
    with begin(database) as connection:
        return bool(connection.execute(select(func.count()).select_from(users)).scalar())


def copy_rows(read: Connection, write: Connection) -> None:
    """Copy every row of all our tables; those in `write` must be empty. Cost: memory for a thousand rows."""
    for table in metadata.sorted_tables:
        found = read.execution_options(yield_per=ROWS_AT_ONCE).execute(select(table))
        for rows in found.partitions():
            write.execute(insert(table), [dict(row._mapping) for row in rows])


def _continue_numbers(connection: Connection, table: Table) -> None:
    """The next row gets the number after the last one: PostgreSQL does not count rows that have one."""
    key = table.primary_key.columns.values()[0]
    if key.foreign_keys or not isinstance(key.type, Integer):
        return
    last = connection.execute(select(func.max(key))).scalar()
    query = text("select setval(pg_get_serial_sequence(:name, :key), :last, :used)")
    words = {"name": f'"{table.name}"', "key": key.name, "last": last or 1, "used": last is not None}
    connection.execute(query, words)


def check_file(path: Path) -> None:
    """Check a SQLite file from a backup before our code reads it.

    Raises:
        BadBackup: it is damaged, or has triggers, views or virtual tables, which WebMux never makes.
    """
    try:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA trusted_schema = OFF")
            made = connection.execute("select type, sql from sqlite_master").fetchall()
            sound = connection.execute("PRAGMA integrity_check").fetchone()
    except sqlite3.Error as error:
        raise BadBackup(f"the database in the backup is damaged: {error}; use another one") from error
    plain = all(
        kind in ("table", "index") and "virtual" not in (sql or "")[:16].lower() for kind, sql in made
    )
    if not plain or sound != ("ok",):
        raise BadBackup("the database in the backup is damaged, or not of WebMux: use another one")


def check_tables(database: Database) -> None:
    """Check that a database has all our tables and columns. Raises BadBackup: it says it has, and has not."""
    try:
        with begin(database) as connection:
            for table in metadata.sorted_tables:
                connection.execute(select(table).limit(1)).first()
    except DatabaseFailed as error:
        raise BadBackup("the database in the backup lacks tables of WebMux: use another one") from error
