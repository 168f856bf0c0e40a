"""Panes of a real tmux, without a server and with one."""

from __future__ import annotations

import pytest

from tests.pane_client import PaneClient
from tests.support import eventually
from webmux.model import Size
from webmux.panes.pane_hub import PaneHub
from webmux.panes.pane_link import PaneLink
from webmux.panes.snapshots.pane_history import PaneHistory
from webmux.tmux.server import Tmux


@pytest.fixture
def tmux(tmux_server):
    tmux_server.new_session("work", command="cat")
    tmux = Tmux("tmux", tmux_server.socket_path)
    tmux.link.keep()
    eventually(lambda: tmux.link.connected)
    yield tmux
    tmux.stop()


@pytest.fixture
def link(tmux):
    link = PaneLink(tmux, tmux.find_session("work"))
    yield link
    link.close()
    eventually(lambda: link.ended)


@pytest.fixture
def hub_of(tmux, link):
    """Makes the hub of a pane, `%5`."""
    hubs = []

    def make(pane: str) -> PaneHub:
        hub = PaneHub(link, int(pane[1:]), Size(80, 24), PaneHistory(tmux.link, link.version))
        hubs.append(hub)
        return hub

    yield make
    for hub in hubs:
        hub.close("closed")


@pytest.fixture
def run(tmux_server):
    """Runs a program in a new window and returns its pane."""

    def start(program: str) -> str:
        return tmux_server.run("new-window", "-P", "-F", "#{pane_id}", "-t", "=work:", program).strip()

    return start


@pytest.fixture
def view(attach):
    """Opens native viewers of a session."""

    def make(session: str = "work", **options) -> PaneClient:
        return attach(session, view="panes", **options)

    return make
