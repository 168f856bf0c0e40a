"""Puts a directory in the place of another one, so that a crash leaves one or the other."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from pathlib import Path

from webmux.backup.archive import sync_directory

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
