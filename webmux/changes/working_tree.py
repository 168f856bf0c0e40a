"""The working tree of a folder against HEAD: its files, and the difference of one of them."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass

from webmux.changes import repository
from webmux.changes.git_errors import FileUnchanged, GitFailed, GitSlow
from webmux.changes.git_process import Git
from webmux.changes.repository import Repository
from webmux.changes.status_text import ChangedFile, parse_counts, parse_status, with_counts
from webmux.errors import BadField
from webmux.supervise import in_thread

FILES_MAX = 1000
"""The most files of an answer. A folder of modules that git does not ignore has many more."""
STATUS_MAX_BYTES = 4 * 1024 * 1024
DIFF_MAX_BYTES = 1024 * 1024
PATH_MAX_BYTES = 4096
FILE_MAX_BYTES = 2 * 1024 * 1024
"""A larger file is not read: git would do so for minutes only to name its content."""
_STATUS = ("status", "--porcelain=v2", "-z", "--no-renames", "--no-ahead-behind", "--ignore-submodules=dirty")
# `git diff` would write the index; `git diff-index` does not.
_SAFE = ("--no-ext-diff", "--no-textconv", "--no-color", "--no-renames", "--ignore-submodules=dirty")


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs from HEAD. `files` has the first of `total`; `more` if git was stopped before the end.

    `branch` is empty if no branch is checked out, `head` before the first commit. `ahead` and `behind` count
    commits against the last known state of the upstream branch; they are None without one.
    """

    root: str
    branch: str
    head: str
    ahead: int | None
    behind: int | None
    files: tuple[ChangedFile, ...]
    total: int
    more: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """A unified difference of one file; `cut` if only its beginning is in `text`, `large` if nothing is."""

    path: str
    text: str
    cut: bool = False
    large: bool = False


def changes(git: Git, folder: str) -> Changes:
    """What differs from HEAD in the repository of an absolute folder.

    Raises, Switches: as `Git.run`. Cost: eight processes.
    """
    with repository.opened(git, folder) as opened:
        found = opened.found
        printed = opened.run(*_STATUS, "--untracked-files=all", most_bytes=STATUS_MAX_BYTES)
        files = parse_status(printed.output)
        files.sort(key=lambda file: (file.untracked, os.fsencode(file.path)))
        first = files[:FILES_MAX]
        if any(not file.untracked for file in first):
            first = with_counts(first, _counts(opened))
        ahead, behind = _distance(opened)
        return Changes(
            found.root, found.branch, found.head, ahead, behind, tuple(first), len(files), printed.cut
        )


def is_dirty(opened: Repository) -> bool:
    """Whether anything differs from HEAD, without the rest of the list. Raises, Switches: as `Git.run`."""
    return opened.run(*_STATUS, "--untracked-files=normal", most_bytes=1).output != b""


def difference(git: Git, folder: str, path: str) -> Difference:
    """How one file differs from HEAD. `path` is relative to the root of the repository.

    Raises:
        BadField: no such path is possible.
        FileUnchanged: the file does not differ, or git ignores it.

    Raises also, Switches: as `Git.run`.
    """
    check_path(path)
    with repository.opened(git, folder) as opened:
        base = opened.found.base
        if in_thread(lambda: _is_large(os.path.join(opened.found.root, path))):
            return Difference(path, "", large=True)
        printed = opened.run("diff-index", "-p", *_SAFE, base, "--", path, most_bytes=DIFF_MAX_BYTES)
        if not printed.output:
            listed = opened.run(
                "ls-files", "-z", "--others", "--exclude-standard", "--", path, most_bytes=8192
            )
            if listed.output != os.fsencode(path) + b"\0":
                raise FileUnchanged("this file does not differ from HEAD, or git ignores it")
            words = ("diff", "--no-index", *_SAFE, "--", "/dev/null", path)
            printed = opened.run(*words, statuses=(0, 1), most_bytes=DIFF_MAX_BYTES)
        output = printed.output
        if printed.cut:
            output = output[: output.rfind(b"\n") + 1]
        return Difference(path, output.decode("utf-8", "replace"), printed.cut)


def _is_large(path: str) -> bool:
    try:
        found = os.lstat(path)
    except OSError:
        return False
    return stat.S_ISREG(found.st_mode) and found.st_size > FILE_MAX_BYTES


def check_path(path: str) -> None:
    """Raises BadField unless this can be a path that git lists. Pure."""
    parts = path.removesuffix("/").split("/")
    if "\0" in path or len(os.fsencode(path)) > PATH_MAX_BYTES or {"", ".", ".."} & set(parts):
        raise BadField("path", "must be a path of the list of changes")


def _counts(opened: Repository) -> dict[str, tuple[int | None, int | None]]:
    words = ("diff-index", "--numstat", "-z", *_SAFE, opened.found.base, "--")
    try:
        return parse_counts(opened.run(*words, most_bytes=STATUS_MAX_BYTES).output)
    except (GitFailed, GitSlow):  # the list is worth more than its numbers
        return {}


def _distance(opened: Repository) -> tuple[int | None, int | None]:
    head, upstream = opened.found.head, opened.found.upstream
    if not head or not upstream:
        return None, None
    try:
        words = ("rev-list", "--left-right", "--count", f"{head}...{upstream}", "--")
        ahead, behind = opened.run(*words, most_bytes=100).output.split()
        return int(ahead), int(behind)
    except (GitFailed, GitSlow, ValueError):
        return None, None
