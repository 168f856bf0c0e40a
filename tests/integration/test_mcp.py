"""A client of MCP drives panes: by `webmux mcp` on standard input and output, and by HTTP."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from tests.people import add_token, add_user
from tests.server import ROOT, Server
from tests.support import eventually

TOOLS = {"list", "read_screen", "send", "wait", "new_session", "notify"}


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    server = Server().start()
    server.tmux("new-session", "-d", "-s", "work", "-x", "80", "-y", "24", "env PS1='$ ' sh")
    yield server
    server.close()


class StdioClient:
    """Starts `webmux mcp` in a pane's environment and talks to it line by line."""

    def __init__(self, server: Server, **environment: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(ROOT / "app.py"), "mcp"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**server.environ(), **environment},
            cwd=ROOT,
        )
        self._last = 0
        self._early: dict[int, Any] = {}

    def write(self, text: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(text.encode() + b"\n")
        self._process.stdin.flush()

    def start(self, method: str, **params: Any) -> int:
        self._last += 1
        self.write(json.dumps({"jsonrpc": "2.0", "id": self._last, "method": method, "params": params}))
        return self._last

    def receive(self, message_id: Any) -> Any:
        assert self._process.stdout is not None
        while message_id not in self._early:
            message = json.loads(self._process.stdout.readline())
            self._early[message["id"]] = message
        return self._early.pop(message_id)

    def ask(self, method: str, **params: Any) -> Any:
        return self.receive(self.start(method, **params))["result"]

    def call(self, name: str, /, **arguments: Any) -> tuple[str, bool]:
        result = self.ask("tools/call", name=name, arguments=arguments)
        return result["content"][0]["text"], result["isError"]

    def close(self) -> None:
        self._process.communicate(timeout=10)


def test_an_agent_drives_a_pane_over_standard_input_and_output(server):
    client = StdioClient(server)
    try:
        assert (
            client.ask("initialize", protocolVersion="2025-06-18", capabilities={})["serverInfo"]["name"]
            == "webmux"
        )
        client.write(json.dumps({"jsonrpc": "2.0", "method": "notifications/initialized"}))
        assert {tool["name"] for tool in client.ask("tools/list")["tools"]} == TOOLS
        client.write("no json")
        assert client.receive(None)["error"]["code"] == -32700
        assert json.loads(client.call("new_session", name="made")[0])["name"] == "made"
        assert "made" in client.call("list")[0]
        waiting = client.start(
            "tools/call", name="wait", arguments={"pane": "%0", "for": ["text"], "text": "x-2", "timeout": 15}
        )
        assert client.ask("ping") == {}, "a wait holds nothing up"
        assert client.call("send", pane="%0", text="echo x-$((1+1))", enter=True)[1] is False
        met = client.receive(waiting)["result"]
        assert json.loads(met["content"][0]["text"])["met"] == "text"
        assert "x-2" in client.call("read_screen", pane="%0", lines=5)[0]
        assert client.call("read_screen", pane="%99") == (
            "pane_not_found: pane: there is no pane %99 here",
            True,
        )
    finally:
        client.close()


def test_it_refuses_the_pane_that_it_runs_in(server):
    pid = server.tmux("display-message", "-p", "#{pid}").strip()
    client = StdioClient(server, TMUX=f"/tmp/x,{pid},0", TMUX_PANE="%0")
    try:
        for name, more in (("send", {"text": "x"}), ("wait", {"for": ["done"]})):
            text, is_error = client.call(name, pane="%0", **more)
            assert (is_error, text.split(":")[0]) == (True, "own_pane")
    finally:
        client.close()


def over_http(server: Server, message: Any, token: str, path: str = "/mcp") -> tuple[int, Any]:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    headers["Accept"] = "application/json, text/event-stream"
    status, _, body = server.request("POST", path, json.dumps(message), headers)
    return status, json.loads(body) if body else None


def call_over_http(server: Server, token: str, name: str, **arguments: Any) -> Any:
    params = {"name": name, "arguments": arguments}
    message = {"jsonrpc": "2.0", "id": "a", "method": "tools/call", "params": params}
    status, answer = over_http(server, message, token)
    assert (status, answer["id"]) == (200, "a")
    return answer["result"]


def test_over_http_each_call_has_the_rights_and_the_label_of_its_token(server):
    add_user(server, "ada")
    token = add_token(server, "ada")
    status, _, _ = server.request("GET", "/mcp", headers=server.bearer)
    assert status == 405
    assert over_http(server, {"jsonrpc": "2.0", "method": "notifications/initialized"}, token) == (202, None)
    assert (
        call_over_http(server, token, "send", pane="%0", text="echo h-$((1+1))", enter=True)["isError"]
        is False
    )
    met = call_over_http(server, token, "wait", pane="%0", **{"for": ["text"]}, text="h-2", timeout=15)
    assert met["structuredContent"]["met"] == "text"
    assert over_http(server, {"jsonrpc": "2.0", "id": 1, "method": "ping"}, "wrong")[0] == 401

    def noted() -> list[dict[str, Any]]:
        path = "/api/audit?user=ada&event=input_sent"
        return json.loads(server.request("GET", path, headers=server.bearer)[2])["events"]

    eventually(lambda: [one["detail"]["token_label"] for one in noted()] == ["test"])


@pytest.mark.parametrize(("origin", "status"), [("http://evil.example", 403), ("null", 403), ("", 200)])
def test_a_page_of_another_site_is_refused(server, origin, status):
    """As the specification of MCP asks, also with a valid token. Our own pages are let in."""
    headers = {**server.bearer, "Content-Type": "application/json", "Origin": origin or server.url}
    message = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "ping"})
    assert server.request("POST", "/mcp", message, headers)[0] == status
