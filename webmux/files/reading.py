"""Files by the path that a user sees in a terminal: whether they exist, and their bytes.

An operator has a shell, and can read here what that shell can read. Only regular files are opened, never
a device or a pipe. Calls that use the disk run in a thread, and switch.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from webmux.errors import BadField, PeerError, WebMuxError
from webmux.supervise import in_thread

PATH_MAX_BYTES = 4095  # limits.h, PATH_MAX without its NUL
READ_BYTES = 256 * 1024
_OPEN = os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
_KINDS = {stat.S_IFREG: "file", stat.S_IFDIR: "folder"}


class FileNotFound(PeerError):
    """The file does not exist."""

    status = 404
    code = "file_not_found"


class FileShrank(WebMuxError):
    """A file became shorter while it was sent, so the answer is not complete."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a path names: `kind` is `file` or `folder`."""

    path: str
    kind: str
    bytes: int


class OpenFile:
    """A regular file, opened for reading; `size` is its size then, and what `parts` yields."""

    def __init__(self, path: str, descriptor: int) -> None:
        self.path = path
        self.name = os.path.basename(path)
        self.size = os.fstat(descriptor).st_size
        self._file = os.fdopen(descriptor, "rb", buffering=0)

    def parts(self) -> Iterator[bytes]:
        """The whole file, in parts. Raises FileShrank: it has become shorter."""
        left = self.size
        while left > 0:
            part = in_thread(partial(self._file.read, min(left, READ_BYTES)))
            if not part:
                raise FileShrank(f"{self.path} became shorter")
            left -= len(part)
            yield part

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def whole_path(path: str, folder: str) -> str:
    """The absolute path for `x`, `./x`, `~/x` or `/x` in a shell whose folder is `folder`.

    Raises:
        BadField: `bad_path`.
    """
    try:
        length = len(os.fsencode(path))
    except UnicodeEncodeError:
        raise BadField("path", "must be UTF-8", code="bad_path") from None
    if not 0 < length <= PATH_MAX_BYTES or "\0" in path:
        raise BadField("path", "must be a path", code="bad_path")
    whole = os.path.join(folder, os.path.expanduser("~" + path[1:]) if path.startswith("~/") else path)
    if not os.path.isabs(whole):
        raise BadField("path", "must be absolute: the folder of this pane is not known", code="bad_path")
    return whole


def find_all(paths: dict[str, str]) -> list[Found]:
    """Those of these paths, by name, that are files or folders."""

    def stat_one(path: str) -> tuple[str, int] | None:
        try:
            found = os.stat(path)
        except (OSError, ValueError):
            return None
        kind = _KINDS.get(stat.S_IFMT(found.st_mode))
        return None if kind is None else (kind, found.st_size)

    results = in_thread(lambda: {name: stat_one(path) for name, path in paths.items()})
    return [Found(name, *seen) for name, seen in results.items() if seen is not None]


def open_file(path: str) -> OpenFile:
    """Open a regular file for reading.

    Raises:
        FileNotFound: it does not exist.
        BadField: `not_a_file`, a folder, a device or a pipe; `not_readable`.
    """

    def attempt() -> OpenFile:
        _check_regular(os.stat(path))  # opening a device may have effects
        descriptor = os.open(path, _OPEN)
        try:
            _check_regular(os.fstat(descriptor))
            return OpenFile(path, descriptor)
        except BaseException:
            os.close(descriptor)
            raise

    try:
        return in_thread(attempt)
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EPERM):
            raise BadField("path", "this file is not readable", code="not_readable") from error
        raise FileNotFound(f"file not found: {error.strerror}") from error


def _check_regular(found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise BadField("path", "is not a file that can be downloaded", code="not_a_file")
