"""Writes the file of a backup: a `.tar.gz` whose last member is the manifest."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import secrets
import tarfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from webmux.backup.manifest import MANIFEST, Member
from webmux.store.state_dir import sync_directory

COMPRESSION = 6


class ArchiveWriter:
    """Adds files to an archive, and remembers their digests."""

    def __init__(self, out: BinaryIO) -> None:
        self.members: list[Member] = []
        self._gzip = gzip.GzipFile(filename="", fileobj=out, mode="wb", compresslevel=COMPRESSION)
        self._tar = tarfile.TarFile(fileobj=self._gzip, mode="w", format=tarfile.PAX_FORMAT)

    def add(self, name: str, source: BinaryIO, size: int) -> None:
        """Add the next `size` bytes of `source`. Raises OSError: it has fewer."""
        hashed = _Hashed(source)
        self._tar.addfile(_info(name, size), hashed)  # type: ignore[arg-type]  # it only reads
        self.members.append(Member(name, size, hashed.digest.hexdigest()))

    def finish(self, manifest: bytes) -> None:
        """Write the manifest and the end of the archive."""
        self._tar.addfile(_info(MANIFEST, len(manifest)), io.BytesIO(manifest))
        self._tar.close()
        self._gzip.close()


class _Hashed:
    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self.digest = hashlib.sha256()

    def read(self, size: int) -> bytes:
        data = self._source.read(size)
        self.digest.update(data)
        return data


def _info(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mode, info.mtime = size, 0o600, int(time.time())
    return info


@contextmanager
def replaced(path: Path) -> Iterator[BinaryIO]:
    """Write a file that appears whole, 0600, when the block ends; an error leaves what was there.

    Raises:
        OSError: the folder cannot be written to, or the disk is full.
    """
    scratch = path.parent / f".{path.name[:64]}.{secrets.token_hex(8)}"
    descriptor = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        with open(descriptor, "wb") as file:
            os.fchmod(descriptor, 0o600)
            yield file
            file.flush()
            os.fsync(descriptor)
        os.replace(scratch, path)
        sync_directory(path.parent)
    except BaseException:
        scratch.unlink(missing_ok=True)
        raise
