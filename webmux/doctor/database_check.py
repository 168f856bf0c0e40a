"""The database: whether it can be read, and whether this version of WebMux knows its form."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from webmux.doctor import repair
from webmux.doctor.finding import Findings, Inputs, error, ok
from webmux.errors import ConfigError
from webmux.supervise import in_thread

BUSY_S = 2.0
CHECKED_MAX_BYTES = 64 * 1024 * 1024
"""A larger file is opened, but not read in whole: that would take longer than the other checks."""


@dataclass(frozen=True, slots=True)
class Stored:
    """Facts of the database."""

    place: str
    """The path, or `PostgreSQL`."""
    exists: bool
    complaint: str = ""
    """What the database says is wrong."""
    revision: str = ""
    newest: str = ""
    """The newest revision that this version of WebMux knows."""
    is_file: bool = True


def gather(inputs: Inputs) -> Stored:
    """Open it for reading. Changes nothing. Switches: yes, for as long as the disk takes."""
    url = inputs.config.database_url
    if url is not None:
        return in_thread(lambda: _of_server(url.get_secret_value()))
    return in_thread(lambda: _of_file(inputs.config.state_dir / "webmux.db"))


def _newest() -> str:
    from webmux.store.database import newest_revision

    return newest_revision()


def _of_file(path: Path) -> Stored:
    if not path.exists():
        return Stored(str(path), exists=False)
    try:
        uri = f"file:{quote(str(path))}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True, timeout=BUSY_S)) as connection:
            revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            small = path.stat().st_size <= CHECKED_MAX_BYTES
            [found] = connection.execute("PRAGMA quick_check(1)").fetchone() if small else ("ok",)
    except (sqlite3.Error, OSError) as failure:
        return Stored(str(path), exists=True, complaint=str(failure))
    return Stored(
        str(path), True, "" if found == "ok" else str(found), revision[0] if revision else "", _newest()
    )


def _of_server(url: str) -> Stored:
    place = "PostgreSQL"
    try:
        import psycopg

        from webmux.store.database_url import checked_url
    except ImportError:
        return Stored(place, exists=True, complaint="the package psycopg is missing", is_file=False)
    try:
        with psycopg.connect(checked_url(url), connect_timeout=int(BUSY_S)) as connection:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except ConfigError as failure:
        return Stored(place, exists=True, complaint=failure.message, is_file=False)
    except psycopg.errors.UndefinedTable:
        return Stored(place, exists=False, is_file=False)
    except psycopg.Error as failure:
        # Not the message: it may name the address with its password.
        return Stored(place, exists=True, complaint=type(failure).__name__, is_file=False)
    return Stored(place, True, "", row[0] if row else "", _newest(), is_file=False)


def check(inputs: Inputs) -> Findings:
    """See `judge`."""
    return judge(gather(inputs))


def judge(facts: Stored) -> Findings:
    """Whether WebMux can use the database."""
    if facts.complaint and not facts.is_file:
        cause = f"The PostgreSQL database of WEBMUX_DATABASE_URL cannot be used: {facts.complaint}."
        fix = 'psql "$WEBMUX_DATABASE_URL" -c "SELECT 1"'
        if "psycopg" in facts.complaint:
            fix = repair.quoted(repair.python(), "-m", "pip", "install", "psycopg[binary]")
        return [error("database-broken", cause, fix)]
    if facts.complaint:
        path = repair.quoted(facts.place)
        cause = f"The database {facts.place} is broken: {facts.complaint}. Restore a backup, or move it away."
        return [error("database-broken", cause, f"mv {path} {path}.broken")]
    if not facts.exists:
        return [ok("database", f"The database {facts.place} is created by the first start.")]
    if facts.revision > facts.newest:
        cause = (
            f"The database has the form {facts.revision} of a newer WebMux; this one knows {facts.newest}."
        )
        return [error("database-newer", cause, repair.update())]
    if facts.revision < facts.newest:
        return [
            ok("database", f"The next start brings the database from {facts.revision} to {facts.newest}.")
        ]
    return [ok("database", f"The database {facts.place} is in order.")]
