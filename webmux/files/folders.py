"""Lists of folders, for users who can also list them in a shell.

No entry of a folder is opened and no link is followed, so a pipe, a device or a dead mount behind a link
delays nobody. The folder itself may be on a disk that does not answer: a thread reads it, and after a
deadline nobody waits for that thread.
"""

from __future__ import annotations

import errno
import heapq
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Any, cast

import gevent
from gevent.event import AsyncResult
from gevent.lock import BoundedSemaphore

from webmux.errors import BadField, PeerError, WebMuxError

ENTRIES_MAX = 2000
"""The most entries of an answer."""
SCANNED_MAX = 100_000
"""Entries that are read to find the first ones: half a second, and memory that is soon free."""
DEADLINE_S = 5.0
AT_ONCE_MAX = 4
"""Threads that may wait for disks; uploads and logins need the rest of the ten in the pool."""
_OPEN = os.O_RDONLY | os.O_DIRECTORY | os.O_NONBLOCK | os.O_CLOEXEC


class FolderNotFound(PeerError):
    """The folder does not exist."""

    status = 404
    code = "folder_not_found"


class FolderSlow(WebMuxError):
    """The disk below a folder did not answer in time."""

    status = 504
    code = "folder_slow"


@dataclass(frozen=True, slots=True)
class Entry:
    """One name in a folder. `kind` is `folder`, `file`, `link` or `other`.

    `bytes` is the size of a file, else None; `modified_at`, in Unix seconds, is None if it is not
    readable; `leads_to` is the target of a link, which may not exist.
    """

    name: str
    kind: str
    bytes: int | None
    modified_at: int | None
    leads_to: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """The first entries of a folder, folders first, then by name; `total` entries were read."""

    path: str
    entries: tuple[Entry, ...]
    total: int


class Folders:
    """Lists folders for all users of one server."""

    def __init__(
        self, read: Callable[[str], Listing] | None = None, *, deadline_s: float = DEADLINE_S
    ) -> None:
        """`read` runs in a thread; tests replace it."""
        self._read = read or read_folder
        self._deadline_s = deadline_s
        self._slots = BoundedSemaphore(AT_ONCE_MAX)
        self._stuck: set[str] = set()

    def list(self, path: str) -> Listing:
        """The entries of the folder with this absolute path.

        Raises:
            FolderNotFound: it does not exist.
            BadField: `not_a_folder`; `not_readable`.
            FolderSlow: its disk does not answer, or the disks of all running requests do not.

        Switches: yes, for `deadline_s` at most.
        """
        if path in self._stuck:
            raise FolderSlow("the disk below this folder does not answer; try again later")
        with gevent.Timeout(self._deadline_s, FolderSlow("the disk below this folder does not answer")):
            self._slots.acquire()
            result = self._start(path)
            try:
                found, error = cast(tuple[Listing | None, Exception | None], result.get())
            finally:
                if not result.ready():
                    self._stuck.add(path)
        if error is not None:
            raise error
        return cast(Listing, found)

    def _start(self, path: str) -> AsyncResult[Any]:
        """Start a thread, which has a slot until it ends."""

        def done(_result: object) -> None:
            self._stuck.discard(path)
            self._slots.release()

        try:
            result = gevent.get_hub().threadpool.spawn(self._attempt, path)
        except BaseException:
            self._slots.release()
            raise
        result.rawlink(done)
        return result

    def _attempt(self, path: str) -> tuple[Listing | None, Exception | None]:
        try:
            return self._read(path), None
        except Exception as error:  # noqa: BLE001  # raised in the greenlet that waits for it
            return None, error


def read_folder(path: str) -> Listing:
    """`Folders.list` without a thread: blocks until the disk answers."""
    try:
        descriptor = os.open(path, _OPEN)
        try:
            with os.scandir(descriptor) as found:
                scanned = [(_kind(item), item) for item in islice(found, SCANNED_MAX)]
            chosen = heapq.nsmallest(ENTRIES_MAX, scanned, key=_order)
            entries = [_entry(item, kind, descriptor) for kind, item in chosen]
        finally:
            os.close(descriptor)
    except OSError as error:
        raise _refusal(error) from error
    return Listing(path, tuple(entry for entry in entries if entry is not None), len(scanned))


def _kind(item: os.DirEntry[str]) -> str:
    with suppress(OSError):  # the file system reports no kind of this entry
        if item.is_symlink():
            return "link"
        if item.is_dir(follow_symlinks=False):
            return "folder"
        if item.is_file(follow_symlinks=False):
            return "file"
    return "other"


def _order(scanned: tuple[str, os.DirEntry[str]]) -> tuple[bool, str, str]:
    kind, item = scanned
    return kind != "folder", item.name.casefold(), item.name


def _entry(item: os.DirEntry[str], kind: str, descriptor: int) -> Entry | None:
    """None if it was deleted meanwhile."""
    leads_to = None
    try:
        found = item.stat(follow_symlinks=False)
        if kind == "link":
            leads_to = os.readlink(item.name, dir_fd=descriptor)
    except FileNotFoundError:
        return None
    except OSError:  # the folder may be readable but not searchable
        return Entry(item.name, kind, None, None)
    size = found.st_size if kind == "file" else None
    return Entry(item.name, kind, size, int(found.st_mtime), leads_to)


def _refusal(error: OSError) -> WebMuxError:
    if error.errno in (errno.EACCES, errno.EPERM):
        return BadField("path", "this folder is not readable", code="not_readable")
    if error.errno == errno.ENOTDIR:
        return BadField("path", "is not a folder", code="not_a_folder")
    return FolderNotFound(f"folder not found: {error.strerror}")
