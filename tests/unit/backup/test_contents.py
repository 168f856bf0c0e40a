"""All files of the state directory are stored, except those that a rule names."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from webmux.backup.contents import Skipped, files_of, is_stored, opened

STORED = ["audit.jsonl", "push", "saved sessions/größe.json", "secret", "token"]


def test_what_is_stored_and_what_is_not(state: Path) -> None:
    found = list(files_of(state, recordings=False))
    assert STORED == [name for name in found if isinstance(name, str)]
    skipped = {one.name for one in found if isinstance(one, Skipped)}
    # Neither the database, of which a backup has a copy, nor files that each server makes.
    assert {"link", "links", "pipe", "recordings", "uploads"} == skipped


def test_recordings_are_stored_if_asked_for(state: Path) -> None:
    assert "recordings/0123.cast" in list(files_of(state, recordings=True))


@pytest.mark.parametrize(
    "name",
    [
        "", "/etc/passwd", "../x", "a/../x", "a//b", "a/", ".", "./a", ".hidden", "a/.b", "webmux.db",
        "address", "links/x", "uploads/a/b", "a\0b", "a\nb", "a\x1bb",
        "/".join("a" * 17), "a" * 1025, "\ud800",
    ],
)  # fmt: skip
def test_names_that_no_backup_has(name: str) -> None:
    assert not is_stored(name)


@pytest.mark.parametrize("name", ["secret", "audit.jsonl.1", "recordings/x", "a b/ü😀", "a..b"])
def test_names_that_a_backup_may_have(name: str) -> None:
    assert is_stored(name)


def test_links_and_pipes_are_not_opened(state: Path) -> None:
    for name in ("link", "pipe"):
        with pytest.raises(OSError, match=name):
            opened(state / name)
    descriptor, size = opened(state / "audit.jsonl")
    os.close(descriptor)
    assert len("audit.jsonl") == size
