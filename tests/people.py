"""People of a server under test: made by its command line, let in by their tokens, thrown out again."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, TypeVar

import pytest

from tests.client import Closed, TerminalClient
from tests.server import ROOT, Server
from tests.support import eventually
from webmux.auth.accounts import Accounts
from webmux.auth.roles import Role, Scope
from webmux.store.database import Database
from webmux.store.reload_signal import Changes
from webmux.store.state_dir import StateDir

T = TypeVar("T")

PASSWORD = "correct horse battery"
REVOKED_MAX_S = 5.0
"""A connection must be closed within this time after its login ended."""


def webmux(server: Server, *words: str, typed: str = "", code: int = 0) -> str:
    """Run a command against the server's state directory and return its output."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "app.py"), *words],
        input=typed,
        env=server.environ(),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=15,
        check=False,
    )
    assert done.returncode == code, done.stderr
    return done.stdout.strip() if code == 0 else done.stderr.strip()


def add_user(server: Server, name: str, role: str = "operator") -> None:
    """Add a user with `PASSWORD`, as `app.py user add` does, without starting a process for it."""
    _change(server, lambda accounts: accounts.add(name, Role(role), PASSWORD))
    eventually(lambda: name.encode() in server.request("GET", "/api/admin/users", headers=server.bearer)[2])


def add_token(server: Server, name: str) -> str:
    """A new access token of this user, as `app.py token create` prints it."""

    def create(accounts: Accounts) -> str:
        user = accounts.named(name)
        return accounts.new_token(user, "test", user.role, None, Scope.MANAGE)[0]

    token = _change(server, create)
    bearer = {"Authorization": f"Bearer {token}"}
    eventually(lambda: server.request("GET", "/api/me", headers=bearer)[0] == 200)
    return token


def _change(server: Server, change: Callable[[Accounts], T]) -> T:
    accounts = Accounts(Database(server.state_dir))
    accounts.ensure_owner()
    result = change(accounts)
    Changes(StateDir(server.state_dir)).announce()
    return result


def seen_by(server: Server, by_way_of: Any = None, **headers: str) -> Any:
    """The server as somebody with these headers sees it, for `TerminalClient` and `attach`.

    `by_way_of` is a proxy, or whatever has a host and a port.
    """
    near = by_way_of or server
    return SimpleNamespace(
        host=near.host,
        port=near.port,
        base_path=server.base_path,
        context=server.context,
        bearer=headers,
    )


def closing_of(client: TerminalClient) -> int:
    """The close code, which must arrive in time."""
    deadline = time.monotonic() + REVOKED_MAX_S
    with pytest.raises(Closed) as closed:
        while time.monotonic() < deadline:
            client.pump()
    return closed.value.code
