"""One directory takes the place of another at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from webmux.backup import swap


def directory(path: Path, *names: str) -> Path:
    path.mkdir()
    for name in names:
        (path / name).touch()
    return path


def test_a_directory_moves_to_where_nothing_is(tmp_path: Path) -> None:
    new, place = directory(tmp_path / "new", "a"), directory(tmp_path / "place")
    swap.move_into(new, place)
    swap.move_into(place, tmp_path / "other")
    assert ["a"] == [one.name for one in (tmp_path / "other").iterdir()]
    with pytest.raises(OSError, match="not empty"):
        swap.move_into(directory(tmp_path / "x"), tmp_path / "other")


def test_two_directories_are_exchanged(tmp_path: Path) -> None:
    one, other = directory(tmp_path / "one", "1"), directory(tmp_path / "other", "2")
    swap.exchange(one, other)
    assert (["2"], ["1"]) == tuple([file.name for file in path.iterdir()] for path in (one, other))
    with pytest.raises(FileNotFoundError):
        swap.exchange(one, tmp_path / "nothing")
