"""Files that are asked for by the path somebody sees: whether they are there, and their bytes.

Who may type has a shell, and reads here what that shell could read. Only regular files are opened: a
device or a pipe is left alone. What touches the disk does so in a thread, and switches.
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
    """There is no such file."""

    status = 404
    code = "file_not_found"


class FileShrank(WebMuxError):
    """A file became shorter while it was sent: the answer cannot be whole any more."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a path names: `kind` is `file` or `folder`."""

    path: str
    kind: str
    bytes: int


class OpenFile:
    """A regular file, opened for reading; `size` is what it had then, and what `parts` yields."""

    def __init__(self, path: str, descriptor: int) -> None:
        self.path = path
        self.name = os.path.basename(path)
        self.size = os.fstat(descriptor).st_size
        self._file = os.fdopen(descriptor, "rb", buffering=0)

    def parts(self) -> Iterator[bytes]:
        """All of it, a part at a time. Raises FileShrank: it has fewer bytes by now."""
        left = self.size
        while left > 0:
            part = in_thread(partial(self._file.read, min(left, READ_BYTES)))
            if not part:
                raise FileShrank(f"{self.path} became shorter")
            left -= len(part)
            yield part

    def close(self) -> None:
        """Nothing is read any more."""
        self._file.close()


def whole_path(path: str, folder: str) -> str:
    """An absolute path for what was written as `x`, `./x`, `~/x` or `/x` by somebody who works in `folder`.

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


def look(paths: dict[str, str]) -> list[Found]:
    """Which of these are files or folders that can be found; by what they are called to what they are."""

    def look_at(path: str) -> tuple[str, int] | None:
        try:
            found = os.stat(path)
        except (OSError, ValueError):
            return None
        kind = _KINDS.get(stat.S_IFMT(found.st_mode))
        return None if kind is None else (kind, found.st_size)

    looked = in_thread(lambda: {name: look_at(path) for name, path in paths.items()})
    return [Found(name, *seen) for name, seen in looked.items() if seen is not None]


def open_file(path: str) -> OpenFile:
    """Open a regular file for reading, and nothing else.

    Raises:
        FileNotFound: there is none.
        BadField: `not_a_file`, a folder, a device or a pipe; `not_readable`.
    """

    def attempt() -> OpenFile:
        _check_regular(os.stat(path))  # opening alone may do something to a device
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
