"""A real agent asks, and the answer comes over HTTP."""

from __future__ import annotations

import json

import pytest

from tests.agents import test_claude
from tests.agents.lab import Lab
from tests.server import Server
from tests.support import eventually

pytestmark = pytest.mark.timeout_s(120)  # the program is a quarter of a gigabyte, and starts slowly


def asked(server: Server, path: str) -> dict:
    status, _, body = server.request("GET", path, headers=server.bearer)
    assert 200 == status
    return json.loads(body)


def test_claude_goes_on_after_an_answer_over_http(lab: Lab, server: Server) -> None:
    """One answer is enough, also right after the menu appeared."""
    lab.model.answers.append([test_claude.run("touch made-by-agent")])
    test_claude.start(lab)
    lab.ask("make a file")

    def waiting() -> bool:
        agents = asked(server, "/api/agents")["agents"]
        return [("waiting", "hook", "claude")] == [
            (one["kind"], one["source"], one["agent"]) for one in agents
        ]

    eventually(waiting, 30)
    path = f"/api/panes/{lab.pane[1:]}"

    def sent() -> bool:
        """Whether an answer was taken: a menu that is still being drawn is not yet the one that was seen."""
        question = asked(server, f"{path}/question")
        if {"key": "1", "label": "Yes"} not in question["options"]:
            return False
        body = json.dumps({"digest": question["digest"], "option": "1"}).encode()
        headers = {**server.bearer, "Content-Type": "application/json"}
        status, _, _ = server.request("POST", f"{path}/answer", body, headers)
        assert status in (200, 409)
        return status == 200

    eventually(sent, 30, every_s=0.1)
    lab.until("done")
    assert (lab.project / "made-by-agent").exists()
