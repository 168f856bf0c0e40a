"""Only plain files are read from an archive, and nothing hostile gets further than an error."""

from __future__ import annotations

import gzip
import tarfile
from pathlib import Path

import pytest

from tests.unit.backup.conftest import Pack
from webmux.backup.backup_errors import BadBackup
from webmux.backup.tar_reader import entries


def read(path: Path) -> dict[str, bytes]:
    return {entry.name: b"".join(entry.chunks()) for entry in entries(path)}


def special(kind: bytes, link: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo("state/x")
    info.type, info.linkname = kind, link
    return info


def test_names_and_contents_of_any_length_are_read(pack: Pack) -> None:
    members = {"a": b"", "b" * 99: b"x" * 512, "ü/" + "c" * 300: b"y" * 3_000_000}
    assert members == read(pack(*members.items()))


def test_a_member_that_is_not_read_is_skipped(pack: Pack) -> None:
    assert ["a", "b"] == [entry.name for entry in entries(pack(("a", b"x" * 5000), ("b", b"y")))]


@pytest.mark.parametrize(
    "info",
    [
        special(tarfile.SYMTYPE, "/etc/passwd"),
        special(tarfile.LNKTYPE, "state/secret"),
        special(tarfile.CHRTYPE),
        special(tarfile.BLKTYPE),
        special(tarfile.FIFOTYPE),
        special(tarfile.DIRTYPE),
        special(tarfile.REGTYPE, "a link on a file"),
        special(tarfile.GNUTYPE_SPARSE),
        special(tarfile.XGLTYPE),
    ],
)
def test_all_but_plain_files_are_refused(info: tarfile.TarInfo, pack: Pack) -> None:
    with pytest.raises(BadBackup):
        read(pack((info, b"")))


def test_a_header_of_any_size_is_refused(pack: Pack) -> None:
    info = tarfile.TarInfo("a")
    info.pax_headers = {"comment": "x" * 20_000_000}
    with pytest.raises(BadBackup, match="too long"):
        read(pack((info, b"")))
    info.pax_headers = {"uid": "0"}
    with pytest.raises(BadBackup, match="not of WebMux"):
        read(pack((info, b"")))


@pytest.mark.parametrize("damage", ["cut", "flip", "tail", "bytes", "empty"])
def test_a_damaged_archive_is_refused(damage: str, pack: Pack) -> None:
    path = pack(("a", b"0123456789" * 1000), tail=b"x" if damage == "tail" else b"")
    data = path.read_bytes()
    raw = bytearray(gzip.decompress(data))
    raw[20] ^= 1
    changed = {
        "cut": data[:-20],
        "flip": gzip.compress(bytes(raw)),
        "tail": data,
        "bytes": b"no archive",
        "empty": b"",
    }[damage]
    path.write_bytes(changed)
    with pytest.raises(BadBackup):
        read(path)


def test_a_missing_file_is_an_error_of_one_line(tmp_path: Path) -> None:
    with pytest.raises(BadBackup, match="No such file"):
        read(tmp_path / "nothing")
