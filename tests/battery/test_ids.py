"""Ids and queries that do not exist, belong to others or are invalid; only a valid id is ever a target."""

from __future__ import annotations

import pytest

from tests.battery.raw import UPGRADE, ask
from tests.client import TerminalClient
from tests.server import Server
from webmux.wire.opcodes import Opcode


@pytest.mark.parametrize(
    "window", ["@99999", "99999", "flood"], ids=["P14 dead", "P14 no index", "P14 foreign"]
)
def test_windows_that_do_not_exist(window: str, target: Server) -> None:
    """A window of another session is not found, even by its id."""
    client = TerminalClient(target, "steady")
    if window == "flood":
        window = target.tmux("display-message", "-p", "-t", "=flood:", "#{window_id}")
    client.send(Opcode.WINDOW_SWITCH, window.encode())
    client.wait(lambda c: ["window_not_found"] == [error["code"] for error in c.of(Opcode.ERROR)])
    client.close()


NOT_IDS = [
    "$0;kill-server",
    "%0 %1",
    "@",
    "$",
    "$-1",
    "$00",
    "$99999999999999999999",
    "$4294967296",
    "=steady",
    "steady",
    "$0:",
    "$٣",
    "$0\n",
    "{last}",
    "#{host}",
    "%0",
]


@pytest.mark.parametrize("text", NOT_IDS, ids=[f"P15 {text!r}" for text in NOT_IDS])
def test_invalid_ids(text: str, target: Server) -> None:
    """An invalid id never reaches tmux as a target."""
    escaped = "".join(f"%{byte:02x}" for byte in text.encode())
    for method, path in (
        ("DELETE", f"/api/sessions/{escaped}"),
        ("GET", f"/api/sessions/{escaped}/preview"),
        ("GET", f"/api/sessions/{escaped}/windows"),
        ("DELETE", f"/api/windows/{escaped}"),
        ("POST", f"/api/windows/{escaped}/select"),
    ):
        answer = ask(target, f"{method} {path} HTTP/1.1", "Host: {host}")
        assert (422, "bad_id") == answer.told, path


@pytest.mark.parametrize(
    ("method", "path", "code"),
    [
        ("DELETE", "/api/sessions/%24999", "session_not_found"),
        ("GET", "/api/sessions/%24999/preview", "session_not_found"),
        ("GET", "/api/sessions/%24999/windows", "session_not_found"),
        ("DELETE", "/api/windows/%40999", "window_not_found"),
        ("POST", "/api/windows/%40999/select", "window_not_found"),
        ("DELETE", "/api/shares/999", "share_not_found"),
    ],
)
def test_p14_ids_that_do_not_exist(method: str, path: str, code: str, target: Server) -> None:
    assert (404, code) == ask(target, f"{method} {path} HTTP/1.1", "Host: {host}").told


QUERIES = [
    ("no session", "", 400, "bad_field"),
    ("empty session", "session=", 400, "bad_field"),
    ("no such session", "session=nope", 404, "session_not_found"),
    ("the beginning of one", "session=stead", 404, "session_not_found"),
    ("a pattern", "session=stead*", 404, "session_not_found"),
    ("an id", "session=%240", 404, "session_not_found"),
    ("view", "session=steady&view=other", 400, "bad_field"),
    ("own", "session=steady&own=yes", 400, "bad_field"),
    ("own mirror", "session=steady&own=1&view=mirror", 400, "bad_field"),
    ("offset alone", "session=steady&offset=5", 400, "bad_field"),
    ("offset -1", "session=steady&hub=x&offset=-1", 400, "bad_field"),
    ("size", "session=steady&cols=20000&rows=20000", 400, "bad_size"),
]


@pytest.mark.parametrize(
    ("query", "status", "code"), [row[1:] for row in QUERIES], ids=[f"P14 {row[0]}" for row in QUERIES]
)
def test_wrong_queries(query: str, status: int, code: str, target: Server) -> None:
    """Nothing is upgraded that then dies."""
    answer = ask(target, f"GET /ws/optimized?{query} HTTP/1.1", "Host: {host}", *UPGRADE)
    assert (status, code) == answer.told
