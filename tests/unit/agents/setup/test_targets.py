"""The hooks of each agent: known states only, in the form that the agent reads."""

from __future__ import annotations

import json
import re

import pytest

from webmux.agents.agent_state import KINDS
from webmux.agents.setup.hook_script import END, SCRIPT_PLACE
from webmux.agents.setup.targets import TARGETS, Target

CALL = re.compile(re.escape(SCRIPT_PLACE) + r" ([a-z]+) ([a-z]+)( [a-z]+)?; exit 0")


@pytest.mark.parametrize("target", TARGETS, ids=lambda one: one.name)
def test_the_hooks_cover_a_whole_task(target: Target) -> None:
    text = target.added(None)
    calls = CALL.findall(text)
    if target.name == "opencode":  # a program: test_own_file.py runs it
        calls = [(kind, "opencode", "") for kind in re.findall(r"'([a-z]+)'", text) if kind in {*KINDS, END}]
    assert {target.name} == {agent for _, agent, _ in calls}
    assert {*KINDS, END} == {kind for kind, _, _ in calls}
    assert {unless.strip() for _, _, unless in calls} <= {"", *KINDS}
    assert text.endswith("\n")
    assert text == target.added(text)
    assert target.removed(text) is None


@pytest.mark.parametrize(("name", "limit"), [("claude", 5), ("codex", 5), ("gemini", 5000)])
def test_hooks_are_ended_after_five_seconds(name: str, limit: int) -> None:
    """Gemini CLI counts in milliseconds."""
    target = next(one for one in TARGETS if one.name == name)
    events = json.loads(target.added(None))["hooks"]
    handlers = [handler for groups in events.values() for group in groups for handler in group["hooks"]]
    assert {limit} == {handler["timeout"] for handler in handlers}
    assert {"command"} == {handler["type"] for handler in handlers}
