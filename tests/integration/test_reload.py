"""SIGHUP: the next configuration takes over, a wrong one changes nothing, and systemd follows."""

from __future__ import annotations

import os
import re
import signal
import socket
import sys

import psutil
import pytest

from tests.client import TerminalClient
from tests.screens import showing
from tests.server import Server
from tests.support import eventually

FORMS = {"cli": None, "gunicorn": [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "app:app"]}


def limit(server: Server) -> int:
    """`sessions_per_user` of the worker that answers now, from the table on the admin page."""
    page = server.request("GET", "/admin", headers=server.bearer)[2].decode()
    found = re.search(r">sessions_per_user</td><td>(\d+)", page)
    assert found is not None
    return int(found[1])


@pytest.fixture
def attach_to():
    """Attaches clients to a session `work`; they are closed with the test."""
    clients: list[TerminalClient] = []

    def make(server: Server) -> TerminalClient:
        clients.append(TerminalClient(server, "work"))
        return clients[-1]

    yield make
    for client in clients:
        client.close()


@pytest.mark.timeout_s(60)  # five workers start
@pytest.mark.parametrize("form", FORMS)
def test_a_reload_takes_the_good_and_refuses_the_wrong(form, start_server, attach_to):
    """Pages reconnect to the same screen; what is wrong is one line in the log, and nobody is cut off."""
    manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    manager.settimeout(10)

    def prepare(server: Server) -> None:
        server.command = FORMS[form] or server.command
        manager.bind(str(server.directory / "notify"))
        server.environment["NOTIFY_SOCKET"] = str(server.directory / "notify")
        server.environment["WEBMUX_CONFIG"] = str(server.directory / "webmux.toml")
        write(server, "sessions_per_user = 3")

    with manager:
        server = start_server(prepare=prepare)
        assert manager.recv(999).startswith(b"READY=1\n")
        server.tmux("new-session", "-d", "-s", "work", "-n", "sh", "-x", "80", "-y", "24", "env PS1='$ ' sh")
        client = attach_to(server)
        client.wait(b"$ ")
        [worker] = psutil.Process(server.pid).children()

        for wrong in ("sessions_per_user = 0", "tls_cert = '/no'\ntls_key = '/no'", "tmux_command = '/no'"):
            write(server, wrong)
            reload(server, manager)
            assert [worker] == psutil.Process(server.pid).children()
        refused = [line for line in server.stderr.splitlines() if "configuration not reloaded" in line]
        assert 3 == len(refused), server.stderr
        assert "Traceback" not in server.stderr
        client.type("echo same''-page\r")
        client.wait(b"same-page")

        write(server, "sessions_per_user = 7\nupload_days = 3")
        reload(server, manager)
        assert client.until_closed().code == 1012
        assert 7 == limit(server)
        again = attach_to(server)
        eventually(showing(server, again))
        eventually(lambda: 1 == len(server.terminals()))  # of the old worker none is left
        server.stop()
        assert manager.recv(999) == b"STOPPING=1"


def write(server: Server, text: str) -> None:
    (server.directory / "webmux.toml").write_text(text + "\n")


def reload(server: Server, manager: socket.socket) -> None:
    """As `systemctl reload` does: signal, and wait for the message that the reload is over."""
    os.kill(server.pid, signal.SIGHUP)
    assert manager.recv(999).startswith(b"RELOADING=1\nMONOTONIC_USEC=")
    assert manager.recv(999).startswith(b"READY=1\n")
