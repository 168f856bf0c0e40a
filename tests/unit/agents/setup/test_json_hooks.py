"""Hooks go into the settings of an agent and out again, byte for byte."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webmux.agents.setup.hook_script import hook_command
from webmux.agents.setup.json_hooks import Group, Hooks, add, remove
from webmux.agents.setup.json_text import NotJson, parse


def group(kind: str) -> Group:
    return {"hooks": [{"type": "command", "command": hook_command(kind, "claude")}]}


HOOKS: Hooks = {
    "SessionStart": [{"matcher": "startup", **group("idle")}],
    "Notification": [group("waiting"), {"matcher": "idle_prompt", **group("idle")}],
    "Stop": [group("done")],
}
MINE: Group = {"hooks": [{"type": "command", "command": "mine"}]}

SETTINGS = st.fixed_dictionaries(
    {},
    optional={
        "theme": st.text(),
        "env": st.dictionaries(st.text(), st.integers(), max_size=2),
        "hooks": st.dictionaries(
            st.sampled_from([*HOOKS, "PreToolUse", "enabled"]),
            st.lists(st.just(MINE), max_size=2),
            max_size=5,
        ),
    },
)
ODD = [
    "",
    "\n",
    " \r\n",
    "{}",
    "{\n}",
    "{ }\n",
    '{"a":1}',
    '{\r\n\t"a": [1,2,],\r\n}\r\n',
    '{"hooks":{}}',
    '{"hooks": {\n}}',
    '{\n  "hooks": {"Stop": [], "Other": [{"hooks": [{"command": "mine"}]}]} // c\n}',
    '{"hooks":{"Stop":[\n  ],"SessionStart":[/*c*/],"Notification":[{"hooks":[{"command":"mine"}]}]}}',
    '// top\n{ // c\n  "hooks": { /*x*/ "Stop": [ {"hooks":[]} , ] } }\n// end',
]


def check(before: str | None) -> str:
    """Add and remove, each twice; returns the text with hooks."""
    added = add(before, HOOKS)
    assert added == add(added, HOOKS)
    assert before == remove(added)
    value = parse(added).value["hooks"]
    for event, groups in HOOKS.items():
        assert [*groups] == value[event][: len(groups)]
    return added


@pytest.mark.parametrize("before", [None, *ODD])
def test_odd_files_are_restored_byte_for_byte(before: str | None) -> None:
    check(before)


@given(SETTINGS, st.sampled_from([None, 0, 1, 4, "\t"]), st.booleans())
def test_all_settings_are_restored_byte_for_byte(value: Any, indent: int | str | None, crlf: bool) -> None:
    text = json.dumps(value, indent=indent) + "\n"
    added = check(text.replace("\n", "\r\n") if crlf else text)
    assert json.loads(added) == json.loads(add(added, HOOKS))
    for event in value.get("hooks", {}):
        assert MINE not in value["hooks"][event] or MINE in json.loads(added)["hooks"][event]


def test_settings_that_the_agent_wrote_again_lose_the_hooks_too() -> None:
    before = {"theme": "dark", "hooks": {"Stop": [MINE], "Other": []}}
    again = json.dumps(json.loads(add(json.dumps(before), HOOKS)), indent=2)
    assert again == add(again, HOOKS)
    assert before == json.loads(remove(again) or "")
    alone = json.dumps(json.loads(add('{"theme": "dark"}', HOOKS)))
    assert {"theme": "dark"} == json.loads(remove(alone) or "")


def test_what_the_user_added_afterwards_stays() -> None:
    added = add(None, HOOKS)
    more = added.replace('"Stop": [', '"Stop": [' + json.dumps(MINE) + ", ").replace(
        "{", '{"theme": "dark",', 1
    )
    assert {"theme": "dark", "hooks": {"Stop": [MINE]}} == json.loads(remove(more) or "")


def test_hooks_of_an_earlier_version_are_replaced() -> None:
    old: Hooks = {"Stop": [group("waiting")], "Gone": [group("done")]}
    before = '{\n  "theme": "dark"\n}\n'
    assert add(before, HOOKS) == add(add(before, old), HOOKS)


@pytest.mark.parametrize(
    "broken", ["{", "[]", '{"hooks": []}', '{"hooks": {"Stop": {}}}', '{"a": 1, "a": 2}', "\ufeff{}"]
)
def test_broken_settings_are_refused(broken: str) -> None:
    with pytest.raises(NotJson):
        add(broken, HOOKS)
    with pytest.raises(NotJson):
        remove(broken)
