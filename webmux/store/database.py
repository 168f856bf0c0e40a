"""The database: it is opened, migrated, and used without stopping other greenlets."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from webmux.config_values import Secret
from webmux.errors import ConfigError, DatabaseFailed
from webmux.store.database_connection import Connection
from webmux.store.database_url import URL_KEY, check_parameters, checked_url
from webmux.store.sql import IntegrityError, Table, insert, select, text
from webmux.supervise import in_thread

_versions = Table("alembic_version", "version_num")
FOLDER = Path(__file__).parent
MIGRATIONS = FOLDER / "migrations"
FILE = "webmux.db"
BUSY_S = 5.0
T = TypeVar("T")


class Database:
    """A SQLite file in the state directory, or the PostgreSQL database of a URL.

    It has no connection between two calls. SQLite's takes 0.2 ms to open, and an open one would take three
    descriptors. PostgreSQL's takes some milliseconds, in a thread that has an event loop, two descriptors.

    Raises:
        ConfigError: it cannot be opened or brought up to date.
    """

    def __init__(self, state_dir: Path, url: Secret | None = None) -> None:
        self._path = state_dir / FILE
        self._url = None if url is None else checked_url(url.get_secret_value())
        if self._url is None:
            self._open_file()
        else:
            self._open_server(self._url)

    def _open_file(self) -> None:
        path = self._path
        try:
            # SQLite would create it with the umask; SQLite and its -wal follow the mode of an existing file.
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600))
            self._bring_up_to_date()
        except OSError as error:
            raise ConfigError("state_dir", f"{path}: {error.strerror}") from error
        except sqlite3.Error as error:
            reason = f"{path} cannot be used: {_reason(error)}; move it away for a new one"
            raise ConfigError("state_dir", reason) from error

    def _open_server(self, url: str) -> None:
        try:
            import psycopg
        except ImportError as error:
            advice = "PostgreSQL requires psycopg: install webmux[postgres], or psycopg[binary] in a checkout"
            raise ConfigError(URL_KEY, advice) from error
        check_parameters(url)
        try:
            self._bring_up_to_date()
        except psycopg.Error as error:
            raise ConfigError(
                URL_KEY, f"the database cannot be used: {without_secrets(_reason(error), self._url)}"
            ) from None

    @property
    def kind(self) -> str:
        """`sqlite` or `postgresql`."""
        return "sqlite" if self._url is None else "postgresql"

    def engine(self) -> Any:
        """SQLAlchemy's engine, for commands that copy whole tables. Cost: SQLAlchemy is loaded."""
        from webmux.store.schema import engine

        return engine(str(self._path) if self._url is None else self._url, is_file=self._url is None)

    def run(self, work: Callable[[Connection], T]) -> T:
        """Do `work` in one transaction, in a thread of gevent's pool; an exception rolls it back.

        Raises:
            IntegrityError: a constraint of a table forbids it.
            DatabaseFailed: any other error: the disk is full, the database is locked or unreachable.

        Switches: yes. Cost: 0.2 ms, and the time of the disk for a change.
        """

        def transact() -> T:
            with self._transaction() as connection:
                return work(connection)

        base: Any = sqlite3 if self._url is None else _psycopg()
        try:
            return in_thread(transact)
        except base.IntegrityError as error:
            raise IntegrityError(str(error)) from error
        except base.Error as error:
            raise DatabaseFailed(f"the database failed: {type(error).__name__}") from error

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        driver: Any
        if self._url is None:
            driver = sqlite3.connect(self._path, timeout=BUSY_S)
        else:
            driver = _psycopg().connect(self._url, connect_timeout=int(BUSY_S))
        try:
            if self._url is None:
                for setting in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
                    driver.execute(f"PRAGMA {setting}")
            with driver:  # commits, or rolls back after an exception
                yield Connection(driver, is_postgresql=self._url is not None)
        finally:
            driver.close()

    def _bring_up_to_date(self) -> None:
        with self._transaction() as connection:
            found = _revision(connection)
            if found is None:
                _create(connection)
                return
        if found not in revisions():
            raise ConfigError("database", unknown(found))
        if found != newest_revision():
            from webmux.store.schema import upgrade  # SQLAlchemy and Alembic: large, and rarely needed

            upgrade(str(self._path) if self._url is None else self._url, is_file=self._url is None)


def _psycopg() -> Any:
    import psycopg  # an installation with SQLite need not have it

    return psycopg


def _revision(connection: Connection) -> str | None:
    """The revision of the schema; None if there is none."""
    if connection.is_postgresql:
        exists = "SELECT to_regclass('alembic_version')"
    else:
        exists = "SELECT name FROM sqlite_master WHERE name = 'alembic_version'"
    if connection.execute(text(exists)).scalar() is None:
        return None
    return connection.execute(select(_versions.c.version_num)).scalar() or ""


def _create(connection: Connection) -> None:
    """Make all tables, or none if the process ends; another process that makes them is waited for."""
    lock = "SELECT pg_advisory_xact_lock(8022)" if connection.is_postgresql else "BEGIN IMMEDIATE"
    connection.execute(text(lock))
    if _revision(connection) is not None:
        return
    kind = "postgresql" if connection.is_postgresql else "sqlite"
    for statement in (FOLDER / f"schema-{kind}.sql").read_text("utf-8").split(";\n"):
        if statement.strip():
            connection.execute(text(statement))
    connection.execute(insert(_versions).values(version_num=newest_revision()))


def _reason(error: Exception) -> str:
    """The first line of the database's message."""
    return str(error).partition("\n")[0] or type(error).__name__


def without_secrets(reason: str, url: str | None) -> str:
    """A message of libpq without the quoted parts of the address that may be of its password."""
    password = (url or "").partition("://")[2].rpartition("@")[0].partition(":")[2]

    def hidden(found: re.Match[str]) -> str:
        text = found[2]
        is_secret = any(mark in text for mark in "@%=") or "://" in text
        return f"{found[1]}...{found[1]}" if is_secret or (text and text in password) else found[0]

    return re.sub(r"""(["'])(.*)\1""", hidden, reason)


def unknown(revision: str) -> str:
    """Why a database of another WebMux is refused."""
    return (
        f"it was written by a newer WebMux (schema {revision}, this version knows {newest_revision()}):"
        " install that version, or restore a backup of this one"
    )


def newest_revision() -> str:
    """The revision of this version of WebMux."""
    return max(revisions())


def revisions() -> set[str]:
    """All revisions that this version knows. Files are named by their revision, in order."""
    return {path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py")}
