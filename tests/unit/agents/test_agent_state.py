"""A state of an agent, as the API sends it."""

from __future__ import annotations

from webmux.agents.agent_state import AgentInPane, AgentState


def test_the_process_is_not_sent() -> None:
    fields = AgentInPane("$0", "@1", "%2", 3, AgentState("waiting", 17, "codex")).fields()
    where = {"session_id": "$0", "window_id": "@1", "pane_id": "%2"}
    said = {"kind": "waiting", "since": 17, "agent": "codex", "source": "hook", "rule": "", "rule_name": ""}
    assert {**where, **said} == fields
