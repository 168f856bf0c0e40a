"""Folders as lists of what is in them, for who could list them in a shell.

Nothing in a folder is opened and no link in it is followed, so a pipe, a device or a dead mount behind a
link holds nobody up. The folder itself may be on a disk that does not answer: reading it happens in a
thread, and after a deadline nobody waits for that thread any more.
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
"""Told of one folder."""
LOOKED_AT_MAX = 100_000
"""Looked at to find the first of them: half a second, and memory that is soon given back."""
DEADLINE_S = 5.0
AT_ONCE_MAX = 4
"""Threads that may wait for disks; the pool has ten, and uploads and logins need some."""
_OPEN = os.O_RDONLY | os.O_DIRECTORY | os.O_NONBLOCK | os.O_CLOEXEC


class FolderNotFound(PeerError):
    """There is no such folder."""

    status = 404
    code = "folder_not_found"


class FolderSlow(WebMuxError):
    """The disk below a folder did not answer in time."""

    status = 504
    code = "folder_slow"


@dataclass(frozen=True, slots=True)
class Entry:
    """One name in a folder. `kind` is `folder`, `file`, `link` or `other`.

    `bytes` are those of a file, else None; `modified_at`, in Unix seconds, is None where that may not be
    known; `leads_to` is what a link says, wherever that leads.
    """

    name: str
    kind: str
    bytes: int | None
    modified_at: int | None
    leads_to: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """The first entries of a folder, folders before others, then by name; `total` were looked at."""

    path: str
    entries: tuple[Entry, ...]
    total: int


class Folders:
    """Lists folders for all users of one server."""

    def __init__(
        self, read: Callable[[str], Listing] | None = None, *, deadline_s: float = DEADLINE_S
    ) -> None:
        """`read` does it, in a thread: `read_folder` unless a test says otherwise."""
        self._read = read or read_folder
        self._deadline_s = deadline_s
        self._slots = BoundedSemaphore(AT_ONCE_MAX)
        self._stuck: set[str] = set()

    def list(self, path: str) -> Listing:
        """What is in the folder with this absolute path.

        Raises:
            FolderNotFound: there is none.
            BadField: `not_a_folder`; `not_readable`.
            FolderSlow: its disk does not answer, or did not the last time; or all slots are held by such.

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
        """A thread that has its slot until it is done, however long that takes."""

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
        except Exception as error:  # noqa: BLE001  # raised where somebody waits for it
            return None, error


def read_folder(path: str) -> Listing:
    """`Folders.list` without a thread: blocks for as long as the disk takes."""
    try:
        descriptor = os.open(path, _OPEN)
        try:
            with os.scandir(descriptor) as found:
                looked_at = [(_kind(item), item) for item in islice(found, LOOKED_AT_MAX)]
            chosen = heapq.nsmallest(ENTRIES_MAX, looked_at, key=_order)
            entries = [_entry(item, kind, descriptor) for kind, item in chosen]
        finally:
            os.close(descriptor)
    except OSError as error:
        raise _refusal(error) from error
    return Listing(path, tuple(entry for entry in entries if entry is not None), len(looked_at))


def _kind(item: os.DirEntry[str]) -> str:
    with suppress(OSError):  # a file system that tells no kinds, and of this one nothing at all
        if item.is_symlink():
            return "link"
        if item.is_dir(follow_symlinks=False):
            return "folder"
        if item.is_file(follow_symlinks=False):
            return "file"
    return "other"


def _order(looked_at: tuple[str, os.DirEntry[str]]) -> tuple[bool, str, str]:
    kind, item = looked_at
    return kind != "folder", item.name.casefold(), item.name


def _entry(item: os.DirEntry[str], kind: str, descriptor: int) -> Entry | None:
    """None for what was deleted meanwhile."""
    leads_to = None
    try:
        found = item.stat(follow_symlinks=False)
        if kind == "link":
            leads_to = os.readlink(item.name, dir_fd=descriptor)
    except FileNotFoundError:
        return None
    except OSError:  # a folder may show its names and nothing else
        return Entry(item.name, kind, None, None)
    size = found.st_size if kind == "file" else None
    return Entry(item.name, kind, size, int(found.st_mtime), leads_to)


def _refusal(error: OSError) -> WebMuxError:
    if error.errno in (errno.EACCES, errno.EPERM):
        return BadField("path", "this folder is not readable", code="not_readable")
    if error.errno == errno.ENOTDIR:
        return BadField("path", "is not a folder", code="not_a_folder")
    return FolderNotFound(f"folder not found: {error.strerror}")
