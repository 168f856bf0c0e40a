"""Reads `@webmux_agent`, which any program may write: `KIND:EPOCH:PID[:AGENT]`. Pure.

A value that is not exactly of this form gives no state: a wrong state is worse than an unknown one.
"""

from __future__ import annotations

import re

from webmux.agents.agent_state import KINDS, AgentInPane, AgentState
from webmux.tmux.state.agent_option import OPTION

AHEAD_MAX_S = 60
"""How far the clock of the writer may be ahead of ours."""
AGENT_MAX_CHARS = 40
PANES_MAX = 1000
"""More entries than this are ignored."""

_NAME = rf"[A-Za-z0-9._+-][A-Za-z0-9 ._+-]{{0,{AGENT_MAX_CHARS - 1}}}"
_VALUE = re.compile(rf"([a-z]{{1,20}}):([1-9][0-9]{{0,11}}):([1-9][0-9]{{0,9}})(?::({_NAME})?)?", re.ASCII)
_ENTRY = re.compile(r"(\$[0-9]{1,10}) (@[0-9]{1,10}) (%[0-9]{1,10}) ([^;\n]*);", re.ASCII)


def parse_value(value: str, now_s: float) -> tuple[AgentState, int] | None:
    """The state in a value and the process that it belongs to; None if it is malformed or of the future."""
    match = _VALUE.fullmatch(value)
    if match is None or match[1] not in KINDS or int(match[2]) > now_s + AHEAD_MAX_S:
        return None
    state = AgentState(match[1], int(match[2]), (match[4] or "").rstrip(), "hook", OPTION)
    return state, int(match[3])


def parse_entries(text: str, now_s: float) -> tuple[AgentInPane, ...]:
    """The states in what `agent_option.FORMAT` printed, in tmux's order. Never fails."""
    found: list[AgentInPane] = []
    for match in _ENTRY.finditer(text):
        parsed = parse_value(match[4], now_s)
        if parsed is not None and len(found) < PANES_MAX:
            state, pid = parsed
            found.append(AgentInPane(match[1], match[2], match[3], pid, state))
    return tuple(found)
