"""A browser that has agreed to compression: Chromium compresses what it sends, keys too."""

from __future__ import annotations

import pytest

from tests.pages import equals_pane, terminal, wait_screen
from tests.support import eventually


@pytest.fixture
def server(start_server):
    return start_server("--compression", "on")


def test_typing_and_output_over_a_compressed_connection(open_page, server):
    """Keys, a flood, and the same screen as tmux has."""
    page = terminal(open_page, server)
    page.keyboard.type("seq 1 200000; echo all''-done\r")
    wait_screen(page, "all-done", timeout_s=15)
    eventually(lambda: equals_pane(page, server, "work"), every_s=0.05)
