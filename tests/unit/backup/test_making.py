"""A backup has the database, all files that the rule stores, and the configuration."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from webmux.backup.backup_errors import BackupFailed
from webmux.backup.making import write_backup
from webmux.store.database import Database


def test_a_backup_leaves_nothing_behind_and_names_what_it_leaves_out(state: Path, tmp_path: Path) -> None:
    settings = tmp_path / "webmux.toml"
    settings.write_text("port = 9000")
    before, out = sorted(state.rglob("*")), io.BytesIO()
    manifest, skipped = write_backup(out, state, Database(state), recordings=True, config=settings)
    assert before == sorted(state.rglob("*"))
    names = [member.name for member in manifest.members]
    assert ["database/webmux.db", "config/webmux.toml"] == names[:2]
    assert {"state/token", "state/recordings/0123.cast"} <= set(names)
    assert {"links", "uploads", "link", "pipe"} <= {one.name for one in skipped}
    out.seek(0)
    with tarfile.open(fileobj=out, mode="r:gz") as archive:
        assert [*names, "manifest.json"] == archive.getnames()


def test_a_file_that_cannot_be_read_is_an_error(state: Path, tmp_path: Path) -> None:
    with pytest.raises(BackupFailed, match="does not exist"):
        write_backup(io.BytesIO(), state, Database(state), recordings=False, config=tmp_path / "nothing")
    assert not list(state.glob(".backup*"))
