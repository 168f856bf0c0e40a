"""Claude Code with our hooks: it asks, waits, goes on and ends, and each time its state says so."""

from __future__ import annotations

import json

import pytest

from tests.agents.lab import Lab, program
from tests.agents.model_api import FINAL_TEXT
from tests.support import eventually

pytestmark = pytest.mark.timeout_s(120)  # the program is a quarter of a gigabyte, and starts slowly

KEY = "sk-ant-not-a-key-0123456789"
LAST_ROW = "Esc to cancel"
ASKS = "Do you want to proceed?"


def start(lab: Lab) -> None:
    """As after the questions of the first start."""
    lab.set_up("claude")
    project = {"hasTrustDialogAccepted": True, "hasCompletedProjectOnboarding": True}
    settings = {
        "hasCompletedOnboarding": True,
        "customApiKeyResponses": {"approved": [KEY[-20:]], "rejected": []},
        "projects": {str(lab.project): project},
    }
    (lab.home / ".claude.json").write_text(json.dumps(settings))
    lab.start(
        [str(program("@anthropic-ai/claude-code-*/claude")), "--permission-mode", "default"],
        ANTHROPIC_BASE_URL=lab.model.url,
        ANTHROPIC_API_KEY=KEY,
        CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC="1",
        DISABLE_AUTOUPDATER="1",
    )
    lab.until("idle")
    lab.until_screen("? for shortcuts")


def run(command: str) -> tuple[str, dict[str, str]]:
    return "Bash", {"command": command, "description": "Do it"}


def test_it_asks_waits_goes_on_and_ends(lab: Lab) -> None:
    lab.model.answers.append([run("touch made-by-agent")])
    start(lab)
    state = lab.state()
    assert state is not None
    assert "claude" == state.agent
    lab.ask("make a file")
    lab.until("waiting")
    lab.until_screen(LAST_ROW)
    assert "waiting" == lab.seen("claude")
    assert ("1", "Yes") == lab.options()[0]
    assert not (lab.project / "made-by-agent").exists()
    lab.answer("1", ASKS)
    lab.until("done")
    lab.until_screen(FINAL_TEXT)
    assert (lab.project / "made-by-agent").exists()
    lab.ask("/exit")
    lab.until(None)


def test_of_two_questions_the_second_keeps_it_waiting(lab: Lab) -> None:
    lab.model.answers.append([run("touch one"), run("touch two")])
    start(lab)
    lab.ask("make two files")
    lab.until_screen("touch one")
    lab.until("waiting")
    lab.until_screen(ASKS)
    lab.answer("1", "touch one")
    lab.until_screen("touch two")


def test_the_screen_shows_that_a_question_was_refused(lab: Lab) -> None:
    """No hook says so: what the agent said last is wrong."""
    lab.model.answers.append([run("touch one")])
    start(lab)
    lab.ask("make a file")
    lab.until("waiting")
    lab.until_screen(LAST_ROW)
    lab.answer("Escape", ASKS)
    lab.until_screen("Interrupted")
    eventually(lambda: lab.seen("claude") == "idle")
    state = lab.state()
    assert state is not None
    assert "waiting" == state.kind
