"""Uploads on a real disk: whole or not at all, nothing overwritten, nothing followed."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from webmux.errors import BadField, PeerError, TooBig, TooMany
from webmux.files.uploads import (
    DAY_S,
    RUNNING_MAX,
    SCRATCH,
    Limits,
    NoSpace,
    Uploaded,
    UploadFailed,
    UploadNotFound,
    Uploads,
    UploadsFull,
)

LIMITS = Limits(max_bytes=1000, quota_bytes=1500, days=7)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "uploads").mkdir(mode=0o700)
    (tmp_path / "work").mkdir()
    return tmp_path


@pytest.fixture
def uploads(root: Path) -> Uploads:
    return Uploads(root / "uploads", LIMITS)


def put(uploads: Uploads, name: str, data: bytes = b"hello", folder: Path | None = None) -> Uploaded:
    with uploads.begin("ann", name, len(data), None if folder is None else str(folder)) as upload:
        upload.append(data[:2])
        upload.append(data[2:])
        return upload.finish()


def test_only_the_owner_can_read_a_private_file(uploads: Uploads, root: Path) -> None:
    done = put(uploads, "a.png")
    path = root / "uploads" / "ann" / "a.png"
    assert (str(path), b"hello", 5) == (done.path, path.read_bytes(), done.bytes)
    assert (0o600, 0o700) == (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777)


def test_nothing_is_overwritten(uploads: Uploads, root: Path) -> None:
    """It replaces neither a file, nor a folder, nor the target of a link."""
    work = root / "work"
    (work / "a.txt").write_text("mine")
    (work / "a (2).txt").mkdir()
    (work / "a (3).txt").symlink_to(root / "target")
    assert str(work / "a (4).txt") == put(uploads, "a.txt", folder=work).path
    assert "mine" == (work / "a.txt").read_text()
    assert not (root / "target").exists()


def test_a_user_folder_that_is_a_link_is_not_followed(uploads: Uploads, root: Path) -> None:
    (root / "uploads" / "ann").symlink_to(root / "work")
    with pytest.raises(BadField):
        put(uploads, "a.txt")
    assert [] == list((root / "work").iterdir())


def test_an_unfinished_upload_leaves_nothing(uploads: Uploads, root: Path) -> None:
    with pytest.raises(PeerError, match="only 2 of 5"):
        with uploads.begin("ann", "a.txt", 5, str(root / "work")) as upload:
            upload.append(b"he")
            assert [SCRATCH] == [path.name[: len(SCRATCH)] for path in (root / "work").iterdir()]
            upload.finish()
    assert [] == list((root / "work").iterdir())


@pytest.mark.parametrize(
    ("number", "error"), [(errno.ENOSPC, NoSpace), (errno.EDQUOT, NoSpace), (errno.EIO, UploadFailed)]
)
def test_an_error_of_the_disk_leaves_nothing(number: int, error: type[Exception], root: Path) -> None:
    """After some bytes it is full."""

    def write(descriptor: int, data: memoryview) -> int:
        if os.fstat(descriptor).st_size >= 2:
            raise OSError(number, "no more")
        return os.write(descriptor, data[:1])

    uploads = Uploads(root / "uploads", LIMITS, write)
    with pytest.raises(error):
        put(uploads, "a.txt")
    assert [] == list((root / "uploads" / "ann").iterdir())


def test_short_writes_lose_nothing(root: Path) -> None:
    uploads = Uploads(root / "uploads", LIMITS, lambda descriptor, data: os.write(descriptor, data[:1]))
    assert b"hello" == Path(put(uploads, "a.txt").path).read_bytes()


def test_sizes_are_limited(uploads: Uploads, root: Path) -> None:
    """One file, and all private files of a user; in the folder of a pane only the disk limits."""
    with pytest.raises(TooBig):
        put(uploads, "a", b"x" * 1001)
    put(uploads, "a", b"x" * 1000)
    with pytest.raises(UploadsFull):
        put(uploads, "b", b"x" * 600)
    put(uploads, "b", b"x" * 500)
    put(uploads, "c", b"x" * 1000, root / "work")
    with pytest.raises(TooBig), uploads.begin("bob", "a", 2, None) as upload:
        upload.append(b"xxx")


def test_an_upload_that_ends_does_not_affect_others(
    uploads: Uploads, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file may be renamed between listing and reading."""
    (root / "uploads/ann").mkdir()
    (root / "uploads/ann/gone").touch()
    listed = list(os.scandir(root / "uploads/ann"))
    (root / "uploads/ann/gone").unlink()
    monkeypatch.setattr("webmux.files.uploads.os.scandir", lambda folder: iter(listed))
    assert b"hello" == Path(put(uploads, "b").path).read_bytes()


def test_the_number_of_running_uploads_is_limited(uploads: Uploads, root: Path) -> None:
    """The announced size is reserved."""
    first = uploads.begin("ann", "a", 1000, None)
    with pytest.raises(UploadsFull):
        uploads.begin("ann", "b", 600, None)
    others = [uploads.begin("ann", "a", 1, str(root / "work")) for _ in range(RUNNING_MAX - 1)]
    with pytest.raises(TooMany):
        uploads.begin("ann", "b", 1, None)
    for upload in (first, *others):
        upload.abandon()
    put(uploads, "b", b"x" * 600)


@pytest.mark.parametrize("folder", ["", "relative", "/nowhere/at/all"])
def test_a_missing_folder_is_refused(folder: str, uploads: Uploads) -> None:
    with pytest.raises(BadField) as refused:
        uploads.begin("ann", "a", 1, folder)
    assert "no_folder" == refused.value.code


def test_a_full_disk_is_reported_before_the_upload(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webmux.files.uploads.free_bytes", lambda folder: 100)
    with pytest.raises(NoSpace):
        Uploads(root / "uploads", LIMITS).begin("ann", "a", 1, None)


def test_undo_deletes_the_users_own_file_once(uploads: Uploads) -> None:
    done = put(uploads, "a.png")
    with pytest.raises(UploadNotFound):
        uploads.undo("bob", done.id)
    assert done.path == uploads.undo("ann", done.id)
    assert not Path(done.path).exists()
    with pytest.raises(UploadNotFound):
        uploads.undo("ann", done.id)


def test_undo_deletes_no_other_file(uploads: Uploads) -> None:
    done = put(uploads, "a.png")
    Path(done.path).rename(done.path + ".moved")
    Path(done.path).write_text("another")
    with pytest.raises(UploadNotFound):
        uploads.undo("ann", done.id)
    assert "another" == Path(done.path).read_text()


def test_a_failed_undo_can_be_tried_again(uploads: Uploads, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder may have become read-only: the file still exists."""
    done = put(uploads, "a.png")

    def refuse(path: str) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    with monkeypatch.context() as patched, pytest.raises(BadField) as refused:
        patched.setattr("webmux.files.uploads.os.unlink", refuse)
        uploads.undo("ann", done.id)
    assert "not_writable" == refused.value.code
    assert done.path == uploads.undo("ann", done.id)


def test_a_stop_leaves_no_partial_file(uploads: Uploads, root: Path) -> None:
    """A client that still sends gets an error."""
    with pytest.raises(BadField), uploads.begin("ann", "a", 5, str(root / "work")) as upload:
        upload.append(b"he")
        uploads.stop()
        assert [] == list((root / "work").iterdir())
        upload.append(b"llo")
        upload.finish()
    assert [] == list((root / "work").iterdir())


def test_old_private_files_are_deleted(root: Path) -> None:
    """Also those of a killed server; new ones stay."""
    now = [1_000_000_000.0]
    uploads = Uploads(root / "uploads", LIMITS, clock=lambda: now[0])
    done = Path(put(uploads, "a.png").path)
    left = done.parent / f"{SCRATCH}0"
    left.write_text("x")
    os.utime(done, (now[0], now[0]))
    os.utime(left, (now[0], now[0]))
    now[0] += 6 * DAY_S
    uploads.tidy()
    assert [done] == list(done.parent.iterdir())
    now[0] += 2 * DAY_S
    uploads.tidy()
    assert [] == list(done.parent.iterdir())
