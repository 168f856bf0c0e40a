"""The history of a full-screen agent, which tmux does not store, with a real tmux."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

import pytest

from tests import full_screen_agent
from tests.integration.test_history import page, plain, searched
from tests.integration.test_shared import guest_of, share
from tests.support import eventually

AGENT = Path(full_screen_agent.__file__)
LINES = int(os.environ.get("WEBMUX_TEST_AGENT_LINES", "100"))
"""500 is the figure that docs/decisions/0028-transcripts.md has; it takes half a minute."""
SHORT = 30
PER_S = 20
SHARE = 0.99


def start(server, lines):
    """A session in which an agent prints lines; returns once all are on the screen."""
    command = f"PATH={os.environ['PATH']} exec {sys.executable} {AGENT} {lines} {PER_S}"
    server.tmux("new-session", "-d", "-s", "ai", "-x", "80", "-y", "24", command)
    eventually(lambda: json.loads(server.request("GET", "/api/agents", headers=server.bearer)[2])["agents"])
    server.tmux("send-keys", "-t", "=ai:", "s")
    last = f"step {lines - 1} of"
    eventually(lambda: last in server.tmux("capture-pane", "-p", "-t", "=ai:"), lines / PER_S + 10)
    return server


@pytest.fixture
def agent(server):
    """A short one."""
    return start(server, SHORT)


def panes(client):
    return {pane["pane"]: pane for pane in client.ask("panes")["result"]["panes"]}


def transcript(client):
    """The id of the transcript of the only pane, once there is one."""
    found = eventually(lambda: [one for one in panes(client).values() if one.get("reconstructed")])
    return found[0]["pane"]


def lines_of(client, pane):
    rows, row = [], 0
    while row < (got := page(client, pane=pane, row=row, count=200))["size"] and got["rows"]:
        rows += plain(got["rows"])
        row += len(got["rows"])
    return rows


def numbers(rows):
    return [int(match[1]) for match in (re.match(r"step (\d+) of the task", row) for row in rows) if match]


@pytest.mark.timeout_s(90)
def test_lines_that_scrolled_away_are_there_once_and_in_order(server, attach):
    start(server, LINES)
    client = attach("ai", view="mirror")
    pane = transcript(client)
    assert pane == panes(client)[pane[:-1]]["pane"] + "r"
    found = eventually(lambda: [n for n in [numbers(lines_of(client, pane))] if LINES - 1 in n])[0]
    assert found == sorted(set(found))
    assert len(found) >= SHARE * LINES
    assert "\x1b[" in page(client, pane=pane, row=0, count=5)["rows"][1]


def test_what_was_cleared_is_found_by_a_search_until_the_pane_ends(agent, attach):
    client = attach("ai", view="mirror")
    pane = transcript(client)
    eventually(lambda: SHORT - 1 in numbers(lines_of(client, pane)))
    agent.tmux("send-keys", "-t", "=ai:", "c")
    last = f"step {SHORT - 1} of"

    def stored():
        return [event for event in searched(agent, q=last) if event["type"] == "match"]

    [match] = eventually(lambda: [one for one in stored() if one["pane"] == pane])
    opened = page(client, pane=pane, row=match["row"], count=1, mark=match["mark"])
    assert plain(opened["rows"])[0].startswith(last)
    found = client.ask("history-find", pane=pane, q=last, row=4 * SHORT)["result"]["matches"]
    assert [one["row"] for one in found] == [match["row"]]
    agent.tmux("new-session", "-d", "-s", "other", "cat")
    agent.tmux("kill-session", "-t", "=ai:")
    eventually(lambda: not stored())


def test_a_guest_reads_only_the_transcript_of_the_shared_session(agent, attach):
    client = attach("ai", view="mirror")
    pane = transcript(client)
    agent.tmux("new-session", "-d", "-s", "shared", "-x", "80", "-y", "24", "cat")
    shared_id = agent.tmux("display-message", "-p", "-t", "=shared:", "#{session_id}")
    made = share(agent, session_id=shared_id)
    guest = attach("", to=guest_of(agent, made), view="mirror", share=made["id"])
    assert pane not in panes(guest)
    refused = guest.ask("history", pane=pane, count=5)
    assert (False, "pane_not_found") == (refused["ok"], refused["error"]["code"])
    made = share(agent, session_id=agent.tmux("display-message", "-p", "-t", "=ai:", "#{session_id}"))
    guest = attach("", to=guest_of(agent, made), view="mirror", share=made["id"])
    assert page(guest, pane=pane, count=5)["reconstructed"]
