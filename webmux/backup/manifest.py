"""The manifest of a backup: what made it, and each of its members with size and digest."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from typing import Any

from webmux.backup.backup_errors import BadBackup
from webmux.backup.contents import is_stored
from webmux.store.database import newest_revision

MANIFEST = "manifest.json"
DATABASE = "database/webmux.db"
STATE = "state/"
CONFIG = "config/webmux.toml"
FORMAT = 1
MEMBERS_MAX = 100_000
MANIFEST_MAX_BYTES = 32 << 20
CREATED_MAX = 253_402_300_799
"""The end of the year 9999."""
_VERSION = re.compile(r"[0-9A-Za-z.+_-]{1,40}")


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a backup."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself. `created_at` is Unix seconds, `schema` the revision of its database."""

    webmux: str
    schema: str
    created_at: int
    database: str
    """What it came from: `sqlite` or `postgresql`. It is SQLite in the backup."""
    recordings: bool
    members: tuple[Member, ...]

    def text(self) -> bytes:
        """As JSON."""
        return json.dumps({"format": FORMAT, **asdict(self)}, indent=1).encode() + b"\n"


def read_manifest(text: bytes) -> Manifest:
    """The manifest with this text.

    Raises:
        BadBackup: it is not one of ours, or of a newer version.
    """
    try:
        fields = json.loads(text)
        return _read(fields)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise BadBackup("the manifest is damaged, or not of WebMux: use another backup") from error


def _read(fields: dict[str, Any]) -> Manifest:
    version = fields.get("webmux")
    if not (isinstance(version, str) and _VERSION.fullmatch(version)):
        raise ValueError  # it is printed on terminals
    newer = f"this backup was made by a newer version (WebMux {version}): install that version, then restore"
    if isinstance(fields["format"], int) and fields["format"] > FORMAT:
        raise BadBackup(newer)
    kinds = {"webmux": str, "schema": str, "created_at": int, "database": str, "recordings": bool}
    if fields.pop("format") != FORMAT or any(type(fields[key]) is not kind for key, kind in kinds.items()):
        raise ValueError
    if not 0 <= fields["created_at"] <= CREATED_MAX:
        raise ValueError
    members = tuple(Member(**one) for one in fields.pop("members"))
    if not all(_is_valid(member) for member in members) or len({one.name for one in members}) < len(members):
        raise ValueError
    found = Manifest(**fields, members=members)
    if found.schema > newest_revision():
        raise BadBackup(newer)
    if DATABASE not in {member.name for member in members}:
        raise ValueError
    return found


def _is_valid(member: Member) -> bool:
    kinds = (type(member.name), type(member.bytes), type(member.sha256))
    return kinds == (str, int, str) and member.bytes >= 0 and is_member(member.name)


def is_member(name: str) -> bool:
    """Whether a backup may have a member of this name, besides its manifest."""
    if name.startswith(STATE):
        return is_stored(name.removeprefix(STATE))
    return name in (DATABASE, CONFIG)
