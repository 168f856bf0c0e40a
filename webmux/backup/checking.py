"""Checks a whole backup before anything is changed."""

from __future__ import annotations

import hashlib
from pathlib import Path

from webmux.backup.backup_errors import BadBackup
from webmux.backup.manifest import (
    MANIFEST,
    MANIFEST_MAX_BYTES,
    MEMBERS_MAX,
    Manifest,
    Member,
    is_member,
    read_manifest,
)
from webmux.backup.tar_reader import Entry, entries


def check_backup(path: Path, bytes_max: int) -> Manifest:
    """Read a backup to its end, and compare each member with the manifest. Writes nothing.

    `bytes_max` bounds its size without compression. Cost: the time to decompress it.

    Raises:
        BadBackup: it is damaged, cut off, larger, hostile, or of a newer version of WebMux.
    """
    found: dict[str, Member] = {}
    text, total = b"", 0
    for entry in entries(path):
        if text or len(found) >= MEMBERS_MAX:
            raise BadBackup(
                "the archive has members after its manifest, or too many: it is no backup of WebMux"
            )
        total += entry.size
        if total > bytes_max:
            raise BadBackup(
                f"the backup needs more than the {bytes_max >> 20} MiB that the disk has free: make room"
            )
        if entry.name == MANIFEST:
            text = _manifest_text(entry)
            continue
        if not is_member(entry.name) or entry.name in found:
            raise BadBackup("the archive has a file that no backup of WebMux has, or one twice")
        digest = hashlib.sha256()
        for chunk in entry.chunks():
            digest.update(chunk)
        found[entry.name] = Member(entry.name, entry.size, digest.hexdigest())
    if not text:
        raise BadBackup(f"{path} has no manifest: it is cut off, or no backup of WebMux")
    return _manifest_of(text, found)


def _manifest_of(text: bytes, found: dict[str, Member]) -> Manifest:
    """The manifest, if it names exactly these members."""
    manifest = read_manifest(text)
    for member in manifest.members:
        if found.get(member.name) != member:
            raise BadBackup(f"{member.name} is missing or was changed: use another backup")
    if len(found) != len(manifest.members):
        raise BadBackup("the archive has files that its manifest does not name: use another one")
    return manifest


def _manifest_text(entry: Entry) -> bytes:
    if not 0 < entry.size <= MANIFEST_MAX_BYTES:
        raise BadBackup("the manifest is empty or too long: use another backup")
    return b"".join(entry.chunks())
