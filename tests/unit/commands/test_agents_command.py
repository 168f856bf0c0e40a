"""`webmux agents setup`: what it says and changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from webmux import cli
from webmux.agents.setup.targets import TARGETS
from webmux.commands.agents_command import AGENTS

BEFORE = b'{\r\n  "theme": "dark" // mine\r\n}'


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    for target in TARGETS:
        monkeypatch.delenv(target.folder_variable, raising=False)
    return tmp_path


@pytest.fixture
def settings(home: Path) -> Path:
    file = home / ".claude" / "settings.json"
    file.parent.mkdir()
    file.write_bytes(BEFORE)
    return file


def test_all_found_agents_are_set_up_and_restored(settings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert 0 == cli.main(["agents", "setup"])
    assert f"Claude Code: the hooks are now in {settings}\n" in capsys.readouterr().out
    added = settings.read_bytes()
    assert 0 == cli.main(["agents", "setup", "claude"])
    assert f"Claude Code: the hooks are already in {settings}\n" == capsys.readouterr().out
    assert added == settings.read_bytes()
    assert 0 == cli.main(["agents", "setup", "--remove"])
    assert f"Claude Code: the hooks are out of {settings}\n" == capsys.readouterr().out
    assert BEFORE == settings.read_bytes()
    assert 0 == cli.main(["agents", "setup", "--remove"])
    assert f"Claude Code: no hooks are in {settings}\n" == capsys.readouterr().out


def test_a_dry_run_shows_a_diff_and_changes_nothing(
    home: Path, settings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert 0 == cli.main(["agents", "setup", "claude", "codex", "--dry-run"])
    out = capsys.readouterr().out
    assert f"--- {settings}" in out
    assert '+    "Stop": [' in out
    assert 1 == out.count("+#!/bin/sh")
    assert [".claude", "settings.json"] == sorted(one.name for one in home.rglob("*"))
    assert BEFORE == settings.read_bytes()


def test_one_broken_file_does_not_stop_the_others(
    home: Path, settings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.write_text("{")
    assert 1 == cli.main(["agents", "setup", "claude", "codex"])
    captured = capsys.readouterr()
    assert captured.err.startswith(f"webmux: Claude Code: {settings} is broken: line 1")
    assert "Codex: the hooks are now in" in captured.out
    assert "{" == settings.read_text()
    assert (home / ".codex" / "hooks.json").exists()


def test_no_agent_found_names_the_choices(capsys: pytest.CaptureFixture[str]) -> None:
    assert 1 == cli.main(["agents", "setup"])
    assert "No agent was found. Name one: claude," in capsys.readouterr().err
    assert 2 == cli.main(["agents", "setup", "emacs"])


def test_each_choice_is_an_agent() -> None:
    assert AGENTS == tuple(one.name for one in TARGETS)
