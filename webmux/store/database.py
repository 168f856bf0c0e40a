"""The database: it is opened, migrated, and used without stopping other greenlets."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

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
    make_url,
    select,
)
from sqlalchemy.exc import ArgumentError, IntegrityError, SQLAlchemyError

from webmux.config_values import Secret
from webmux.errors import ConfigError, DatabaseFailed
from webmux.store.tables import metadata
from webmux.supervise import in_thread

_versions = Table("alembic_version", MetaData(), Column("version_num", String(32), primary_key=True))
MIGRATIONS = Path(__file__).parent / "migrations"
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
        if url is None:
            self._open_file(state_dir / FILE)
        else:
            self._open_server(url.get_secret_value())

    def _open_file(self, path: Path) -> None:
        self._engine = create_engine(URL.create("sqlite", database=str(path)), poolclass=NullPool)
        event.listen(self._engine, "connect", _tune)
        try:
            # SQLite would create it with the umask; SQLite and its -wal follow the mode of an existing file.
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600))
            self._migrate()
        except OSError as error:
            raise ConfigError("state_dir", f"{path}: {error.strerror}") from error
        except SQLAlchemyError as error:
            text = f"{path} cannot be used: {_reason(error)}; move it away for a new one"
            raise ConfigError("state_dir", text) from error

    def _open_server(self, text: str) -> None:
        key = "WEBMUX_DATABASE_URL"
        try:
            url = make_url(text)
        except ArgumentError as error:
            raise ConfigError(key, "must look like postgresql://user:password@host/database") from error
        if url.get_backend_name() != "postgresql":
            raise ConfigError(key, "must begin with postgresql://")
        try:
            self._engine = create_engine(
                url.set(drivername="postgresql+psycopg"),
                poolclass=NullPool,
                connect_args={"connect_timeout": int(BUSY_S)},
            )
            self._migrate()
        except ImportError as error:
            text = "PostgreSQL requires psycopg: .venv/bin/pip install 'psycopg[binary]'"
            raise ConfigError(key, text) from error
        except SQLAlchemyError as error:
            raise ConfigError(key, f"the database cannot be used: {_reason(error)}") from error

    @property
    def kind(self) -> str:
        """`sqlite` or `postgresql`."""
        return self._engine.dialect.name

    def run(self, work: Callable[[Connection], T]) -> T:
        """Do `work` in one transaction, in a thread of gevent's pool; an exception rolls it back.

        Raises:
            IntegrityError: a constraint of a table forbids it.
            DatabaseFailed: any other error: the disk is full, the database is locked or unreachable.

        Switches: yes. Cost: 0.2 ms, and the time of the disk for a change.
        """

        def transact() -> T:
            with self._engine.begin() as connection:
                return work(connection)

        try:
            return in_thread(transact)
        except IntegrityError:
            raise
        except SQLAlchemyError as error:
            raise DatabaseFailed(f"the database failed: {type(error).__name__}") from error

    def _migrate(self) -> None:
        with self._engine.begin() as connection:
            if not inspect(connection).has_table(_versions.name):
                metadata.create_all(connection)
                _versions.create(connection)
                connection.execute(insert(_versions).values(version_num=newest_revision()))
                return
            found = connection.execute(select(_versions.c.version_num)).scalar() or ""
            if found > newest_revision():
                raise ConfigError("database", newer(found))
            if found != newest_revision():
                migrate(connection)


def _reason(error: SQLAlchemyError) -> str:
    """The database's message, without its address, which may have a password."""
    return str(getattr(error, "orig", None) or type(error).__name__).partition("\n")[0]


def newer(revision: str) -> str:
    """Why a database of a newer WebMux is refused."""
    return (
        f"it was written by a newer WebMux (schema {revision}, this version knows {newest_revision()}):"
        " install that version, or restore a backup of this one"
    )


def newest_revision() -> str:
    """The revision of this version of WebMux: files are named by their revision, in order."""
    return max(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def migrate(connection: Connection, revision: str = "head") -> None:
    """Bring a database to a revision. Alembic is loaded only here, because that takes long."""
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
