"""A browser is called as people call it, in Python as in JavaScript."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from webmux.auth.browser_names import browser_name

KNOWN = json.loads((Path(__file__).parents[2] / "vectors" / "browser-names.json").read_text())


@pytest.mark.parametrize(("agent", "name"), KNOWN)
def test_a_browser_has_the_name_that_people_use(agent: str, name: str) -> None:
    assert name == browser_name(agent)


def test_an_agent_cannot_send_commands_to_a_terminal() -> None:
    assert "[31mred" == browser_name("\x1b[31m\u202ered\r\n")
