"""Files by their paths."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from webmux.errors import BadField
from webmux.files.reading import FileNotFound, FileShrank, Found, find_all, open_file, whole_path

HOME = os.path.expanduser("~")


@pytest.mark.parametrize(
    ("path", "folder", "wanted"),
    [
        ("x", "/work", "/work/x"), ("./x", "/work", "/work/./x"), ("/etc/x", "/work", "/etc/x"),
        ("../x", "/work", "/work/../x"), ("~/x", "/work", f"{HOME}/x"),
        ("~x", "/work", "/work/~x"), ("/x", "", "/x"),
    ],
)  # fmt: skip
def test_paths_are_read_as_a_shell_in_that_folder_does(path: str, folder: str, wanted: str) -> None:
    assert wanted == whole_path(path, folder)


@pytest.mark.parametrize(
    ("path", "folder"), [("", "/"), ("a\0b", "/"), ("x" * 5000, "/"), ("\ud800", "/"), ("x", "")]
)
def test_an_invalid_path_is_refused(path: str, folder: str) -> None:
    with pytest.raises(BadField) as refused:
        whole_path(path, folder)
    assert "bad_path" == refused.value.code


def test_only_files_and_folders_are_found(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("abc")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "dangling").symlink_to(tmp_path / "gone")
    asked = {name: str(tmp_path / name) for name in ("file", "folder", "pipe", "dangling", "gone", "x" * 300)}
    asked["device"] = "/dev/null"
    assert [("file", "file"), ("folder", "folder")] == [(one.path, one.kind) for one in find_all(asked)]
    assert Found("file", "file", 3) == find_all({"file": str(tmp_path / "file")})[0]


def test_a_file_is_read_up_to_its_size_when_opened(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_bytes(b"x" * 600_000)
    opened = open_file(str(path))
    with path.open("ab") as more:
        more.write(b"later")
    assert (600_000, b"x" * 600_000) == (opened.size, b"".join(opened.parts()))
    opened.close()


def test_a_file_that_shrinks_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_bytes(b"x" * 600_000)
    opened = open_file(str(path))
    os.truncate(path, 10)
    with pytest.raises(FileShrank):
        list(opened.parts())
    opened.close()


def test_only_regular_files_open(tmp_path: Path) -> None:
    """A pipe without a writer does not hang."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "pipe", tmp_path / "link", Path("/dev/null")):
        with pytest.raises(BadField) as refused:
            open_file(str(path))
        assert "not_a_file" == refused.value.code
    with pytest.raises(FileNotFound):
        open_file(str(tmp_path / "gone"))
