"""Puts a directory in the place of another one, so that a crash leaves one or the other."""

from __future__ import annotations

import ctypes
import errno
import os
import secrets
import sys
from pathlib import Path

from webmux.backup.contents import OLD
from webmux.store.state_dir import RESTORING, sync_directory, write_private

_AT_FDCWD = -100  # Linux, fcntl.h
_RENAME_EXCHANGE = 2  # renameat2(2)
_RENAME_SWAP = 2  # macOS, renamex_np(2)


class CannotExchange(OSError):
    """This file system, or this system, cannot exchange two directories at once."""


def move_into(new: Path, place: Path) -> None:
    """Move a directory to a path where nothing is, or an empty directory. Atomic.

    Raises:
        OSError: there is something.
    """
    os.rename(new, place)
    sync_directory(place.parent)


def exchange(one: Path, other: Path) -> None:
    """Exchange two directories. Atomic.

    Raises:
        CannotExchange: it is not possible here.
        OSError: any other reason.
    """
    library = ctypes.CDLL(None, use_errno=True)
    paths = os.fsencode(one), os.fsencode(other)
    try:
        if sys.platform == "darwin":
            failed = library.renamex_np(*paths, _RENAME_SWAP)
        else:
            failed = library.renameat2(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _RENAME_EXCHANGE)
    except AttributeError as error:  # musl, or a C library before 2018
        raise CannotExchange(errno.ENOSYS, "the C library cannot exchange directories") from error
    if failed:
        code = ctypes.get_errno()
        kind = CannotExchange if code in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EXDEV) else OSError
        raise kind(code, os.strerror(code))
    sync_directory(other.parent)


def replace_content(new: Path, place: Path, old: str) -> None:
    """Put what is in `new` into `place`, and what was there into its folder `old`.

    For a mount point, and where directories cannot be exchanged. Not atomic: a marker makes programs refuse
    the directory until `finish` has completed it.

    Raises:
        OSError: the disk failed; `finish` goes on from there.
    """
    place.chmod(0o700)  # as of a new directory; a volume may be open to others
    inside = new
    if new.parent != place:
        inside = place / f".restore-{secrets.token_hex(8)}"
        os.rename(new, inside)
    _mark(place, "out", inside.name, old)
    finish(place)


def finish(place: Path) -> None:
    """Complete what `replace_content` began before a crash; nothing happens if it did not begin.

    Each step is a rename, and can be repeated: first the old files leave, then the new ones enter.
    """
    try:
        phase, new, old = (place / RESTORING).read_text().split(" ")
    except FileNotFoundError:
        return
    if phase == "out":
        (place / old).mkdir(mode=0o700, exist_ok=True)
        for name in content_of(place):
            os.rename(place / name, place / old / name)
        sync_directory(place / old)
        _mark(place, "in", new, old)
    if (place / new).is_dir():
        for name in os.listdir(place / new):
            os.rename(place / new / name, place / name)
        (place / new).rmdir()
    sync_directory(place)
    (place / RESTORING).unlink()
    sync_directory(place)


def content_of(place: Path) -> list[str]:
    """The names of what belongs to a state in its directory: not scratch files, nor an older state."""
    found = (name for name in os.listdir(place) if name != "lost+found")
    return sorted(name for name in found if not name.startswith((".", OLD)))


def _mark(place: Path, phase: str, new: str, old: str) -> None:
    scratch = place / f"{RESTORING}.{secrets.token_hex(8)}"
    write_private(scratch, f"{phase} {new} {old}")
    os.replace(scratch, place / RESTORING)
    sync_directory(place)
