"""The sessions API answers as the contract says."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from tests.apps import BEARER, FakeTmux, client_of, make_app
from webmux.errors import TmuxCommandFailed, TmuxError, TmuxMissing, TmuxTimeout
from webmux.tmux.session_start import Startup

WRONG_IDS = [
    "x",
    "0",
    "$",
    "$-1",
    "$00",
    "$01",
    "$0;kill-server",
    "$0 $1",
    "@0",
    "%0",
    "$4294967296",
    "$99999999999999999999",
    "$٣",
    "$1e1",
    "$0\n",
    "=x",
    "{last}",
]


@pytest.fixture
def tmux() -> FakeTmux:
    tmux = FakeTmux()
    tmux.add("prod")
    return tmux


@pytest.fixture
def client(tmp_path: Path, tmux: FakeTmux) -> FlaskClient:
    return client_of(make_app(tmp_path, tmux))


def ask(client: FlaskClient, method: str, path: str, body: Any = None) -> tuple[int, Any]:
    answer = client.open(path, method=method, json=body, headers=BEARER)
    return answer.status_code, answer.get_json(silent=True)


def test_the_list_has_the_documented_fields(client: FlaskClient) -> None:
    status, body = ask(client, "GET", "/api/sessions")
    session = {
        "id": "$0", "name": "prod", "created_at": 1, "activity_at": 2, "attached": 0, "windows": 1,
        "size": {"cols": 80, "rows": 24}, "recording": False, "command": "", "path": "", "viewers": 0,
        "title": "",
        "alerts": {"bell": 0, "activity": 0, "silence": 0, "done": 0},
    }  # fmt: skip
    assert (200, {"epoch": "12-34", "sessions": [session]}) == (status, body)


def test_no_tmux_server_is_an_empty_list(client: FlaskClient, tmux: FakeTmux) -> None:
    tmux.epoch, tmux.sessions = "", []
    assert (200, {"epoch": "", "sessions": []}) == ask(client, "GET", "/api/sessions")


@pytest.mark.parametrize("body", [{"preset": ""}, {"run": False}])
def test_an_empty_preset_is_none(body: Any, client: FlaskClient, tmux: FakeTmux) -> None:
    assert 201 == ask(client, "POST", "/api/sessions", body)[0]
    assert ("create_session", None, {"keep_dead": True}) in tmux.calls


def test_a_session_is_made_renamed_and_killed(client: FlaskClient, tmux: FakeTmux) -> None:
    status, made = ask(client, "POST", "/api/sessions", {"name": "new", "cwd": "/tmp", "command": "top"})
    assert (201, "$1", "new") == (status, made["id"], made["name"])
    assert ("create_session", "new", {"cwd": "/tmp", "command": "top", "keep_dead": True}) in tmux.calls
    status, renamed = ask(client, "PATCH", "/api/sessions/%241", {"name": "newer"})
    assert (200, "$1", "newer") == (status, renamed["id"], renamed["name"])
    assert (204, None) == ask(client, "DELETE", "/api/sessions/%241")
    assert 404 == ask(client, "DELETE", "/api/sessions/%241")[0]


def test_missing_fields_are_left_to_tmux(client: FlaskClient, tmux: FakeTmux) -> None:
    assert 201 == ask(client, "POST", "/api/sessions", {})[0]
    assert ("create_session", None, {"keep_dead": True}) in tmux.calls


def test_windows_are_listed_made_selected_renamed_and_killed(client: FlaskClient, tmux: FakeTmux) -> None:
    listed = ask(client, "GET", "/api/sessions/%240/windows")[1]["windows"]
    window = {"id": "@0", "session_id": "$0", "index": 0, "name": "sh", "active": True, "panes": 1}
    quiet = {"bell": False, "activity": False, "silence": False, "zoomed": False, "layout": ""}
    quiet |= {"command": "", "title": "", "done": False, "alternate": False, "mode": "", "new_output": False}
    quiet["offers"] = False
    assert [{**window, **quiet}] == listed
    status, made = ask(client, "POST", "/api/sessions/%240/windows", {"name": "logs"})
    assert (201, "@1", "logs") == (status, made["id"], made["name"])
    assert (204, None) == ask(client, "POST", "/api/windows/%401/select")
    assert ("select_window", "@1", None) in tmux.calls
    assert (204, None) == ask(client, "POST", "/api/windows/%401/select", {"session": "$0"})
    assert ("select_window", "@1", "$0") in tmux.calls
    assert 422 == ask(client, "POST", "/api/windows/%401/select", {"session": "prod"})[0]
    assert "x" == ask(client, "PATCH", "/api/windows/%401", {"name": "x"})[1]["name"]
    assert (204, None) == ask(client, "DELETE", "/api/windows/%401")
    assert 404 == ask(client, "POST", "/api/windows/%401/select")[0]


@pytest.mark.parametrize("wrong", WRONG_IDS)
def test_an_invalid_id_never_reaches_tmux(wrong: str, client: FlaskClient, tmux: FakeTmux) -> None:
    status, body = ask(client, "DELETE", f"/api/sessions/{quote(wrong, safe='')}")
    assert (422, "bad_id") == (status, body["error"]["code"])
    status, _ = ask(client, "POST", f"/api/windows/{quote(wrong.replace('$', '@'), safe='')}/select")
    assert status == 422 or wrong == "@0"
    assert [] == [call for call in tmux.calls if call[0] != "select_window"]


def test_a_taken_name_is_409(client: FlaskClient) -> None:
    status, body = ask(client, "POST", "/api/sessions", {"name": "prod"})
    assert (409, "name_taken") == (status, body["error"]["code"])


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (TmuxTimeout("slow"), 504, "tmux_timeout"),
        (TmuxMissing("none"), 503, "tmux_missing"),
        (TmuxCommandFailed(("list-sessions",), "it said so"), 502, "tmux_failed"),
    ],
)
def test_failures_of_tmux_have_different_codes(
    error: TmuxError, status: int, code: str, client: FlaskClient, tmux: FakeTmux
) -> None:
    tmux.broken = error
    got, body = ask(client, "GET", "/api/sessions")
    assert (status, code, error.message) == (got, body["error"]["code"], body["error"]["message"])


def test_unknown_routes_answer_in_json(client: FlaskClient) -> None:
    status, body = ask(client, "GET", "/api/nope")
    assert (404, "not_found") == (status, body["error"]["code"])


def test_a_session_is_restarted_as_it_was_started(client: FlaskClient, tmux: FakeTmux) -> None:
    """With its folder and command; an unknown one starts with a shell."""
    tmux.startups._known["12-34 $0"] = Startup("/srv", "top")
    assert 201 == ask(client, "POST", "/api/sessions", {"name": "a", "again": "12-34 $0"})[0]
    assert 201 == ask(client, "POST", "/api/sessions", {"name": "b", "again": "12-34 $9"})[0]
    assert 201 == ask(client, "POST", "/api/sessions", {"name": "c", "command": "top", "keep_shell": True})[0]
    made = {call[1]: call[2] for call in tmux.calls if call[0] == "create_session"}
    assert {"cwd": "/srv", "command": "top", "keep_dead": True} == made["a"]
    assert {"keep_dead": True} == made["b"]
    assert 'trap : INT\ntop\nexec "$SHELL"' == made["c"]["command"]
