"""Makes a state directory of a backup again. A crash in the middle leaves the old one or the new one."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from webmux.backup import swap
from webmux.backup.backup_errors import BadBackup, RestoreRefused
from webmux.backup.checking import check_backup
from webmux.backup.contents import OLD
from webmux.backup.database_copy import check_file, check_tables, copy_server, filled, has_rows
from webmux.backup.manifest import CONFIG, DATABASE, MANIFEST, STATE, Manifest
from webmux.backup.tar_reader import Entry, entries
from webmux.errors import ConfigError
from webmux.store.audit import Audit
from webmux.store.database import FILE, Database
from webmux.store.state_dir import is_served, sync_directory

SPARE_BYTES = 64 << 20
"""What must stay free on the disk: the database grows when it is migrated."""
RESTORED_CONFIG = "webmux.toml.restored"


@dataclass(frozen=True, slots=True)
class Restored:
    """What was done. `old` is where the state directory from before is."""

    manifest: Manifest
    old: Path | None
    config: Path | None


def free_bytes(state_dir: Path) -> int:
    """How much a backup may have without compression, by the disk of the state directory."""
    folder = state_dir
    while not folder.is_dir():
        folder = folder.parent
    return max(0, shutil.disk_usage(folder).free - SPARE_BYTES)


def restore(
    backup: Path, state_dir: Path, server: Callable[[], Database] | None, *, by: str, replace: bool
) -> Restored:
    """Put a backup in the place of a state directory. Everything is checked and prepared beside it first.

    `server` opens the PostgreSQL database, if one is configured; `by` is who restores, for the audit trail.

    Raises:
        BadBackup: see `check_backup`; nothing was changed.
        RestoreRefused: a server runs, or there is a state and not `replace`; nothing was changed.
        ConfigError: the PostgreSQL database cannot be used.
    """
    place = Path(os.path.realpath(state_dir))
    if place.is_dir() and not is_served(place):
        swap.finish(place)
    _refuse_if_in_use(place, replace=replace)
    manifest = check_backup(backup, free_bytes(place))
    database = None if server is None else server()
    if database is not None and has_rows(database) and not replace:
        raise RestoreRefused("the PostgreSQL database is not empty: add --replace to replace its rows")
    place.parent.mkdir(parents=True, exist_ok=True)
    new = _folder_for(place)
    new.mkdir(mode=0o700)
    identity = new.stat().st_ino
    try:
        _extract(backup, manifest, new)
        check_file(new / FILE)
        restored = _migrated(new)
        _record(restored, new, manifest, by)
        with ExitStack() as rows:
            if database is not None:
                _save_rows(database, place)
                rows.enter_context(filled(restored, database))
                (new / FILE).unlink()
            _sync(new)
            _refuse_if_in_use(place, replace=replace)
            old = _take_place(new, place)
    finally:
        if new.is_dir() and new.stat().st_ino == identity:  # else it is the old state, exchanged
            shutil.rmtree(new, ignore_errors=True)
    config = place / RESTORED_CONFIG
    return Restored(manifest, old, config if config.exists() else None)


def _refuse_if_in_use(place: Path, *, replace: bool) -> None:
    if is_served(place):
        raise RestoreRefused(f"a server runs with {place}: stop it first")
    if os.path.lexists(place) and not place.is_dir():
        raise RestoreRefused(f"{place} is not a directory: move it away, or use --state-dir")
    if _has_state(place) and not replace:
        raise RestoreRefused(f"{place} is not empty: add --replace, which moves it aside, or use --state-dir")


def _extract(backup: Path, manifest: Manifest, new: Path) -> None:
    """Write all files below `new`. They are compared again: the file may have changed since the check."""
    listed = {member.name: member for member in manifest.members}
    for entry in entries(backup):
        if entry.name == MANIFEST:
            continue
        member = listed.pop(entry.name, None)
        if member is None or member.bytes != entry.size or _written(entry, new) != member.sha256:
            raise BadBackup(f"{backup} was changed while it was read: run it again")
    if listed:
        raise BadBackup(f"{backup} was changed while it was read: run it again")


def _written(entry: Entry, new: Path) -> str:
    """Write one file; returns its digest."""
    names = {DATABASE: FILE, CONFIG: RESTORED_CONFIG}
    path = new / (names.get(entry.name) or entry.name.removeprefix(STATE))
    digest = hashlib.sha256()
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    except (FileExistsError, NotADirectoryError) as error:
        raise BadBackup(f"{entry.name} is a file and a folder, or twice in the backup") from error
    with open(descriptor, "wb") as file:
        os.fchmod(descriptor, 0o600)
        for chunk in entry.chunks():
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(descriptor)
    return digest.hexdigest()


def _migrated(new: Path) -> Database:
    """The database of the new state directory, brought up to date."""
    try:
        database = Database(new)
    except ConfigError as error:
        raise BadBackup("the database in the backup is damaged, or not of WebMux: use another one") from error
    check_tables(database)
    return database


def _record(database: Database, new: Path, manifest: Manifest, by: str) -> None:
    """Add the restoration to the restored audit trail."""
    audit = Audit(database, new)
    about = {"made_at": manifest.created_at, "made_by": manifest.webmux}
    audit.record("restored", "ok", user=by, address="", request_id="", **about)
    audit.flush()


def _save_rows(database: Database, place: Path) -> None:
    """Put the old rows of a PostgreSQL database into a SQLite file among the old files."""
    if has_rows(database):
        saved = place / f"postgresql-{_stamp()}"
        place.mkdir(mode=0o700, exist_ok=True)
        saved.mkdir(mode=0o700)
        copy_server(database, saved)


def _sync(new: Path) -> None:
    for folder, folders, _ in os.walk(new):
        for name in folders:
            (Path(folder) / name).chmod(0o700)
        sync_directory(Path(folder))


def _folder_for(place: Path) -> Path:
    """Where the new state is prepared: on the same disk."""
    if os.path.ismount(place):
        return place / f".restore-{secrets.token_hex(8)}"
    return place.parent / f".{place.name}.restore-{secrets.token_hex(8)}"


def _has_state(place: Path) -> bool:
    return place.is_dir() and bool(swap.content_of(place) if os.path.ismount(place) else os.listdir(place))


def _take_place(new: Path, place: Path) -> Path | None:
    """Move the new directory to its place; returns where the old one is now."""
    has_state, inside = _has_state(place), place / f"{OLD}{_stamp()}"
    if new.parent == place:
        swap.replace_content(new, place, inside.name)
        return inside if has_state else None
    if not has_state:
        swap.move_into(new, place)
        return None
    old = place.with_name(f"{place.name}.{inside.name}")
    try:
        swap.exchange(new, place)
    except swap.CannotExchange:
        swap.replace_content(new, place, inside.name)
        return inside
    swap.move_into(new, old)
    return old


def _stamp() -> str:
    return time.strftime("%Y%m%d-%H%M%S")
