"""The database: where it is, its schema brought up to date, and work done in it without stopping others."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import gevent
from sqlalchemy import (
    URL,
    Column,
    Connection,
    MetaData,
    NullPool,
    String,
    Table,
    create_engine,
    event,
    insert,
    inspect,
    select,
)
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from webmux.auth.tables import metadata
from webmux.errors import ConfigError, DatabaseFailed

_versions = Table("alembic_version", MetaData(), Column("version_num", String(32), primary_key=True))
MIGRATIONS = Path(__file__).parent / "migrations"
FILE = "webmux.db"
BUSY_S = 5.0
_KEY = "state_dir"
T = TypeVar("T")


class Database:
    """The SQLite database of one state directory. It keeps no connection between two calls.

    Raises:
        ConfigError: it cannot be opened or brought up to date.
    """

    def __init__(self, state_dir: Path) -> None:
        path = state_dir / FILE
        # A connection costs 0.2 ms to open, and one that is kept would keep three descriptors.
        self._engine = create_engine(URL.create("sqlite", database=str(path)), poolclass=NullPool)
        event.listen(self._engine, "connect", _tune)
        try:
            # SQLite would make it with the umask; it and its -wal follow the mode of the file they find.
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600))
            self._migrate()
        except OSError as error:
            raise ConfigError(_KEY, f"{path}: {error.strerror}") from error
        except SQLAlchemyError as error:
            reason = getattr(error, "orig", None) or type(error).__name__
            raise ConfigError(_KEY, f"{path} cannot be used: {reason}; move it away for a new one") from error

    def run(self, work: Callable[[Connection], T]) -> T:
        """Do `work` in one transaction, in a thread of gevent's pool; what it raises undoes all of it.

        Raises:
            IntegrityError: the rules of a table forbid it.
            DatabaseFailed: anything else that the database says: the disk is full, it is locked, it is away.

        Switches: yes. Cost: 0.2 ms and, where it writes, what the disk takes.
        """

        def transact() -> tuple[T | None, Exception | None]:
            try:
                with self._engine.begin() as connection:
                    return work(connection), None
            except Exception as error:  # noqa: BLE001  # raised below; the pool would print it
                return None, error

        result, error = gevent.get_hub().threadpool.apply(transact)
        if isinstance(error, SQLAlchemyError) and not isinstance(error, IntegrityError):
            raise DatabaseFailed(f"the database failed: {type(error).__name__}") from error
        if error is not None:
            raise error
        return cast(T, result)

    def _migrate(self) -> None:
        with self._engine.begin() as connection:
            names = inspect(connection).get_table_names()
            if not names:
                metadata.create_all(connection)
                _versions.create(connection)
                connection.execute(insert(_versions).values(version_num=newest_revision()))
            elif connection.execute(select(_versions.c.version_num)).scalar() != newest_revision():
                migrate(connection)


def newest_revision() -> str:
    """The revision that the tables of this version of WebMux are of: files are named by theirs, in order."""
    return max(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def migrate(connection: Connection, revision: str = "head") -> None:
    """Bring a database to a revision. Alembic is loaded only here: it takes longer than all the rest."""
    from alembic import command
    from alembic.config import Config as AlembicConfig

    config = AlembicConfig()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _tune(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute(f"PRAGMA busy_timeout = {int(BUSY_S * 1000)}")
    cursor.close()
