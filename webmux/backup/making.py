"""Makes a backup, also while a server runs with the state directory."""

from __future__ import annotations

import io
import secrets
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from webmux import __version__
from webmux.backup.archive import ArchiveWriter
from webmux.backup.backup_errors import BackupFailed
from webmux.backup.contents import Skipped, files_of, opened
from webmux.backup.database_copy import copy_file, copy_server
from webmux.backup.manifest import CONFIG, DATABASE, MEMBERS_MAX, STATE, Manifest
from webmux.store.database import FILE, Database, newest_revision

WHOLE_MAX_BYTES = 16 << 20
"""Files up to this size are read at once, so that a change meanwhile cannot cut them."""


def write_backup(
    out: BinaryIO, state_dir: Path, database: Database, *, recordings: bool, config: Path | None
) -> tuple[Manifest, list[Skipped]]:
    """Write a backup of a state directory and its database; returns what it has, and what it has not.

    Consistent: the database is of one moment. The files are read after it, each as a whole.

    Raises:
        BackupFailed: a file cannot be read, or changed too much while it was read.
        OSError: `out` cannot be written.
    """
    archive, skipped = ArchiveWriter(out), []
    with _database_copy(state_dir, database) as copy:
        _add(archive, DATABASE, copy)
    if config is not None:
        _add(archive, CONFIG, config)
    for found in files_of(state_dir, recordings=recordings):
        if isinstance(found, Skipped):
            skipped.append(found)
        elif len(archive.members) < MEMBERS_MAX:
            _add(archive, STATE + found, state_dir / found, may_be_gone=True)
        else:
            raise BackupFailed(f"{state_dir} has more than {MEMBERS_MAX} files: move some away")
    manifest = Manifest(
        webmux=__version__,
        schema=newest_revision(),
        created_at=int(time.time()),
        database=database.kind,
        recordings=recordings,
        members=tuple(archive.members),
    )
    archive.finish(manifest.text())
    return manifest, skipped


@contextmanager
def _database_copy(state_dir: Path, database: Database) -> Iterator[Path]:
    """A copy of the database as it is now; deleted at the end of the block."""
    scratch = state_dir / f".backup.{secrets.token_hex(8)}"
    scratch.mkdir(mode=0o700)
    try:
        if database.kind == "sqlite":
            (scratch / FILE).touch(mode=0o600)
            copy_file(state_dir / FILE, scratch / FILE)
        else:
            copy_server(database, scratch)
        yield scratch / FILE
    except sqlite3.Error as error:
        raise BackupFailed(f"the database cannot be copied: {error}; webmux doctor says more") from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _add(archive: ArchiveWriter, name: str, path: Path, *, may_be_gone: bool = False) -> None:
    try:
        descriptor, size = opened(path)
    except FileNotFoundError:
        if may_be_gone:
            return  # such as a recording that was deleted meanwhile
        raise BackupFailed(f"{path} does not exist") from None
    except OSError as error:
        raise BackupFailed(
            f"{path} cannot be read: {error.strerror or error}; change its mode or owner"
        ) from error
    with open(descriptor, "rb") as file:
        if size <= WHOLE_MAX_BYTES:
            data = file.read(WHOLE_MAX_BYTES)
            archive.add(name, io.BytesIO(data), len(data))
            return
        try:
            archive.add(name, file, size)
        except OSError as error:
            if "unexpected end of data" in str(error):
                raise BackupFailed(f"{path} became shorter while it was read: try again") from error
            raise
