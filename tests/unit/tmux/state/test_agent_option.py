"""The format that reads the states of agents: tmux leaves out whatever does not have the form."""

from __future__ import annotations

import re

from webmux.tmux.state.agent_option import _FORM, FORMAT


def test_the_form_takes_states_and_nothing_that_ends_an_entry() -> None:
    for value in ("waiting:1:2", "done:1700000000:42:", "idle:1:2:aider 1.0"):
        assert re.match(_FORM, value)
    for value in (
        "",
        "waiting",
        "waiting:1:2:a;b",
        "waiting:1:2:a\nb",
        "waiting:1:2:#{x}",
        "waiting:1:2:a:b",
    ):
        assert not re.match(_FORM, value)


def test_the_form_has_nothing_that_ends_a_part_of_the_format() -> None:
    assert not set(_FORM) & set(",{}#")
    assert FORMAT.count("{") == FORMAT.count("}")
