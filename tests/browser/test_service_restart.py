"""A restart of the service ends no session and leaves no client; pages come back to the same screen."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from contextlib import contextmanager

import psutil
import pytest

from tests import pages
from tests.client import TerminalClient
from tests.pages import equals_pane, session, wait_screen
from tests.screens import showing
from tests.server import Server
from tests.service_unit import ServiceUnit
from tests.support import eventually
from webmux.tmux.leftovers import Mark

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


def only_our_clients(server: Server, count: int, view: str = "") -> bool:
    """Whether tmux has this many clients of a view and one more control client, all of the present worker."""
    listed = server.tmux("list-clients", "-F", "#{client_control_mode} #{client_pid}").splitlines()
    family = {process.pid for process in psutil.Process(server.pid).children(recursive=True)}
    is_control = "0" if (view or pages.VIEW) == "terminal" else "1"
    modes = sorted(line[0] for line in listed if int(line[2:]) in family)
    return len(modes) == len(listed) and modes == [is_control] * count + ["1"]


@contextmanager
def left_client(server: Server):
    """A terminal that an earlier process of the server left: a kernel may not end it with its parent."""
    mark = Mark()
    mark.of_server(server.state_dir)
    ours, theirs = os.openpty()
    client = subprocess.Popen(
        ["tmux", "-S", str(server.tmux_socket), "attach", "-t", "=one"],
        env={**server.environ(), **mark.variables(), "TERM": "xterm-256color"},
        **dict.fromkeys(("stdin", "stdout", "stderr"), theirs),
        start_new_session=True,
    )
    os.close(theirs)
    try:
        eventually(lambda: str(client.pid) in server.terminals("#{client_pid}"))
        yield
        eventually(lambda: client.poll() is not None)
    finally:
        client.kill()
        client.wait()
        os.close(ours)


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
    with left_client(server):
        unit.stop_main(signal.SIGTERM)
        server.start()
    for number in range(1, ROUNDS):
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
        eventually(lambda: only_our_clients(server, 1, view="terminal"))
        again.close()
        assert panes(server) == before
        ours = {os.getpid(), server.pid, tmux.pid}
        others = [one for one in unit.members() if not ours & {one.pid, *(p.pid for p in one.parents())}]
        assert others == []


@pytest.mark.timeout_s(60)  # three servers start
def test_a_busy_page_stays_open_over_a_reload_and_an_upgrade(start_server, chromium):
    """Output goes on, and no key arrives twice: the page asks only for those typed without a server."""
    server = start_server()
    typed, end = server.directory / "typed", server.directory / "end"
    busy = f"i=0; while [ ! -e {end} ]; do i=$((i+1)); echo line $i; sleep 0.02; done"
    session(server, "work", f"sh -c '({busy}) & stty -icanon -echo; exec cat > {typed}'")
    context = pages.logged_in(chromium, server)
    page = context.pages[0]
    page.goto(server.address + "/s/work")
    wait_screen(page, "line ")

    [old] = psutil.Process(server.pid).children()
    os.kill(server.pid, signal.SIGHUP)
    eventually(lambda: not old.is_running())
    eventually(lambda: only_our_clients(server, 1))
    page.keyboard.type("reloaded ")
    eventually(lambda: typed.read_text() == "reloaded ")

    server.stop()
    page.get_by_role("button", name="Retry now").wait_for()
    page.keyboard.type("upgraded")
    server.start()
    card = page.get_by_role("alertdialog", name="Send what you typed?")
    card.get_by_role("button", name="Send").click()
    eventually(lambda: typed.read_text() == "reloaded upgraded")
    first = last_line(page)
    eventually(lambda: last_line(page) > first)
    end.touch()
    eventually(lambda: equals_pane(page, server, "work"))
    assert f"line {last_line(page)}" in server.tmux("capture-pane", "-p", "-t", "=work:")
    context.close()


def last_line(page) -> int:
    """The highest number that the page shows."""
    return max(int(row.split()[1]) for row in pages.text_of(page) if row.startswith("line "))
