"""Which files of the state directory a backup has: all but those that this module names, with the reason."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

RECORDINGS = "recordings"
REPLACED = frozenset(
    {
        *("webmux.db", "webmux.db-wal", "webmux.db-shm"),
        *("address", "addresses", "changed", "options", "worker"),
    }
)
"""A backup has a copy of the database, and each server makes the other files again."""
LEFT_OUT = {
    "links": "login links end when a server starts",
    "uploads": "pasted and dropped files, for programs that have read them; copy them yourself",
    "webmux.toml.restored": "came from another backup",
    "lost+found": "of the file system",
}
"""Names in the state directory itself. Files that are being written begin with a dot, at any depth."""
OLD = "before-"
"""How the folder begins that has an older state, which a restoration moved aside."""
DEPTH_MAX = 16
NAME_MAX_BYTES = 1024


@dataclass(frozen=True, slots=True)
class Skipped:
    """What a backup does not have; `name` is relative to the state directory."""

    name: str
    reason: str


def is_stored(name: str) -> bool:
    """Whether a backup may have this file of the state directory. Safe for a name from a hostile file."""
    parts = name.split("/")
    plain = name.isprintable() and len(name.encode("utf-8", "replace")) <= NAME_MAX_BYTES
    named = all(part and not part.startswith(".") for part in parts)  # also no `.` and `..`
    is_ours = parts[0] not in LEFT_OUT and parts[0] not in REPLACED and not parts[0].startswith(OLD)
    return plain and named and len(parts) <= DEPTH_MAX and is_ours


def files_of(directory: Path, *, recordings: bool) -> Iterator[str | Skipped]:
    """The names of all files to store, in order, and what is left out. Follows no link."""
    yield from _walk(directory, "", recordings)


def _walk(directory: Path, below: str, recordings: bool) -> Iterator[str | Skipped]:
    for entry in sorted(os.scandir(directory / below), key=lambda one: one.name):
        name = f"{below}{entry.name}"
        if entry.name.startswith(".") or name in REPLACED:
            continue
        if name in LEFT_OUT:
            yield Skipped(name, LEFT_OUT[name])
        elif name == RECORDINGS and not recordings:
            yield Skipped(name, "only with --recordings")
        elif name.startswith(OLD):
            yield Skipped(name, "an older state, moved aside by a restoration")
        elif not is_stored(name):
            yield Skipped(name, "not a name that WebMux gives")
        elif entry.is_dir(follow_symlinks=False):
            yield from _walk(directory, f"{name}/", recordings)
        elif entry.is_file(follow_symlinks=False):
            yield name
        else:
            yield Skipped(name, "not a plain file")


def opened(path: Path) -> tuple[int, int]:
    """A descriptor of a plain file, and its size now; never of a link, a pipe or a device.

    Raises:
        OSError: it does not exist any more, or is not a plain file.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    found = os.fstat(descriptor)
    if not stat.S_ISREG(found.st_mode):
        os.close(descriptor)
        raise OSError(f"{path} is not a plain file")
    return descriptor, found.st_size
