"""A place to run an agent in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.agents.lab import Lab
from tests.agents.model_api import ModelApi
from tests.server import Server
from tests.tmux import TmuxServer


@pytest.fixture
def lab(tmp_path: Path, tmux_server: TmuxServer) -> Iterator[Lab]:
    model = ModelApi()
    lab = Lab(tmp_path, tmux_server, model)
    yield lab
    tmux_server.kill()
    lab.end_daemons()
    model.close()
    shutil.rmtree(lab.home)  # Codex copies itself into it: 315 MB


@pytest.fixture
def server(lab: Lab) -> Iterator[Server]:
    """A server on the tmux of the lab."""
    server = Server()
    server.tmux_socket = lab.tmux.socket_path
    server.start()
    yield server
    server.close()
