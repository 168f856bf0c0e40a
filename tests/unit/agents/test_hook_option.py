"""Values of `@webmux_agent`: what has the form is a state, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from webmux.agents.agent_state import KINDS, AgentState
from webmux.agents.hook_option import AGENT_MAX_CHARS, AHEAD_MAX_S, PANES_MAX, parse_entries, parse_value

NOW_S = 1_800_000_000.0


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_kind_is_read(kind: str) -> None:
    state = AgentState(kind, 1_799_999_999, "claude", "hook", "@webmux_agent")
    assert (state, 42) == parse_value(f"{kind}:1799999999:42:claude", NOW_S)


@pytest.mark.parametrize(("value", "agent"), [("idle:1:2", ""), ("idle:1:2:", ""), ("idle:1:2:a b ", "a b")])
def test_the_name_may_be_missing(value: str, agent: str) -> None:
    parsed = parse_value(value, NOW_S)
    assert parsed is not None
    assert agent == parsed[0].agent


WRONG = [
    "",
    "waiting",
    "waiting:1",
    "waiting::2",
    "waiting:1:",
    "waiting:1:0",
    "waiting:0:1",
    "waiting:01:1",
    "waiting:-1:1",
    "waiting:1.5:1",
    "waiting:١:1",
    "Waiting:1:1",
    "asking:1:1",
    " waiting:1:1",
    "waiting:1:1\n",
    "waiting:1:1:a:b",
    "waiting:1:1: a",
    "waiting:1:1:a\x1b[2J",
    "waiting:1:1:<b>",
    "waiting:1:1:é",
    "waiting:1:1:" + "a" * (AGENT_MAX_CHARS + 1),
    "waiting:1:99999999999",
    f"waiting:{int(NOW_S) + AHEAD_MAX_S + 1}:1",
]


@pytest.mark.parametrize("value", WRONG)
def test_anything_else_is_unknown(value: str) -> None:
    assert parse_value(value, NOW_S) is None
    assert () == parse_entries(f"$0 @0 %0 {value};", NOW_S)


PARTS = (
    "waiting",
    "done",
    ":",
    "1",
    "42",
    " ",
    ";",
    "$0 @0 %9 ",
    "\n",
    "\x00",
    "\x1b[2J",
    "<b>",
    "#{x}",
    "é",
    "٣",
    "a",
)
HOSTILE = st.lists(st.sampled_from(PARTS), max_size=12).map("".join)


@given(HOSTILE)
@example("waiting:1:1;$0 @0 %9 waiting:1:1")
def test_a_hostile_value_never_fails_and_never_leaks(value: str) -> None:
    """Whatever is read can be shown as it is, and the entry after it is read too."""
    found = parse_entries(f"$1 @2 %3 {value};$1 @2 %4 done:5:6:ok;", NOW_S)
    assert found[-1].pane_id == "%4"
    for one in found:
        assert one.state.kind in KINDS
        assert 0 < one.state.since <= NOW_S + AHEAD_MAX_S
        assert one.pid > 0
        assert len(one.state.agent) <= AGENT_MAX_CHARS
        assert one.state.agent.isprintable()
        assert one.state.agent.isascii()
        assert not set("<>&;:\"'") & set(one.state.agent)


def test_the_number_of_panes_is_bounded() -> None:
    assert PANES_MAX == len(parse_entries("$0 @0 %0 done:1:2;" * (PANES_MAX + 5), NOW_S))
