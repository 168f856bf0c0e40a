"""What holds after every row of the battery, and after every file of it.

After a row: `/healthz` answers, somebody who was attached all along types and sees the echo, and tmux has the
same sessions in the same sizes. After a file: the worker is the same process with the same descriptors, and
has not grown.
"""

from __future__ import annotations

from collections.abc import Iterator

import psutil
import pytest

from tests.battery.slow import SlowPeers
from tests.client import TerminalClient
from tests.server import Server
from tests.support import eventually

GROWTH_MAX_BYTES = 5 * 1024 * 1024
DESCRIPTORS_SLACK = 1
SHELL = "env PS1='$ ' sh"


class Bystander:
    """Works in a session `steady` of its own, and says whether all is as it was at first."""

    def __init__(self, server: Server) -> None:
        self._server = server
        server.tmux("new-session", "-d", "-s", "steady", "-n", "sh", "-x", "80", "-y", "24", SHELL)
        self._client = TerminalClient(server, "steady")
        self._client.wait(b"$ ")
        self._lines = 0
        self._before = self._sessions()

    def check(self) -> None:
        """Whatever was sent to the server, nobody else has noticed it."""
        assert 200 == self._server.request("GET", "/healthz")[0]
        self.type_a_line()
        eventually(lambda: self._before == self._sessions())

    def type_a_line(self) -> None:
        self._lines += 1
        self._client.screen.clear()
        self._client.type(f"echo line''-{self._lines}-\r")
        self._client.wait(f"line-{self._lines}-".encode())

    def close(self) -> None:
        self._client.close()
        self._server.tmux("kill-session", "-t", "=steady")

    def _sessions(self) -> str:
        fields = "#{session_id} #{session_name} #{session_windows} #{window_width}x#{window_height}"
        return self._server.tmux("list-sessions", "-F", fields)


@pytest.fixture(scope="package")
def slow_peers(shared_server: Server) -> Iterator[SlowPeers]:
    """Those whose deadline is half a minute off: they begin with the suite, and its last file looks at them."""
    peers = SlowPeers(shared_server)
    yield peers
    peers.close()
    shared_server.end_tmux()


@pytest.fixture(scope="module")
def bystander(shared_server: Server, slow_peers: SlowPeers) -> Iterator[Bystander]:
    """Attached while a file runs; at its end the worker has to be what it was."""
    somebody = Bystander(shared_server)
    for _ in range(3):
        somebody.check()
    [worker] = psutil.Process(shared_server.pid).children()
    descriptors, memory_bytes = worker.num_fds(), worker.memory_info().rss
    yield somebody
    assert [worker] == psutil.Process(shared_server.pid).children()
    eventually(lambda: worker.num_fds() <= descriptors + DESCRIPTORS_SLACK, timeout_s=10)
    assert worker.memory_info().rss - memory_bytes < GROWTH_MAX_BYTES
    somebody.close()


@pytest.fixture(autouse=True)
def nobody_else_notices(bystander: Bystander) -> Iterator[None]:
    """After each row."""
    yield
    bystander.check()


@pytest.fixture
def target(shared_server: Server, bystander: Bystander) -> Server:
    """The server of the battery: everybody's, so a row leaves nothing behind."""
    return shared_server
