"""tmux's key bindings of `view=panes` over real sockets."""

from __future__ import annotations

import pytest

from tests.pane_client import PaneClient


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


def test_viewers_have_no_bindings(server, work) -> None:
    client = PaneClient(server, "work", watch=1)
    client.wait(lambda it: it.windows)
    for name in ("keys", "binding"):
        assert "forbidden" == client.ask(name, pane=0, table="prefix", key="x")["error"]["code"]
    client.close()
