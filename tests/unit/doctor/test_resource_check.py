"""How little room is too little."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from tests.unit.doctor.inputs import inputs
from webmux.doctor.finding import Level
from webmux.doctor.resource_check import Resources, gather, judge

GOOD = Resources("/data", 10 << 30, 1000, 1024, 524288, watches=True)


def ids(**fields: object) -> list[str]:
    found = judge(replace(GOOD, **fields), 0)  # type: ignore[arg-type]
    return [one.id for one in found if one.level is not Level.OK]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, []),
        ({"free_bytes": 1 << 29}, ["disk-low"]),
        ({"free_bytes": 1 << 20}, ["disk-full"]),
        ({"files_free": 0}, ["disk-full"]),
        ({"files_free": None}, []),
        ({"read_only": True}, ["disk-read-only"]),
        ({"hard": 128}, ["files"]),
        ({"hard": 1024}, ["files"]),
        ({"hard": None, "soft": None}, []),
        ({"watches": False}, ["inotify"]),
        ({"watches": None}, []),
    ],
)
def test_limits(fields: dict[str, object], expected: list[str]) -> None:
    assert expected == ids(**fields)


def test_few_files_are_an_error_only_below_twenty_viewers() -> None:
    levels = [judge(replace(GOOD, hard=hard), 0)[1].level for hard in (255, 256, 4096)]
    assert [Level.ERROR, Level.WARNING, Level.OK] == levels


def test_the_disk_is_asked_where_the_state_directory_is_or_will_be(tmp_path: Path) -> None:
    """As if it was full."""
    asked: list[Path] = []

    def full(path: Path) -> os.statvfs_result:
        asked.append(path)
        return os.statvfs_result((4096, 4096, 1000, 0, 0, 1000, 0, 0, 0, 255))

    facts = gather(inputs(tmp_path / "a" / "b"), full)
    assert ([tmp_path], str(tmp_path)) == (asked, facts.folder)
    assert Level.ERROR is judge(facts, 0)[0].level
