"""The directory of recordings: private files with names of our own, with one size limit.

Calls that touch the disk do so in a thread of gevent's pool, and switch.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
from collections.abc import Callable, Collection, Iterator
from functools import partial
from pathlib import Path
from typing import TypeVar

from webmux.errors import WebMuxError
from webmux.supervise import in_thread

SUFFIX = ".cast"
FREE_MIN_BYTES = 16 * 1024 * 1024
"""Left free on the disk for the database and the audit trail."""
READ_BYTES = 64 * 1024
_NAME = re.compile(r"[0-9a-f]{32}\.cast")
_FULL = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG))
T = TypeVar("T")


class NoSpace(WebMuxError):
    """The disk is full: free some, then recording works again."""

    status = 507
    code = "no_space"


class RecordingsFull(WebMuxError):
    """All recordings together have `recording_max_bytes`: delete some."""

    status = 507
    code = "recordings_full"


class RecordingFailed(WebMuxError):
    """The disk failed."""

    status = 503
    code = "recording_failed"


class Files:
    """All recordings of one state directory; `used_bytes` is their size."""

    def __init__(
        self, directory: Path, max_bytes: int, write: Callable[[int, bytes], int] = os.write
    ) -> None:
        self._directory = directory
        self._max_bytes = max_bytes
        self._write = write
        self.used_bytes = 0

    def create(self, first_line: bytes) -> CastFile:
        """A new file that begins with this line.

        Raises:
            NoSpace: the disk is full.
            RecordingsFull: the recordings have reached their limit.
            RecordingFailed: any other failure of the disk.
        """
        self.count()
        recording_id = secrets.token_hex(16)
        path = self._path(recording_id)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC

        def make() -> int:
            descriptor = os.open(path, flags, 0o600)
            os.fchmod(descriptor, 0o600)
            return descriptor

        file = CastFile(self, recording_id, _in_thread(make))
        try:
            file.append(first_line)
        except WebMuxError:
            file.close()
            self.delete(recording_id)
            raise
        return file

    def count(self) -> dict[str, tuple[int, float]]:
        """Size and last change, in Unix seconds, of each recording by its id; updates `used_bytes`."""

        def scan() -> dict[str, tuple[int, float]]:
            found = {}
            for entry in os.scandir(self._directory):
                if _NAME.fullmatch(entry.name):
                    info = entry.stat(follow_symlinks=False)
                    found[entry.name.removesuffix(SUFFIX)] = (info.st_size, info.st_mtime)
            return found

        found = _in_thread(scan)
        self.used_bytes = sum(size for size, _ in found.values())
        return found

    def delete(self, recording_id: str) -> None:
        """Remove a file, if it exists."""
        path = self._path(recording_id)

        def remove() -> int:
            try:
                size = path.lstat().st_size
                path.unlink()
            except FileNotFoundError:
                return 0
            return size

        self.used_bytes -= _in_thread(remove)

    def delete_older(self, before: float, keep: Collection[str]) -> dict[str, tuple[int, float]]:
        """Remove recordings that did not change since `before`, except `keep`; the rest, as `count`."""
        found = self.count()
        for recording_id, (_, changed_at) in list(found.items()):
            if changed_at < before and recording_id not in keep:
                self.delete(recording_id)
                del found[recording_id]
        return found

    def open(self, recording_id: str) -> tuple[int, Iterator[bytes], Callable[[], None]]:
        """A recording as it is now: its size, its bytes in parts, and a function that closes it.

        Raises:
            RecordingFailed: there is no such file.
        """
        path = self._path(recording_id)
        descriptor = _in_thread(lambda: os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC))
        file = os.fdopen(descriptor, "rb", buffering=0)
        size = os.fstat(descriptor).st_size

        def parts() -> Iterator[bytes]:
            left = size
            while left > 0:
                part = _in_thread(partial(file.read, min(left, READ_BYTES)))
                if not part:
                    return
                left -= len(part)
                yield part

        return size, parts(), file.close

    def append(self, descriptor: int, end: int, data: bytes) -> None:
        """For `CastFile`: write all of `data` after byte `end`, or nothing. Runs in a thread."""
        if self.used_bytes + len(data) > self._max_bytes:
            raise RecordingsFull("recordings have used up recording_max_bytes: delete some")
        if free_bytes(self._directory) < FREE_MIN_BYTES:
            raise NoSpace("the disk is full: the recording cannot go on")
        written = 0
        try:
            while written < len(data):
                written += self._write(descriptor, data[written:])
        except OSError:
            os.ftruncate(descriptor, end)  # no part of a line
            raise

    def _path(self, recording_id: str) -> Path:
        name = recording_id + SUFFIX
        if not _NAME.fullmatch(name):
            raise RecordingFailed("there is no such file")
        return self._directory / name


class CastFile:
    """One file that grows, by whole lines only."""

    def __init__(self, files: Files, recording_id: str, descriptor: int) -> None:
        self.id = recording_id
        self.size_bytes = 0
        self._files = files
        self._descriptor = descriptor

    def append(self, data: bytes | Callable[[], bytes]) -> None:
        """Write lines; a function is called in the thread to make them. Errors as `Files.create`.

        Switches: yes. After an error the file ends where it ended before.
        """

        def work() -> int:
            lines = data if isinstance(data, bytes) else data()
            self._files.append(self._descriptor, self.size_bytes, lines)
            return len(lines)

        length = _in_thread(work)
        self.size_bytes += length
        self._files.used_bytes += length

    def close(self) -> None:
        """Close the file."""
        os.close(self._descriptor)


def free_bytes(directory: Path) -> int:
    """The free space of the disk of a directory, for us."""
    found = os.statvfs(directory)
    return found.f_bavail * found.f_frsize


def _in_thread(work: Callable[[], T]) -> T:
    """Do `work` in a thread; a failure of the disk becomes an error of ours."""
    try:
        return in_thread(work)
    except OSError as error:
        if error.errno in _FULL:
            raise NoSpace("the disk is full: the recording cannot go on") from error
        raise RecordingFailed(f"the recording failed: {error.strerror}") from error
