"""Reads and replaces a file of somebody else: atomically, with its mode and owner, through symbolic links."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

from webmux.errors import WebMuxError

MAX_BYTES = 4_000_000
"""Settings have some kilobytes."""


class SetupRefused(WebMuxError):
    """A file was left as it is; the message says why and what to do."""


def read(path: Path) -> str | None:
    """The text of a file, with its line ends; None if it does not exist.

    Raises:
        SetupRefused: it cannot be read, is not a regular file, is too large or is not UTF-8.
    """
    try:
        with open(path, "rb", opener=_opener) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise SetupRefused(f"{path} is not a file: move it away first")
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SetupRefused(f"{path} cannot be read: {error.strerror}") from error
    if len(content) > MAX_BYTES:
        raise SetupRefused(f"{path} has more than {MAX_BYTES} bytes: is it the right file?")
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise SetupRefused(f"{path} is not UTF-8: repair it first") from error


def replace(path: Path, before: str | None, after: str | None, *, mode: int = 0o600) -> None:
    """Write a file, or delete it if `after` is None. A symbolic link stays, and its target is written.

    `before` is what was read. `mode` is for a file that did not exist.

    Raises:
        SetupRefused: it cannot be written, or changed since it was read. It is as before.
    """
    target = Path(os.path.realpath(path))
    if read(target) != before:
        raise SetupRefused(f"{path} changed meanwhile: run the command again")
    try:
        if after is None:
            target.unlink()
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("wb", dir=target.parent, prefix=".webmux-", delete=False) as scratch:
            try:
                _write(scratch.fileno(), target, after.encode(), mode)
                os.replace(scratch.name, target)
            except BaseException:
                os.unlink(scratch.name)
                raise
    except OSError as error:
        raise SetupRefused(f"{path} cannot be written: {error.strerror}") from error


def _opener(path: str, flags: int) -> int:
    # A named pipe would block.
    return os.open(path, flags | os.O_NONBLOCK | os.O_CLOEXEC)


def _write(scratch: int, target: Path, content: bytes, mode: int) -> None:
    try:
        old = target.stat()
    except FileNotFoundError:
        os.fchmod(scratch, mode)
    else:
        if (old.st_uid, old.st_gid) != (os.geteuid(), os.getegid()):
            os.fchown(scratch, old.st_uid, old.st_gid)
        os.fchmod(scratch, stat.S_IMODE(old.st_mode))
    with open(scratch, "wb", closefd=False) as file:
        file.write(content)
    os.fsync(scratch)
