"""A repository that git reads with settings of ours, so that no setting of the repository counts.

A repository can name programs in many settings: filters, text conversions, monitors, hooks, remotes. git has
no switch that turns all of them off. So git gets a private folder as its git directory, with a config that we
write. Objects, index and files are those of the repository. `.gitattributes` can name a filter or a driver,
but none is defined.

The private folder is made for one answer. Finding the repository reads its own config, by commands that start
nothing: `rev-parse`, `symbolic-ref`, `config`.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from webmux.changes.git_errors import GitFailed, NoRepository
from webmux.changes.git_process import Git, Printed
from webmux.supervise import in_thread

EMPTY_TREES = {
    "sha1": "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    "sha256": "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
}
"""What git compares with before the first commit; it knows these trees without a file."""
COPIED = {
    "core.autocrlf": re.compile("true|false|input"),
    "core.checkstat": re.compile("default|minimal"),
    "core.eol": re.compile("lf|crlf|native"),
    "core.filemode": re.compile("true|false"),
    "core.ignorecase": re.compile("true|false"),
    "core.precomposeunicode": re.compile("true|false"),
    "core.symlinks": re.compile("true|false"),
    "core.trustctime": re.compile("true|false"),
}
"""The settings that say how files are compared, with the values that we copy."""
SHARED_INDEXES_MAX = 16
_OID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_BRANCH = "refs/heads/"


@dataclass(frozen=True, slots=True)
class Found:
    """A repository and its HEAD. `branch`, `head` and `upstream` may be empty; the last two are commits."""

    root: str
    git_directory: str
    common_directory: str
    index: str
    objects: str
    object_format: str
    branch: str
    head: str
    upstream: str
    settings: tuple[tuple[str, str], ...]

    @property
    def base(self) -> str:
        """What the working tree is compared with."""
        return self.head or EMPTY_TREES[self.object_format]


class Repository:
    """Runs git on a found repository, with a git directory of ours."""

    def __init__(self, git: Git, found: Found, private: Path) -> None:
        self.found = found
        self._git = git
        self._environment = {
            "GIT_DIR": str(private),
            "GIT_WORK_TREE": found.root,
            "GIT_INDEX_FILE": found.index,
            "GIT_OBJECT_DIRECTORY": found.objects,
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": "/dev/null",
            "HOME": str(private),  # also for a git that does not know GIT_CONFIG_GLOBAL
            "XDG_CONFIG_HOME": str(private),
        }

    def run(self, *words: str, statuses: tuple[int, ...] = (0,), most_bytes: int) -> Printed:
        """See `Git.run`."""
        return self._git.run(
            self.found.root, *words, environment=self._environment, statuses=statuses, most_bytes=most_bytes
        )


@contextmanager
def opened(git: Git, folder: str) -> Iterator[Repository]:
    """The repository that an absolute folder is in.

    Raises: as `Git.run`. Switches: yes. Cost: five processes of some milliseconds, and a few small files.
    """
    found = find(git, folder)
    private = Path(tempfile.mkdtemp(prefix="webmux-git-"))
    try:
        in_thread(lambda: _fill(private, found))  # the folder may be large, and its disk slow
        yield Repository(git, found, private)
    finally:
        shutil.rmtree(private, ignore_errors=True)


def find(git: Git, folder: str) -> Found:
    """Where the repository is and what its HEAD is. Raises, Switches: as `opened`."""
    where = ("--is-inside-work-tree", "--show-toplevel", "--absolute-git-dir", "--git-common-dir")
    files = ("--git-path", "index", "--git-path", "objects", "--show-object-format")
    printed = git.run(folder, "rev-parse", "--path-format=absolute", *where, *files).output
    lines = os.fsdecode(printed).split("\n")
    if len(lines) != 8:
        raise GitFailed("the path of this repository has a line break; rename its folder")
    inside, root, git_directory, common, index, objects, object_format, _end = lines
    if inside != "true":  # a repository can name any folder as its working tree
        raise NoRepository("the working tree of this repository is in another folder; change to that one")
    if object_format not in EMPTY_TREES:
        raise GitFailed("this repository has a format that WebMux does not know; update WebMux")
    branch = _line(git, folder, "symbolic-ref", "-q", "HEAD").removeprefix(_BRANCH)
    return Found(
        root,
        git_directory,
        common,
        index,
        objects,
        object_format,
        branch,
        _commit(git, folder, "HEAD"),
        _commit(git, folder, "@{upstream}"),
        _settings(git, folder),
    )


def _line(git: Git, folder: str, *words: str) -> str:
    printed = git.run(folder, *words, statuses=(0, 1, 128), most_bytes=4096)
    return os.fsdecode(printed.output).removesuffix("\n")


def _commit(git: Git, folder: str, name: str) -> str:
    oid = _line(git, folder, "rev-parse", "-q", "--verify", name)
    return oid if _OID.fullmatch(oid) else ""


def _settings(git: Git, folder: str) -> tuple[tuple[str, str], ...]:
    pattern = "^(" + "|".join(name.replace(".", r"\.") for name in COPIED) + ")$"
    printed = git.run(folder, "config", "-z", "--get-regexp", pattern, statuses=(0, 1), most_bytes=4096)
    entries = [entry.partition("\n") for entry in os.fsdecode(printed.output).split("\0") if entry]
    # Without "\n" the name stands alone, which means true.
    pairs = {name: value.lower() if between else "true" for name, between, value in entries}
    return tuple(
        (name, value) for name, value in pairs.items() if name in COPIED and COPIED[name].fullmatch(value)
    )


def _fill(private: Path, found: Found) -> None:
    """Make the git directory. Links lead to files that are data: excluded names, ends of a shallow clone."""
    (private / "refs").mkdir()
    (private / "info").mkdir()
    (private / "HEAD").write_text(f"{found.head or 'ref: refs/heads/none'}\n")
    lines = ["[core]", "repositoryformatversion = 1", "bare = false"]
    lines += [f"{name.removeprefix('core.')} = {value}" for name, value in found.settings]
    lines += ["[extensions]", f"objectformat = {found.object_format}"]
    (private / "config").write_text("\n".join(lines) + "\n")
    common = Path(found.common_directory)
    (private / "info/exclude").symlink_to(common / "info/exclude")
    if (common / "shallow").is_file():
        (private / "shallow").symlink_to(common / "shallow")
    with suppress(OSError):
        shared = (
            path for path in Path(found.git_directory).iterdir() if path.name.startswith("sharedindex.")
        )
        for path in islice(shared, SHARED_INDEXES_MAX):
            (private / path.name).symlink_to(path)
    _link_global_ignore(private)


def _link_global_ignore(private: Path) -> None:
    """The user's own list of ignored names, where git looks for it by default."""
    config = os.environ.get("XDG_CONFIG_HOME") or os.path.join(os.path.expanduser("~"), ".config")
    ignore = Path(config) / "git/ignore"
    if ignore.is_file():
        (private / "git").mkdir()
        (private / "git/ignore").symlink_to(ignore)
