"""tmux's key bindings of `view=panes` over real sockets."""

from __future__ import annotations

from typing import Any

import pytest

from tests.pane_client import PaneClient
from tests.support import eventually


@pytest.fixture
def client(server, work):
    client = PaneClient(server, "work")
    client.ready()
    yield client
    client.close()


def test_a_page_learns_the_keys_and_runs_one_in_its_pane(server, client: PaneClient) -> None:
    assert ("C-b", "", 500) == tuple(client.attached[name] for name in ("prefix", "prefix2", "repeat_ms"))
    assert client.attached["tmux"] in server.tmux("-V")
    first = client.focus
    keys = client.ask("keys")["result"]
    assert "Create a new window" in [one["note"] for one in keys["tables"]["prefix"]]
    server.tmux("split-window", "-h", "-t", "=work:", "sh")
    client.wait(lambda it: it.focus != first)
    done = client.ask("binding", pane=first, table="prefix", key="z")["result"]
    assert {"kind": "done", "pane": first, "seq": keys["seq"]} == done
    client.wait(lambda it: it.window["zoomed"] and it.focus == first)


@pytest.mark.parametrize("command", ["new-window 'sh'", "split-window 'sh'"])
def test_what_is_typed_right_after_a_new_pane_is_not_lost(server, client: PaneClient, command: str) -> None:
    """The reply may come before the next look at the layout, which follows each change."""
    first = client.focus
    for turn in range(3):
        server.tmux("rename-window", "-t", "=work:", f"name {turn}")
        made = client.ask("run", pane=first, text=command)["result"]["pane"]
        client.type_to(made, f"echo n{turn}$((1+1))w\n")
        eventually(
            lambda made=made, turn=turn: f"n{turn}2w" in server.tmux("capture-pane", "-p", "-t", f"%{made}")
        )
        server.tmux("kill-pane", "-t", f"%{made}")


@pytest.mark.parametrize(
    ("args", "code"),
    [
        ({"pane": 99999, "table": "prefix", "key": "z"}, "pane_not_found"),
        ({"pane": 0, "table": "prefix", "key": "z\n"}, "bad_field"),
        ({"pane": 0, "table": 7, "key": "z"}, "bad_field"),
        ({"pane": 0, "table": "prefix"}, "bad_field"),
    ],
)
def test_a_bad_question_is_refused(client: PaneClient, args: dict[str, object], code: str) -> None:
    assert code == client.ask("binding", **args)["error"]["code"]
    assert client.ask("keys")["ok"]


def test_a_typed_command_runs_in_the_pane_of_its_user(server, client: PaneClient) -> None:
    """With the error of tmux; what would wait for a terminal is not run."""
    first = client.focus
    server.tmux("split-window", "-h", "-t", "=work:", "sh")
    client.wait(lambda it: it.focus != first)

    def run(text: str) -> dict[str, Any]:
        return client.ask("run", pane=first, text=text)["result"]

    assert "done" == run("resize-pane -Z ; rename-window 'a b'")["kind"]
    client.wait(lambda it: it.window["zoomed"] and it.focus == first and it.window["name"] == "a b")
    assert ("printed", f"%{first}") == tuple(run("display '#{pane_id}'")[name] for name in ("kind", "text"))
    assert "unknown command: nonsense" in run("nonsense -x")["error"]
    assert "ambiguous command: list-" in run("list-")["error"]
    assert "can't find window" in run("select-wi -t :99")["error"]
    server.tmux("set", "-s", "command-alias[100]", "zz=command-prompt")
    waits = ("command-prompt", "command-pro", "zz", "confirm kill-pane", "menu -T x")
    for text in (*waits, "bind x kill-pane \\; kill-pane"):
        assert "ghost" == run(text)["kind"]
    assert ("client", "detach") == tuple(run("detach")[name] for name in ("kind", "form"))
    assert client.ask("keys")["ok"]


@pytest.mark.parametrize("text", ["", "kill-pane\nkill-pane", "x" * 4097, 7])
def test_a_bad_command_is_refused(client: PaneClient, text: object) -> None:
    assert "bad_field" == client.ask("run", pane=client.focus, text=text)["error"]["code"]


def test_viewers_have_no_bindings(server, work) -> None:
    client = PaneClient(server, "work", watch=1)
    client.wait(lambda it: it.windows)
    for name in ("keys", "binding", "run", "status-line"):
        asked = client.ask(name, pane=0, table="prefix", key="x", text="kill-server", on=True)
        assert "forbidden" == asked["error"]["code"]
    client.close()
