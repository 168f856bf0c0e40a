"""A backup is compared with its manifest, to the last byte."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.unit.backup.conftest import Pack
from webmux.backup.backup_errors import BadBackup
from webmux.backup.checking import check_backup
from webmux.backup.manifest import DATABASE, MANIFEST, Manifest, Member
from webmux.store.database import newest_revision

PLENTY = 1 << 30


def manifest_of(*members: tuple[str, bytes]) -> tuple[str, bytes]:
    rows = tuple(Member(name, len(data), hashlib.sha256(data).hexdigest()) for name, data in members)
    return MANIFEST, Manifest("0.2.0", newest_revision(), 1, "sqlite", False, rows).text()


BASE = ((DATABASE, b"database"), ("state/token", b"secret"))


def test_a_backup_of_ours_is_good(state: Path, back_up: Pack) -> None:
    found = check_backup(back_up(state), PLENTY)
    assert {"state/secret", DATABASE} <= {member.name for member in found.members}


def test_a_file_that_was_changed_is_named(pack: Pack) -> None:
    with pytest.raises(BadBackup, match="state/token is missing or was changed"):
        check_backup(pack(BASE[0], ("state/token", b"secreT"), manifest_of(*BASE)), PLENTY)
    with pytest.raises(BadBackup, match="state/token is missing"):
        check_backup(pack(BASE[0], manifest_of(*BASE)), PLENTY)


@pytest.mark.parametrize(
    ("members", "said"),
    [
        (BASE, "no manifest"),
        ((*BASE, ("state/more", b""), manifest_of(*BASE)), "does not name"),
        ((*BASE, manifest_of(*BASE), ("state/more", b"")), "after its manifest"),
        ((*BASE, BASE[1], manifest_of(*BASE)), "twice"),
        ((*BASE, ("../../etc/cron.d/x", b""), manifest_of(*BASE)), "no backup of WebMux has"),
        ((*BASE, ("/etc/cron.d/x", b""), manifest_of(*BASE)), "no backup of WebMux has"),
        ((*BASE, ("state/.ssh/x", b""), manifest_of(*BASE)), "no backup of WebMux has"),
        ((*BASE, (MANIFEST, b"")), "empty"),
    ],
)
def test_a_hostile_archive_is_refused(members: tuple[tuple[str, bytes], ...], said: str, pack: Pack) -> None:
    with pytest.raises(BadBackup, match=said):
        check_backup(pack(*members), PLENTY)


def test_a_bomb_stops_at_the_size_of_the_disk(pack: Pack) -> None:
    with pytest.raises(BadBackup, match="needs more than the 1 MiB"):
        check_backup(pack((DATABASE, b"\0" * 50_000_000)), 1 << 20)
