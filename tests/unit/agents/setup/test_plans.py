"""What is set up, where, and what is left of it afterwards."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from webmux.agents.setup.config_file import SetupRefused
from webmux.agents.setup.hook_script import SCRIPT, SCRIPT_PLACE
from webmux.agents.setup.plans import Plan, found, set_up, undo
from webmux.agents.setup.targets import TARGETS, Target

BY_NAME = {one.name: one for one in TARGETS}


def do(plan: Plan) -> Plan:
    for change in plan.changes:
        change.write()
    return plan


def files(home: Path) -> dict[str, bytes]:
    return {str(one.relative_to(home)): one.read_bytes() for one in home.rglob("*") if one.is_file()}


@pytest.mark.parametrize("target", TARGETS, ids=lambda one: one.name)
def test_each_agent_is_set_up_and_restored(target: Target, tmp_path: Path) -> None:
    do(set_up(target, {}, tmp_path))
    path = target.path({}, tmp_path)
    assert SCRIPT_PLACE in path.read_text()
    assert (SCRIPT, 0o100755) == (
        (tmp_path / SCRIPT_PLACE).read_text(),
        (tmp_path / SCRIPT_PLACE).stat().st_mode,
    )
    assert [] == set_up(target, {}, tmp_path).changes
    do(undo(target, {}, tmp_path))
    assert {} == files(tmp_path)
    assert [] == undo(target, {}, tmp_path).changes


def test_the_script_stays_while_another_agent_needs_it(tmp_path: Path) -> None:
    do(set_up(BY_NAME["claude"], {}, tmp_path))
    do(set_up(BY_NAME["codex"], {}, tmp_path))
    do(undo(BY_NAME["claude"], {}, tmp_path))
    assert {SCRIPT_PLACE, ".codex/hooks.json"} == set(files(tmp_path))
    do(undo(BY_NAME["codex"], {}, tmp_path))
    assert {} == files(tmp_path)


def test_broken_settings_change_nothing(tmp_path: Path) -> None:
    path = tmp_path / ".claude" / "settings.json"
    path.parent.mkdir()
    path.write_text('{"a": ')
    with pytest.raises(SetupRefused, match=r"settings.json is broken: line 1: expected a value.*repair it"):
        set_up(BY_NAME["claude"], {}, tmp_path)
    assert {".claude/settings.json": b'{"a": '} == files(tmp_path)


def test_a_file_of_somebody_else_stays(tmp_path: Path) -> None:
    path = tmp_path / ".copilot" / "hooks" / "webmux.json"
    path.parent.mkdir(parents=True)
    path.write_text("{}")
    with pytest.raises(SetupRefused, match=r"webmux.json stays as it is.*move it away first"):
        set_up(BY_NAME["copilot"], {}, tmp_path)
    assert {".copilot/hooks/webmux.json": b"{}"} == files(tmp_path)


def test_agents_are_found_by_program_or_folder(tmp_path: Path) -> None:
    (tmp_path / "codex").touch(0o755)
    (tmp_path / "home" / ".gemini").mkdir(parents=True)
    there = found({"PATH": str(tmp_path)}, tmp_path / "home")
    assert ["codex", "gemini"] == [one.name for one in there]
    (tmp_path / "elsewhere").mkdir()
    environment = {"CLAUDE_CONFIG_DIR": str(tmp_path / "elsewhere")}
    assert ["claude", "gemini"] == [one.name for one in found(environment, tmp_path / "home")]
    do(set_up(BY_NAME["claude"], environment, tmp_path / "home"))
    assert "hooks" in json.loads((tmp_path / "elsewhere" / "settings.json").read_text())


def test_a_diff_names_the_file_and_its_lines(tmp_path: Path) -> None:
    path = tmp_path / ".claude" / "settings.json"
    path.parent.mkdir()
    path.write_text('{"theme": "dark"}')
    plan = set_up(BY_NAME["claude"], {}, tmp_path)
    lines = plan.file.diff().splitlines()
    assert [f"--- {path}", f"+++ {path}"] == lines[:2]
    assert '-{"theme": "dark"}' in lines
    assert "\\ No newline at end of file" in lines
    assert "--- /dev/null" == plan.script.diff().splitlines()[0]
