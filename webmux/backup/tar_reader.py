"""Reads a tar archive that may be hostile: plain files only, in bounded memory, and nothing is guessed.

Python's own reader knows links, devices, sparse files and more, and loads headers of any size. A backup has
none of these, so this reads what `archive.py` writes: ustar headers, and pax headers for names that are long
or not ASCII. Source: POSIX pax, "ustar Interchange Format" and "pax Header Block".
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path

from webmux.backup.backup_errors import BadBackup

BLOCK = 512
PAX_MAX_BYTES = 8 * 1024
CHUNK_BYTES = 1 << 20
PADDING_MAX_BYTES = 1 << 20
DAMAGED = "is damaged or cut off: make another backup"


class Entry:
    """A plain file in the archive. Its content must be read before the next entry."""

    def __init__(self, name: str, size: int, source: _Source) -> None:
        self.name = name
        self.size = size
        self._source = source
        self._left = size
        self._padding = -size % BLOCK

    def chunks(self) -> Iterator[bytes]:
        """The content that was not read yet, piece by piece. Raises BadBackup: the archive is cut off."""
        while self._left:
            chunk = self._source.exactly(min(self._left, CHUNK_BYTES))
            self._left -= len(chunk)
            yield chunk
        padding, self._padding = self._padding, 0
        self._source.exactly(padding)


class _Source:
    """The bytes of a compressed file; each error of reading is a `BadBackup`."""

    def __init__(self, path: Path, file: gzip.GzipFile) -> None:
        self._path = path
        self._file = file

    def exactly(self, size: int) -> bytes:
        data = self.most(size)
        if len(data) < size:
            raise BadBackup(f"{self._path} {DAMAGED}")
        return data

    def most(self, size: int) -> bytes:
        try:
            return self._file.read(size) if size else b""
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise BadBackup(f"{self._path} {DAMAGED}") from error
        except OSError as error:
            raise BadBackup(f"{self._path}: {error.strerror or error}") from error


def entries(path: Path) -> Iterator[Entry]:
    """The files of a `.tar.gz`, in order; it is read to its last byte.

    Raises:
        BadBackup: it is damaged, cut off, or has anything but plain files.
    """
    try:
        file = gzip.open(path, "rb")  # noqa: SIM115  # closed below
    except OSError as error:
        raise BadBackup(f"{path}: {error.strerror or error}") from error
    with file:
        yield from _entries(_Source(path, file))


def _entries(source: _Source) -> Iterator[Entry]:
    extended: dict[str, str] = {}
    while True:
        header = source.exactly(BLOCK)
        if not any(header):
            break
        name, size, kind = _parsed(header)
        if kind == b"x" and not extended:
            extended = _extended(source, size)
            continue
        if kind not in (b"0", b"\0"):
            raise BadBackup("the archive has something that is not a plain file: it is no backup of WebMux")
        name, size = extended.get("path", name), int(extended.get("size", size))
        extended = {}
        entry = Entry(name, size, source)
        yield entry
        for _ in entry.chunks():
            pass
    if any(source.most(PADDING_MAX_BYTES)) or source.most(1):
        raise BadBackup("the archive goes on after its end: it is no backup of WebMux")


def _parsed(header: bytes) -> tuple[str, int, bytes]:
    """Name, size and type of a header."""
    total = sum(header) - sum(header[148:156]) + 8 * ord(" ")
    if header[257:262] != b"ustar" or total != _octal(header[148:156]) or any(header[157:257]):
        raise BadBackup("the archive has a header that is damaged, or a link: it is no backup of WebMux")
    name, prefix = (part.partition(b"\0")[0] for part in (header[:100], header[345:500]))
    return _text(prefix + b"/" + name if prefix else name), _octal(header[124:136]), header[156:157]


def _extended(source: _Source, size: int) -> dict[str, str]:
    """The records of a pax header, each with its length: `16 path=a name` and a line end."""
    if size > PAX_MAX_BYTES:
        raise BadBackup("the archive has a header that is too long: it is no backup of WebMux")
    data = source.exactly(size)
    source.exactly(-size % BLOCK)
    found = {}
    while data:
        length, _, _ = data.partition(b" ")
        end = int(length) if length.isdigit() and len(length) < 6 else 0
        key, equals, value = data[len(length) + 1 : max(0, end - 1)].partition(b"=")
        is_known = key == b"path" or (key == b"size" and value.isdigit() and len(value) < 19)
        if not (equals and is_known and data[end - 1 : end] == b"\n"):
            raise BadBackup("the archive has a header that is not of WebMux")
        found[key.decode()] = _text(value)
        data = data[end:]
    return found


def _octal(field: bytes) -> int:
    digits = field.rstrip(b"\0 ")
    if not digits or digits.strip(b"01234567"):
        raise BadBackup("the archive has a header that is damaged")
    return int(digits, 8)


def _text(name: bytes) -> str:
    try:
        return name.decode()
    except UnicodeDecodeError as error:
        raise BadBackup("the archive has a name that is not UTF-8") from error
