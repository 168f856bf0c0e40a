"""The output of `git status --porcelain=v2 -z` and `git diff --numstat -z` as records. Pure.

Source: git-status(1), "Porcelain Format Version 2"; git-diff(1), "OTHER DIFF FORMATS".
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

_PATH_AT = {"1": 8, "2": 9, "u": 10}
"""By kind of entry: how many fields stand before the path."""


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """One file. `staged` and `unstaged` are git's letters, or empty; an untracked file has neither.

    `added` and `removed` count lines; they are None if the file is binary, large or not counted.
    """

    path: str
    staged: str = ""
    unstaged: str = ""
    untracked: bool = False
    conflict: bool = False
    added: int | None = None
    removed: int | None = None


def parse_status(output: bytes) -> list[ChangedFile]:
    """The files in the order of git; a broken last entry is left out, because output may be cut."""
    entries = output.split(b"\0")
    entries.pop()  # empty, or broken
    found: list[ChangedFile] = []
    rest = iter(entries)
    for entry in rest:
        file = _entry(os.fsdecode(entry), rest)
        if file is not None:
            found.append(file)
    return found


def _entry(text: str, rest: Iterator[bytes]) -> ChangedFile | None:
    kind = text[:1]
    if kind == "?":
        return ChangedFile(text[2:], untracked=True)
    if kind not in _PATH_AT:
        return None
    fields = text.split(" ", _PATH_AT[kind])
    if len(fields) <= _PATH_AT[kind]:
        return None
    if kind == "2":
        next(rest, b"")  # the path before a rename
    staged, unstaged = (letter.replace(".", "") for letter in fields[1][:2])
    return ChangedFile(fields[-1], staged, unstaged, conflict=kind == "u")


def parse_counts(output: bytes) -> dict[str, tuple[int | None, int | None]]:
    """Lines added and removed, by path; None for a binary file."""
    found: dict[str, tuple[int | None, int | None]] = {}
    for entry in output.split(b"\0")[:-1]:
        fields = entry.split(b"\t", 2)
        if len(fields) == 3:
            found[os.fsdecode(fields[2])] = (_count(fields[0]), _count(fields[1]))
    return found


def _count(text: bytes) -> int | None:
    return int(text) if text.isdigit() and len(text) < 12 else None


def with_counts(
    files: Iterable[ChangedFile], counts: Mapping[str, tuple[int | None, int | None]]
) -> list[ChangedFile]:
    """The files with the lines that were counted."""
    found = []
    for file in files:
        added, removed = counts.get(file.path, (None, None))
        found.append(replace(file, added=added, removed=removed))
    return found
