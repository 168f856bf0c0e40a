"""A file appears whole and private, or not at all."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from webmux.backup.archive import ArchiveWriter, replaced


def test_a_file_is_replaced_only_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "backup.tar.gz"
    path.write_text("old")
    path.chmod(0o644)
    with pytest.raises(RuntimeError), replaced(path) as out:
        out.write(b"half")
        raise RuntimeError
    assert ["old"] == [one.read_text() for one in tmp_path.iterdir()]
    with replaced(path) as out:
        out.write(b"new")
        assert "old" == path.read_text()
    assert [(b"new", 0o600)] == [(one.read_bytes(), one.stat().st_mode & 0o777) for one in tmp_path.iterdir()]


def test_any_program_reads_the_archive_and_the_manifest_is_last() -> None:
    out = io.BytesIO()
    archive = ArchiveWriter(out)
    archive.add("state/größe", io.BytesIO(b"abc"), 3)
    archive.finish(b"{}")
    out.seek(0)
    with tarfile.open(fileobj=out, mode="r:gz") as read:
        assert ["state/größe", "manifest.json"] == read.getnames()
        assert {0o600} == {one.mode for one in read.getmembers()}
    [member] = archive.members
    assert ("state/größe", 3) == (member.name, member.bytes)
    assert member.sha256.startswith("ba7816bf")


def test_a_file_that_became_shorter_is_an_error() -> None:
    with pytest.raises(OSError, match="unexpected end"):
        ArchiveWriter(io.BytesIO()).add("a", io.BytesIO(b"abc"), 4)
