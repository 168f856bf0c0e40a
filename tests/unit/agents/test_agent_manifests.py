"""The manifests that WebMux ships judge the stored screens right, and never say done too early."""

from __future__ import annotations

import time

import pytest

from tests.agent_screens import Sample, samples_of
from webmux.agents.agent_screen import agent_screen
from webmux.agents.manifest_files import SHIPPED
from webmux.agents.screen_manifest import Manifest, parse_manifest
from webmux.agents.screen_state import kind_of

AGENTS = ("claude", "codex", "gemini", "opencode", "copilot", "aider")
SCREENS_MIN = 40
RIGHT_MIN = 0.95
HOSTILE_MAX_S = 0.005


def manifest(agent: str) -> Manifest:
    return parse_manifest((SHIPPED / f"{agent}.toml").read_bytes(), agent)


def judged(rules: Manifest, sample: Sample) -> str:
    return kind_of(rules.rule_for(sample.screen), sample.before)


@pytest.mark.parametrize("agent", AGENTS)
def test_the_screens_are_judged_right_or_not_at_all(agent: str) -> None:
    rules, samples = manifest(agent), samples_of(agent)
    found = {sample.name: (judged(rules, sample), sample.kind) for sample in samples}
    assert len(found) == len(samples) >= SCREENS_MIN
    assert {name: pair for name, pair in found.items() if pair[0] not in (pair[1], "unknown")} == {}
    right = [name for name, (is_kind, kind) in found.items() if is_kind == kind]
    assert len(right) >= RIGHT_MIN * len(samples), sorted(found.keys() - right)


HOSTILE = (" ", "─", "❯ 1. Yes ", "Do you want (esc) Esc to cancel ", "✻ a…esc to interrupt", "a.-" * 3)


@pytest.mark.parametrize("agent", AGENTS)
@pytest.mark.parametrize("part", HOSTILE)
def test_a_large_hostile_screen_costs_little(agent: str, part: str) -> None:
    """200 x 100 cells; the best of several attempts, because the machine may be busy."""
    rules = manifest(agent)
    screen = agent_screen([(part * 200)[: 200 - row % 3] for row in range(100)])
    taken = []
    for _ in range(20):
        began = time.thread_time()
        rules.rule_for(screen)
        taken.append(time.thread_time() - began)
    assert min(taken) < HOSTILE_MAX_S
