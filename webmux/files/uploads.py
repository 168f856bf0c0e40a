"""Uploads: written under a temporary name, then renamed when they are complete.

No file is overwritten and no link is followed. Calls that use the disk run in a thread of gevent's pool,
and switch.
"""

from __future__ import annotations

import errno
import os
import secrets
import time
from collections import Counter, OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import gevent

from webmux.errors import BadField, PeerError, TooBig, TooMany, WebMuxError
from webmux.files.file_names import check_name, numbered
from webmux.logs import get_logger
from webmux.supervise import Nursery, in_thread

log = get_logger(__name__)

FREE_MIN_BYTES = 16 * 1024 * 1024
"""Left free on the disk for the database and the audit trail."""
RUNNING_MAX = 8
"""Uploads of one user at once."""
UNDO_MAX = 1000
"""Uploads of all users that can be undone."""
SCRATCH = ".webmux-upload-"
SCRATCH_S = 3600.0
"""A temporary file that did not change for so long was left by a killed server."""
DAY_S = 24 * 3600
SAME_NAME_MAX = 1000
RETRY_AFTER_S = 5
_FULL = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG))
_REFUSED = frozenset((errno.EACCES, errno.EPERM, errno.EROFS))
_NO_FOLDER = frozenset((errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ESTALE))
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
T = TypeVar("T")


class NoSpace(WebMuxError):
    """The disk is full."""

    status = 507
    code = "no_space"


class UploadsFull(WebMuxError):
    """The private files of this user have reached `upload_quota_bytes`."""

    status = 507
    code = "uploads_full"


class UploadFailed(WebMuxError):
    """The disk failed."""

    status = 503
    code = "upload_failed"


class UploadNotFound(PeerError):
    """The upload does not exist, belongs to another user, or its file was replaced."""

    status = 404
    code = "upload_not_found"


@dataclass(frozen=True, slots=True)
class Limits:
    """`quota_bytes` and `days` are for the private files of a user."""

    max_bytes: int
    quota_bytes: int
    days: int


@dataclass(frozen=True, slots=True)
class Uploaded:
    """An uploaded file; `device` and `inode` identify it if another gets its name."""

    id: str
    user: str
    path: str
    bytes: int
    device: int
    inode: int


class Uploads:
    """All uploads of one server: private files in `directory/<user>`, others in the folder of a pane."""

    def __init__(
        self,
        directory: Path,
        limits: Limits,
        write: Callable[[int, memoryview], int] = os.write,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.limits = limits
        self._directory = directory
        self.write = write
        self._clock = clock
        self._running: Counter[str] = Counter()
        self._reserved: Counter[str] = Counter()
        self._all: set[Upload] = set()
        self._done: OrderedDict[str, Uploaded] = OrderedDict()
        self._nursery = Nursery("uploads")

    def start(self) -> None:
        """Delete old files now and daily. Does not wait."""
        self._nursery.spawn("tidy", self._tidy_daily)

    def stop(self) -> None:
        """Remove the files of running uploads, which then fail."""
        self._nursery.stop()
        for upload in list(self._all):
            upload.give_up()

    def begin(self, user: str, name: str, length: int, folder: str | None) -> Upload:
        """Begin a file of `length` bytes, in `folder` or, if it is None, in the user's private folder.

        Raises:
            BadField: `bad_name`; `no_folder`, `not_writable`.
            TooBig: more than `max_bytes`.
            TooMany: this user has `RUNNING_MAX` running uploads.
            UploadsFull, NoSpace: there is no room for it.
            UploadFailed: any other failure of the disk.
        """
        check_name(name)
        if length > self.limits.max_bytes:
            raise TooBig(f"a file may have {self.limits.max_bytes} bytes", self.limits.max_bytes)
        if self._running[user] >= RUNNING_MAX:
            raise TooMany(f"{RUNNING_MAX} uploads are running: wait for one", RETRY_AFTER_S)
        private = folder is None
        where = str(self._directory / user) if folder is None else folder
        self._running[user] += 1
        self._reserved[user] += length if private else 0
        upload = Upload(self, user, name, length, where, private=private)
        self._all.add(upload)
        try:
            on_disk(lambda: self._open(upload))
        except BaseException:
            upload.abandon()
            raise
        return upload

    def undo(self, user: str, upload_id: str) -> str:
        """Delete an uploaded file; returns its path.

        Raises:
            UploadNotFound: this user has no such file.
            BadField: `not_writable`; it still exists, and can still be undone.
            UploadFailed: any other failure of the disk, likewise.
        """
        done = self._done.get(upload_id)
        if done is None or done.user != user:
            raise UploadNotFound("there is no such upload")

        def remove() -> None:
            found = os.lstat(done.path)
            if (found.st_dev, found.st_ino) != (done.device, done.inode):
                raise FileNotFoundError(errno.ENOENT, "there is another file in its place")
            os.unlink(done.path)

        try:
            on_disk(remove)
        except BadField as error:
            if error.code == "not_writable":
                raise
            self._done.pop(upload_id, None)
            raise UploadNotFound("the file is gone, or another is in its place") from None
        self._done.pop(upload_id, None)
        return done.path

    def tidy(self) -> None:
        """Delete private files that are older than `days`, and temporary files of a killed server."""
        on_disk(
            lambda: [self._count(entry.path) for entry in os.scandir(self._directory) if is_folder(entry)]
        )

    # -- for Upload ------------------------------------------------------------------------

    def note(self, upload: Upload, name: str, found: os.stat_result) -> Uploaded:
        """Remember a complete file, so that it can be undone."""
        path = os.path.join(upload.where, name)
        done = Uploaded(secrets.token_hex(16), upload.user, path, found.st_size, found.st_dev, found.st_ino)
        self._done[done.id] = done
        while len(self._done) > UNDO_MAX:
            self._done.popitem(last=False)
        return done

    def over(self, upload: Upload) -> None:
        """An upload has ended."""
        self._all.discard(upload)
        self._running[upload.user] -= 1
        self._reserved[upload.user] -= upload.length if upload.private else 0

    def _open(self, upload: Upload) -> None:
        if not os.path.isabs(upload.where):
            raise BadField("to", "tmux does not know the folder of this pane", code="no_folder")
        if upload.private:
            try:
                os.mkdir(upload.where, 0o700)
            except FileExistsError:
                pass
            used = self._count(upload.where) + self._reserved[upload.user]
            if used > self.limits.quota_bytes:
                days = self.limits.days
                raise UploadsFull(f"your files have reached upload_quota_bytes; they last {days} days")
        flags = _FOLDER | os.O_NOFOLLOW if upload.private else _FOLDER
        upload.folder = os.open(upload.where, flags)
        if free_bytes(upload.folder) - upload.length < FREE_MIN_BYTES:
            raise NoSpace("the disk is full: there is no room for this file")
        upload.file = os.open(upload.scratch, _NEW, 0o600 if upload.private else 0o644, dir_fd=upload.folder)

    def _count(self, folder: str) -> int:
        """The size of a user's private files, after the old ones were deleted."""
        total = 0
        now = self._clock()
        for entry in os.scandir(folder):
            with suppress(FileNotFoundError):  # it was deleted meanwhile
                total += self._count_one(entry, now)
        return total

    def _count_one(self, entry: os.DirEntry[str], now: float) -> int:
        found = entry.stat(follow_symlinks=False)
        scratch = entry.name.startswith(SCRATCH)
        if now - found.st_mtime > (SCRATCH_S if scratch else self.limits.days * DAY_S):
            if not entry.is_dir(follow_symlinks=False):
                os.unlink(entry.path)
            return 0
        return 0 if scratch else found.st_size  # running uploads are reserved

    def _tidy_daily(self) -> None:
        while True:
            try:
                self.tidy()
            except WebMuxError as error:
                log.warning("old uploads stay", error=error.message)
            gevent.sleep(DAY_S)


class Upload:
    """One running upload. As a context manager it leaves no file unless `finish` was called."""

    def __init__(
        self, uploads: Uploads, user: str, name: str, length: int, where: str, *, private: bool
    ) -> None:
        self.user = user
        self.length = length
        self.where = where
        self.private = private
        self.scratch = SCRATCH + secrets.token_hex(8)
        self.folder = -1
        self.file = -1
        self._uploads = uploads
        self._name = name
        self._written = 0
        self._over = False

    def append(self, data: bytes) -> None:
        """Write the next bytes. Errors as `Uploads.begin`."""
        if self._written + len(data) > self.length:
            raise TooBig("more came than was announced", self.length)

        def work() -> None:
            if free_bytes(self.folder) < FREE_MIN_BYTES:
                raise NoSpace("the disk is full: the upload was not saved")
            rest = memoryview(data)
            while rest:
                rest = rest[self._uploads.write(self.file, rest) :]

        on_disk(work)
        self._written += len(data)

    def finish(self) -> Uploaded:
        """Rename the file to its name, or to the next free one.

        Raises:
            PeerError: less came than was announced.
            UploadFailed, NoSpace, BadField: as `Uploads.begin`.
        """
        if self._written != self.length:
            raise PeerError(f"only {self._written} of {self.length} bytes came")
        try:
            name, found = on_disk(self._place)
            return self._uploads.note(self, name, found)
        finally:
            self._close()

    def abandon(self) -> None:
        """End without a file; does nothing after `finish`."""
        if self._over:
            return

        try:
            self.give_up()
        finally:
            self._close()

    def give_up(self) -> None:
        """Remove the file; later calls of `append` and `finish` fail."""

        def remove() -> None:
            if self.file >= 0:
                os.unlink(self.scratch, dir_fd=self.folder)

        try:
            on_disk(remove)
        except WebMuxError as error:
            log.info("upload already gone", error=error.message)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.abandon()

    def _place(self) -> tuple[str, os.stat_result]:
        for number in range(1, SAME_NAME_MAX):
            name = numbered(self._name, number)
            try:
                os.close(os.open(name, _NEW, 0o600, dir_fd=self.folder))
            except FileExistsError:
                continue
            try:
                os.rename(self.scratch, name, src_dir_fd=self.folder, dst_dir_fd=self.folder)
            except OSError:
                os.unlink(name, dir_fd=self.folder)
                raise
            return name, os.fstat(self.file)
        raise BadField("name", "there are too many files of this name", code="bad_name")

    def _close(self) -> None:
        if not self._over:
            self._over = True
            self._uploads.over(self)
            for descriptor in (self.file, self.folder):
                if descriptor >= 0:
                    os.close(descriptor)


def free_bytes(folder: int) -> int:
    """The free space of the disk of an open folder, for us."""
    found = os.fstatvfs(folder)
    return found.f_bavail * found.f_frsize


def is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether it is a directory, not a link to one."""
    return entry.is_dir(follow_symlinks=False)


def on_disk(work: Callable[[], T]) -> T:
    """Do `work` in a thread; a failure of the disk becomes an error of ours."""
    try:
        return in_thread(work)
    except OSError as error:
        if error.errno in _FULL:
            raise NoSpace("the disk is full: the upload was not saved") from error
        if error.errno in _REFUSED:
            raise BadField("to", "this folder is not writable", code="not_writable") from error
        if error.errno in _NO_FOLDER:
            raise BadField("to", "this folder no longer exists", code="no_folder") from error
        raise UploadFailed(f"the file could not be written: {error.strerror}") from error
