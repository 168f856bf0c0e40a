"""How git is run: what it gets, and how it ends."""

from __future__ import annotations

import os
import time
from pathlib import Path

import gevent
import pytest

from tests.support import eventually
from webmux.changes import git_process
from webmux.changes.git_errors import GitFailed, GitSlow, refusal
from webmux.changes.git_process import AT_ONCE_MAX, Git, clean_environment


def program(folder: Path, script: str) -> Git:
    path = folder / "git"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return Git(program=lambda: str(path), deadline_s=0.5)


def test_nothing_of_our_environment_reaches_git_but_its_home() -> None:
    ours = {
        "GIT_DIR": "x",
        "LD_PRELOAD": "x",
        "PATH": ".:/bin::bin:/usr/bin",
        "HOME": "/h",
        "SSH_AUTH_SOCK": "x",
    }
    found = clean_environment(ours)
    assert "/bin:/usr/bin" == found["PATH"]
    assert {"PATH", "HOME"} == found.keys() - git_process.ENVIRONMENT.keys()


def test_output_is_cut_and_git_is_ended(tmp_path: Path) -> None:
    endless = program(tmp_path, "yes")
    found = endless.run("/", "x", most_bytes=1000)
    assert (1000, True) == (len(found.output), found.cut)


def test_a_long_reason_neither_blocks_nor_is_shown_whole(tmp_path: Path) -> None:
    with pytest.raises(GitFailed) as caught:
        program(tmp_path, "yes no | head -c 1000000 >&2; exit 128").run("/", "x")
    assert len(caught.value.message) < 300


def test_what_git_started_ends_with_it(tmp_path: Path) -> None:
    slow = program(tmp_path, f"sleep 60 & echo $! > {tmp_path}/pid; wait")
    with pytest.raises(GitSlow):
        slow.run("/", "x")
    pid = int((tmp_path / "pid").read_text())
    eventually(lambda: not is_running(pid))


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def test_few_run_at_once_and_the_others_wait(tmp_path: Path) -> None:
    slow = program(tmp_path, f"echo x >> {tmp_path}/started; sleep 60")
    started = time.monotonic()
    requests = [gevent.spawn(slow.run, "/", "x") for _ in range(AT_ONCE_MAX + 2)]
    eventually((tmp_path / "started").exists)
    gevent.joinall(requests)
    assert all(isinstance(one.exception, GitSlow) for one in requests)
    assert time.monotonic() - started < 5
    assert "ok\n" == program(tmp_path, "echo ok").run("/", "x").output.decode()


def test_the_folder_cannot_be_an_option(tmp_path: Path) -> None:
    words = program(tmp_path, 'printf "%s\\n" "$@"').run("/tmp", "status").output.decode().split("\n")
    assert ["-C", "/tmp"] == words[:2]
    assert "core.fsmonitor=false" in words


def test_reasons_of_git_are_sorted() -> None:
    owned = b"fatal: detected dubious ownership in repository at '/x'\nTo add an exception..."
    assert "not_your_repository" == refusal(owned).code
    assert "no_repository" == refusal(b"fatal: not a git repository (or any parent)").code
    failed = refusal(b"fatal: \x1b[31mx\n" + b"y" * 1000)
    assert "git_failed" == failed.code
    assert failed.message.isprintable()


def test_no_child_stays(tmp_path: Path) -> None:
    program(tmp_path, "exit 0").run("/", "x")
    eventually(lambda: not [one for one in os.listdir("/proc/self/task") if children(one)])


def children(task: str) -> str:
    return Path(f"/proc/self/task/{task}/children").read_text().strip()
