"""tmux's status line as text, over real sockets with a real tmux."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.pane_client import PaneClient


@pytest.fixture
def open_client(server, work):
    clients: list[PaneClient] = []

    def make() -> PaneClient:
        clients.append(PaneClient(server, "work"))
        clients[-1].ready()
        return clients[-1]

    yield make
    for client in clients:
        client.close()


def latest(client: PaneClient) -> dict[str, Any]:
    found = [event for event in client.events if event["event"] == "status-line"]
    return found[-1] if found else {"rows": []}


def shows(client: PaneClient, text: str) -> None:
    client.wait(lambda it: text in "\n".join(latest(it)["rows"]))


def test_it_follows_windows_and_options_and_runs_no_name(server, open_client, tmp_path: Path) -> None:
    client = open_client()
    server.tmux("set", "-g", "status-interval", "1")
    assert client.ask("status-line", on=True)["ok"]
    shows(client, "[work]")
    assert ("bottom", "bg=green,fg=black") == (latest(client)["position"], latest(client)["style"])
    ran = tmp_path / "ran"
    server.tmux("rename-window", "-t", "=work:", f"one##(touch {ran}) ##{{pid}} ##[fg=red]")
    shows(client, f"one#(touch {ran}) #{{pid}} ")
    server.tmux("rename-session", "-t", "=work", "other")
    shows(client, "[other]")
    server.tmux("set", "-g", "status-position", "top", ";", "set", "-g", "status-bg", "red")
    server.tmux("set", "-g", "status-format[1]", "second row", ";", "set", "-g", "status", "2")
    shows(client, "second row")
    client.wait(lambda it: latest(it)["style"].endswith(",bg=red"))
    assert (2, "top") == (len(latest(client)["rows"]), latest(client)["position"])
    server.tmux("set", "-g", "status", "off")
    client.wait(lambda it: latest(it)["rows"] == [])
    assert not ran.exists()


def test_a_command_in_it_runs_once_for_all_viewers(server, open_client, tmp_path: Path) -> None:
    """As often as for one terminal: at most once a second, and each interval while nothing changes."""
    ran, program = tmp_path / "ran", tmp_path / "program"
    program.write_text(f"date +%s >> {ran}\necho out$((1+1))put\n")
    server.tmux("set", "-g", "status-interval", "2")
    server.tmux("set", "-g", "status-right", f"#(sh {program})")
    clients = [open_client(), open_client()]
    assert not ran.exists()
    for client in clients:
        client.ask("status-line", on=True)
    for client in clients:
        shows(client, "out2put")

    def longest_rest() -> int:
        times = [int(second) for second in ran.read_text().split()]
        assert times == [] or len(times) <= times[-1] - times[0] + 2
        return max((after - before for before, after in pairwise(times)), default=0)

    clients[0].wait(lambda it: longest_rest() >= 2)


@pytest.mark.parametrize("args", [{}, {"on": "yes"}, {"on": 1}])
def test_a_bad_request_is_refused(open_client, args: dict[str, Any]) -> None:
    assert "bad_field" == open_client().ask("status-line", **args)["error"]["code"]
