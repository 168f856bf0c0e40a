"""Which source counts: a hook, or a screen that changed after it."""

from __future__ import annotations

import pytest

from webmux.agents.agent_sources import newer
from webmux.agents.agent_state import AgentState


def hook(kind: str) -> AgentState:
    return AgentState(kind, 100, "claude")


def screen(kind: str, since: int = 101, agent: str = "claude", source: str = "screen") -> AgentState:
    return AgentState(kind, since, agent, source, "a rule")


@pytest.mark.parametrize(
    ("said", "seen"),
    [
        ("waiting", screen("idle")),
        ("waiting", screen("working")),
        ("working", screen("idle")),
        ("working", screen("waiting")),
    ],
)
def test_a_screen_that_changed_since_then_counts(said: str, seen: AgentState) -> None:
    assert seen == newer(hook(said), seen)


@pytest.mark.parametrize(
    ("said", "seen"),
    [
        ("waiting", None),
        ("waiting", screen("idle", since=100)),
        ("waiting", screen("unknown")),
        ("waiting", screen("idle", source="process")),
        ("waiting", screen("idle", agent="codex")),
        ("waiting", screen("waiting")),
        ("done", screen("working")),
        ("idle", screen("waiting")),
    ],
)
def test_otherwise_the_agent_knows_best(said: str, seen: AgentState | None) -> None:
    assert hook(said) == newer(hook(said), seen)
