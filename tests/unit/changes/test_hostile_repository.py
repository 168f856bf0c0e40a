"""A hostile repository runs nothing: each setting that names a program names one that leaves a canary."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.unit.changes.repos import git, repo
from webmux.changes.git_errors import WebMuxError
from webmux.changes.git_process import Git
from webmux.changes.working_tree import changes, difference

PROGRAMS = (
    "core.askPass", "core.editor", "core.fsmonitor", "core.gitProxy", "core.pager", "core.sshCommand",
    "core.alternateRefsCommand", "credential.helper", "diff.external", "diff.evil.command",
    "diff.evil.textconv", "diff.tool", "difftool.evil.cmd", "filter.evil.clean", "filter.evil.process",
    "filter.evil.smudge", "gpg.program", "gpg.ssh.program", "interactive.diffFilter", "merge.evil.driver",
    "pager.diff", "pager.status", "receive.fsck.skipList", "sequence.editor", "uploadpack.packObjectsHook",
    "alias.status", "alias.diff", "trailer.evil.cmd", "browser.evil.cmd", "sendemail.toCmd",
)  # fmt: skip
HOOKS = (
    "post-index-change", "fsmonitor-watchman", "pre-auto-gc", "post-checkout", "reference-transaction",
    "pre-commit", "post-rewrite", "query-watchman",
)  # fmt: skip


@pytest.fixture
def evil(tmp_path: Path) -> tuple[Path, Path]:
    """A repository with changes that need each of the programs, and the canary."""
    canary, program = tmp_path / "canary", tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {canary}\ncat\n")
    program.chmod(0o755)
    tree = repo(tmp_path / "r", {"a.txt": "one\n", "b.txt": "two\n", "sub/c.bin": "three\n"})
    (tree / ".gitattributes").write_text("* filter=evil diff=evil merge=evil text=auto\n")
    (tree / ".git/info/attributes").write_text("* filter=evil diff=evil\n")
    for key in PROGRAMS:
        git(tree, "config", key, f"{program}" if not key.startswith("alias") else f"!{program}")
    git(tree, "config", "filter.evil.required", "true")
    for hook in HOOKS:
        shutil.copy(program, tree / ".git/hooks" / hook)
    (tree / "a.txt").write_text("1\n")
    os.utime(tree / "b.txt")  # the index knows another time: git must read the file
    (tree / "new.txt").write_text("new\n")
    return tree, canary


def look(tree: Path) -> list[str]:
    """Ask for everything; the names of the changed files, or the error."""
    try:
        found = changes(Git(), str(tree))
    except WebMuxError as error:
        return [error.code]
    for file in found.files[:5]:
        with suppress(WebMuxError):
            difference(Git(), str(tree), file.path)
    return [file.path for file in found.files]


def test_no_setting_and_no_hook_runs(evil: tuple[Path, Path]) -> None:
    tree, canary = evil
    assert [".gitattributes", "a.txt", "new.txt"] == sorted(look(tree))
    assert not canary.exists()


def test_the_canary_lives(evil: tuple[Path, Path]) -> None:
    """Plain git does run the programs: the test above can fail."""
    tree, canary = evil
    with suppress(subprocess.CalledProcessError):
        git(tree, "diff")
    assert canary.exists()


def test_a_file_as_old_as_its_index_entry_runs_no_filter(evil: tuple[Path, Path]) -> None:
    """git reads a file whose time is that of the index, and filters it."""
    tree, canary = evil
    now = time.time()
    for path in (tree / ".git/index", tree / "a.txt", tree / "b.txt"):
        os.utime(path, (now, now))
    look(tree)
    assert not canary.exists()


def test_settings_that_are_included_run_nothing(evil: tuple[Path, Path], tmp_path: Path) -> None:
    tree, canary = evil
    config = tree / ".git/config"
    shutil.move(config, tree / "config.evil")
    config.write_text(
        f'[include]\npath = {tree}/config.evil\n[includeIf "gitdir:**"]\npath = ../config.evil\n'
    )
    look(tree)
    git(tree, "config", "extensions.worktreeConfig", "true")
    shutil.copy(tree / "config.evil", tree / ".git/config.worktree")
    look(tree)
    assert not canary.exists()


@pytest.mark.parametrize("url", ["ext::{program}", "ssh://host/x", "evil::x", "file://{folder}"])
def test_a_missing_object_is_fetched_from_nowhere(evil: tuple[Path, Path], url: str) -> None:
    """A partial clone fetches objects when git needs them, from an address that can name a program."""
    tree, canary = evil
    program = canary.with_name("program")
    shutil.copy(program, canary.with_name("git-remote-evil"))
    address = url.format(program=program, folder=repo(canary.with_name("other")))
    for key, value in {
        "core.repositoryFormatVersion": "1",
        "extensions.partialClone": "origin",
        "remote.origin.promisor": "true",
        "remote.origin.url": address,
        "remote.origin.uploadpack": str(program),
        "protocol.ext.allow": "always",
    }.items():
        git(tree, "config", key, value)
    blob = git(tree, "rev-parse", "HEAD:a.txt")
    (tree / ".git/objects" / blob[:2] / blob[2:]).unlink()
    look(tree)
    with pytest.raises(WebMuxError):
        difference(Git(), str(tree), "a.txt")
    assert not canary.exists()


@pytest.mark.parametrize("hide", ["module", "nested", "bare"])
def test_repositories_inside_run_nothing(evil: tuple[Path, Path], tmp_path: Path, hide: str) -> None:
    """A submodule with settings of its own, a nested repository, and a folder that looks like one."""
    tree, canary = evil
    outer = repo(tmp_path / "outer")
    inner = outer / "inner"
    if hide == "module":
        git(outer, "submodule", "add", "-q", "-f", str(repo(tmp_path / "m")), "inner")
        git(outer, "commit", "-q", "-m", "module")
        config = (tree / ".git/config").read_text()
        with (outer / ".git/modules/inner/config").open("a") as file:
            file.write(config.replace("bare = false", "bare = false\nworktree = ../../../inner"))
        (inner / "a.txt").write_text("changed\n")
        (inner / ".gitattributes").write_text("* filter=evil diff=evil\n")
    elif hide == "nested":
        shutil.copytree(tree, inner)
    else:
        shutil.copytree(tree / ".git", inner)
        git(tmp_path, "config", "-f", str(inner / "config"), "core.worktree", str(inner))
    look(outer)
    look(inner)
    assert not canary.exists()


def test_variables_of_the_server_do_not_reach_git(
    evil: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    tree, canary = evil
    program = str(canary.with_name("program"))
    for name in ("GIT_EXTERNAL_DIFF", "GIT_PAGER", "GIT_SSH_COMMAND", "GIT_EDITOR", "GIT_ASKPASS"):
        monkeypatch.setenv(name, program)
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_EXEC_PATH", "GIT_CONFIG_PARAMETERS"):
        monkeypatch.setenv(name, "/nowhere")
    monkeypatch.setenv("GIT_TRACE", str(canary))
    assert [".gitattributes", "a.txt", "new.txt"] == sorted(look(tree))
    assert not canary.exists()


def test_a_program_named_git_in_the_folder_is_not_run(
    evil: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    tree, canary = evil
    shutil.copy(canary.with_name("program"), tree / "git")
    monkeypatch.chdir(tree)
    monkeypatch.setenv("PATH", f".::{os.environ['PATH']}")
    assert "git" in look(tree)
    assert not canary.exists()


def test_nothing_is_written(evil: tuple[Path, Path], tmp_path: Path) -> None:
    """Neither the index nor a lock, and no private folder stays."""
    tree, _canary = evil

    def state() -> dict[str, float]:
        return {str(path): path.lstat().st_mtime for path in (tree, *tree.rglob("*"))}

    before = state()
    look(tree)
    assert before == state()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("HEAD", b"ref: refs/heads/../../../etc/passwd\n"),
        ("HEAD", b"--output=x\n"),
        ("index", b"DIRC" + bytes(100)),
        ("config", b"[core\n"),
        ("objects", None),
    ],
)
def test_a_broken_repository_gives_an_error(
    evil: tuple[Path, Path], name: str, content: bytes | None
) -> None:
    tree, canary = evil
    if content is None:
        shutil.rmtree(tree / ".git" / name)
    else:
        (tree / ".git" / name).write_bytes(content)
    assert look(tree)
    assert not canary.exists()


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a folder away")
def test_the_repository_of_another_user_is_refused(evil: tuple[Path, Path]) -> None:
    tree, canary = evil
    os.chown(tree, 12345, 12345)
    assert ["not_your_repository"] == look(tree)
    assert not canary.exists()
