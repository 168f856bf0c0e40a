"""How native viewers end and come back: the session or tmux ended, and connections that are cut."""

from __future__ import annotations

import os
import random
from itertools import pairwise

import pytest

from tests.pane_client import PaneClient
from tests.support import eventually
from webmux.wire.opcodes import Opcode

CUTS = int(os.environ.get("WEBMUX_TEST_CUTS", "40"))
PACED = "i=100000; while :; do seq $i $((i+9)); i=$((i+10)); sleep 0.01; done\r"


def test_the_end_of_a_session_is_reported(server, work, view):
    client = view()
    client.ready()
    client.type("exit\r")
    assert 4410 == client.until_closed().code
    assert [{"reason": "session_ended"}] == list(client.of(Opcode.EXIT))


def test_no_byte_of_another_session_is_sent(server, work, view):
    """With `detach-on-destroy off` tmux moves our client to another session when its own ends."""
    loud = "while :; do echo se''cret; sleep 0.01; done"
    server.tmux("new-session", "-d", "-s", "other", "-x", "80", "-y", "24", loud)
    server.tmux("set-option", "-g", "detach-on-destroy", "off")
    client = view()
    client.ready()
    server.tmux("kill-session", "-t", "=work")
    assert 4410 == client.until_closed().code
    assert [{"reason": "session_ended"}] == list(client.of(Opcode.EXIT))
    assert b"secret" not in client.screen


@pytest.mark.own_server
def test_another_tmux_server_has_a_close_code_of_its_own(server, work, view):
    server.tmux("new-session", "-d", "-s", "other", "sleep 60")
    client = view()
    client.ready()
    server.end_tmux()
    assert 4409 == client.until_closed().code
    assert [{"reason": "server_exited"}] == list(client.of(Opcode.EXIT))


@pytest.mark.own_server
def test_stopping_the_server_leaves_no_control_client(server, work, view):
    client = view()
    client.ready()
    server.stop()
    assert 1012 == client.until_closed().code
    eventually(lambda: server.tmux("list-clients") == "")


def test_cut_connections_resume_without_a_gap(server, work, view):
    """Each byte is the one that a viewer gets whose connection is never cut."""
    chance = random.Random(16)
    steady = view()
    pane = steady.ready()
    steady.settle()  # tmux 3.2a changes the size of its panes when our client comes
    start = steady.panes[pane].offset
    cut = PaneClient(server, "work")
    cut.wait(lambda c: c.panes)
    steady.type(PACED)
    heard: list[tuple[int, bytes]] = []
    for _ in range(CUTS):
        place = cut.panes[pane].offset - len(cut.panes[pane].output)
        goal = cut.panes[pane].offset + chance.randrange(1, 400)
        cut.wait(lambda c, goal=goal: c.panes[pane].offset >= goal)
        steady.pump(0)
        # What the page was sent and has not processed yet is gone with it.
        unread = chance.randrange(min(200, len(cut.panes[pane].output)))
        data = bytes(cut.panes[pane].output)[: len(cut.panes[pane].output) - unread]
        heard.append((place, data))
        resume = {"resume": f"{pane}:{place + len(data)}", "link": cut.attached["link"]}
        cut.close()
        cut = PaneClient(server, "work", **resume)
        cut.expect(pane, place + len(data))
    cut.close()
    end = heard[-1][0] + len(heard[-1][1])
    steady.wait(lambda c: c.panes[pane].offset >= end)
    whole = bytes(steady.panes[pane].output)
    assert 0 == steady.panes[pane].gaps
    for place, data in heard:
        assert data == whole[place - start : place - start + len(data)]
    assert all(before + len(data) == after for (before, data), (after, _) in pairwise(heard))
