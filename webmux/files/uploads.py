"""Uploads: written beside their place under a name of our own, put there whole or not at all.

Nothing is overwritten and no link is followed. What touches the disk does so in a thread of gevent's
pool, and switches.
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
import structlog

from webmux.errors import BadField, PeerError, TooBig, TooMany, WebMuxError
from webmux.files.file_names import check_name, numbered
from webmux.supervise import Nursery, in_thread

log = structlog.get_logger(__name__)

FREE_MIN_BYTES = 16 * 1024 * 1024
"""Left free on the disk, so that the database and the audit trail go on."""
UNDER_WAY_MAX = 8
"""Of one user at once."""
UNDO_MAX = 1000
"""Uploads, of all users, that can still be undone."""
SCRATCH = ".webmux-upload-"
SCRATCH_S = 3600.0
"""One that nothing was written to for so long is of a server that was killed."""
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
    """The disk is full: free some, then it works again."""

    status = 507
    code = "no_space"


class UploadsFull(WebMuxError):
    """The private files of this user have `upload_quota_bytes`."""

    status = 507
    code = "uploads_full"


class UploadFailed(WebMuxError):
    """The disk did not do what it was asked."""

    status = 503
    code = "upload_failed"


class UploadNotFound(PeerError):
    """No such upload, it is somebody else's, or the file is another by now."""

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
    """A file that is there. `device` and `inode` tell it from another of the same name."""

    id: str
    user: str
    path: str
    bytes: int
    device: int
    inode: int


class Uploads:
    """All uploads of one server: private files in `directory/<user>`, others where a pane works."""

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
        self._under_way: Counter[str] = Counter()
        self._reserved: Counter[str] = Counter()
        self._all: set[Upload] = set()
        self._done: OrderedDict[str, Uploaded] = OrderedDict()
        self._nursery = Nursery("uploads")

    def start(self) -> None:
        """Delete what is old, from now on daily. Does not wait."""
        self._nursery.spawn("tidy", self._tidy_daily)

    def stop(self) -> None:
        """Leave nothing half done: what is under way has no file any more, and fails."""
        self._nursery.stop()
        for upload in list(self._all):
            upload.give_up()

    def begin(self, user: str, name: str, length: int, folder: str | None) -> Upload:
        """A new file of `length` bytes, in `folder` or, where that is None, among the user's private ones.

        Raises:
            BadField: `bad_name`; `no_folder`, `not_writable`.
            TooBig: more than `max_bytes`.
            TooMany: this user has as many under way as may be.
            UploadsFull, NoSpace: no room for it.
            UploadFailed: anything else that the disk says.
        """
        check_name(name)
        if length > self.limits.max_bytes:
            raise TooBig(f"a file may have {self.limits.max_bytes} bytes", self.limits.max_bytes)
        if self._under_way[user] >= UNDER_WAY_MAX:
            raise TooMany(f"{UNDER_WAY_MAX} uploads are under way: wait for one", RETRY_AFTER_S)
        private = folder is None
        where = str(self._directory / user) if folder is None else folder
        self._under_way[user] += 1
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
        """Delete an uploaded file again; where it was.

        Raises:
            UploadNotFound: there is no such file of this user any more.
            BadField: `not_writable`; it is still there, and can still be undone.
            UploadFailed: anything else that the disk says, likewise.
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
        """Delete private files that are older than `days`, and what uploads of a killed server left."""
        on_disk(
            lambda: [self._count(entry.path) for entry in os.scandir(self._directory) if is_folder(entry)]
        )

    # -- for Upload ------------------------------------------------------------------------

    def note(self, upload: Upload, name: str, found: os.stat_result) -> Uploaded:
        """Remember a file that is there now, so that it can be undone."""
        path = os.path.join(upload.where, name)
        done = Uploaded(secrets.token_hex(16), upload.user, path, found.st_size, found.st_dev, found.st_ino)
        self._done[done.id] = done
        while len(self._done) > UNDO_MAX:
            self._done.popitem(last=False)
        return done

    def over(self, upload: Upload) -> None:
        """An upload is no longer under way."""
        self._all.discard(upload)
        self._under_way[upload.user] -= 1
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
                raise UploadsFull(
                    f"your private files have used upload_quota_bytes up; they go after {self.limits.days} d"
                )
        flags = _FOLDER | os.O_NOFOLLOW if upload.private else _FOLDER
        upload.folder = os.open(upload.where, flags)
        if free_bytes(upload.folder) - upload.length < FREE_MIN_BYTES:
            raise NoSpace("the disk is full: there is no room for this file")
        upload.file = os.open(upload.scratch, _NEW, 0o600 if upload.private else 0o644, dir_fd=upload.folder)

    def _count(self, folder: str) -> int:
        """What a user's private files have together, after the old ones are gone."""
        total = 0
        now = self._clock()
        for entry in os.scandir(folder):
            with suppress(FileNotFoundError):  # an upload has ended meanwhile, or somebody deleted it
                total += self._count_one(entry, now)
        return total

    def _count_one(self, entry: os.DirEntry[str], now: float) -> int:
        found = entry.stat(follow_symlinks=False)
        scratch = entry.name.startswith(SCRATCH)
        if now - found.st_mtime > (SCRATCH_S if scratch else self.limits.days * DAY_S):
            if not entry.is_dir(follow_symlinks=False):
                os.unlink(entry.path)
            return 0
        return 0 if scratch else found.st_size  # those under way are reserved

    def _tidy_daily(self) -> None:
        while True:
            try:
                self.tidy()
            except WebMuxError as error:
                log.warning("old uploads stay", error=error.message)
            gevent.sleep(DAY_S)


class Upload:
    """One file on its way. As a context manager it leaves nothing where `finish` was not reached."""

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
                raise NoSpace("the disk is full: the upload was not kept")
            rest = memoryview(data)
            while rest:
                rest = rest[self._uploads.write(self.file, rest) :]

        on_disk(work)
        self._written += len(data)

    def finish(self) -> Uploaded:
        """Put the file in its place, under its name or the next that is free.

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
        """Leave nothing behind; nothing after `finish`."""
        if self._over:
            return

        try:
            self.give_up()
        finally:
            self._close()

    def give_up(self) -> None:
        """Remove what there is; `append` and `finish` may still be called, in vain."""

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
    """What the disk below an open folder has left for us."""
    found = os.fstatvfs(folder)
    return found.f_bavail * found.f_frsize


def is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether it is a directory itself, and no link to one."""
    return entry.is_dir(follow_symlinks=False)


def on_disk(work: Callable[[], T]) -> T:
    """Do `work` in a thread; what the disk says comes back as an error of ours."""
    try:
        return in_thread(work)
    except OSError as error:
        if error.errno in _FULL:
            raise NoSpace("the disk is full: the upload was not kept") from error
        if error.errno in _REFUSED:
            raise BadField("to", "this folder is not writable", code="not_writable") from error
        if error.errno in _NO_FOLDER:
            raise BadField("to", "this folder no longer exists", code="no_folder") from error
        raise UploadFailed(f"the file could not be written: {error.strerror}") from error
