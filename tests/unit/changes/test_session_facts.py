"""What cards say about folders, and how rarely git is asked."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from tests.unit.changes.repos import git, repo
from webmux.changes import session_facts
from webmux.changes.git_process import Git
from webmux.changes.session_facts import FOLDER_EVERY_S, SessionFacts, is_in_own_repository
from webmux.errors import TmuxTimeout
from webmux.model import Session, Size

SESSION = Session("$1", "work", 1, 100, 0, 1, Size(80, 24))


class CountingGit(Git):
    runs = 0

    def run(self, *words: Any, **options: Any) -> Any:
        self.runs += 1
        return super().run(*words, **options)


class Facts:
    """Facts of one session, with a clock of ours."""

    def __init__(self, folder: Path) -> None:
        self.now = 100.0
        self.session = replace(SESSION, path=str(folder))
        self.git = CountingGit()
        self.printed = f"$1 {os.getpid()}\n"
        link = SimpleNamespace(run=lambda *commands: self.printed)
        tmux = cast(Any, SimpleNamespace(link=link))
        self.facts = SessionFacts(tmux, self.git, lambda: [self.session], clock=lambda: self.now)

    def fields(self) -> dict[str, Any]:
        return self.facts.fields()["$1"]


def test_branch_and_changes_are_named(tmp_path: Path) -> None:
    facts = Facts(repo(tmp_path / "r"))
    found = facts.fields()
    assert ("main", False) == (found["branch"], found["dirty"])
    (tmp_path / "r/new").write_text("x")
    git(tmp_path / "r", "checkout", "-q", "--detach")
    facts.now += FOLDER_EVERY_S
    facts.session = replace(facts.session, activity_at=int(facts.now))
    found = facts.fields()
    assert (git(tmp_path / "r", "rev-parse", "HEAD")[:9], True) == (found["branch"], found["dirty"])


def test_at_rest_git_does_not_run(tmp_path: Path) -> None:
    """Without output nothing is looked at again, and with output only after a while."""
    facts = Facts(repo(tmp_path / "r"))
    facts.fields()
    runs = facts.git.runs
    facts.session = replace(facts.session, activity_at=105)
    facts.now = 106
    facts.fields()
    assert runs == facts.git.runs
    facts.now = 10_000
    facts.fields()
    assert 2 * runs == facts.git.runs
    facts.fields()
    facts.now = 20_000
    facts.fields()
    assert 2 * runs == facts.git.runs


def test_a_folder_without_a_repository_runs_nothing(tmp_path: Path) -> None:
    facts = Facts(tmp_path)
    assert (None, None) == (facts.fields()["branch"], facts.fields()["dirty"])
    assert 0 == facts.git.runs


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a folder away")
def test_git_does_not_run_in_the_folder_of_another_user(tmp_path: Path) -> None:
    tree = repo(tmp_path / "r")
    assert is_in_own_repository(str(tree))
    os.chown(tree, 12345, 12345)
    facts = Facts(tree)
    assert None is facts.fields()["branch"]
    assert 0 == facts.git.runs


def test_what_takes_too_long_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that does not answer stops a thread, and no request."""
    tree = repo(tmp_path / "r")
    os.mkfifo(tmp_path / "fifo")
    monkeypatch.setattr(session_facts, "REFRESH_MAX_S", 0.2)
    monkeypatch.setattr(session_facts, "is_in_own_repository", lambda _path: open(tmp_path / "fifo").close())
    facts = Facts(tree)
    assert None is facts.fields()["branch"]
    facts.now += 1000
    facts.session = replace(facts.session, activity_at=int(facts.now))
    assert None is facts.fields()["branch"]
    with open(tmp_path / "fifo", "w"):
        pass


def test_a_tmux_that_does_not_answer_gives_no_ports(tmp_path: Path) -> None:
    facts = Facts(tmp_path)

    def fail(*commands: object) -> str:
        raise TmuxTimeout("slow")

    cast(Any, facts.facts)._tmux.link.run = fail
    assert [] == facts.fields()["ports"]
