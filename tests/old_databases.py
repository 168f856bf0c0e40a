"""Databases as released versions of WebMux made them, with data; see tests/vectors/database-*.sql."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from webmux.store.database import FILE, Database
from webmux.store.database_connection import Connection
from webmux.store.sql import select
from webmux.store.tables import TABLES

VECTORS = Path(__file__).parent / "vectors"
RELEASED = ["0001", "0007"]
"""The first and the last schema of WebMux 0.1.0; the files were written by the code of those days."""

Rows = dict[str, list[dict[str, Any]]]
"""The rows of each table."""


def old_database(directory: Path, revision: str) -> Rows:
    """Make the database of this revision in a directory; returns its rows."""
    path = directory / FILE
    connection = sqlite3.connect(path)
    connection.executescript((VECTORS / f"database-{revision}.sql").read_text())
    connection.row_factory = sqlite3.Row
    names = [row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")]
    names.remove("alembic_version")
    rows = {}
    for name in names:
        found = connection.execute(f"select * from {name}")  # our own names
        rows[name] = _in_order([dict(row) for row in found])
    connection.close()
    path.chmod(0o600)
    return rows


def rows_now(database: Database, before: Rows) -> Rows:
    """The rows that a database has in the tables and columns of `before`."""

    def read(connection: Connection) -> Rows:
        found = {}
        for name, rows in before.items():
            [table] = [one for one in TABLES if one.name == name]
            query = select(*(table.c[column] for column in rows[0]))
            found[name] = _in_order([dict(row._mapping) for row in connection.execute(query)])
        return found

    return database.run(read)


def _in_order(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: str(row.get("id", row.get("user_id"))))
