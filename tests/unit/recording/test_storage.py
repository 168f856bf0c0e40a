"""Files of recordings: private, limited together, whole to the last line after any failure of the disk."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from webmux.errors import WebMuxError
from webmux.recording import storage as module
from webmux.recording.storage import Files, NoSpace, RecordingFailed, RecordingsFull

FIRST = b'{"version":3}\n'


def broken(number: int, after: int) -> Callable[[int, bytes], int]:
    """A disk that writes 5 bytes at a time, and fails after a limit."""
    taken = 0

    def write(descriptor: int, data: bytes) -> int:
        nonlocal taken
        if taken >= after:
            raise OSError(number, os.strerror(number))
        done = os.write(descriptor, data[:5])
        taken += done
        return done

    return write


@pytest.mark.parametrize("umask", [0o000, 0o777])
def test_a_file_is_private_and_named_by_us(umask: int, directory: Path) -> None:
    before = os.umask(umask)
    try:
        file = Files(directory, 1000).create(FIRST)
    finally:
        os.umask(before)
    file.close()
    [path] = directory.iterdir()
    assert re.fullmatch(r"[0-9a-f]{32}\.cast", path.name)
    assert path.name == file.id + ".cast"
    assert 0o600 == stat.S_IMODE(path.stat().st_mode)


def test_nothing_is_written_through_a_link(directory: Path, tmp_path: Path, monkeypatch) -> None:
    other = tmp_path / "other"
    other.write_bytes(b"kept")
    name = "0" * 32
    (directory / f"{name}.cast").symlink_to(other)
    monkeypatch.setattr(module.secrets, "token_hex", lambda count: name)
    with pytest.raises(RecordingFailed):
        Files(directory, 1000).create(FIRST)
    with pytest.raises(RecordingFailed):
        Files(directory, 1000).open(name)
    assert b"kept" == other.read_bytes()


@pytest.mark.parametrize("name", ["", "x", "../" + "0" * 29, "0" * 31 + "/", "0" * 33])
def test_no_other_file_is_read_or_deleted(name: str, directory: Path) -> None:
    files = Files(directory, 1000)
    with pytest.raises(RecordingFailed):
        files.open(name)
    with pytest.raises(RecordingFailed):
        files.delete(name)


def test_a_recording_is_read_up_to_its_size_when_opened(directory: Path) -> None:
    file = (files := Files(directory, 1 << 20)).create(FIRST)
    file.append(lambda: b"x" * 200_000 + b"\n")
    size, parts, close = files.open(file.id)
    file.append(b"later\n")
    assert FIRST + b"x" * 200_000 + b"\n" == b"".join(parts)
    assert len(FIRST) + 200_001 == size
    close()
    file.close()


@pytest.mark.parametrize(
    ("number", "kind"),
    [(errno.ENOSPC, NoSpace), (errno.EDQUOT, NoSpace), (errno.EIO, RecordingFailed)],
)
def test_a_failing_disk_leaves_whole_lines(number: int, kind: type[WebMuxError], directory: Path) -> None:
    files = Files(directory, 1000, write=broken(number, after=len(FIRST) + 10))
    file = files.create(FIRST)
    with pytest.raises(kind):
        file.append(b"a line that does not fit\n")
    file.close()
    assert FIRST == (directory / f"{file.id}.cast").read_bytes()
    assert len(FIRST) == file.size_bytes == files.used_bytes


def test_no_recording_starts_on_a_full_disk(directory: Path) -> None:
    with pytest.raises(NoSpace):
        Files(directory, 1000, write=broken(errno.ENOSPC, after=0)).create(FIRST)
    assert [] == list(directory.iterdir())


def test_a_part_of_the_disk_stays_free(directory: Path, monkeypatch) -> None:
    files = Files(directory, 1000)
    file = files.create(FIRST)
    monkeypatch.setattr(module, "free_bytes", lambda path: module.FREE_MIN_BYTES - 1)
    with pytest.raises(NoSpace):
        file.append(b"x\n")
    with pytest.raises(NoSpace):
        files.create(FIRST)
    file.close()


def test_the_space_of_all_recordings_is_limited(directory: Path) -> None:
    files = Files(directory, 100)
    one, other = files.create(FIRST), files.create(FIRST)
    one.append(b"x" * 71 + b"\n")
    with pytest.raises(RecordingsFull):
        other.append(b"\n")
    one.close()
    other.close()
    with pytest.raises(RecordingsFull):
        Files(directory, 100).create(FIRST)
    files.delete(one.id)
    files.create(FIRST).close()
    assert 2 * len(FIRST) == files.used_bytes


def test_old_recordings_are_deleted_except_those_to_keep(directory: Path) -> None:
    files = Files(directory, 1000)
    made = [files.create(FIRST) for _ in range(3)]
    for file in made:
        file.close()
    for file in made[:2]:
        os.utime(directory / f"{file.id}.cast", (50, 50))
    os.utime(directory / f"{made[2].id}.cast", (100, 100))
    (directory / "notes").write_text("not ours")
    left = files.delete_older(100, keep={made[0].id})
    assert {made[0].id: (len(FIRST), 50.0), made[2].id: (len(FIRST), 100.0)} == left
    assert {f"{made[0].id}.cast", f"{made[2].id}.cast", "notes"} == {
        path.name for path in directory.iterdir()
    }
    files.delete(made[1].id)
