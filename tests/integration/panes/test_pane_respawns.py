"""Panes that start again while they flood: what WebMux does never ends tmux; see decision 0026."""

from __future__ import annotations

import pytest

from tests.pane_client import PaneClient
from tests.support import eventually
from tests.tmux import tmux_is

FLOOD = "seq 1 30000"
TIMES = 8


def dead(client: PaneClient) -> bool:
    return bool(client.windows["@0"]["panes"][0]["dead"])


@pytest.mark.skipif(not tmux_is(3, 3), reason="tmux 3.2 has no native panes with remain-on-exit")
@pytest.mark.own_server
def test_a_pane_that_died_in_a_flood_starts_again(server, work, view) -> None:
    """tmux has not sent us all that it printed, and may not look for that afterwards."""
    server.tmux("set-option", "-g", "remain-on-exit", "on")
    client = view()
    client.ready()
    server.tmux("respawn-pane", "-k", "-t", "%0", FLOOD)
    for _ in range(TIMES):
        client.wait(dead)
        before = len(client.panes[0].snapshots)
        eventually(lambda: client.ask("respawn", pane=0)["ok"])  # it may have been started already
        client.wait(lambda client, before=before: len(client.panes[0].snapshots) > before)
    assert "work" in server.tmux("list-sessions")


@pytest.mark.own_server
def test_a_key_starts_a_pane_again_that_floods(server, work, view) -> None:
    server.tmux("bind-key", "y", "respawn-pane", "-k", "yes abcdefghijklmnop")
    client = view()
    client.ready()
    for _ in range(TIMES):
        done = client.ask("binding", pane=0, table="prefix", key="y")
        assert ("done", None) == (done["result"]["kind"], done["result"].get("error"))
    assert "yes" in server.tmux("display-message", "-p", "-t", "%0", "#{pane_start_command}")


@pytest.mark.own_server
def test_a_pane_that_left_the_session_starts_again(server, work, view) -> None:
    """tmux keeps its output for our client, though it never sends it, unless that is paused."""
    server.tmux("new-session", "-d", "-s", "other", "-x", "80", "-y", "24")
    client = view()
    client.ready()
    pane = server.tmux("new-window", "-d", "-P", "-F", "#{pane_id}", "-t", "=work:", "seq 9; cat").strip()
    client.wait(lambda client: len(client.windows) > 1)
    server.tmux("move-window", "-s", pane, "-t", "=other:")
    client.wait(lambda client: len(client.windows) == 1)
    for _ in range(TIMES):
        server.tmux("send-keys", "-t", pane, "printed", "Enter")
        eventually(lambda: "printed" in server.tmux("capture-pane", "-p", "-t", pane))
        server.tmux("respawn-pane", "-k", "-t", pane)
    assert "other" in server.tmux("list-sessions")


@pytest.mark.skipif(not tmux_is(3, 3), reason="tmux 3.2 has no native panes with remain-on-exit")
@pytest.mark.own_server
def test_a_dead_pane_that_a_script_starts_again_is_shown(server, work, view) -> None:
    """It stays paused until we know that it runs; then all that it printed is there."""
    server.tmux("set-option", "-g", "remain-on-exit", "on")
    client = view()
    client.ready()
    for word in (b"first", b"second"):
        client.type("exit\r")
        client.wait(dead)
        server.tmux("respawn-pane", "-t", "%0", f"echo {word.decode()}; exec sh")
        client.wait_for(0, word)
        client.wait(lambda client: not dead(client))
        client.type(f"echo a''{word.decode()}\r")
        client.wait_for(0, b"a" + word)
