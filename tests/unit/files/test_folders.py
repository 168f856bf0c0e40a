"""Lists of folders, also of unusual ones."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import gevent
import pytest

from tests.support import eventually
from webmux.errors import BadField, WebMuxError
from webmux.files import folders
from webmux.files.folders import Entry, FolderNotFound, Folders, FolderSlow, Listing, read_folder


class DeadDisk:
    """Returns for paths that begin with `/dead` only after it is repaired; blocks like a system call."""

    def __init__(self) -> None:
        self._reads, self._writes = os.pipe()

    def read(self, path: str) -> Listing:
        if path.startswith("/dead"):
            os.read(self._reads, 1)
        return Listing(path, (), 0)

    def repair(self) -> None:
        os.close(self._writes)

    def close(self) -> None:
        os.close(self._reads)


@pytest.fixture
def disk() -> Iterator[DeadDisk]:
    made = DeadDisk()
    yield made
    made.close()


ODD = [b"a\nb", b"\x1b]0;x\x07", b"caf\xe9", b"#(touch x)", b'it\'s "q"', b" ", b"-rf"]


def refused(path: str) -> str:
    with pytest.raises(WebMuxError) as caught:
        read_folder(path)
    return caught.value.code


def test_folders_are_listed_first_and_case_is_ignored(tmp_path: Path) -> None:
    for name in ("b", "C", "a"):
        (tmp_path / name).write_bytes(b"abc")
        (tmp_path / f"dir-{name}").mkdir()
    found = read_folder(str(tmp_path))
    assert ["dir-a", "dir-b", "dir-C", "a", "b", "C"] == [entry.name for entry in found.entries]
    assert (6, ["folder"] * 3 + ["file"] * 3) == (found.total, [entry.kind for entry in found.entries])
    os.utime(tmp_path / "a", (5, 7))
    assert Entry("a", "file", 3, 7) == read_folder(str(tmp_path)).entries[3]


def test_links_are_marked_and_not_followed(tmp_path: Path) -> None:
    """To a folder, to nothing, in a circle; a pipe is not opened."""
    (tmp_path / "out").symlink_to("/usr")
    (tmp_path / "dangling").symlink_to("gone")
    (tmp_path / "circle").symlink_to("circle")
    os.mkfifo(tmp_path / "pipe")
    found = {entry.name: (entry.kind, entry.leads_to) for entry in read_folder(str(tmp_path)).entries}
    assert {
        "out": ("link", "/usr"),
        "dangling": ("link", "gone"),
        "circle": ("link", "circle"),
        "pipe": ("other", None),
    } == found
    assert "share" in [entry.name for entry in read_folder(str(tmp_path / "out")).entries]
    codes = {name: refused(str(tmp_path / name)) for name in ("dangling", "circle", "pipe", "x" * 300)}
    assert {
        "dangling": "folder_not_found",
        "circle": "folder_not_found",
        "pipe": "not_a_folder",
        "x" * 300: "folder_not_found",
    } == codes


def test_names_of_any_bytes_are_listed(tmp_path: Path) -> None:
    for name in ODD:
        os.mkdir(os.fsencode(tmp_path) + b"/" + name)
    found = read_folder(str(tmp_path))
    assert sorted(ODD) == sorted(os.fsencode(entry.name) for entry in found.entries)


def test_an_unreadable_folder_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbid(*_args: object) -> int:
        raise PermissionError(13, "no")

    monkeypatch.setattr(folders.os, "open", forbid)
    assert "not_readable" == refused(str(tmp_path))


def test_only_the_first_of_many_names_are_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first in order among all names, and the number of the rest."""
    monkeypatch.setattr(folders, "ENTRIES_MAX", 3)
    for number in range(10):
        (tmp_path / f"{number}").touch()
    (tmp_path / "z").mkdir()
    found = read_folder(str(tmp_path))
    assert (["z", "0", "1"], 11) == ([entry.name for entry in found.entries], found.total)
    monkeypatch.setattr(folders, "SCANNED_MAX", 5)
    assert 5 == read_folder(str(tmp_path)).total


def test_a_file_that_vanishes_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").touch()
    (tmp_path / "b").touch()

    def order(looked_at: tuple[str, os.DirEntry[str]]) -> str:
        (tmp_path / "a").unlink(missing_ok=True)
        return looked_at[1].name

    monkeypatch.setattr(folders, "_order", order)
    assert ["b"] == [entry.name for entry in read_folder(str(tmp_path)).entries]


def test_a_disk_that_does_not_answer_times_out(disk: DeadDisk) -> None:
    """The same folder is refused at once, others are listed, and when the disk is back so is it."""
    listing = Folders(disk.read, deadline_s=0.05)
    try:
        for _ in range(2):
            with pytest.raises(FolderSlow):
                listing.list("/dead")
        assert "/alive" == listing.list("/alive").path
    finally:
        disk.repair()
    eventually(lambda: not listing._stuck)
    assert "/dead" == listing.list("/dead").path


def test_disks_that_do_not_answer_use_few_threads(disk: DeadDisk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "AT_ONCE_MAX", 2)
    listing = Folders(disk.read, deadline_s=0.05)
    try:
        for path in ("/dead/one", "/dead/two", "/alive"):
            with pytest.raises(FolderSlow):
                listing.list(path)
        assert {"/dead/one", "/dead/two"} == listing._stuck
    finally:
        disk.repair()
    eventually(lambda: not listing._stuck)
    assert "/alive" == listing.list("/alive").path


def test_requests_beyond_the_threads_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "AT_ONCE_MAX", 2)
    listing = Folders()
    asked = [gevent.spawn(listing.list, str(tmp_path)) for _ in range(9)]
    assert [str(tmp_path)] * 9 == [one.get().path for one in asked]


def test_an_error_in_the_thread_reaches_the_caller(tmp_path: Path) -> None:
    with pytest.raises(FolderNotFound):
        Folders().list(str(tmp_path / "gone"))
    (tmp_path / "file").touch()
    with pytest.raises(BadField):
        Folders().list(str(tmp_path / "file"))
