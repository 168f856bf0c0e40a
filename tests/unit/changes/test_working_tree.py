"""What differs from HEAD, by a real git."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from gevent import monkey

from tests.unit.changes.repos import git, repo
from webmux.changes import repository, working_tree
from webmux.changes.git_errors import FileUnchanged, GitFailed, GitSlow, NoRepository
from webmux.changes.git_process import Git
from webmux.changes.working_tree import changes, check_path, difference
from webmux.errors import BadField


def test_files_are_listed_with_their_counts(tmp_path: Path) -> None:
    """Staged, not staged, both, deleted and untracked files, relative to the root."""
    tree = repo(tmp_path / "r", dict.fromkeys(("staged", "both", "gone", "sub/open", "same"), "one\ntwo\n"))
    (tree / "staged").write_text("one\n2\n")
    (tree / "both").write_text("one\ntwo\nthree\n")
    git(tree, "add", "staged", "both")
    (tree / "both").write_text("one\ntwo\nthree\nfour\n")
    (tree / "sub/open").write_text("")
    (tree / "gone").unlink()
    (tree / "new").write_text("x\n")
    found = changes(Git(), str(tree / "sub"))
    assert (str(tree), "main", False) == (found.root, found.branch, found.more)
    assert [
        ("both", "M", "M", 2, 0),
        ("gone", "", "D", 0, 2),
        ("staged", "M", "", 1, 1),
        ("sub/open", "", "M", 0, 2),
        ("new", "", "", None, None),
    ] == [(one.path, one.staged, one.unstaged, one.added, one.removed) for one in found.files]


def test_names_arrive_as_they_are(tmp_path: Path) -> None:
    names = ["a\nb", "a\tb", 'q"uote', "\x1b[31m", "\u202etxt.exe", " x", "-rf", ":(glob)*", "caf\udce9"]
    tree = repo(tmp_path / "r", dict.fromkeys(names[:4], "x\n"))
    for name in names:
        (tree / name).write_text("changed\n")
    found = changes(Git(), str(tree))
    assert sorted(names, key=os.fsencode) == sorted((one.path for one in found.files), key=os.fsencode)
    for name in names:
        assert "+changed\n" in difference(Git(), str(tree), name).text


def test_a_repository_before_its_first_commit(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "first")
    (tmp_path / "a").write_text("x\n")
    git(tmp_path, "add", "a")
    found = changes(Git(), str(tmp_path))
    assert ("first", "", [("a", "A", 1)]) == (
        found.branch,
        found.head,
        [(one.path, one.staged, one.added) for one in found.files],
    )
    assert "+x\n" in difference(Git(), str(tmp_path), "a").text


def test_commits_ahead_and_behind_are_counted_without_a_network(tmp_path: Path) -> None:
    origin = repo(tmp_path / "origin")
    git(tmp_path, "clone", "-q", str(origin), "r")
    git(origin, "commit", "-q", "--allow-empty", "-m", "theirs")
    tree = tmp_path / "r"
    git(tree, "fetch", "-q")
    for name in ("mine", "mine too"):
        git(tree, "commit", "-q", "--allow-empty", "-m", name)
    found = changes(Git(), str(tree))
    assert (2, 1) == (found.ahead, found.behind)
    git(tree, "checkout", "-q", "--detach")
    found = changes(Git(), str(tree))
    assert ("", None, None) == (found.branch, found.ahead, found.behind)


def test_worktrees_links_and_formats_work(tmp_path: Path) -> None:
    """A linked worktree, a folder behind a link, a split index, and a repository of SHA-256."""
    tree = repo(tmp_path / "r")
    git(tree, "worktree", "add", "-q", "-b", "other", str(tmp_path / "w"))
    git(tree, "update-index", "--split-index")
    (tmp_path / "w/a.txt").write_text("one\n")
    (tree / "a.txt").write_text("one\n")
    (tmp_path / "link").symlink_to(tree)
    git(tmp_path, "init", "-q", "--object-format=sha256", "-b", "long", "s")
    (tmp_path / "s/a.txt").write_text("one\n")
    branches = [("w", "other"), ("link", "main"), ("s", "long")]
    for folder, branch in branches:
        found = changes(Git(), str(tmp_path / folder))
        assert (branch, ["a.txt"]) == (found.branch, [one.path for one in found.files])


def test_line_ends_and_modes_are_compared_as_the_repository_says(tmp_path: Path) -> None:
    tree = repo(tmp_path / "r")
    git(tree, "config", "core.autocrlf", "true")
    git(tree, "config", "core.fileMode", "false")
    (tree / "a.txt").unlink()
    git(tree, "checkout", "-q", "a.txt")
    assert b"one\r\ntwo\r\nthree\r\n" == (tree / "a.txt").read_bytes()
    (tree / "a.txt").chmod(0o755)
    os.utime(tree / "a.txt")
    assert () == changes(Git(), str(tree)).files


def test_ignored_files_are_neither_listed_nor_shown(tmp_path: Path) -> None:
    tree = repo(tmp_path / "r")
    (tree / ".git/info/exclude").write_text("secret\n")
    (tree / "secret").write_text("x\n")
    assert () == changes(Git(), str(tree)).files
    for path in ("secret", ".git/config", "a.txt", "none"):
        with pytest.raises(FileUnchanged):
            difference(Git(), str(tree), path)


def test_a_link_shows_where_it_leads_and_nothing_behind_it(tmp_path: Path) -> None:
    tree = repo(tmp_path / "r")
    (tmp_path / "secret").write_text("hidden\n")
    (tree / "file").symlink_to(tmp_path / "secret")
    (tree / "folder").symlink_to(tmp_path)
    assert f"+{tmp_path}/secret" in difference(Git(), str(tree), "file").text
    with pytest.raises(FileUnchanged):
        difference(Git(), str(tree), "folder/secret")


@pytest.mark.parametrize("path", ["", "/etc/passwd", "../x", "a/../../x", "a//b", "./a", "a\0b", "a" * 5000])
def test_only_paths_inside_are_asked_for(path: str) -> None:
    with pytest.raises(BadField):
        check_path(path)


def test_large_files_and_pipes_are_not_read(tmp_path: Path) -> None:
    tree = repo(tmp_path / "r")
    with (tree / "large").open("wb") as file:
        file.truncate(8 * 1024**3)
    os.mkfifo(tree / "pipe")
    assert difference(Git(), str(tree), "large").large
    assert ["large"] == [one.path for one in changes(Git(), str(tree)).files]


def test_long_answers_are_cut_at_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree = repo(tmp_path / "r")
    (tree / "a.txt").write_text("line\n" * 1000)
    monkeypatch.setattr(working_tree, "DIFF_MAX_BYTES", 1000)
    found = difference(Git(), str(tree), "a.txt")
    assert found.cut
    assert 990 < len(found.text) <= 1000
    assert found.text.endswith("\n")
    for number in range(5):
        (tree / f"new{number}").write_text("x")
    monkeypatch.setattr(working_tree, "FILES_MAX", 3)
    listed = changes(Git(), str(tree))
    assert (3, 6) == (len(listed.files), listed.total)
    monkeypatch.setattr(working_tree, "STATUS_MAX_BYTES", 20)
    assert changes(Git(), str(tree)).more


def test_reasons_are_given(tmp_path: Path) -> None:
    """No repository, a bare one, a working tree in another folder, no git, and a git that never ends."""
    with pytest.raises(NoRepository, match="in no git repository"):
        changes(Git(), str(tmp_path))
    git(tmp_path, "init", "-q", "--bare", "bare")
    with pytest.raises(NoRepository):
        changes(Git(), str(tmp_path / "bare"))
    tree = repo(tmp_path / "r")
    git(tree, "config", "core.worktree", "/etc")
    with pytest.raises(NoRepository, match="another folder"):
        changes(Git(), str(tree))
    with pytest.raises(GitFailed, match="not installed"):
        changes(Git(program=lambda: None), str(tree))
    slow = tmp_path / "git"
    slow.write_text("#!/bin/sh\nsleep 60 & wait\n")
    slow.chmod(0o755)
    with pytest.raises(GitSlow):
        changes(Git(program=lambda: str(slow), deadline_s=0.2), str(tree))


def test_a_slow_disk_stops_no_other_greenlet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A thread asks the disk about the git directory and the file."""
    tree = repo(tmp_path / "r", {"a.txt": "one\n"})
    (tree / "a.txt").write_text("two\n")
    get_ident = monkey.get_original("threading", "get_ident")
    worker, threads = get_ident(), list[int]()

    def noted(plain: Any, *arguments: Any) -> Any:
        threads.append(get_ident())
        return plain(*arguments)

    monkeypatch.setattr(repository, "_fill", partial(noted, repository._fill))
    monkeypatch.setattr(working_tree, "_is_large", partial(noted, working_tree._is_large))
    assert "+two" in difference(Git(), str(tree), "a.txt").text
    assert len(threads) == 2
    assert worker not in threads
