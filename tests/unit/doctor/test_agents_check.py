"""The hooks of coding agents: those of another version are reported, and missing ones are a hint."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.unit.doctor.inputs import inputs
from webmux.agents.setup.hook_script import SCRIPT, SCRIPT_PLACE
from webmux.agents.setup.plans import set_up
from webmux.agents.setup.targets import TARGETS
from webmux.doctor.agents_check import Agents, gather, judge
from webmux.doctor.finding import Level

CLAUDE = TARGETS[0]
GOOD = Agents(SCRIPT, True, (("claude", "Claude Code"),), frozenset({"claude"}))


def found(facts: Agents) -> list[tuple[str, Level]]:
    return [(one.id, one.level) for one in judge(facts)]


def test_hooks_of_this_version_are_ok_and_a_machine_without_agents_is_ok() -> None:
    assert [("agent-hooks", Level.OK)] == found(GOOD)
    [finding] = judge(Agents(None, False, (), frozenset()))
    assert ("No coding agent was found.", Level.OK) == (finding.cause, finding.level)


@pytest.mark.parametrize("facts", [replace(GOOD, script=SCRIPT + "#"), replace(GOOD, runnable=False)])
def test_a_script_of_another_version_is_a_warning(facts: Agents) -> None:
    [finding] = judge(facts)
    assert ("agent-hook-old", Level.WARNING) == (finding.id, finding.level)
    assert finding.fix.endswith(" agents setup")


def test_hooks_without_their_script_are_a_warning() -> None:
    assert [("agent-hook-missing", Level.WARNING)] == found(replace(GOOD, script=None, runnable=False))


def test_an_agent_without_hooks_is_a_hint() -> None:
    facts = replace(GOOD, installed=(("claude", "Claude Code"), ("codex", "Codex"), ("gemini", "Gemini CLI")))
    [finding] = judge(facts)
    assert ("agent-hooks", Level.OK) == (finding.id, finding.level)
    assert "Codex, Gemini CLI have no hooks" in finding.cause
    assert "agents setup codex gemini" in finding.cause
    [finding] = judge(Agents(None, False, (("codex", "Codex"),), frozenset()))
    assert "Codex has no hooks" in finding.cause


def test_what_setup_wrote_is_found(tmp_path: Path) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "claude").write_text("#!/bin/sh\n")
    (programs / "claude").chmod(0o755)
    given = inputs(environ={"PATH": str(programs)})
    before = gather(given, tmp_path)
    assert Agents(None, False, (("claude", "Claude Code"),), frozenset()) == before
    for change in set_up(CLAUDE, given.environ, tmp_path).changes:
        change.write()
    assert gather(given, tmp_path) == GOOD
    script = tmp_path / SCRIPT_PLACE
    script.write_text("#!/bin/sh\n")
    assert ["agent-hook-old"] == [one.id for one in judge(gather(given, tmp_path))]


def test_a_folder_in_place_of_a_file_is_no_script(tmp_path: Path) -> None:
    (tmp_path / SCRIPT_PLACE).mkdir(parents=True)
    assert gather(inputs(environ={}), tmp_path).script is None
