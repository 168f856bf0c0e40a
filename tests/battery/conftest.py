"""What holds after every row of the battery.

`/healthz` answers, somebody who was attached all along types and sees the echo, tmux has the same sessions in
the same sizes, and the worker is the same process with the same descriptors, and has not grown.
"""

from __future__ import annotations

import copy
import itertools
from collections.abc import Iterator

import psutil
import pytest

from tests.battery.slow import SlowPeers
from tests.client import TerminalClient
from tests.server import Server
from tests.support import eventually
from webmux.auth.accounts import Accounts
from webmux.auth.roles import Role, Scope
from webmux.store.database import Database
from webmux.store.state_dir import StateDir

GROWTH_MAX_BYTES = 5 * 1024 * 1024
DESCRIPTORS_SLACK = 1
USERS = 4
SHELL = "env PS1='$ ' sh"


class Bystander:
    """Works in its own session `steady`, and reports whether it is undisturbed."""

    def __init__(self, server: Server) -> None:
        self._server = server
        server.tmux("new-session", "-d", "-s", "steady", "-n", "sh", "-x", "80", "-y", "24", SHELL)
        self._client = TerminalClient(server, "steady")
        self._client.wait(b"$ ")
        self._lines = 0
        self._before = self._sessions()
        for _ in range(3):
            self._work()
        # Its control client comes a second after tmux was born, with descriptors of its own.
        eventually(lambda: "1" in server.tmux("list-clients", "-F", "#{client_control_mode}"))
        [self._worker] = psutil.Process(server.pid).children()
        self.begin()

    def begin(self) -> None:
        """What the worker uses now is what it may use."""
        self._descriptors = self._worker.num_fds()
        self._memory_bytes = self._worker.memory_info().rss

    def check(self) -> None:
        """Bad input disturbed no other client, and the server freed all that it used."""
        self._work()
        assert [self._worker] == psutil.Process(self._server.pid).children()
        most = self._descriptors + DESCRIPTORS_SLACK
        eventually(lambda: self._worker.num_fds() <= most, timeout_s=10)
        assert self._worker.memory_info().rss - self._memory_bytes < GROWTH_MAX_BYTES

    def _work(self) -> None:
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
def unstarted() -> Iterator[Server]:
    server = Server()
    yield server
    server.close()


@pytest.fixture(scope="package")
def tokens(unstarted: Server) -> Iterator[str]:
    """Of users made before the start, each again and again: the changes of one in a minute are limited.

    By the command line they would take a second each.
    """
    StateDir(unstarted.state_dir)
    accounts = Accounts(Database(unstarted.state_dir))
    accounts.ensure_owner()
    users = [accounts.add(f"user{number}", Role.OPERATOR) for number in range(USERS)]
    return itertools.cycle(
        [accounts.new_token(user, "battery", user.role, None, Scope.MANAGE)[0] for user in users]
    )


@pytest.fixture(scope="package")
def battery(unstarted: Server, tokens: Iterator[str]) -> Server:
    """One server for all rows."""
    return unstarted.start()


@pytest.fixture(scope="package")
def slow_peers(battery: Server) -> Iterator[SlowPeers]:
    """Their deadlines take half a minute: they start with the suite, and its last file checks them."""
    peers = SlowPeers(battery)
    yield peers
    peers.close()


@pytest.fixture(scope="module")
def bystander(battery: Server, slow_peers: SlowPeers) -> Iterator[Bystander]:
    """Attached while a file runs."""
    working = Bystander(battery)
    yield working
    working.close()


@pytest.fixture(autouse=True)
def nobody_else_notices(bystander: Bystander) -> Iterator[None]:
    """After each row."""
    yield
    bystander.check()


@pytest.fixture
def target(battery: Server, bystander: Bystander) -> Server:
    """The server of the battery, used as its owner: a row leaves nothing behind."""
    return battery


@pytest.fixture
def somebody(battery: Server, tokens: Iterator[str]) -> Server:
    """The same server, used by the next of its users."""
    other = copy.copy(battery)
    other.token = next(tokens)
    return other
