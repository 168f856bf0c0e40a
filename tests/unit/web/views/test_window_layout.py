"""The requests that the routes for windows and panes accept; a real tmux shows what they do."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.apps import BEARER, FakeTmux, client_of, make_app

BODIES = {
    "move": {"index": 0}, "split": {"direction": "down"}, "select-pane": {"direction": "up"},
    "resize-pane": {"direction": "up"}, "select-layout": {"layout": "tiled"},
}  # fmt: skip
WRONG = [
    ("move", {}), ("move", {"index": -1}), ("move", {"index": "0"}), ("move", {"index": True}),
    ("move", {"index": 2**31}), ("move", {"index": 0, "more": 1}),
    ("split", {}), ("split", {"direction": "left"}), ("split", {"direction": "-h"}),
    ("split", {"direction": ["right"]}),
    ("select-pane", {"direction": "-t"}), ("zoom", {"more": 1}), ("kill-pane", {"id": "%0"}),
    ("select-pane", {}), ("select-pane", {"direction": "up", "pane": "%0"}), ("kill-pane", {"pane": 0}),
    ("resize-pane", {}), ("resize-pane", {"direction": "-Z"}),
    ("resize-pane", {"direction": "up", "cells": 0}),
    ("resize-pane", {"direction": "up", "cells": 501}), ("resize-pane", {"direction": "up", "cells": True}),
    ("select-layout", {}), ("select-layout", {"layout": "-E"}),
]  # fmt: skip


@pytest.fixture
def tmux() -> FakeTmux:
    tmux = FakeTmux()
    tmux.add("prod")
    return tmux


@pytest.fixture
def client(tmp_path: Path, tmux: FakeTmux) -> Any:
    return client_of(make_app(tmp_path, tmux))


@pytest.mark.parametrize(("what", "body"), WRONG)
def test_wrong_bodies_are_named_and_reach_no_tmux(what: str, body: Any, client: Any, tmux: FakeTmux) -> None:
    before = list(tmux.calls)
    answer = client.post(f"/api/windows/%400/{what}", json=body, headers=BEARER)
    assert (422, "bad_field") == (answer.status_code, answer.get_json()["error"]["code"])
    assert before == tmux.calls


@pytest.mark.parametrize(
    "what", ["split", "zoom", "select-pane", "kill-pane", "resize-pane", "select-layout"]
)
@pytest.mark.parametrize("window_id", ["0", "@", "@01", "$0", "%0", "@0;x", "@-1", "{last}", "@0\n"])
def test_only_ids_are_targets(what: str, window_id: str, client: Any) -> None:
    path = f"/api/windows/{quote(window_id, safe='')}/{what}"
    answer = client.post(path, json=BODIES.get(what, {}), headers=BEARER)
    assert (422, "bad_id") == (answer.status_code, answer.get_json()["error"]["code"])


@pytest.mark.parametrize("what", ["select-pane", "kill-pane", "resize-pane"])
@pytest.mark.parametrize("pane_id", ["0", "%", "%01", "@0", "%0;x", "{last}", ""])
def test_only_ids_are_panes(what: str, pane_id: str, client: Any) -> None:
    body = {"pane": pane_id, **({"direction": "up"} if what == "resize-pane" else {})}
    answer = client.post(f"/api/windows/%400/{what}", json=body, headers=BEARER)
    assert (422, "bad_id") == (answer.status_code, answer.get_json()["error"]["code"])
