"""A running server saves what tmux has, and restores it after tmux ended."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from tests.integration.test_json_socket import JsonClient
from tests.support import eventually
from webmux.tmux.layout_text import parse_layout

pytestmark = pytest.mark.own_server

SAVED_WITHIN_S = 5.0


def ask(server, method: str, path: str, body: Any = None) -> tuple[int, Any]:
    headers = {**server.bearer, "Content-Type": "application/json"}
    status, _, text = server.request(
        method, path, None if body is None else json.dumps(body).encode(), headers if body else server.bearer
    )
    return status, json.loads(text) if text else None


def listed(server) -> dict[str, Any]:
    return ask(server, "GET", "/api/saved-sessions")[1]


def states(server) -> list[dict[str, str]]:
    return [{one["name"]: one["state"] for one in found["sessions"]} for found in listed(server)["sets"]]


def newest(server) -> dict[str, Any]:
    """The newest file of the server's state."""
    files = (server.state_dir / "sessions").glob("*.json")
    return max((json.loads(file.read_text()) for file in files), key=lambda one: one["saved_at"])


def layouts(server) -> list[str]:
    form = "#{session_name} #{window_index} #{window_name} #{window_zoomed_flag} #{window_layout}"
    rows = (line.rpartition(" ") for line in server.tmux("list-windows", "-a", "-F", form).splitlines())
    return sorted(f"{names} {parse_layout(layout).text}" for names, _, layout in rows)


def make(server) -> None:
    """Two sessions; a pane of the first runs a pipeline."""
    server.tmux("new-session", "-d", "-s", "work one", "-n", "logs", "-x", "100", "-y", "30", "sh")
    server.tmux("split-window", "-h", "-t", "=work one:", "sh")
    server.tmux("send-keys", "-t", "=work one:", "sleep 3000 | cat -u 'a b' -", "Enter")
    server.tmux("new-session", "-d", "-s", "other", "sh")


def restored(server, body: Any = None) -> dict[str, Any]:
    """Restore what is offered, and wait for the end."""
    status, begun = ask(server, "POST", f"/api/saved-sessions/{listed(server)['offered']}/restore", body)
    assert (status, begun["running"]) == (202, True)
    return eventually(lambda: (restore := listed(server)["restore"]) and not restore["running"] and restore)


@pytest.fixture
def client(server) -> Iterator[JsonClient]:
    one = JsonClient(server)
    yield one
    one.socket.close()


@pytest.mark.timeout_s(60)  # if a program starts after the first save, it is saved 20 s later
def test_after_the_end_of_tmux_sessions_are_offered_and_restored(server, client: JsonClient) -> None:
    assert client.ask("watch-saved-sessions", "saved-sessions")["offered"] is None
    make(server)
    command = "sleep 3000 | cat -u 'a b' -"
    eventually(lambda: states(server) == [{"work one": "runs", "other": "runs"}])
    eventually(lambda: command in json.dumps(newest(server)), timeout_s=30)  # programs alone are saved later
    before = layouts(server)
    server.end_tmux()
    server.tmux("new-session", "-d", "-s", "other", "sh")
    eventually(lambda: {"work one": "gone", "other": "name_taken"} in states(server))
    while [one["gone"] for one in client.expect("saved-sessions")["sets"]][-1:] != [1]:
        pass  # earlier steps are pushed as well
    done = restored(server)
    assert [(one["name"], one["outcome"], one["problems"]) for one in done["results"]] == [
        ("work one", "restored", [])
    ]
    assert (done["windows_done"], done["sessions_done"]) == (done["windows"], done["sessions"]) == (1, 1)
    assert [line for line in layouts(server) if "work one" in line] == [
        line for line in before if "work" in line
    ]
    session_id = quote(done["results"][0]["session_id"])
    _offer_is_typed_once_and_never_run(server, session_id, command)
    server.tmux("kill-session", "-t", "=work one")
    eventually(lambda: "work one" not in states(server)[0])
    assert listed(server)["offered"] is None, "a restored session that its user ends is not offered again"


def _offer_is_typed_once_and_never_run(server, session_id: str, command: str) -> None:
    windows = ask(server, "GET", f"/api/sessions/{session_id}/windows")[1]["windows"]
    assert [window["offers"] for window in windows] == [True]

    def ready() -> list[dict[str, Any]]:
        found = ask(server, "GET", f"/api/sessions/{session_id}/offers")[1]["offers"]
        return [one for one in found if one["ready"]]

    [offer] = eventually(ready)
    assert offer["command"] == command
    eventually(lambda: server.tmux("capture-pane", "-p", "-t", offer["pane"]).strip())  # its prompt
    path = f"/api/panes/{quote(offer['pane'])}/offer"
    assert ask(server, "POST", path) == (204, None)
    eventually(lambda: command in server.tmux("capture-pane", "-p", "-t", offer["pane"]))
    assert server.tmux("display-message", "-p", "-t", offer["pane"], "#{pane_current_command}") == "sh"
    status, answer = ask(server, "POST", path)
    assert (status, answer["error"]["code"]) == (404, "offer_not_found")


def test_a_change_is_saved_within_five_seconds_and_only_for_us(server) -> None:
    make(server)
    eventually(lambda: states(server) == [{"work one": "runs", "other": "runs"}])
    server.tmux("new-window", "-d", "-t", "=other:", "-n", "third", "sh")
    eventually(lambda: "third" in json.dumps(newest(server)), timeout_s=SAVED_WITHIN_S)
    server.tmux("send-keys", "-t", "=other:1", "cd /usr/lib", "Enter")  # not the current window
    eventually(lambda: "/usr/lib" in json.dumps(newest(server)), timeout_s=SAVED_WITHIN_S)
    directory = server.state_dir / "sessions"
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (directory, *directory.iterdir())}
    assert modes == {0o700, 0o600}
    assert len(listed(server)["sets"]) == 1


def test_what_a_user_ends_is_not_offered(server, attach) -> None:
    """By the page, by tmux while the server lived, and by the end of the last shell in a terminal of ours."""
    make(server)
    server.tmux("new-session", "-d", "-s", "work", "env PS1='$ ' sh")
    eventually(lambda: states(server) == [dict.fromkeys(("work one", "other", "work"), "runs")])
    assert ask(server, "DELETE", f"/api/sessions/{quote('$0')}")[0] == 204
    server.tmux("kill-session", "-t", "=other")
    eventually(lambda: states(server)[0] == {"work": "runs"})
    client = attach("work")
    client.wait(b"$ ")
    client.type(b"exit\r")
    eventually(lambda: {"work": "settled"} in states(server), every_s=0.05)
    assert listed(server)["offered"] is None


def test_another_process_of_the_server_offers_the_same(server) -> None:
    make(server)
    eventually(lambda: states(server) == [{"work one": "runs", "other": "runs"}])
    server.kill9()
    server.end_tmux()
    server.start()
    found = listed(server)
    assert found["sets"][0]["gone"] == 2
    ask(server, "POST", f"/api/saved-sessions/{found['offered']}/dismiss", {"sessions": ["$1"]})
    done = restored(server)
    assert [one["name"] for one in done["results"]] == ["work one"]
    assert server.tmux("list-sessions", "-F", "#{session_name}") == "work one"
