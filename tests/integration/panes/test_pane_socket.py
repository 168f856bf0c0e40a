"""`view=panes` over real sockets: what a viewer gets, types and may do."""

from __future__ import annotations

import pytest

from tests.pane_client import PaneClient


@pytest.fixture
def view(server):
    clients: list[PaneClient] = []

    def make(session: str = "work", to=server, **options) -> PaneClient:
        clients.append(PaneClient(to, session, **options))
        return clients[-1]

    yield make
    for client in clients:
        client.close()


def test_a_viewer_sees_the_current_window_and_types_into_each_pane(server, work, view):
    server.tmux("split-window", "-h", "-d", "-t", "=work:", "env PS1='$ ' sh")
    client = view()
    first = client.ready()
    assert ("panes", "work") == (client.attached["view"], client.attached["session"]["name"])
    [other] = [pane["pane"] for pane in client.window["panes"] if pane["pane"] != first]
    client.wait_for(other, b"$ ")
    client.type_to(other, "echo in-$((1+1))\r")
    client.wait_for(other, b"in-2")
    client.type("echo in-$((2+2))\r")
    client.wait_for(first, b"in-4")
    assert not client.shows(first, b"in-2")
    assert (40, 24) == client.panes[first].size
