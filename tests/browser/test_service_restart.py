"""A restart of the service ends no session and leaves no client; pages come back to the same screen."""

from __future__ import annotations

import json
import os
import signal

import psutil
import pytest

from tests import pages
from tests.client import TerminalClient
from tests.pages import equals_pane, wait_screen
from tests.screens import showing
from tests.server import Server
from tests.service_unit import ServiceUnit
from tests.support import eventually

ROUNDS_WITH_BROWSER = 5
ROUNDS = 15
NAMES = ["one", "two", "three"]


@pytest.fixture
def in_unit(start_server):
    """Start a server as a service without a tmux server; the cgroup is removed after the test."""
    units: list[ServiceUnit] = []

    def start(*, has_manager: bool) -> ServiceUnit:
        def prepare(server: Server) -> None:
            units.append(ServiceUnit(server, has_manager=has_manager))

        start_server(prepare=prepare)
        return units[-1]

    yield start
    for unit in units:
        unit.server.close()
        unit.close()


def panes(server: Server) -> str:
    """Each session with the process in its pane: another one would be another session."""
    return server.tmux("list-panes", "-a", "-F", "#{session_id} #{session_name} #{pane_id} #{pane_pid}")


def only_our_clients(server: Server, terminals: int) -> bool:
    """Whether tmux has this many terminals and one control client, all of the present worker."""
    listed = server.tmux("list-clients", "-F", "#{client_control_mode} #{client_pid}").splitlines()
    family = {process.pid for process in psutil.Process(server.pid).children(recursive=True)}
    modes = sorted(line[0] for line in listed if int(line[2:]) in family)
    return len(modes) == len(listed) and modes == ["0"] * terminals + ["1"]


@pytest.mark.timeout_s(60)  # six servers start, one after the other
def test_a_service_that_ends_all_its_processes_ends_no_session(in_unit, chromium):
    """KillMode=control-group, systemd's default: tmux is in a scope of its own."""
    unit = in_unit(has_manager=True)
    server = unit.server
    context = pages.logged_in(chromium, server)
    page = context.pages[0]
    for name in NAMES:
        page.goto(server.address + "/")
        page.get_by_role("button", name="New session").first.click()
        page.get_by_role("dialog").locator("input").first.fill(name)
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/s/{name}*")
    assert unit.calls.read_text().count("--scope") == 1
    before = panes(server)
    assert len(before.splitlines()) == len(NAMES)
    for number in range(ROUNDS_WITH_BROWSER):
        page.keyboard.type(f"echo round''-{number}\n")
        wait_screen(page, f"round-{number}")
        unit.stop_all(signal.SIGTERM if number % 2 else signal.SIGKILL)
        assert panes(server) == before
        eventually(lambda: server.tmux("list-clients") == "")
        server.start()
        eventually(lambda: only_our_clients(server, 1), timeout_s=20)
        eventually(lambda: equals_pane(page, server, NAMES[-1]))
    context.close()


@pytest.mark.timeout_s(150)  # sixteen servers start, one after the other
def test_a_service_without_a_manager_of_the_user_ends_only_itself(in_unit):
    """KillMode=process: tmux is in the service. The next process ends what the one before left."""
    unit = in_unit(has_manager=False)
    server = unit.server
    headers = {**server.bearer, "Content-Type": "application/json"}
    for name in NAMES:
        body = json.dumps({"name": name}).encode()
        assert server.request("POST", "/api/sessions", body, headers)[0] == 201
    before = panes(server)
    tmux = psutil.Process(int(server.tmux("display-message", "-p", "#{pid}")))
    assert tmux in unit.members()
    for number in range(ROUNDS):
        client = TerminalClient(server, "two")
        client.type(f"echo round''-{number}\r")
        client.wait(f"round-{number}".encode())
        if number == ROUNDS - 1:
            tmux.suspend()  # its clients wait for it, whatever signal they get
        unit.stop_main(signal.SIGTERM if number % 3 == 1 else signal.SIGKILL)
        server.start()
        client.close()
        tmux.resume()
        again = TerminalClient(server, "two")
        eventually(showing(server, again, "two"))
        eventually(lambda: only_our_clients(server, 1))
        again.close()
        assert panes(server) == before
        ours = {os.getpid(), server.pid, tmux.pid}
        others = [one for one in unit.members() if not ours & {one.pid, *(p.pid for p in one.parents())}]
        assert others == []
