"""The schema of the database, by SQLAlchemy, and its migration. Queries use `tables.py`.

What the database stores: people, their tokens and logins, and what was done. Times are Unix seconds.

No secret is in it: passwords are argon2id hashes, tokens and cookies SHA-256 of 256 random bits,
passkeys their public halves. The address of a push subscription is of use only with our signature.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    BigInteger,
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    NullPool,
    String,
    Table,
    Text,
    UniqueConstraint,
    create_engine,
    event,
)
from sqlalchemy.schema import CreateIndex, CreateTable

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

users = Table(
    "users",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(64), nullable=False, unique=True),
    Column("role", String(16), nullable=False),
    Column("password", String(256)),
    Column("disabled_at", BigInteger),
    Column("created_at", BigInteger, nullable=False),
)

tokens = Table(
    "tokens",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("user_id", ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("label", String(64), nullable=False),
    Column("scope", String(16), nullable=False),  # the highest role: once there was no other scope
    Column("permits", String(16), nullable=False),  # read, type or manage
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger),
    Column("revoked_at", BigInteger),
)

passkeys = Table(
    "passkeys",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("user_id", ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("credential_id", String(1364), nullable=False, unique=True),
    Column("public_key", LargeBinary, nullable=False),
    Column("sign_count", BigInteger, nullable=False),
    Column("label", String(64), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("used_at", BigInteger),
    Column("transports", String(128), nullable=False),
)

logins = Table(
    "logins",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("user_id", ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("began_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    Column("address", String(64), nullable=False),
    Column("agent", String(256), nullable=False),
    Column("ended_at", BigInteger),
    Column("pairing", String(64)),
)

shares = Table(
    "shares",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("user_id", ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("epoch", String(64), nullable=False),
    Column("session_id", String(16), nullable=False),
    Column("session_name", String(256), nullable=False),
    Column("window_id", String(16)),
    Column("window_name", String(256)),
    Column("role", String(16), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("revoked_at", BigInteger),
)

preferences = Table(
    "preferences",
    metadata,
    Column("user_id", ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    Column("settings", Text, nullable=False),
)

presets = Table(
    "presets",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("user_id", ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("name", String(64), nullable=False),
    Column("shared", Integer, nullable=False),
    Column("content", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    UniqueConstraint("user_id", "name"),
)

push_subscriptions = Table(
    "push_subscriptions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("user_id", ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("login_id", ForeignKey("logins.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("endpoint", Text, nullable=False),
    Column("p256dh", String(128), nullable=False),
    Column("auth", String(32), nullable=False),
    Column("label", String(256), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("used_at", BigInteger),
)

recordings = Table(
    "recordings",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("user_id", ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("user", String(64), nullable=False),
    Column("session_id", String(16), nullable=False),
    Column("session_name", String(256), nullable=False),
    Column("began_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
    Column("length_ms", BigInteger, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("reason", String(32), nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("event", String(32), nullable=False),
    Column("user", String(128), nullable=False),
    Column("address", String(64), nullable=False),
    Column("request_id", String(16), nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("detail", Text, nullable=False),
    Index("ix_audit_at", "at"),
    Index("ix_audit_user", "user"),
)

_version = Table("alembic_version", MetaData(), Column("version_num", String(32), primary_key=True))


def ddl(kind: str) -> str:
    """The statements that make a new database of `kind`, `sqlite` or `postgresql`, each to the end of a line.

    `make docs` writes them beside this file, so that a new database needs no SQLAlchemy.
    """
    from sqlalchemy.dialects import postgresql, sqlite

    dialect: Any = {"sqlite": sqlite, "postgresql": postgresql}[kind].dialect()
    statements = []
    for table in (*metadata.sorted_tables, _version):
        statements.append(CreateTable(table).compile(dialect=dialect))
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        statements += [CreateIndex(index).compile(dialect=dialect) for index in indexes]
    return "".join(re.sub(r"[ \t]+\n", "\n", f"{statement}".strip()) + ";\n" for statement in statements)


def engine(place: str, *, is_file: bool) -> Any:
    """SQLAlchemy's engine for a file of SQLite or for the address of a PostgreSQL database."""
    if not is_file:
        return create_engine(place.replace("postgresql:", "postgresql+psycopg:", 1), poolclass=NullPool)
    made = create_engine(URL.create("sqlite", database=place), poolclass=NullPool)
    event.listen(made, "connect", _tune)
    return made


def upgrade(place: str, *, is_file: bool) -> None:
    """Bring a database to the newest revision.

    Raises: what sqlite3 or psycopg raises.
    """
    from sqlalchemy.exc import DBAPIError

    try:
        with engine(place, is_file=is_file).begin() as connection:
            migrate(connection)
    except DBAPIError as error:
        raise (error.orig or error) from error


def migrate(connection: Connection, revision: str = "head") -> None:
    """Bring a database to a revision. Alembic is loaded only here, because that takes long."""
    from alembic import command
    from alembic.config import Config as AlembicConfig

    config = AlembicConfig()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _tune(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
