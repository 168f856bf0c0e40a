"""Files of somebody else: replaced whole or not at all, and as they were otherwise."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from webmux.agents.setup import config_file
from webmux.agents.setup.config_file import MAX_BYTES, SetupRefused, read, replace


def test_a_file_is_replaced_with_its_mode_and_owner(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_bytes(b"a\r\n")
    file.chmod(0o640)
    if os.geteuid() == 0:
        os.chown(file, 1234, 2345)
    before = file.stat()
    assert "a\r\n" == read(file)
    replace(file, "a\r\n", "b\r\nß")
    assert "b\r\nß".encode() == file.read_bytes()
    after = file.stat()
    assert (before.st_mode, before.st_uid, before.st_gid) == (after.st_mode, after.st_uid, after.st_gid)
    assert ["settings.json"] == os.listdir(tmp_path)


def test_a_link_stays_and_its_target_is_written(tmp_path: Path) -> None:
    (tmp_path / "dotfiles").mkdir()
    target = tmp_path / "dotfiles" / "settings.json"
    link = tmp_path / "settings.json"
    link.symlink_to(Path("dotfiles") / "settings.json")
    assert read(link) is None
    replace(link, None, "new")
    assert (True, "new") == (link.is_symlink(), target.read_text())
    replace(link, "new", None)
    assert (True, False) == (link.is_symlink(), target.exists())


def test_a_new_file_gets_its_folders_and_mode(tmp_path: Path) -> None:
    file = tmp_path / "a" / "b" / "hook"
    replace(file, None, "x", mode=0o755)
    assert 0o755 == stat.S_IMODE(file.stat().st_mode)


def test_a_change_meanwhile_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text("theirs")
    with pytest.raises(SetupRefused, match="changed meanwhile"):
        replace(file, "old", "ours")
    assert "theirs" == file.read_text()


def test_a_failed_write_leaves_the_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "settings.json"
    file.write_text("old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(config_file.os, "fsync", full)
    with pytest.raises(SetupRefused, match="cannot be written: No space left"):
        replace(file, "old", "new")
    assert ("old", ["settings.json"]) == (file.read_text(), os.listdir(tmp_path))


def test_what_cannot_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "settings.json"
    file.write_bytes(b"\xff")
    with pytest.raises(SetupRefused, match="is not UTF-8"):
        read(file)
    file.write_bytes(b" " * (MAX_BYTES + 1))
    with pytest.raises(SetupRefused, match="has more than"):
        read(file)
    with pytest.raises(SetupRefused, match=r"is not a file|cannot be read"):
        read(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(SetupRefused, match="is not a file"):
        read(tmp_path / "pipe")

    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", denied)
    with pytest.raises(SetupRefused, match="cannot be read: Permission denied"):
        read(file)
