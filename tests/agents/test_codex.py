"""Codex with our hooks: it asks, waits, goes on and ends, and each time its state says so."""

from __future__ import annotations

import json

import pytest

from tests.agents.lab import Lab, program
from tests.agents.model_api import FINAL_TEXT

pytestmark = pytest.mark.timeout_s(120)  # the program is a third of a gigabyte, and starts slowly

READY = "Ask Codex to do anything"
TRUST = {"› 1. Review hooks": "2", "› 2. Trust all and continue": "Enter"}
LAST_ROW = "Press enter to confirm"
ASKS = "Would you like to run the following command?"


def start(lab: Lab, *options: str) -> None:
    """Start it, and trust the hooks as a user would."""
    lab.set_up("codex")
    config = f"""
        model = "test-model"
        model_provider = "local"
        approval_policy = "on-request"
        sandbox_mode = "workspace-write"
        check_for_update_on_startup = false
        [analytics]
        enabled = false
        [model_providers.local]
        name = "Local"
        base_url = "{lab.model.url}/v1"
        wire_api = "responses"
        [projects.{json.dumps(str(lab.project))}]
        trust_level = "trusted"
    """
    (lab.home / ".codex" / "config.toml").write_text(config)
    lab.start([str(program("@openai/codex-*/vendor/*/bin/codex")), *options])
    lab.until_screen("Hooks need review")
    lab.press_until(READY, TRUST)


def run(command: str) -> tuple[str, dict[str, str]]:
    arguments = {"cmd": command, "sandbox_permissions": "require_escalated", "justification": "Make a file?"}
    return "exec_command", arguments


def test_a_refused_question_is_not_waiting_any_more(lab: Lab) -> None:
    lab.model.answers.append([run("touch made-by-agent")])
    start(lab)
    lab.ask("make a file")
    lab.until("waiting")
    lab.until_screen(ASKS)
    lab.answer("Escape", ASKS)
    lab.until("idle")


def test_of_two_in_one_folder_none_says_what_the_other_does(lab: Lab) -> None:
    """Both are clients of one daemon, and only their folder is known."""
    start(lab)
    first = lab.pane
    lab.start_again()
    lab.until_screen(READY)
    lab.model.answers.append([run("touch made-by-agent")])
    lab.ask("make a file")
    lab.until_screen(ASKS)
    assert (None, None) == (lab.state(), lab.state(first))


@pytest.mark.parametrize("options", [[], ["--no-daemon"]], ids=["daemon", "alone"])
def test_it_asks_waits_goes_on_and_ends(lab: Lab, options: list[str]) -> None:
    lab.model.answers.append([run("touch made-by-agent")])
    start(lab, *options)
    lab.ask("make a file")
    lab.until("waiting")
    state = lab.state()
    assert state is not None
    assert "codex" == state.agent
    lab.until_screen(LAST_ROW)
    assert "waiting" == lab.seen("codex")
    assert "Yes, proceed (y)" in [label for _, label in lab.options()]
    assert not (lab.project / "made-by-agent").exists()
    lab.answer("y", ASKS)
    lab.until("done")
    lab.until_screen(FINAL_TEXT)
    assert (lab.project / "made-by-agent").exists()
    lab.ask("/quit")
    lab.until(None)
